import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { difference, wholeSchema } from '../../prisma/migrate.ts';
import { newRef } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { applyMigrations } from '../../src/store/migrations.ts';
import { administer, freshDatabase } from '../freshDatabase.ts';

const log = silentLog();
let url = '';
let folder = '';

const emptyDatabase = async (): Promise<string> => {
  const { url: migrated, drop } = await freshDatabase();
  const name = `empty_${newRef(9).toLowerCase()}`;
  await administer(migrated, `CREATE DATABASE "${name}" TEMPLATE template0`);
  onTestFinished(async () => {
    await administer(migrated, `DROP DATABASE "${name}" WITH (FORCE)`);
    await drop();
  });
  const address = new URL(migrated);
  address.pathname = `/${name}`;
  return address.href;
};

const migration = async (name: string, sql: string): Promise<void> => {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
};

const rows = async (statement: string, at = url): Promise<unknown[]> => {
  const client = new Client({ connectionString: at });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
};

describe('applying migrations', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hotline-migrations-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    url = await emptyDatabase();
    await migration('20260101000000_begin', 'CREATE TABLE ticket (no text PRIMARY KEY);');
  });

  test('brings an empty database up in order, and does nothing the second time', async () => {
    await migration('20260202000000_title', 'ALTER TABLE ticket ADD COLUMN title text;');
    expect(await applyMigrations(url, { log, folder })).toEqual({
      applied: ['20260101000000_begin', '20260202000000_title'],
    });
    expect(await applyMigrations(url, { log, folder })).toEqual({ applied: [] });
    expect(await rows('SELECT no, title FROM ticket')).toEqual([]);
  });

  test('later migrations find the rows of earlier days', async () => {
    await applyMigrations(url, { log, folder });
    await rows("INSERT INTO ticket VALUES ('GD1')");
    await migration('20260202000000_title', "ALTER TABLE ticket ADD COLUMN title text NOT NULL DEFAULT '无';");
    expect(await applyMigrations(url, { log, folder })).toEqual({ applied: ['20260202000000_title'] });
    expect(await rows('SELECT * FROM ticket')).toEqual([{ no: 'GD1', title: '无' }]);
  });

  test('of several instances that start together one works and the others wait for it', async () => {
    await migration('20260202000000_slow', 'SELECT pg_sleep(0.2); CREATE TABLE chat (id text);');
    const done = await Promise.all([1, 2, 3, 4].map(() => applyMigrations(url, { log, folder })));
    expect(done.map(({ applied }) => applied.length).sort()).toEqual([0, 0, 0, 2]);
    expect(await rows('SELECT count(*)::int AS lines FROM _prisma_migrations')).toEqual([{ lines: 2 }]);
  });

  test('one that fails half-way leaves no trace of itself and names itself', async () => {
    await migration('20260202000000_broken', 'CREATE TABLE half (id text); SELECT 1 / 0;');
    await expect(applyMigrations(url, { log, folder })).rejects.toMatchObject({
      code: 'migration-failed',
      message: expect.stringContaining('20260202000000_broken'),
    });
    expect(await rows("SELECT to_regclass('half') AS half, to_regclass('ticket')::text AS ticket")).toEqual([
      { half: null, ticket: 'ticket' },
    ]);
    await migration('20260202000000_broken', 'CREATE TABLE half (id text);');
    expect(await applyMigrations(url, { log, folder })).toEqual({ applied: ['20260202000000_broken'] });
  });

  test('a database newer than the program is refused with what to do, and nothing is changed', async () => {
    await migration('20260202000000_future', 'CREATE TABLE future (id text);');
    await applyMigrations(url, { log, folder });
    await rm(join(folder, '20260202000000_future'), { recursive: true });
    await migration('20260303000000_other', 'CREATE TABLE other (id text);');
    await expect(applyMigrations(url, { log, folder })).rejects.toMatchObject({
      code: 'database-newer',
      message: expect.stringMatching(/数据库比程序新.*20260202000000_future.*newer program/),
    });
    expect(await rows("SELECT to_regclass('other') AS other")).toEqual([{ other: null }]);
  });

  test('a migration that was applied in another form is refused', async () => {
    await applyMigrations(url, { log, folder });
    await migration('20260101000000_begin', 'CREATE TABLE ticket (no text PRIMARY KEY, title text);');
    await expect(applyMigrations(url, { log, folder })).rejects.toMatchObject({ code: 'database-differs' });
  });

  test('an outside database that cannot hold every character is refused', async () => {
    const name = `ascii_${newRef(9).toLowerCase()}`;
    await administer(url, `CREATE DATABASE "${name}" TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'`);
    onTestFinished(() => administer(url, `DROP DATABASE "${name}"`));
    const ascii = new URL(url);
    ascii.pathname = `/${name}`;
    await expect(applyMigrations(ascii.href, { log, folder })).rejects.toMatchObject({ code: 'wrong-encoding' });
  });

  test('a database that cannot be reached is a plain sentence without the password', async () => {
    const nowhere = 'postgresql://hotline:topsecret@127.0.0.1:1/hotline';
    const refused = await applyMigrations(nowhere, { log, folder }).catch((thrown: Error) => thrown);
    expect(refused).toMatchObject({ code: 'database-unreachable', message: expect.stringContaining('DATABASE_URL') });
    expect(String(refused)).not.toContain('topsecret');
  });
});

/** Every column, index, constraint and sequence of the tables, in words that two databases can be compared by. */
const SHAPE = `
  SELECT 'column' AS kind, table_name || '.' || column_name || ' ' || data_type || ' ' || udt_name || ' '
         || coalesce(datetime_precision::text, '-') || ' ' || is_nullable || ' ' || coalesce(column_default, '-') AS shape
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
  UNION ALL
  SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
  UNION ALL
  SELECT 'constraint', conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> '_prisma_migrations'
  UNION ALL
  SELECT 'sequence', sequencename::text FROM pg_sequences WHERE schemaname = 'public'
  ORDER BY 1, 2`;

describe('the migrations and the schema agree', () => {
  test('no difference is left to be written', async () => {
    expect(await difference(await emptyDatabase())).toBe('');
  });

  test('the migrations in a row make the same tables as the schema from nothing', async () => {
    const migrated = await freshDatabase();
    onTestFinished(migrated.drop);
    const direct = await emptyDatabase();
    await administer(direct, await wholeSchema(direct));
    const shape = await rows(SHAPE, direct);
    expect(shape.length).toBeGreaterThan(100);
    expect(await rows(SHAPE, migrated.url)).toEqual(shape);
  });
});

test('each test has a database of its own, and several are made at once', async () => {
  const made = await Promise.all([1, 2, 3, 4, 5, 6].map(() => freshDatabase()));
  await rows("INSERT INTO note (key, value) VALUES ('mine', '1')", made[0]?.url);
  expect(await rows('SELECT * FROM note', made[1]?.url)).toEqual([]);
  await Promise.all(made.map(({ drop }) => drop()));
  expect(new Set(made.map(({ url: one }) => one)).size).toBe(6);
});
