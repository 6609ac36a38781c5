import type { Job, PgBoss } from 'pg-boss';
import type { ChatPlatform } from '../chat/platform.ts';
import { reasonOf } from '../kernel/errors.ts';
import type { Logger } from '../kernel/log.ts';
import { type DeliveryJob, queueName } from './queue.ts';
import { deliver, TryAgain, type WorkerParts } from './worker.ts';

/** The delivery room at work on this instance. */
export interface Delivery {
  start(): Promise<void>;
  /** Ends after the sendings in hand; what is left stays queued. */
  stop(): Promise<void>;
}

/** Chats served at the same time by one instance and channel. */
const CONCURRENCY = 6;
const LOOK_MS = 500;
const OPTIONS = { batchSize: 1, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 1 } as const;

/**
 * Serves the queue of every channel through which this instance can send just now (only the holder of the robot's
 * socket serves the robot's queue), and sends inline answers that no platform took.
 */
export const openDelivery = (
  boss: PgBoss,
  platforms: readonly ChatPlatform[],
  parts: WorkerParts & { log: Logger },
): Delivery => {
  const serving = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  const serve = async (channel: string): Promise<void> => {
    serving.add(channel);
    for (let place = 0; place < CONCURRENCY; place += 1) {
      const id: string = await boss.work<DeliveryJob>(queueName(channel), OPTIONS, async ([job]) => {
        try {
          if (job) await handle(boss, parts, job, channel);
        } finally {
          // Whoever had a job looks for the next at once; only who finds none waits for the second or for a notice.
          boss.notifyWorker(id);
        }
      });
    }
  };
  const leave = async (channel: string): Promise<void> => {
    serving.delete(channel);
    await boss.offWork(queueName(channel), { wait: false });
  };
  const look = async (): Promise<void> => {
    for (const platform of platforms) {
      for (const channel of platform.channels) {
        const can = platform.canSend(channel);
        if (can && !serving.has(channel)) await serve(channel);
        if (!can && serving.has(channel)) await leave(channel);
      }
    }
    await parts.ledger.queueLateAnswers(new Date(parts.real()));
  };
  return {
    start: async () => {
      await look();
      timer = setInterval(() => {
        looking = looking
          .then(look)
          .catch((thrown) => parts.log.warn({ reason: reasonOf(thrown) }, 'delivery could not look round'));
      }, LOOK_MS);
    },
    stop: async () => {
      clearInterval(timer);
      await looking;
      await boss.stop({ graceful: true, timeout: 10_000 });
    },
  };
};

/** Rows sent with one job, at most: its lease is long enough for them. */
const ROWS = 20;

/** Sends what is waiting in the job's chat, one row after the other; the jobs of the later rows then find nothing to do. */
const handle = async (
  boss: PgBoss,
  parts: WorkerParts & { log: Logger },
  job: Job<DeliveryJob>,
  channel: string,
): Promise<void> => {
  const { id } = job.data;
  try {
    for (let left = ROWS; left > 0 && (await deliver(parts, id, channel)); left -= 1);
  } catch (thrown) {
    if (thrown instanceof TryAgain) return putBack(boss, job, channel, thrown.until - parts.real());
    parts.log.warn({ delivery: id, reason: reasonOf(thrown) }, 'a delivery stumbled and is tried again');
    throw thrown;
  }
};

/**
 * Gives the job back until its row may be tried. It stays its chat's first, so the others of the chat wait behind it.
 * Killed between the two, its instance leaves the queue's own wait. Told as a span: the database may have another clock.
 */
const putBack = async (boss: PgBoss, job: Job<DeliveryJob>, channel: string, ms: number): Promise<void> => {
  await boss.fail(queueName(channel), job);
  await boss.update(queueName(channel), undefined, { id: job.id, startAfter: Math.max(0, ms) / 1000 });
};
