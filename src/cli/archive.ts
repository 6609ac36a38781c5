import type { PlatformName } from '../cards/exchange.ts';
import { type Configuration, processEnvironment, readEnvironment } from '../config/environment.ts';
import { type CountyCache, openCountyCache } from '../countyCache.ts';
import { systemClock } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';
import { silentLog } from '../kernel/log.ts';
import { type Database, openDatabase } from '../store/client.ts';
import { openArchive } from '../store/desk.ts';
import { startEmbedded } from '../store/embedded/startEmbedded.ts';
import { applyMigrations } from '../store/migrations.ts';
import { rebuildFacts } from '../store/rebuildFacts.ts';
import { openSeal, type Seal } from '../store/seal.ts';
import type { Archive } from '../workflow/ports.ts';

/** What an administrator's command works with while the bot may be running beside it. */
export interface OpenArchive {
  configuration: Configuration;
  database: Database;
  archive: Archive;
  county: CountyCache;
  seal: Seal;
}

/** Opens the archive for one command (an embedded server that runs already is joined, not stopped) and closes it after. */
export const withArchive = async <T>(work: (open: OpenArchive) => Promise<T>): Promise<T> => {
  const configuration = readEnvironment(processEnvironment());
  const log = silentLog();
  const embedded = configuration.databaseUrl
    ? undefined
    : await startEmbedded({ dataDir: configuration.dataDir, log, purpose: 'join' });
  const url = configuration.databaseUrl ?? embedded?.url ?? '';
  await applyMigrations(url, { log });
  await rebuildFacts(url, { log });
  const database = openDatabase(url, 4);
  try {
    const platforms: PlatformName[] = [
      ...(configuration.wecom ? (['wecom'] as const) : []),
      ...(configuration.dingtalk ? (['dingtalk'] as const) : []),
    ];
    const county = await openCountyCache({
      database,
      now: () => systemClock.now(),
      publicUrl: configuration.publicUrl,
      platforms,
      log,
    });
    const seal = openSeal(configuration.secretKey);
    const archive = openArchive(database, seal, {
      newId,
      real: () => systemClock.real(),
      // The running bot finds it at its next look round.
      place: async () => ({ state: 'wanted', nextTry: new Date(0) }),
      jobs: async () => [],
      forecast: async () => 0,
    });
    return await work({ configuration, database, archive, county, seal });
  } finally {
    await database.$disconnect();
    await embedded?.stop();
  }
};
