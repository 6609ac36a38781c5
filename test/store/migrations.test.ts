import { expect, test } from 'vitest';
import { Client } from 'pg';
import { freshDatabase } from '../freshDatabase.ts';
test('fresh', async () => {
  const db = await freshDatabase();
  const c = new Client(db.url); await c.connect();
  expect((await c.query('select count(*) from pg_tables')).rows[0].count).toBeTruthy();
  await c.end();
  await db.drop();
});
