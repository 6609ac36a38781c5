import type { Client } from 'pg';
import { fillCounty, fillTickets } from '../fill.ts';
import { onDatabase } from '../fillFacts.ts';
import { DEPARTMENTS, type Ground } from '../ground.ts';
import { ALL_ROUNDS, atMost, median, ROUNDS, type Row, type Verdict } from '../measure.ts';
import { type Asked, startAsked } from '../programs.ts';

const OPEN = 20_000;
const SMALL = 100_000;
const LARGE = 1_000_000;
/** Looks of a round that find nothing due, and tickets of a round whose limit has passed. */
const LOOKS = 100;
const DUE = 100;

/** The slot of the scan, and what is due before it. */
const NOW = '2026-11-24T09:05:00+08:00';
const PASSED = '2026-11-24T01:00:00.000Z';

/** Each open ticket is looked at again when it should have been claimed, as the law puts it down. */
const WAKE = `UPDATE ticket SET "wakeAt" = "claimDueAt" WHERE status = 'toClaim'`;
const PASS = `
  UPDATE ticket SET "wakeAt" = $1::timestamptz, "claimDueAt" = $1::timestamptz, state = jsonb_set(state, '{claimDueAt}', to_jsonb($1::text))
  WHERE no = ANY (ARRAY(SELECT no FROM ticket WHERE "wakeAt" > $2::timestamptz AND no LIKE 'GDO%' ORDER BY no LIMIT ${DUE}))`;

const countyOf = async (ground: Ground, name: string, tickets: number): Promise<string> => {
  const url = await ground.another(name);
  await fillCounty(url, DEPARTMENTS);
  await fillTickets(url, tickets - OPEN);
  await fillTickets(url, OPEN, { prefix: 'GDO', departments: DEPARTMENTS });
  await onDatabase(url, async (client) => {
    await client.query(WAKE);
    await client.query('VACUUM ANALYZE ticket');
  });
  return url;
};

const look = async (program: Asked): Promise<number> => {
  const { ms, seen } = await program.ask({ at: NOW, times: LOOKS });
  if (seen > 0) throw new Error(`P6: ${seen} were due`);
  return ms;
};

const pass = (url: string): Promise<unknown> => onDatabase(url, (client: Client) => client.query(PASS, [PASSED, NOW]));
const watch = async (url: string, program: Asked): Promise<number> => {
  await pass(url);
  const { ms, seen } = await program.ask({ at: NOW, times: 1 });
  if (seen !== DUE) throw new Error(`P6: ${seen} of ${DUE} were seen`);
  return ms;
};

const verdict = (name: string, ratios: readonly number[], limit: number): Verdict => ({
  ...atMost(name, median(ratios), limit, '×'),
  found: `median ${median(ratios).toFixed(2)} × (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`,
});

/** Runs them in turn; who begins changes with every round. */
const inTurn = async (round: number, works: readonly (() => Promise<number>)[]): Promise<number[]> => {
  const found: number[] = [];
  for (let turn = 0; turn < works.length; turn += 1) {
    const which = (round + turn) % works.length;
    found[which] = (await works[which]?.()) ?? Number.NaN;
  }
  return found;
};

/**
 * P6: the five-minute scan with 20,000 open tickets among a million: a look that finds nothing due against the one query
 * it needs, and against its own with 100,000 in all; and the same for a scan that finds a hundred limits passed.
 */
export const row: Row = async (ground) => {
  const [small, large] = [await countyOf(ground, 'scan_small', SMALL), await countyOf(ground, 'scan_large', LARGE)];
  const parts = { DATA_DIR: ground.dataDir, SECRET_KEY: 'a-key-for-benchmarks' };
  const few = await startAsked('./scanProgram.ts', { ...parts, DATABASE_URL: small });
  const many = await startAsked('./scanProgram.ts', { ...parts, DATABASE_URL: large });
  const floor = await startAsked('./scanFloor.ts', { DATABASE_URL: large });
  const [byFloor, lookBySmall, watchBySmall]: [number[], number[], number[]] = [[], [], []];
  try {
    for (let round = 0; round < ALL_ROUNDS; round += 1) {
      const [ours = 0, smaller = 0, bare = 0] = await inTurn(round, [
        () => look(many),
        () => look(few),
        () => look(floor),
      ]);
      const [mine = 0, less = 0] = await inTurn(round, [() => watch(large, many), () => watch(small, few)]);
      if (round < ALL_ROUNDS - ROUNDS) continue;
      console.log(
        `  P6: look ${ours.toFixed(2)} ms, among 100,000 ${smaller.toFixed(2)} ms, floor ${bare.toFixed(2)} ms; ${DUE} due ${mine.toFixed(0)} ms, among 100,000 ${less.toFixed(0)} ms`,
      );
      byFloor.push(ours / bare);
      lookBySmall.push(ours / smaller);
      watchBySmall.push(mine / less);
    }
  } finally {
    await Promise.all([few.stop(), many.stop(), floor.stop()]);
  }
  return [
    verdict('P6 scan, 20,000 open among 1,000,000, by the one query', byFloor, 2),
    verdict('P6 the same by itself among 100,000', lookBySmall, 1.2),
    verdict(`P6 scan with ${DUE} limits passed by itself among 100,000`, watchBySmall, 1.2),
  ];
};
