import type { Database } from './client.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * Removes what is only needed for a while, by machine time: nonces after three hours (the window is two), keys of the
 * inbox after thirty days, finished runs of the timetable after ninety. History, ledger and disclosures stay.
 */
export const sweep = async (database: Database, real: number): Promise<void> => {
  await database.nonce.deleteMany({ where: { seenAt: { lt: new Date(real - 3 * HOUR) } } });
  await database.inbox.deleteMany({ where: { seenAt: { lt: new Date(real - 30 * DAY) } } });
  await database.jobRun.deleteMany({ where: { finishedAt: { lt: new Date(real - 90 * DAY) } } });
};
