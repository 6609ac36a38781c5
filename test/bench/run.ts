import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Organisation } from '../../src/intake/organisation.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { demoSettings } from '../../src/simulator/settings.ts';
import { openDatabase } from '../../src/store/client.ts';
import { startEmbedded } from '../../src/store/embedded/startEmbedded.ts';
import { applyMigrations } from '../../src/store/migrations.ts';
import { importOrganisation } from '../../src/store/organisation.ts';
import { organisationFile } from '../town/organisation.ts';
import { fillTickets } from './fill.ts';
import { openFloor } from './floor.ts';
import { callbacks, drive, type Order } from './load.ts';

/**
 * The benchmarks in their first form: start, idle memory, P1 and P2, each beside its floor in the same run, interleaved.
 * Prints the median ratio with its spread; exits 1 when a target is missed.
 */
const ROUNDS = 5;
const ENTRY = fileURLToPath(new URL('../../src/cli/hotline.mjs', import.meta.url));
/** As in `npm start`: a small young generation keeps an idle bot small. */
const NODE_FLAGS = ['--max-semi-space-size=4'];
const TICKETS = 100_000;
const PER_ROUND = 300;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const row = (name: string, ratios: readonly number[], target: string, missed: boolean): boolean => {
  console.log(
    `${name}: median ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}), target ${target} ${missed ? 'MISSED' : 'met'}`,
  );
  return missed;
};

const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

const startBot = async (environment: Record<string, string>, url: string) => {
  const begun = performance.now();
  const child = spawn(process.execPath, [...NODE_FLAGS, ENTRY, 'start'], {
    env: { ...process.env, ...environment },
    stdio: 'inherit',
  });
  while (
    !(await fetch(`${url}/readyz`)
      .then((answer) => answer.ok)
      .catch(() => false))
  ) {
    if (child.exitCode !== null) throw new Error(`the bot ended with ${child.exitCode} before it was ready`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { child, seconds: (performance.now() - begun) / 1000 };
};

const dataDir = await mkdtemp(join(tmpdir(), 'hotline-bench-'));
const server = await startEmbedded({ dataDir, log: silentLog() });
await applyMigrations(server.url, { log: silentLog() });
const prisma = openDatabase(server.url, 2);
await importOrganisation(prisma, Organisation.parse(organisationFile()));
await prisma.$disconnect();
const settings = demoSettings('');
const claimable = await fillTickets(server.url, {
  total: TICKETS,
  claimable: ROUNDS * PER_ROUND + PER_ROUND,
  waiting: 50,
});

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const { wecom } = settings;
const environment = {
  DATABASE_URL: server.url,
  DATA_DIR: dataDir,
  HOST: '127.0.0.1',
  PORT: String(port),
  LOG_LEVEL: 'error',
  SECRET_KEY: 'a-key-for-benchmarks',
  WECOM_CORP_ID: wecom.corpId,
  WECOM_AGENT_ID: String(wecom.agentId),
  WECOM_SECRET: wecom.secret,
  WECOM_TOKEN: wecom.token,
  WECOM_ENCODING_AES_KEY: wecom.encodingAESKey,
  WECOM_API_URL: 'http://127.0.0.1:9',
};
const { child, seconds } = await startBot(environment, url);
await new Promise((resolve) => setTimeout(resolve, 2_000));
const idle = residentMb(child.pid ?? 0);
const floor = await openFloor(server.url, wecom);

let missed = false;
missed = row('P10 start of an existing database to /readyz, seconds', [seconds], '<= 3', seconds > 3) || missed;
missed = row('P10 idle memory, MB', [idle], '<= 200', idle > 200) || missed;

/** Interleaved rounds of the same orders against the program and the floor; ratio of throughputs. */
const compare = async (name: string, orders: (round: number) => Order[]): Promise<void> => {
  await drive(url, callbacks(wecom, orders(-1)));
  await drive(floor.url, callbacks(wecom, orders(-1)));
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const ours = await drive(url, callbacks(wecom, orders(round)));
    const theirs = await drive(floor.url, callbacks(wecom, orders(round)));
    console.log(
      `  ${name} round ${round + 1}: ${ours.perSecond.toFixed(0)}/s against ${theirs.perSecond.toFixed(0)}/s`,
    );
    ratios.push(ours.perSecond / theirs.perSecond);
  }
  missed = row(name, ratios, '>= 0.60', median(ratios) < 0.6) || missed;
};

await compare('P1 claim by WeCom callback', (round) =>
  claimable
    .slice((round + 1) * PER_ROUND, (round + 2) * PER_ROUND)
    .map((no) => ({ person: 'limin', text: `签收 ${no}` })),
);
await compare('P2 待办 with 50 open among 100,000', () =>
  Array.from({ length: PER_ROUND }, () => ({ person: 'chenbench', text: '待办' })),
);

await floor.stop();
child.kill('SIGTERM');
await new Promise((resolve) => child.once('exit', resolve));
await server.stop();
await rm(dataDir, { recursive: true, force: true });
process.exitCode = missed ? 1 : 0;
