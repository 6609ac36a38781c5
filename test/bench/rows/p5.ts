import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import { writeExport } from '../exportFile.ts';
import { fillCounty, fillTickets } from '../fill.ts';
import { onDatabase } from '../fillFacts.ts';
import { DEPARTMENTS, type Ground } from '../ground.ts';
import { callback, post } from '../load.ts';
import { atMost, median, quantile, ROUNDS, type Row } from '../measure.ts';
import { type Program, runFloor, startBot } from '../programs.ts';

const ROWS = 130_000;
/** One round to warm up: a round takes minutes. */
const WARM = 1;
const TOKEN = 'bench-intake-token';
/** Looks at one's list while the import runs, one after another. */
const EVERY_MS = 100;

/** What a round leaves behind. */
const EMPTY =
  'TRUNCATE ticket, ticket_event, ticket_text, ticket_topic, ticket_fact, ticket_assist, delivery, card, inbox';

const bindGroups = (client: Client): Promise<unknown> =>
  client.query(
    `INSERT INTO chat (platform, id, department, "boundAt") SELECT 'wecom', 'wr' || code, code, now() FROM department WHERE code LIKE 'd%'`,
  );

const importOnce = async (bot: Program, path: string): Promise<number> => {
  const form = new FormData();
  form.set('file', await openAsBlob(path), 'export.xlsx');
  const headers = { authorization: `Bearer ${TOKEN}` };
  const begun = performance.now();
  const response = await fetch(`${bot.url}/api/v1/tickets/import`, { method: 'POST', body: form, headers });
  const { results } = (await response.json()) as { results: { outcome: string; reason?: string }[] };
  const seconds = (performance.now() - begun) / 1000;
  const created = results.filter(({ outcome }) => outcome === 'created').length;
  if (created !== ROWS)
    throw new Error(`${created} of ${ROWS} were created: ${results.find(({ reason }) => reason)?.reason}`);
  return seconds;
};

/** Asks for somebody's list at a steady pace until `done`; how long each answer took, milliseconds. */
const askMeanwhile = async (ground: Ground, bot: Program, done: Promise<unknown>): Promise<number[]> => {
  const agent = new Agent({ keepAlive: true });
  const took: Promise<number>[] = [];
  let over = false;
  done
    .finally(() => {
      over = true;
    })
    .catch(() => undefined);
  const ask = async (): Promise<number> => {
    const order = { person: 'chenbench', text: '待办' };
    const sent = performance.now();
    const status = await post(bot.url, agent, callback(ground.settings.wecom, order, ground.clock.now()));
    if (status !== 200) throw new Error(`HTTP ${status} while an import ran`);
    return performance.now() - sent;
  };
  while (!over) {
    took.push(ask());
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  const all = await Promise.all(took);
  agent.destroy();
  return all;
};

/** P5: an export of 130,000 rows, against the same library reading it and COPY; and what callbacks feel of it. */
export const row: Row = async (ground) => {
  const folder = await mkdtemp(join(tmpdir(), 'hotline-bench-import-'));
  const path = join(folder, 'export.xlsx');
  await writeExport(path, ROWS);
  console.log(`  P5: ${((await stat(path)).size / 1e6).toFixed(1)} MB`);
  const databaseUrl = await ground.another('import');
  await fillCounty(databaseUrl, DEPARTMENTS);
  await onDatabase(databaseUrl, bindGroups);
  const bot = await startBot({
    databaseUrl,
    dataDir: ground.dataDir,
    settings: ground.settings,
    clockUrl: ground.clock.url,
    streetsUrl: ground.streets.url,
    intakeToken: TOKEN,
  });
  const ratios: number[] = [];
  const answers: number[] = [];
  let floorMb = 0;
  const ours = async (): Promise<number> => {
    await onDatabase(databaseUrl, (client) => client.query(EMPTY));
    await fillTickets(databaseUrl, 50);
    const done = importOnce(bot, path);
    const [seconds, took] = await Promise.all([done, askMeanwhile(ground, bot, done)]);
    answers.push(...took);
    return seconds;
  };
  const floor = async (): Promise<number> => {
    const found = await runFloor<{ seconds: number; rows: number; peakMb: number }>('./importFloor.ts', {
      databaseUrl,
      path,
    });
    if (found.rows !== ROWS + 1) throw new Error(`the floor kept ${found.rows} rows`);
    floorMb = found.peakMb;
    return found.seconds;
  };
  try {
    for (let round = 0; round < WARM + ROUNDS; round += 1) {
      const first = round % 2 === 0 ? await ours() : await floor();
      const second = round % 2 === 0 ? await floor() : await ours();
      const [mine, bare] = round % 2 === 0 ? [first, second] : [second, first];
      console.log(
        `  P5, round ${round}: ${mine.toFixed(1)} s, floor ${bare.toFixed(1)} s; peak ${bot.peakMb().toFixed(0)} MB, floor ${floorMb.toFixed(0)} MB`,
      );
      if (round >= WARM) ratios.push(mine / bare);
    }
    return [
      atMost(`P5 import of ${ROWS} rows by reading and COPY`, median(ratios), 2.5, '×'),
      atMost('P5 peak of the bot', bot.peakMb(), 400, 'MB'),
      atMost('P5 answers meanwhile, 99th of a hundred', quantile(answers, 0.99), 200, 'ms'),
    ];
  } finally {
    await bot.stop();
    await rm(folder, { recursive: true, force: true });
  }
};
