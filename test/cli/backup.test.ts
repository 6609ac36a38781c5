import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { loadSample } from '../../prisma/seed.ts';
import { newRef } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { openEvidenceFiles } from '../../src/store/evidenceRows.ts';
import { applyMigrations, readMigrations } from '../../src/store/migrations.ts';
import { openSeal } from '../../src/store/seal.ts';
import { administer, type FreshDatabase, freshDatabase } from '../freshDatabase.ts';
import { hotline } from './hotline.ts';

const KEY = 'a-key-for-this-test';
const PHOTO = 'a'.repeat(64);
const GONE = 'b'.repeat(64);

let folder: string;
let source: FreshDatabase;
const opened: FreshDatabase[] = [];

const onDatabase = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
};

/** Every row of every table that a backup carries, as text in one order. */
const contents = (url: string): Promise<Record<string, string>> =>
  onDatabase(url, async (client) => {
    const { rows: tables } = await client.query(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
       AND relname NOT IN ('_prisma_migrations', 'platform_token') ORDER BY 1`,
    );
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows } = await client.query(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') AS sum FROM "${name}" t`,
      );
      found[name] = rows[0].sum;
    }
    return found;
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotline-backup-'));
  source = await freshDatabase();
  await loadSample(source.url, KEY, new Date('2026-10-20T08:25:00+08:00'));
  // What is easily lost: bytes, a JSON null, signs that COPY escapes, a number beyond JavaScript's.
  await onDatabase(source.url, (client) =>
    client.query(
      `INSERT INTO outgoing_file (id, name, bytes, at) VALUES ('f', $1, '\\x00ff0a5c', '2026-10-20T00:00:00.123Z');
       INSERT INTO note (key, value) VALUES ('nothing', 'null'), ('large', '12345678901234567890.10')`.replace(
        '$1',
        `E'一行\\n\\\\二行\\t.xlsx'`,
      ),
    ),
  );
  await onDatabase(source.url, (client) =>
    client.query(
      `INSERT INTO attachment (id, ticket, by, state, platform, source, sha256, at) VALUES ('p', 'GD1', 'limin', 'kept', 'wecom', '{}', $1, '2026-10-20T00:00:00Z')`,
      [PHOTO],
    ),
  );
  await openEvidenceFiles(join(folder, 'old'), openSeal(KEY)).put(PHOTO, Buffer.from('a photo'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await source?.drop();
  for (const base of opened) await base.drop();
});

const emptyDatabase = async (): Promise<string> => {
  const base = await freshDatabase();
  opened.push(base);
  return base.url;
};
const run = (url: string, data: string, ...words: string[]) =>
  hotline({ DATABASE_URL: url, DATA_DIR: join(folder, data), SECRET_KEY: KEY }, ...words);
let made: Promise<string> | undefined;
/** One backup for all tests. */
const backup = (): Promise<string> => {
  made ??= (async () => {
    const file = join(folder, 'whole.hlb');
    const found = await run(source.url, 'old', 'backup', file, '--json');
    expect(found).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(found.stdout)).toMatchObject({ files: 1, missing: [] });
    return file;
  })();
  return made;
};

test('a backup restored elsewhere is the same to the last row, with its attachments, and its histories hold', async () => {
  const file = await backup();
  const url = await emptyDatabase();
  const queued = await onDatabase(source.url, (client) =>
    client.query(`SELECT count(*)::int AS n FROM delivery WHERE state = 'queued'`),
  );
  const found = await run(url, 'new', 'restore', file, '--json');
  expect(found).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(found.stdout)).toMatchObject({ files: 1, requeued: queued.rows[0].n });
  const [before, after] = [await contents(source.url), await contents(url)];
  // A restored database has its facts' revision noted, as every started one has.
  expect({ ...after, note: '' }).toEqual({ ...before, note: '' });
  const notes = await onDatabase(url, (client) =>
    client.query(`SELECT value::text FROM note WHERE key IN ('nothing', 'large') ORDER BY key`),
  );
  expect(notes.rows).toEqual([{ value: '12345678901234567890.10' }, { value: 'null' }]);
  expect((await openEvidenceFiles(join(folder, 'new'), openSeal(KEY)).get(PHOTO)).toString()).toBe('a photo');
  expect((await run(url, 'new', 'audit', 'verify')).stdout).toContain('全部完好');
  // The counter goes on behind what came in.
  const next = await onDatabase(url, (client) =>
    client.query(`SELECT nextval('delivery_order_seq') > coalesce(max("order"), 0) AS later FROM delivery`),
  );
  expect(next.rows).toEqual([{ later: true }]);
});

test('a second restore into the same database is refused and changes nothing', async () => {
  const file = await backup();
  const before = await contents(source.url);
  const found = await run(source.url, 'old', 'restore', file);
  expect([found.code, found.stderr]).toEqual([1, expect.stringContaining('只能恢复到空的数据库')]);
  expect(await contents(source.url)).toEqual(before);
});

test('what waited to go out goes out after the restore', async () => {
  const base = await freshDatabase();
  opened.push(base);
  await onDatabase(base.url, (client) =>
    client.query(
      `INSERT INTO delivery (id, platform, chat, kind, act, state, queue, tickets, reminds, at) VALUES ('d', 'wecom', 'c', 'text', 'send', 'queued', 'wecom-bot', '{}', '{}', '2026-10-20T00:00:00Z')`,
    ),
  );
  const file = join(folder, 'queued.hlb');
  expect((await run(base.url, 'old', 'backup', file)).code).toBe(0);
  const url = await emptyDatabase();
  expect((await run(url, 'new', 'restore', file)).stdout).toContain('还没发出的消息 1 条');
  const rows = await onDatabase(url, (client) =>
    client.query(`SELECT state, queue, "nextTry" <= now() AS due FROM delivery`),
  );
  expect(rows.rows).toEqual([{ state: 'wanted', queue: null, due: true }]);
});

test.each([
  ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 500), '不完整'],
  [
    'changed inside',
    (bytes: Buffer) => {
      const plain = Buffer.from(gunzipSync(bytes));
      const at = plain.indexOf('县城市管理局');
      plain.write('乡', at);
      return gzipSync(plain);
    },
    '校验和不符',
  ],
  ['without its end', (bytes: Buffer) => gzipSync(gunzipSync(bytes).subarray(0, -100)), '不完整'],
  ['no backup at all', () => Buffer.from('工单'), '不是备份'],
])('a file that is %s is refused in one sentence, and the database stays empty', async (_what, damage, sentence) => {
  const file = join(folder, 'damaged.hlb');
  await writeFile(file, damage(await readFile(await backup())));
  const url = await emptyDatabase();
  const found = await run(url, 'new', 'restore', file);
  expect([found.code, found.stderr]).toEqual([1, expect.stringContaining(sentence)]);
  expect((await contents(url)).ticket).toBe('0 ');
});

test('another key is refused with what to do; a missing file and an existing one too', async () => {
  const file = await backup();
  const url = await emptyDatabase();
  const other = await hotline(
    { DATABASE_URL: url, DATA_DIR: join(folder, 'new'), SECRET_KEY: 'another-key-of-16' },
    'restore',
    file,
  );
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('secret.key')]);
  expect((await run(url, 'new', 'restore', join(folder, 'none'))).stderr).toContain('读不到文件');
  expect((await run(source.url, 'old', 'backup', file)).stderr).toContain('已存在');
  expect((await run(source.url, 'old', 'backup', join(folder, 'no', 'such.hlb'))).stderr).toContain('不存在');
  expect((await run(source.url, 'old', 'backup')).code).toBe(2);
});

test('an attachment that is not on the disk is named, and the rest is backed up', async () => {
  const base = await freshDatabase();
  opened.push(base);
  await onDatabase(base.url, (client) =>
    client.query(
      `INSERT INTO attachment (id, ticket, by, state, platform, source, sha256, at) VALUES ('p', 'GD1', 'limin', 'kept', 'wecom', '{}', $1, '2026-10-20T00:00:00Z')`,
      [GONE],
    ),
  );
  await mkdir(dirname(join(folder, 'old', 'x')), { recursive: true });
  const found = await run(base.url, 'old', 'backup', join(folder, 'gone.hlb'));
  expect([found.code, found.stdout]).toEqual([1, expect.stringContaining(GONE)]);
});

/** A database in which nothing stands, not even tables. */
const bareDatabase = async (): Promise<string> => {
  const server = inject('databaseServer');
  const name = `test_${newRef(9).toLowerCase()}`;
  await administer(server, `CREATE DATABASE "${name}"`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  opened.push({ url: url.href, drop: () => administer(server, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`) });
  return url.href;
};

/** A database as a program of that time left it, with a department, a person and a letter that waits. */
const databaseOf = async (through: string): Promise<string> => {
  const url = await bareDatabase();
  await applyMigrations(url, { log: silentLog(), through });
  await onDatabase(url, (client) =>
    client.query(
      `INSERT INTO department (code, name, aliases) VALUES ('cgj', '县城市管理局', '{}');
       INSERT INTO person (id, name, department, roles, wecom, fields, roster) VALUES ('limin', '李敏', 'cgj', '{liaison}', 'limin', '{}', '{}');
       INSERT INTO delivery (id, platform, chat, kind, act, state, queue, tickets, reminds, at) VALUES ('d', 'wecom', 'c', 'text', 'send', 'queued', 'wecom-bot', '{}', '{}', '2026-10-20T00:00:00Z')`,
    ),
  );
  return url;
};

test.each(['20261124112733_begin', '20261125224501_pace'])(
  'a backup of an older program (%s) is restored and then brought up to this one',
  async (through) => {
    const file = join(folder, `${through}.hlb`);
    expect(await run(await databaseOf(through), 'old', 'backup', file)).toMatchObject({ code: 0, stderr: '' });
    const url = await bareDatabase();
    const found = await run(url, 'new', 'restore', file);
    expect([found.code, found.stderr]).toEqual([0, '']);
    expect(found.stdout).toContain('已升级到本版程序');
    const rows = await onDatabase(url, async (client) => ({
      person: (await client.query('SELECT name, mobile FROM person')).rows,
      letter: (await client.query('SELECT state FROM delivery')).rows,
      steps: (await client.query('SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1')).rows,
    }));
    expect(rows.person).toEqual([{ name: '李敏', mobile: null }]);
    expect(rows.letter).toEqual([{ state: 'wanted' }]);
    expect(rows.steps).toEqual((await readMigrations()).map(({ name }) => ({ name })));
  },
);

test('a backup of an older program is not put into tables that are brought up already', async () => {
  const file = join(folder, 'older.hlb');
  await run(await databaseOf('20261125224501_pace'), 'old', 'backup', file);
  const url = await emptyDatabase();
  const found = await run(url, 'new', 'restore', file);
  expect([found.code, found.stderr]).toEqual([1, expect.stringContaining('还没有启动过工单助手的空数据库')]);
  expect((await contents(url)).person).toBe('0 ');
});

test('a backup of a newer program is refused in one sentence', async () => {
  const base = await freshDatabase();
  opened.push(base);
  await onDatabase(base.url, (client) =>
    client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29990101000000_later', now())`,
    ),
  );
  const file = join(folder, 'newer.hlb');
  await run(base.url, 'old', 'backup', file);
  const found = await run(await emptyDatabase(), 'new', 'restore', file);
  expect([found.code, found.stderr]).toEqual([1, expect.stringContaining('更新的或另一版本的程序')]);
});
