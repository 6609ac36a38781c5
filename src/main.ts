import { processEnvironment, readEnvironment, startedByNpm } from './config/environment.ts';
import { openHouse } from './house.ts';
import { type Clock, systemClock } from './kernel/clock.ts';
import { openLog } from './kernel/log.ts';
import { whenLeftAlone } from './kernel/parent.ts';
import { openTownClock, type TownClock } from './kernel/townClock.ts';
import { startEmbedded } from './store/embedded/startEmbedded.ts';
import { applyMigrations } from './store/migrations.ts';
import { rebuildFacts } from './store/rebuildFacts.ts';

/** Starts the bot from the environment and keeps it until SIGTERM or SIGINT. Throws `BadEnvironment`, or `PlainError` with what to do. */
export const startBot = async (): Promise<void> => {
  const configuration = readEnvironment(processEnvironment());
  const log = openLog(configuration.logLevel);
  const embedded = configuration.databaseUrl ? undefined : await startEmbedded({ dataDir: configuration.dataDir, log });
  const databaseUrl = configuration.databaseUrl ?? embedded?.url ?? '';
  await applyMigrations(databaseUrl, { log });
  await rebuildFacts(databaseUrl, { log });
  const town: TownClock | undefined = configuration.clockUrl ? await openTownClock(configuration.clockUrl) : undefined;
  const clock: Clock = town ?? systemClock;
  const house = await openHouse({ configuration, databaseUrl, clock, log });
  let closing = false;
  const close = async (signal: string): Promise<void> => {
    if (closing) return;
    closing = true;
    log.info({ signal }, 'closing');
    await house.stop();
    town?.stop();
    await embedded?.stop();
    log.info({}, 'closed');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void close(signal));
  if (startedByNpm(processEnvironment())) whenLeftAlone(() => void close('left alone'));
};
