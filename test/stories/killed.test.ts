import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Organisation } from '../../src/intake/organisation.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { botEnvironment, demoSettings } from '../../src/simulator/settings.ts';
import type { Group } from '../../src/simulator/town/types.ts';
import { openDatabase } from '../../src/store/client.ts';
import { importOrganisation } from '../../src/store/organisation.ts';
import { administer, type FreshDatabase, freshDatabase } from '../freshDatabase.ts';
import { organisationFile, PEOPLE } from '../town/organisation.ts';
import { TOKEN, textsOf, until } from '../town/town.ts';

const ENTRY = fileURLToPath(new URL('../../src/cli/hotline.mjs', import.meta.url));
const MANY = 24;

/** Many departments with a group each, half on WeCom, half on DingTalk: a broadcast takes a while. */
const departments = Array.from({ length: MANY }, (_none, index) => ({
  code: `d${index}`,
  name: `第${index}局`,
  aliases: [],
}));
const groups: Group[] = departments.map(({ code, name }, index) => ({
  id: index % 2 ? `wrk-${code}` : `cid-${code}==`,
  platform: index % 2 ? 'wecom' : 'dingtalk',
  name,
  department: code,
  members: [],
}));

let database: FreshDatabase;
let simulator: Simulator;
let dataDir: string;
let bot: ChildProcess;
let botUrl: string;
let environment: Record<string, string>;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const start = async (): Promise<void> => {
  bot = spawn(process.execPath, [ENTRY, 'start'], { env: { ...process.env, ...environment }, stdio: 'ignore' });
  await until(async () => (await fetch(`${botUrl}/readyz`)).ok, 'the bot is ready');
};

beforeAll(async () => {
  database = await freshDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'hotline-killed-'));
  botUrl = `http://127.0.0.1:${await freePort()}`;
  const settings = demoSettings(botUrl);
  simulator = await startSimulator({
    port: 0,
    settings,
    organisation: { people: PEOPLE, groups },
    startAt: new Date('2026-10-20T09:00:00+08:00'),
  });
  const prisma = openDatabase(database.url, 2);
  const file = organisationFile();
  const chats = groups.map(({ id, platform, department }) => ({ id, platform, department }));
  await importOrganisation(
    prisma,
    Organisation.parse({ departments: [...file.departments, ...departments], people: file.people, chats }),
  );
  await prisma.$disconnect();
  environment = {
    ...botEnvironment(settings, simulator.url),
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: new URL(botUrl).port,
    INTAKE_TOKEN: TOKEN,
    LOG_LEVEL: 'silent',
    SECRET_KEY: 'a-key-for-stories-only',
  };
  await start();
});

afterAll(async () => {
  if (bot.exitCode === null && bot.signalCode === null) {
    bot.kill('SIGTERM');
    await new Promise((resolve) => bot.once('exit', resolve));
  }
  await simulator.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const broadcast = async (series: string): Promise<void> => {
  const at = '2026-10-20T09:00:00+08:00';
  const body = departments.map(({ code, name }, index) => ({
    no: `GD20261020${series}${index.toString().padStart(3, '0')}`,
    type: '求助',
    title: `${name}的工单`,
    content: '',
    department: code,
    receivedAt: at,
    dispatchedAt: at,
  }));
  const response = await fetch(`${botUrl}/api/v1/tickets`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  expect(response.status).toBe(200);
};
const shown = (series: string): string[] =>
  simulator.town.messages.flatMap((message) => [
    ...new Set(textsOf(message).match(new RegExp(`GD20261020${series}\\d{3}`, 'g')) ?? []),
  ]);

test('killed in the middle of a broadcast: after the restart every group has its message, none twice', async () => {
  await broadcast('1');
  await until(async () => shown('1').length > 2, 'the broadcast has begun');
  bot.kill('SIGKILL');
  await new Promise((resolve) => bot.once('exit', resolve));
  expect(new Set(shown('1')).size).toBeLessThan(MANY);
  await start();
  await until(async () => new Set(shown('1')).size === MANY, 'every group has its message', 40_000);
  const numbers = simulator.town.messages.flatMap(
    (message) =>
      textsOf(message)
        .match(/GD202610201\d{3}/)
        ?.slice(0, 1) ?? [],
  );
  expect(numbers.length).toBe(MANY);
}, 90_000);

test('the database drops every connection with sends in flight: nobody helps, nothing is lost', async () => {
  await broadcast('2');
  await until(async () => shown('2').length > 2, 'the broadcast has begun');
  const name = new URL(database.url).pathname.slice(1);
  await administer(
    inject('databaseServer'),
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
  );
  await until(async () => new Set(shown('2')).size === MANY, 'every group has its message', 40_000);
}, 90_000);

test('one failing group holds back its own messages alone, and then gets them in order', async () => {
  const ofGroup = (chat: string) =>
    simulator.town.messages
      .filter((message) => message.chat === chat)
      .map((message) => /GD20261020([345])/.exec(textsOf(message))?.[1]);
  simulator.town.clock.moveTo(new Date('2026-10-20T09:20:00+08:00'));
  await until(
    async () =>
      (await fetch(`${botUrl}/readyz`).then((answer) => answer.json() as Promise<{ settled: string }>)).settled >=
      '2026-10-20T01:20',
    'the bot has followed the clock',
  );
  simulator.town.setFault({ platform: 'wecom', kind: 'busy', chat: 'wrk-d1' });
  for (const series of ['3', '4', '5']) await broadcast(series);
  await until(
    async () => ['3', '4', '5'].every((series) => new Set(shown(series)).size === MANY - 1),
    'the others have theirs',
    40_000,
  );
  simulator.town.setFault({ platform: 'wecom', kind: 'none' });
  await until(
    async () => ['3', '4', '5'].every((series) => new Set(shown(series)).size === MANY),
    'the last group has its own',
    40_000,
  );
  expect(ofGroup('wrk-d1').filter((series) => series !== undefined)).toEqual(['3', '4', '5']);
}, 90_000);

test('SIGTERM ends the bot cleanly', async () => {
  const ended = new Promise<number | null>((resolve) => bot.once('exit', (code) => resolve(code)));
  bot.kill('SIGTERM');
  expect(await ended).toBe(0);
});
