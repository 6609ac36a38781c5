import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/store/client.ts';
import { gathered } from '../../src/store/gathered.ts';
import { openPlatformRows } from '../../src/store/platformRows.ts';
import { openSeal } from '../../src/store/seal.ts';
import { inUnit, runOn, type Unit } from '../../src/store/unit.ts';
import { type FreshDatabase, freshDatabase } from '../freshDatabase.ts';

let base: FreshDatabase;
let database: Database;
beforeAll(async () => {
  base = await freshDatabase();
  database = openDatabase(base.url, 3);
});
afterAll(async () => {
  await database?.$disconnect();
  await base?.drop();
});

const NOTE = { name: 'test note', text: 'INSERT INTO note (key, value) VALUES ($1, $2::jsonb)' };
const XACT = { name: 'test xact', text: 'SELECT pg_current_xact_id()::text AS id' };
const notes = async (stem: string): Promise<string[]> =>
  (await database.note.findMany({ where: { key: { startsWith: stem } }, orderBy: { key: 'asc' } })).map(
    ({ key }) => key,
  );

describe('a unit of work', () => {
  test('is one transaction for its statements and for Prisma, however many run at one time', async () => {
    const both = async ({ run, tx }: Unit, index: number): Promise<void> => {
      const [mine] = await run<{ id: string }>(XACT, []);
      await tx.note.create({ data: { key: `both:${index}`, value: index } });
      const [prismas] = await tx.$queryRaw<{ id: string }[]>`SELECT pg_current_xact_id()::text AS id`;
      expect(prismas?.id).toBe(mine?.id);
    };
    await Promise.all(Array.from({ length: 12 }, (_none, index) => inUnit(database, (unit) => both(unit, index))));
    expect(await notes('both:')).toHaveLength(12);
  });

  test('that throws leaves nothing, neither of its statements nor of Prisma', async () => {
    const work = async ({ run, tx }: Unit): Promise<void> => {
      await run(NOTE, ['gone:1', '1']);
      await tx.note.create({ data: { key: 'gone:2', value: 2 } });
      throw new Error('no');
    };
    await expect(inUnit(database, work)).rejects.toThrow('no');
    expect(await notes('gone:')).toEqual([]);
  });

  test('whose last writes fail is rolled back, and says so', async () => {
    const work = async (unit: Unit): Promise<void> => {
      await unit.run(NOTE, ['last:1', '1']);
      unit.atLast(async () => async () => {
        await unit.run(NOTE, ['last:1', '1']);
      });
    };
    await expect(inUnit(database, work)).rejects.toMatchObject({ code: '23505' });
    expect(await notes('last:')).toEqual([]);
  });

  test('that swallowed an error of the server is not taken for kept', async () => {
    const work = async ({ run }: Unit): Promise<void> => {
      await run(NOTE, ['twice:1', '1']);
      await run(NOTE, ['twice:1', '1']).catch(() => undefined);
    };
    await expect(inUnit(database, work)).rejects.toThrow('rolled back');
    expect(await notes('twice:')).toEqual([]);
  });
});

describe('what is gathered', () => {
  test('goes out together while another is under way, and each gets its own answer', async () => {
    const bundles: number[][] = [];
    const double = gathered(async (items: readonly number[]) => {
      bundles.push([...items]);
      await new Promise((resolve) => setImmediate(resolve));
      return items.map((item) => item * 2);
    });
    expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
    expect(bundles).toEqual([[1], [2, 3]]);
  });

  test('fails for all in it, and goes on', async () => {
    let fail = true;
    const once = gathered(async (items: readonly number[]) => {
      if (fail) throw new Error('down');
      return [...items];
    });
    await expect(once(1)).rejects.toThrow('down');
    fail = false;
    expect(await once(2)).toBe(2);
  });

  test('one nonce that comes several times at once is fresh once; the same content repeats, other content is forged', async () => {
    const { nonce } = openPlatformRows(database, runOn(database.pool), openSeal('a-key-for-this-test'), () => 0);
    const seen = await Promise.all([nonce('other', 'x'), nonce('n', 'a'), nonce('n', 'a'), nonce('n', 'b')]);
    expect(seen).toEqual(['fresh', 'fresh', 'repeat', 'forged']);
    expect(await nonce('n', 'a')).toBe('repeat');
    expect(await nonce('n', 'b')).toBe('forged');
  });
});
