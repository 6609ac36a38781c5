import { spawn } from 'node:child_process';
import { access, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { explain } from '../../src/store/embedded/refuse.ts';
import { ask, emptyFolder, refusal, serverPid, start } from './embeddedFolder.ts';

const filled = async (): Promise<string> => {
  const folder = await emptyFolder();
  const { url, stop } = await start(folder);
  await ask(url, "CREATE TABLE kept AS SELECT '工单' AS word");
  await stop();
  return folder;
};

test('after a power loss a left-over lock file does not hinder, though its number belongs to another process by now', async () => {
  const folder = await filled();
  const cluster = join(folder, 'postgres');
  const { uid, gid } = await stat(cluster);
  const bystander = spawn('sleep', ['60'], { uid, gid });
  onTestFinished(() => void bystander.kill());
  await writeFile(
    join(cluster, 'postmaster.pid'),
    `${bystander.pid}\n${cluster}\n1790000000\n55432\n\n127.0.0.1\n\nready   \n`,
  );
  const { url, joined } = await start(folder);
  expect(joined).toBe(false);
  expect(await ask(url, 'SELECT word FROM kept')).toEqual([{ word: '工单' }]);
  expect(await serverPid(folder)).not.toBe(bystander.pid);
});

test('a half-made server folder is set aside and made anew', async () => {
  const folder = await emptyFolder();
  await mkdir(join(folder, 'postgres', 'base', '1'), { recursive: true });
  await writeFile(join(folder, 'postgres', 'PG_VERSION'), '18\n');
  const { url } = await start(folder);
  expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  const aside = (await readdir(folder)).filter((name) => name.startsWith('postgres.aside-'));
  expect(aside).toHaveLength(1);
  expect(await readFile(join(folder, aside[0] ?? '', 'PG_VERSION'), 'utf8')).toBe('18\n');
});

test('what a killed first start was still making is cleared away', async () => {
  const folder = await emptyFolder();
  const leftover = join(folder, 'postgres.new.4194999');
  await mkdir(leftover);
  await writeFile(join(leftover, 'PG_VERSION'), '18\n');
  await start(folder);
  await expect(access(leftover)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a folder that lost its control file but holds data is refused and left untouched', async () => {
  const folder = await filled();
  await rename(join(folder, 'postgres', 'global', 'pg_control'), join(folder, 'pg_control'));
  const refused = await refusal(folder);
  expect(refused.code).toBe('folder-damaged');
  expect(refused.message).toContain('备份');
  await rename(join(folder, 'pg_control'), join(folder, 'postgres', 'global', 'pg_control'));
  const { url } = await start(folder);
  expect(await ask(url, 'SELECT word FROM kept')).toEqual([{ word: '工单' }]);
});

test('a folder of another PostgreSQL version is refused with both versions', async () => {
  const folder = await filled();
  await writeFile(join(folder, 'postgres', 'PG_VERSION'), '17\n');
  const refused = await refusal(folder);
  expect(refused.code).toBe('other-version');
  expect(refused.message).toMatch(/PostgreSQL 17.*18/);
});

test('a database in SQL_ASCII is refused, and no server stays behind', async () => {
  const folder = await filled();
  const { url, stop } = await start(folder);
  await ask(url, 'DROP DATABASE hotline', 'postgres');
  await ask(url, "CREATE DATABASE hotline TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'", 'postgres');
  await stop();
  const refused = await refusal(folder);
  expect(refused.code).toBe('wrong-encoding');
  expect(refused.message).toContain('SQL_ASCII');
  await expect(access(join(folder, 'postgres', 'postmaster.pid'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a lost password file is replaced and the data is still there', async () => {
  const folder = await filled();
  await rm(join(folder, 'postgres.password'));
  const { url } = await start(folder);
  expect(await ask(url, 'SELECT word FROM kept')).toEqual([{ word: '工单' }]);
});

test.each([
  ['PANIC:  could not write to file "pg_wal/xlogtemp.17": No space left on device', 'disk-full', '磁盘已满'],
  ['FATAL:  could not create shared memory segment: No space left on device', 'no-shared-memory', '共享内存'],
  ['LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', 'port-taken', '端口'],
  [
    'FATAL:  could not open file "global/pg_filenode.map": Permission denied',
    'not-permitted',
    'DATA_DIR=/var/lib/hotline',
  ],
  ['FATAL:  data directory "/srv/postgres" has invalid permissions', 'not-permitted', '没有权限'],
  ['initdb: error: could not look up effective user ID 1234: user does not exist', 'user-unknown', '/etc/passwd'],
  ['postgres: error while loading shared libraries: libssl.so.1.1', 'libraries-missing', 'DATABASE_URL'],
  ['FATAL:  something never heard of', 'server-failed', 'something never heard of'],
])('%s is answered with one sentence that says what to do', (said, code, words) => {
  const { message, ...refused } = explain('/srv', said);
  expect(refused.code).toBe(code);
  expect(message).toContain(words);
  expect(message).not.toContain('\n');
});
