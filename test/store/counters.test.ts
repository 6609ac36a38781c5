import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/store/client.ts';
import { openPlatformRows } from '../../src/store/platformRows.ts';
import { openSeal } from '../../src/store/seal.ts';
import { runOn } from '../../src/store/unit.ts';
import { type FreshDatabase, freshDatabase } from '../freshDatabase.ts';

let fresh: FreshDatabase;
let databases: Database[];
beforeAll(async () => {
  fresh = await freshDatabase();
  databases = [1, 2].map(() => openDatabase(fresh.url, 4));
});
afterAll(async () => {
  for (const database of databases) await database.pool.end();
  await fresh.drop();
});
const memoryOn = (place: number) => {
  const database = databases[place] as Database;
  return openPlatformRows(database, runOn(database.pool), openSeal('a key of this test'), () => Date.now()).memory(
    'dingtalk',
  );
};

test('two instances add to one counter: every sum is seen once, nothing is lost', async () => {
  const memories = [memoryOn(0), memoryOn(1)];
  const sums = await Promise.all(
    Array.from({ length: 60 }, (_, n) => (memories[n % 2] as (typeof memories)[0]).add(n % 3 === 0 ? 'a' : 'b', 1)),
  );
  const of = (a: boolean) => sums.filter((_, n) => (n % 3 === 0) === a).sort((x, y) => x - y);
  expect(of(true)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  expect(of(false)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
  expect(await memoryOn(0).get('b')).toEqual({ count: 40 });
});
