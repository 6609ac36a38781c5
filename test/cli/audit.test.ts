import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadSample } from '../../prisma/seed.ts';
import { type FreshDatabase, freshDatabase } from '../freshDatabase.ts';
import { hotline } from './hotline.ts';

let base: FreshDatabase;
let client: Client;
beforeAll(async () => {
  base = await freshDatabase();
  await loadSample(base.url, 'a-key-for-this-test', new Date('2026-10-20T08:25:00+08:00'));
  client = new Client({ connectionString: base.url });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await base?.drop();
});

/** Each test damages the histories in its own way; the next one begins with whole ones. */
beforeEach(async () => {
  await client.query(`
    CREATE TABLE IF NOT EXISTS sound_ticket_event AS SELECT * FROM ticket_event;
    CREATE TABLE IF NOT EXISTS sound_ticket AS SELECT * FROM ticket;
    TRUNCATE ticket_event, ticket;
    INSERT INTO ticket_event SELECT * FROM sound_ticket_event;
    INSERT INTO ticket SELECT * FROM sound_ticket`);
});

const verify = (...more: string[]) =>
  hotline({ DATABASE_URL: base.url, SECRET_KEY: 'a-key-for-this-test' }, 'audit', 'verify', ...more);
/** The ticket with the longest history. */
const longest = async (): Promise<{ no: string; last: number }> =>
  (await client.query('SELECT no, max(seq)::int AS last FROM ticket_event GROUP BY no ORDER BY last DESC, no LIMIT 1'))
    .rows[0];

test('whole histories: everything is counted, exit 0, and the same histories give the same tip', async () => {
  const found = await verify('--json');
  const counted = await client.query(
    'SELECT (SELECT count(*)::int FROM ticket) AS tickets, (SELECT count(*)::int FROM ticket_event) + (SELECT count(*)::int FROM matter_event) AS events',
  );
  expect(found.code).toBe(0);
  expect(JSON.parse(found.stdout)).toMatchObject({
    ok: true,
    ...counted.rows[0],
    tip: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const plain = await verify();
  expect(plain.stdout).toContain('全部完好');
  expect(plain.stdout).toContain(JSON.parse(found.stdout).tip);
});

test.each([
  [
    'an event whose words were changed',
    `UPDATE ticket_event SET body = body || '{"by":"nobody"}' WHERE no = $1 AND seq = 2`,
    '第 2 条留痕内容与校验值不符',
  ],
  [
    'an event moved to another person beside its words',
    `UPDATE ticket_event SET "by" = 'nobody' WHERE no = $1 AND seq = 2`,
    '第 2 条留痕的时间、人员或类型与留痕正文不符',
  ],
  ['an event taken out of the middle', 'DELETE FROM ticket_event WHERE no = $1 AND seq = 2', '第 2 条留痕缺失'],
  [
    'the last event taken away',
    'DELETE FROM ticket_event e WHERE no = $1 AND seq = (SELECT max(seq) FROM ticket_event WHERE no = e.no)',
    '缺失',
  ],
  [
    'a ticket set back beside its history',
    'UPDATE ticket SET version = version - 1 WHERE no = $1',
    '现状与留痕的末尾不符',
  ],
  ['a ticket that is gone', 'DELETE FROM ticket WHERE no = $1', '现状与留痕的末尾不符'],
])('%s is named, exit 1', async (_what, damage, sentence) => {
  const { no } = await longest();
  await client.query(damage, [no]);
  const found = await verify();
  expect(found.code).toBe(1);
  expect(found.stdout).toContain(`工单 ${no}`);
  expect(found.stdout).toContain(sentence);
  expect(JSON.parse((await verify('--json')).stdout)).toMatchObject({ ok: false, broken: { of: 'ticket', name: no } });
});

test('without a database, and with a wrong word: one plain sentence', async () => {
  const absent = await hotline(
    { DATABASE_URL: 'postgresql://127.0.0.1:9/none', SECRET_KEY: 'a-key-for-this-test' },
    'audit',
    'verify',
  );
  expect([absent.code, absent.stderr]).toEqual([1, expect.stringMatching(/^连不上数据库（.*\n$/)]);
  expect((await verify('--nothing')).code).toBe(2);
  expect((await verify('--help')).stdout).toContain('留痕链');
});
