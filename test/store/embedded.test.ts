import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silentLog } from '../../src/kernel/log.ts';
import { stopOrphan } from '../../src/store/embedded/startEmbedded.ts';
import { ask, emptyFolder, killHard, refusal, serverPid, start, startElsewhere } from './embeddedFolder.ts';

test('an empty folder becomes a durable UTF8 database that only this machine can reach', async () => {
  const folder = await emptyFolder();
  const { url, joined } = await start(folder);
  const [settings] = await ask(
    url,
    `SELECT current_database() AS name, current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,
            current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets,
            current_setting('timezone') AS zone, (SELECT datcollate FROM pg_database WHERE datname = 'hotline') AS collation`,
  );
  expect(joined).toBe(false);
  expect(settings).toEqual({
    name: 'hotline',
    encoding: 'UTF8',
    fsync: 'on',
    addresses: '127.0.0.1',
    sockets: '',
    zone: 'UTC',
    collation: 'C',
  });
});

test('the password lies in a file that nobody else may read, and without it nobody is let in', async () => {
  const folder = await emptyFolder();
  const { url } = await start(folder);
  expect((await stat(join(folder, 'postgres.password'))).mode & 0o777).toBe(0o600);
  const guess = new URL(url);
  guess.password = 'guess';
  await expect(ask(guess.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
});

test('the server log names no value of a failed statement', async () => {
  const folder = await emptyFolder();
  const { url } = await start(folder);
  await expect(ask(url, "SELECT '13800001234'::text || 1 / 0")).rejects.toThrow('division by zero');
  await ask(url, 'CREATE TABLE caller (phone text PRIMARY KEY)');
  await ask(url, "INSERT INTO caller VALUES ('13800001234')");
  await expect(ask(url, "INSERT INTO caller VALUES ('13800001234')")).rejects.toMatchObject({ code: '23505' });
  expect(await readFile(join(folder, 'postgres.log'), 'utf8')).not.toContain('13800001234');
});

test('a second start finds its data again, on the same port', async () => {
  const folder = await emptyFolder();
  const first = await start(folder);
  await ask(first.url, "CREATE TABLE kept AS SELECT '工单' AS word");
  await first.stop();
  const second = await start(folder);
  expect(second.url).toBe(first.url);
  expect(second.joined).toBe(false);
  expect(await ask(second.url, 'SELECT word FROM kept')).toEqual([{ word: '工单' }]);
});

test('a port that another program has taken meanwhile is left to it', async () => {
  const folder = await emptyFolder();
  const first = await start(folder);
  await first.stop();
  const other = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
  await once(other, 'listening');
  const second = await start(folder);
  expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
  expect(await ask(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  other.close();
});

test('a server whose parent was killed is taken over with its data and stopped at the end', async () => {
  const folder = await emptyFolder();
  const { process: parent, answer } = await startElsewhere(folder);
  await ask(answer.url, "CREATE TABLE kept AS SELECT '工单' AS word");
  await killHard(parent);
  const heir = await start(folder);
  expect(heir.joined).toBe(true);
  expect(await ask(heir.url, 'SELECT word FROM kept')).toEqual([{ word: '工单' }]);
  await heir.stop();
  await expect(ask(heir.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('what a killed process left running can be stopped without starting anything', async () => {
  const folder = await emptyFolder();
  await stopOrphan(folder, silentLog());
  const { process: parent, answer } = await startElsewhere(folder);
  await expect(stopOrphan(folder, silentLog())).rejects.toMatchObject({ code: 'folder-in-use' });
  await killHard(parent);
  await stopOrphan(folder, silentLog());
  await expect(ask(answer.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a second service on the folder is refused with the process that has it', async () => {
  const folder = await emptyFolder();
  const { process: first, answer } = await startElsewhere(folder);
  const refused = await refusal(folder);
  expect(refused.code).toBe('folder-in-use');
  expect(refused.message).toContain(`进程 ${first.pid}`);
  expect(await ask(answer.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('of two services that start in the same moment one gets the folder', async () => {
  const folder = await emptyFolder();
  const answers = await Promise.all([1, 2, 3].map(() => startElsewhere(folder)));
  expect(answers.filter(({ answer }) => answer.url !== undefined)).toHaveLength(1);
  expect(answers.filter(({ answer }) => answer.code === 'folder-in-use')).toHaveLength(2);
});

test('a tool joins the service and leaves it running', async () => {
  const folder = await emptyFolder();
  const { answer } = await startElsewhere(folder);
  const tool = await start(folder, 'join');
  expect(tool).toMatchObject({ url: answer.url, joined: true });
  await tool.stop();
  expect(await ask(answer.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('tools without a service share one server, and the last one stops it', async () => {
  const folder = await emptyFolder();
  const [one, two] = await Promise.all([start(folder, 'join'), startElsewhere(folder, { purpose: 'join' })]);
  expect(two.answer.url).toBe(one.url);
  const exited = once(two.process, 'exit');
  two.process.stdin?.end();
  await exited;
  await one.stop();
  await expect(ask(one.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a service that starts while a tool works keeps the server when the tool ends', async () => {
  const folder = await emptyFolder();
  const tool = await start(folder, 'join');
  const service = await start(folder);
  expect(service.joined).toBe(true);
  await tool.stop();
  expect(await ask(service.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a server that dies is started again by itself, on the same address and with what was committed', async () => {
  const folder = await emptyFolder();
  const { url } = await start(folder);
  await ask(url, "CREATE TABLE kept AS SELECT '工单' AS word");
  const died = await serverPid(folder);
  process.kill(died, 'SIGKILL');
  await expect
    .poll(() => ask(url, 'SELECT word FROM kept').catch(() => undefined), { timeout: 20_000 })
    .toEqual([{ word: '工单' }]);
  expect(await serverPid(folder)).not.toBe(died);
});
