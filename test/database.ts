import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { silentLog } from '../src/kernel/log.ts';
import { layoutOf } from '../src/store/embedded/layout.ts';
import { livingOwner } from '../src/store/embedded/owner.ts';
import { startEmbedded, stopOrphan } from '../src/store/embedded/startEmbedded.ts';
import { applyMigrations } from '../src/store/migrations.ts';
import { administer, TEMPLATE } from './freshDatabase.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the run's PostgreSQL; tests take a database of their own from `freshDatabase`. */
    databaseServer: string;
  }
}

const PREFIX = 'hotline-test-';
const HOUR_MS = 3_600_000;

/** Servers and folders of runs that were killed: an hour old and without a living owner. */
const sweepAbandoned = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    const { mtimeMs } = await stat(folder);
    if (Date.now() - mtimeMs < HOUR_MS || (await livingOwner(layoutOf(folder))) !== undefined) continue;
    await stopOrphan(folder, silentLog());
    await rm(folder, { recursive: true, force: true });
  }
};

const prepareTemplate = async (server: string): Promise<void> => {
  await administer(server, `CREATE DATABASE "${TEMPLATE}"`);
  const template = new URL(server);
  template.pathname = `/${TEMPLATE}`;
  await applyMigrations(template.href, { log: silentLog() });
  await administer(server, `ALTER DATABASE "${TEMPLATE}" WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
};

/** One embedded PostgreSQL for the whole run, with a migrated template in it; gone again after the run. */
export default async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  await sweepAbandoned().catch(() => undefined);
  const dataDir = await mkdtemp(join(tmpdir(), PREFIX));
  const clear = () => rm(dataDir, { recursive: true, force: true });
  try {
    const server = await startEmbedded({ dataDir, log: silentLog(), fsync: false });
    const close = () => server.stop().finally(clear);
    await prepareTemplate(server.url).catch(async (thrown) => {
      await close();
      throw thrown;
    });
    provide('databaseServer', server.url);
    return close;
  } catch (thrown) {
    await clear();
    throw thrown;
  }
};
