import { chmod, chown, link, mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { newRef } from '../../kernel/ids.ts';
import type { Logger } from '../../kernel/log.ts';
import type { Binaries } from './binaries.ts';
import type { Identity } from './identity.ts';
import { type Layout, ROLE } from './layout.ts';
import { isAlive } from './postmaster.ts';
import { exists } from './reach.ts';
import { explain, refuse } from './refuse.ts';
import { run, surroundings } from './run.ts';

/** What is needed to look after a server folder. */
export interface Keeping {
  layout: Layout;
  binaries: Binaries;
  who: Identity | undefined;
  log: Logger;
}

/** Databases of users have numbers from here on: a folder that holds one is no leftover of an interrupted initdb. */
const FIRST_USER_DATABASE = 16_384;

/**
 * The password of the only role: read, or made on the first start. Mode 0600, owned by the server's user. Two
 * processes that make it at the same moment get the same one, since it is linked into place.
 */
export const passwordOf = async ({ layout, who }: Pick<Keeping, 'layout' | 'who'>): Promise<string> => {
  const kept = await keptPassword(layout);
  if (kept !== '') return kept;
  const draft = `${layout.password}.${newRef(6)}`;
  await writeFile(draft, `${newRef(24)}\n`, { mode: 0o600 });
  if (who) await chown(draft, who.uid, who.gid);
  await link(draft, layout.password).catch(() => undefined);
  await rm(draft);
  return await keptPassword(layout);
};

const keptPassword = async (layout: Layout): Promise<string> =>
  (await readFile(layout.password, 'utf8').catch(nothingOnlyWhenMissing(''))).trim();

/** For a file that may be missing; one that cannot be read is a failure, never taken for a missing one. */
const nothingOnlyWhenMissing =
  <T>(nothing: T) =>
  (thrown: NodeJS.ErrnoException): T => {
    if (thrown.code === 'ENOENT') return nothing;
    throw explain(thrown.path ?? '', thrown.message);
  };

/**
 * Leaves a whole server folder of our version at `layout.cluster`: an existing one is kept, the leftover of an
 * interrupted initdb is set aside, a missing one is made beside its place and moved there when complete. Nothing
 * that was there is ever deleted. Refuses one of another major version and one that has lost its control file but
 * holds data.
 */
export const prepareCluster = async (keeping: Keeping): Promise<void> => {
  const { layout, log } = keeping;
  const entries = await readdir(layout.cluster).catch(nothingOnlyWhenMissing([]));
  if (entries.length > 0) {
    if (await isWhole(layout.cluster)) return await enterable(keeping);
    if (await holdsData(layout.cluster)) throw damaged(layout.cluster);
    const aside = `${layout.cluster}.aside-${newRef(4)}`;
    await rename(layout.cluster, aside);
    log.warn({ aside }, 'an unfinished database folder was set aside');
  }
  await sweepUnfinished(layout);
  await initialise(keeping);
};

const isWhole = async (cluster: string): Promise<boolean> =>
  (await exists(join(cluster, 'PG_VERSION'))) && (await exists(join(cluster, 'global', 'pg_control')));

const holdsData = async (cluster: string): Promise<boolean> => {
  const databases = await readdir(join(cluster, 'base')).catch(nothingOnlyWhenMissing([]));
  return databases.some((name) => Number(name) >= FIRST_USER_DATABASE);
};

/** Folders that a killed process was still making. */
const sweepUnfinished = async (layout: Layout): Promise<void> => {
  const prefix = `${basename(layout.unfinished)}.`;
  for (const name of await readdir(layout.home)) {
    if (!name.startsWith(prefix) || isAlive(Number(name.slice(prefix.length)))) continue;
    await rm(join(layout.home, name), { recursive: true, force: true });
  }
};

const initialise = async (keeping: Keeping): Promise<void> => {
  const { layout, binaries, who } = keeping;
  await passwordOf(keeping);
  const unfinished = await makeOwned(`${layout.unfinished}.${process.pid}`, who);
  const flags = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256'];
  const { code, output } = await run(
    binaries.initdb,
    [`--pgdata=${unfinished}`, ...flags, `--username=${ROLE}`, `--pwfile=${layout.password}`],
    surroundings(layout.home, who),
  );
  if (code === 0) await takePlace(unfinished, layout.cluster);
  await rm(unfinished, { recursive: true, force: true });
  if (code !== 0) throw explain(layout.home, output);
};

/** Another process may have been quicker: then its folder stays. */
const takePlace = async (unfinished: string, cluster: string): Promise<void> => {
  await rmdir(cluster).catch(() => undefined);
  await rename(unfinished, cluster).catch(async (thrown: Error) => {
    if (!(await isWhole(cluster))) throw explain(dirname(cluster), thrown.message);
  });
};

const makeOwned = async (folder: string, who: Identity | undefined): Promise<string> => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 }).catch((thrown: Error) => {
    throw explain(folder, thrown.message);
  });
  await chmod(folder, 0o700);
  if (who) await chown(folder, who.uid, who.gid);
  return folder;
};

/** The version fits and the password is known; a lost password file is made anew and its content set as password. */
const enterable = async (keeping: Keeping): Promise<void> => {
  await checkVersion(keeping);
  const { layout, binaries, who, log } = keeping;
  if ((await keptPassword(layout)) !== '') return;
  const statement = `ALTER ROLE "${ROLE}" PASSWORD '${await passwordOf(keeping)}';\n`;
  const single = ['--single', '-D', layout.cluster, 'postgres'];
  const { code, output } = await run(binaries.postgres, single, surroundings(layout.home, who), statement);
  if (code !== 0) {
    await rm(layout.password, { force: true });
    throw explain(layout.home, output);
  }
  log.warn('the embedded database got a new password, since its password file was missing');
};

const checkVersion = async ({ layout, binaries, who }: Keeping): Promise<void> => {
  const found = (await readFile(join(layout.cluster, 'PG_VERSION'), 'utf8')).trim();
  const { code, output } = await run(binaries.postgres, ['--version'], surroundings(layout.home, who));
  if (code !== 0) throw explain(layout.home, output);
  const ours = /(\d+)/.exec(output)?.[1] ?? '';
  if (found !== ours) {
    throw refuse(
      'other-version',
      `数据目录 ${layout.cluster} 由 PostgreSQL ${found} 建立，本程序自带 ${ours}；请用旧版程序备份（hotline backup）后再用新版恢复（hotline restore）。`,
      `The data folder was made by PostgreSQL ${found}, the program brings ${ours}: back up with the old program, restore with the new.`,
    );
  }
};

const damaged = (folder: string) =>
  refuse(
    'folder-damaged',
    `数据库目录 ${folder} 缺少关键文件但仍有数据，请从备份恢复，不要删除它。`,
    'The database folder has lost essential files but still holds data: restore a backup and keep the folder.',
  );
