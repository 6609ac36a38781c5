import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { newRef } from '../../kernel/ids.ts';
import type { Layout } from './layout.ts';
import { isAlive } from './postmaster.ts';
import { refuse } from './refuse.ts';

interface Owner {
  pid: number;
  /** When that process began, as the system counts it: tells it from a later one of the same number. */
  began: string;
}

/**
 * The boot's id and the process's start in ticks since then (proc(5), field 22); empty where there is no /proc, and
 * `ended` for a killed process that nobody has collected yet, as happens in containers without an init.
 */
const beginningOf = async (pid: number): Promise<string> => {
  if (platform() !== 'linux') return '';
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : `${boot.trim()} ${fields[19] ?? ''}`;
};

const read = async (path: string): Promise<Owner | undefined> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
};

/** The living process that the server belongs to. */
export const livingOwner = (layout: Layout): Promise<number | undefined> => livingIn(layout.owner);

const livingIn = async (path: string): Promise<number | undefined> => {
  const owner = await read(path);
  if (!owner || !isAlive(owner.pid) || owner.began !== (await beginningOf(owner.pid))) return undefined;
  return owner.pid;
};

/**
 * Writes this process down as the owner of the data folder. Refuses when a living process is that already, and when
 * two start at the same moment: the file is linked into place, so one of them wins. A dead owner's file is moved away
 * first, and put back when it turns out to be that of a quicker one.
 */
export const claimOwnership = async (layout: Layout): Promise<void> => {
  const living = await livingOwner(layout);
  if (living !== undefined) throw taken(layout.home, living);
  const draft = `${layout.owner}.${newRef(6)}`;
  const former = `${draft}.former`;
  await writeFile(draft, JSON.stringify({ pid: process.pid, began: await beginningOf(process.pid) }), { mode: 0o600 });
  try {
    await rename(layout.owner, former).catch(() => undefined);
    const quicker = await livingIn(former);
    if (quicker !== undefined) await link(former, layout.owner).catch(() => undefined);
    const won = quicker === undefined && (await linked(draft, layout.owner));
    if (!won) throw taken(layout.home, quicker ?? (await livingOwner(layout)) ?? 0);
  } finally {
    await rm(draft, { force: true });
    await rm(former, { force: true });
  }
};

const linked = (from: string, to: string): Promise<boolean> =>
  link(from, to).then(
    () => true,
    () => false,
  );

/** Gives the data folder up again. */
export const releaseOwnership = async (layout: Layout): Promise<void> => {
  if ((await livingOwner(layout)) === process.pid) await rm(layout.owner, { force: true });
};

const taken = (home: string, pid: number) =>
  refuse(
    'folder-in-use',
    `数据目录 ${home} 正由另一个程序（进程 ${pid}）使用，请先停止它，或用 DATA_DIR 指定另一个目录。`,
    `The data folder is in use by process ${pid}: stop it first, or choose another DATA_DIR.`,
  );
