import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { silentLog } from '../src/kernel/log.ts';
import { startEmbedded } from '../src/store/embedded/startEmbedded.ts';
import { applyMigrations } from '../src/store/migrations.ts';
import { administer, TEMPLATE } from './freshDatabase.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the run's PostgreSQL; tests take a database of their own from `freshDatabase`. */
    databaseServer: string;
  }
}

/** One embedded PostgreSQL for the whole run, with a migrated template in it; gone again after the run. */
export default async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'hotline-test-'));
  const server = await startEmbedded({ dataDir, log: silentLog(), fsync: false });
  await administer(server.url, `CREATE DATABASE "${TEMPLATE}"`);
  const template = new URL(server.url);
  template.pathname = `/${TEMPLATE}`;
  await applyMigrations(template.href, { log: silentLog() });
  await administer(server.url, `ALTER DATABASE "${TEMPLATE}" WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  provide('databaseServer', server.url);
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
};
