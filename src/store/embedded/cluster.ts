import { chmod, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newRef } from '../../kernel/ids.ts';
import type { Logger } from '../../kernel/log.ts';
import type { Binaries } from './binaries.ts';
import type { Identity } from './identity.ts';
import { type Layout, ROLE } from './layout.ts';
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

/** The password of the only role: read, or made on the first start. Mode 0600, owned by the server's user. */
export const passwordOf = async ({ layout, who }: Pick<Keeping, 'layout' | 'who'>): Promise<string> => {
  const kept = await readFile(layout.password, 'utf8').catch(() => '');
  if (kept.trim() !== '') return kept.trim();
  const password = newRef(24);
  await writeFile(layout.password, `${password}\n`, { mode: 0o600 });
  if (who) await chown(layout.password, who.uid, who.gid);
  return password;
};

/**
 * Leaves a whole server folder of our version at `layout.cluster`: an existing one is kept, the leftover of an
 * interrupted initdb is set aside, a missing one is made beside its place and moved there when complete.
 * Refuses one of another major version and one that has lost its control file but holds data.
 */
export const prepareCluster = async (keeping: Keeping): Promise<void> => {
  const { layout, log } = keeping;
  const entries = await readdir(layout.cluster).catch(() => []);
  if (entries.length > 0 && (await isWhole(layout.cluster))) return await checkVersion(keeping);
  if (await holdsData(layout.cluster)) throw damaged(layout.cluster);
  if (entries.length > 0) {
    const aside = `${layout.cluster}.aside-${newRef(4)}`;
    await rename(layout.cluster, aside);
    log.warn({ aside }, 'an unfinished database folder was set aside');
  }
  await initialise(keeping);
};

const isWhole = async (cluster: string): Promise<boolean> =>
  (await exists(join(cluster, 'PG_VERSION'))) && (await exists(join(cluster, 'global', 'pg_control')));

const holdsData = async (cluster: string): Promise<boolean> => {
  const databases = await readdir(join(cluster, 'base')).catch(() => []);
  return databases.some((name) => Number(name) >= FIRST_USER_DATABASE);
};

const initialise = async ({ layout, binaries, who }: Keeping): Promise<void> => {
  await passwordOf({ layout, who });
  await rm(layout.unfinished, { recursive: true, force: true });
  await rm(layout.cluster, { recursive: true, force: true });
  const home = await makeOwned(layout.unfinished, who);
  const { code, output } = await run(
    binaries.initdb,
    [
      `--pgdata=${home}`,
      '--encoding=UTF8',
      '--locale=C',
      '--auth=scram-sha-256',
      `--username=${ROLE}`,
      `--pwfile=${layout.password}`,
    ],
    surroundings(home, who),
  );
  if (code !== 0) throw explain(layout.home, output);
  await rename(layout.unfinished, layout.cluster);
};

const makeOwned = async (folder: string, who: Identity | undefined): Promise<string> => {
  await mkdir(folder, { mode: 0o700 }).catch((thrown: Error) => {
    throw explain(folder, thrown.message);
  });
  await chmod(folder, 0o700);
  if (who) await chown(folder, who.uid, who.gid);
  return folder;
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
