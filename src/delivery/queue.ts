import { PgBoss } from 'pg-boss';
import type { ChatPlatform } from '../chat/platform.ts';
import type { Logger } from '../kernel/log.ts';

/** The queue's job: the ledger row's id. Everything else stands in the ledger. */
export interface DeliveryJob {
  id: string;
}

export const queueName = (channel: string): string => `send-${channel}`;

/** A job is tried for as long as it takes: a fault of a platform delays, it never loses. */
const TRIES = 1_000_000;
/** Longest wait, seconds, after a stumble of our own; where the ledger knows the next try, the job waits for that. */
const LONGEST_WAIT = 15;
const YEAR = 365 * 86_400;

/**
 * Opens pg-boss in its own schema. A killed instance's job is taken again after its heartbeat has been missed
 * (10 s); LISTEN/NOTIFY wakes workers, polling every second finds retries.
 */
export const openQueue = async (url: string, channels: readonly string[], log: Logger): Promise<PgBoss> => {
  const boss = new PgBoss({
    connectionString: url,
    schema: 'queue',
    max: 8,
    useListenNotify: true,
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    application_name: 'hotline delivery',
  });
  boss.on('error', (error) => log.warn({ reason: error.message }, 'the queue stumbled'));
  await boss.start();
  for (const channel of channels) {
    await boss.createQueue(queueName(channel), {
      policy: 'key_strict_fifo',
      retryLimit: TRIES,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: LONGEST_WAIT,
      heartbeatSeconds: 10,
      expireInSeconds: 300,
      retentionSeconds: YEAR,
      deleteAfterSeconds: 3_600,
      notify: true,
    });
  }
  return boss;
};

/** What has to be queued: the row, where it goes, and the channel chosen for it. */
export interface ToQueue {
  id: string;
  /** The chat or person: jobs with one key go out strictly in order. */
  key: string;
  channel: string;
}

/** A statement to be run in the transaction of the rows, prepared under its name. */
export interface JobStatement {
  statement: { name: string; text: string };
  values: readonly unknown[];
}

/**
 * The statements that add these jobs. The queue writes them but does not run them: the caller does, in one transaction
 * with the rows, so that a change and what it says are kept together.
 */
export const jobStatements = async (boss: PgBoss, rows: readonly ToQueue[]): Promise<JobStatement[]> => {
  const statements: JobStatement[] = [];
  for (const channel of new Set(rows.map((row) => row.channel))) {
    const queue = queueName(channel);
    const jobs = rows
      .filter((row) => row.channel === channel)
      .map((row) => ({ data: { id: row.id }, singletonKey: row.key }));
    const executeSql = async (text: string, values: unknown[] = []) => {
      statements.push({ statement: { name: `add jobs to ${queue}`, text }, values });
      return { rows: [] };
    };
    await boss.insert(queue, jobs, { db: { executeSql } });
  }
  return statements;
};

/** Every channel of these platforms. */
export const channelsOf = (platforms: readonly ChatPlatform[]): string[] =>
  platforms.flatMap((platform) => [...platform.channels]);
