import { execFile } from 'node:child_process';
import { readFile, rename, rm } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A running server as its `postmaster.pid` describes it. */
export interface Postmaster {
  pid: number;
  port: number;
  /** It accepts connections; else it is starting, recovering or stopping. */
  ready: boolean;
}

/** Lines of `postmaster.pid`, counted from zero (PostgreSQL, `miscadmin.h`). */
const PID_LINE = 0;
const PORT_LINE = 3;
const STATUS_LINE = 7;

const lockFile = (cluster: string): string => join(cluster, 'postmaster.pid');

/** Is there a process of this number? One that we may not signal counts. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const commandOf = async (pid: number): Promise<string | undefined> => {
  if (platform() === 'linux') return await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (platform() === 'win32') return undefined;
  const listed = await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }));
  return listed.stdout;
};

/** Numbers are given again after a restart of the machine: only a process that runs our folder counts. */
const serves = async (pid: number, cluster: string): Promise<boolean> => {
  if (!isAlive(pid)) return false;
  const command = await commandOf(pid);
  return command === undefined || (command.includes('postgres') && command.includes(cluster));
};

/** The server that runs this folder at the moment; undefined when there is none. */
export const findPostmaster = (cluster: string): Promise<Postmaster | undefined> =>
  readLock(lockFile(cluster), cluster);

const readLock = async (path: string, cluster: string): Promise<Postmaster | undefined> => {
  const lines = (await readFile(path, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[PID_LINE]);
  if (!Number.isInteger(pid) || pid <= 0 || !(await serves(pid, cluster))) return undefined;
  return { pid, port: Number(lines[PORT_LINE]), ready: (lines[STATUS_LINE] ?? '').trim() === 'ready' };
};

/**
 * Takes away the `postmaster.pid` that a power loss left behind where the number in it has gone to another process of
 * the same user: PostgreSQL would not start. A living server's file is left alone or put back.
 */
export const clearStaleLock = async (cluster: string): Promise<void> => {
  if (await findPostmaster(cluster)) return;
  const aside = `${lockFile(cluster)}.stale`;
  await rename(lockFile(cluster), aside).catch(() => undefined);
  if (await readLock(aside, cluster)) await rename(aside, lockFile(cluster));
  else await rm(aside, { force: true });
};
