import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEnvironment } from '../../src/config/environment.ts';
import { type House, openHouse } from '../../src/house.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { openTownClock } from '../../src/kernel/townClock.ts';
import { botEnvironment, demoSettings } from '../../src/simulator/settings.ts';
import { administer } from '../freshDatabase.ts';
import { openTown, type StoryTown, TOKEN, until } from '../town/town.ts';

/** Two instances of the bot on one database, and one place at the robot's socket. */
let town: StoryTown;
let second: House;
let dataDir: string;
let stopClock: () => void;
beforeAll(async () => {
  town = await openTown();
  dataDir = await mkdtemp(join(tmpdir(), 'hotline-second-'));
  const clock = await openTownClock(`${town.url}/clock`);
  stopClock = () => clock.stop();
  const configuration = readEnvironment({
    ...botEnvironment({ ...demoSettings('http://127.0.0.1:9'), intakeToken: TOKEN }, town.url),
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'silent',
    SECRET_KEY: 'a-key-for-stories-only',
  });
  second = await openHouse({ configuration, databaseUrl: town.databaseUrl, clock, log: silentLog() });
});
afterAll(async () => {
  await second?.stop();
  stopClock?.();
  await town?.close();
  await rm(dataDir, { recursive: true, force: true });
});

const GROUP = 'wrkCgj';
const subscriptions = async (): Promise<number> => {
  const { requests } = (await (await fetch(`${town.url}/town`)).json()) as { requests: { what: string }[] };
  return requests.filter(({ what }) => what === 'aibot_subscribe').length;
};
const shown = (words: string): number => town.said({ chat: GROUP }).filter(({ text }) => text.includes(words)).length;
const ready = async (port: number): Promise<boolean> => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;

/** 张伟 asks in the group. False: the vendor had nobody to give it to, it is lost. */
const ask = async (text: string): Promise<boolean> => {
  const body = JSON.stringify({ platform: 'wecom', person: 'zhangwei', chat: GROUP, text: `@工单助手 ${text}` });
  const answer = await fetch(`${town.url}/town/messages`, { method: 'POST', body });
  return ((await answer.json()) as { delivered: boolean }).delivered;
};

/** The vendor's thirty a minute for one group are enough for the whole restart. */
const BETWEEN_MS = 80;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks again and again while something happens; every question must have come to an instance. */
const askingWhile = async (happens: () => Promise<void>): Promise<number> => {
  let over = false;
  const asking = (async () => {
    let times = 0;
    for (; !over; times += 1) {
      expect(await ask('待办'), `question ${times}`).toBe(true);
      await pause(BETWEEN_MS);
    }
    return times;
  })();
  await happens().finally(() => {
    over = true;
  });
  return asking;
};

/** Whoever has the place loses its connection to the database, as when its machine is cut off. */
const cutHolder = (): Promise<void> =>
  administer(
    town.databaseUrl,
    `SELECT pg_terminate_backend(a."pid") FROM pg_stat_activity a JOIN pg_locks l ON l."pid" = a."pid"
     WHERE a."application_name" LIKE 'hotline leader%' AND l."locktype" = 'advisory' AND l."granted"`,
  );

/** How many cards of the other group name the ticket, alone or in a list. */
const posted = (no: string): number =>
  town.said({ chat: 'wrkJyj' }).filter(({ text }) => text.includes(no.slice(-4))).length;

const ANSWER = '没有待处理';

test('the second instance stands by: it is ready and leaves the place to the first', async () => {
  await until(() => ready(second.port), 'it stands by');
  expect(await subscriptions()).toBe(1);
});

test('when the first is restarted the second goes on: no question is lost, each has one answer', async () => {
  const before = shown(ANSWER);
  const asked = await askingWhile(() => town.restart());
  await town.settled();
  await until(async () => shown(ANSWER) - before >= asked, 'all are answered');
  await town.settled();
  expect(shown(ANSWER) - before).toBe(asked);
  expect(await subscriptions()).toBe(2);
});

test('a holder cut off from the database gives way within ten seconds; every ticket is posted once', async () => {
  const begun = Date.now();
  const numbers = Array.from({ length: 5 }, (_none, index) => `GD2026102000${7300 + index}`);
  const [, results] = await Promise.all([
    cutHolder(),
    Promise.all(numbers.map((no) => town.tickets({ no, department: '县教育体育局' }))),
  ]);
  expect(results.flat().every(({ outcome }) => outcome === 'created')).toBe(true);
  await until(async () => (await subscriptions()) > 2 && (await ask('待办')), 'the place is taken again', 10_000);
  expect(Date.now() - begun).toBeLessThan(10_000);
  // What is over the group's budget of single cards waits two minutes and comes as a list.
  await town.clock({ to: '2026-10-20T08:50:00+08:00' });
  await until(async () => numbers.every((no) => posted(no) > 0), 'every ticket is posted');
  await town.settled();
  for (const no of numbers) expect(posted(no), no).toBe(1);
});

test('cut and kicked the holder comes back, and nobody else takes the place', async () => {
  const before = await subscriptions();
  await town.fault('wecom', 'cut-socket', { times: 1 });
  await until(async () => (await subscriptions()) === before + 1, 'it is back after a cut');
  await town.fault('wecom', 'kick', { times: 1 });
  await until(async () => (await subscriptions()) === before + 2, 'it is back after a kick');
  await until(() => ask('待办'), 'it hears again');
});
