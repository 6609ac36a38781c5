import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/store/client.ts';
import { openPlatformRows, type PlatformRows } from '../../src/store/platformRows.ts';
import { openSeal } from '../../src/store/seal.ts';
import { runOn } from '../../src/store/unit.ts';
import { type FreshDatabase, freshDatabase } from '../freshDatabase.ts';

/** Two instances of the bot on one database. */
let base: FreshDatabase;
let databases: Database[];
beforeAll(async () => {
  base = await freshDatabase();
  databases = [1, 2].map(() => openDatabase(base.url, 4));
});
afterAll(async () => {
  for (const database of databases) await database.$disconnect();
  await base?.drop();
});

const MINUTE_MS = 60_000;

const openTwo = () => {
  let now = Date.parse('2026-10-20T08:33:00+08:00');
  let fetched = 0;
  const instances = databases.map((database) =>
    openPlatformRows(database, runOn(database.pool), openSeal('a-key-for-tests-only'), () => now),
  );
  return {
    first: instances[0] as PlatformRows,
    second: instances[1] as PlatformRows,
    fetch: async () => {
      fetched += 1;
      return { value: `token ${fetched}`, expiresInSeconds: 7_200 };
    },
    fetched: () => fetched,
    pass: (ms: number) => {
      now += ms;
    },
  };
};

test('twelve sendings of two instances that find no token fetch one', async () => {
  const { first, second, fetch, fetched } = openTwo();
  const all = await Promise.all(
    Array.from({ length: 12 }, (_none, index) => (index % 2 ? first : second).token('together', fetch)),
  );
  expect(new Set(all)).toEqual(new Set(['token 1']));
  expect(fetched()).toBe(1);
});

test('a token is fetched anew before it ends, by one instance for both', async () => {
  const { first, second, fetch, fetched, pass } = openTwo();
  expect(await first.token('ending', fetch)).toBe('token 1');
  pass(114 * MINUTE_MS);
  expect(await second.token('ending', fetch)).toBe('token 1');
  pass(2 * MINUTE_MS);
  const both = await Promise.all([first.token('ending', fetch), second.token('ending', fetch)]);
  expect(both).toEqual(['token 2', 'token 2']);
  expect(fetched()).toBe(2);
});

test('both instances hear that a token is refused: it is replaced once', async () => {
  const { first, second, fetch, fetched } = openTwo();
  for (const instance of [first, second]) expect(await instance.token('refused', fetch)).toBe('token 1');
  const refuse = { refuse: 'token 1' };
  const both = await Promise.all([first, second, first].map((instance) => instance.token('refused', fetch, refuse)));
  expect(both).toEqual(['token 2', 'token 2', 'token 2']);
  expect(fetched()).toBe(2);
});

test('a platform that refuses every token is asked for three in a minute, and again in the next', async () => {
  const { first, fetch, fetched, pass } = openTwo();
  let token = await first.token('never right', fetch);
  for (let tries = 0; tries < 20; tries += 1) token = await first.token('never right', fetch, { refuse: token });
  expect(fetched()).toBe(4);
  pass(MINUTE_MS + 1);
  await first.token('never right', fetch, { refuse: token });
  expect(fetched()).toBe(5);
});

test('a fetch that fails is nobody’s token, and the next asks again', async () => {
  const { first, second, fetch } = openTwo();
  await expect(first.token('failing', () => Promise.reject(new Error('40013')))).rejects.toThrow('40013');
  expect(await second.token('failing', fetch)).toBe('token 1');
});
