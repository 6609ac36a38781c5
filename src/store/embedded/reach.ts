import { chmod, chown, lstat, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Identity } from './identity.ts';
import { refuse } from './refuse.ts';

const READ = 4;
const EXECUTE = 1;

const allows = (file: { mode: number; uid: number; gid: number }, who: Identity, wanted: number): boolean => {
  const shift = file.uid === who.uid ? 6 : file.gid === who.gid ? 3 : 0;
  return ((file.mode >> shift) & wanted) === wanted;
};

const ancestors = (path: string): string[] => (dirname(path) === path ? [path] : [...ancestors(dirname(path)), path]);

/** The first folder on the way to `path` (itself included) that `who` may not pass; undefined when the way is free. */
export const obstacle = async (path: string, who: Identity): Promise<string | undefined> => {
  for (const folder of ancestors(await realpath(path))) {
    if (!allows(await stat(folder), who, EXECUTE)) return folder;
  }
  return undefined;
};

/** May `who` read and run this program, by its mode and by every folder above it? */
export const mayRun = async (program: string, who: Identity): Promise<boolean> => {
  const file = await stat(program).catch(() => undefined);
  return (
    file !== undefined && allows(file, who, READ | EXECUTE) && (await obstacle(dirname(program), who)) === undefined
  );
};

/**
 * Makes the data folder and lets the server's user through it: the folder stays ours, its group becomes that user's
 * with the right to pass and no more. A folder above it that bars the way is not ours to open: refused by its name.
 */
export const openHome = async (home: string, who: Identity | undefined): Promise<void> => {
  await makePrivate(home).catch((thrown: NodeJS.ErrnoException) => {
    throw refuse(
      'not-permitted',
      `无法建立数据目录 ${home}（${thrown.code}），请换一个目录，例如 DATA_DIR=/var/lib/hotline。`,
      `Cannot make the data folder (${thrown.code}): choose another, such as DATA_DIR=/var/lib/hotline.`,
    );
  });
  if (!who) return;
  if (!allows(await stat(home), who, EXECUTE)) await letThrough(home, who);
  const barred = await obstacle(home, who);
  if (barred !== undefined) throw unreachable(home, barred, who);
};

/** Folders above it keep the usual mode, so that the server's user can pass them. */
const makePrivate = async (home: string): Promise<void> => {
  await mkdir(dirname(home), { recursive: true });
  await mkdir(home, { mode: 0o700 }).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code !== 'EEXIST') throw thrown;
  });
};

const letThrough = async (home: string, who: Identity): Promise<void> => {
  const { uid, mode } = await stat(home);
  await chown(home, uid, who.gid).catch(() => undefined);
  await chmod(home, (mode & 0o7777) | 0o010).catch(() => undefined);
};

const unreachable = (home: string, barred: string, who: Identity) =>
  refuse(
    'folder-out-of-reach',
    `以 root 运行时数据库使用用户 ${who.name}，它进不了 ${barred}，因此用不了数据目录 ${home}；请设置 DATA_DIR=/var/lib/hotline。`,
    `As root the database runs as ${who.name}, who cannot pass ${barred}: set DATA_DIR=/var/lib/hotline.`,
  );

/** Does something lie at `path`, even a link that leads nowhere? */
export const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );
