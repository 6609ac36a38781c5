import { type ScheduledTask, schedule } from 'node-cron';
import type { WorkingCalendar } from '../domain/deadline/calendar.ts';
import type { Clock } from '../kernel/clock.ts';
import { reasonOf } from '../kernel/errors.ts';
import type { Logger } from '../kernel/log.ts';
import { type Job, madeUp, nextRun, scanSlot } from './timetable.ts';

/** What the tower can set going. `at` is the scheduled time, never the wall clock. */
export type TowerJob = Job | 'scan' | 'release';

/** What the tower needs from outside. */
export interface TowerParts {
  clock: Clock;
  calendar(): WorkingCalendar;
  log: Logger;
  /** This instance's name in the book of runs. */
  instance: string;
  claim(run: { job: TowerJob; scheduledFor: Date }, holdMs: number): Promise<'ours' | 'done' | 'busy'>;
  finish(run: { job: TowerJob; scheduledFor: Date }, outcome: string): Promise<void>;
  /** The earliest ticket to watch and letter to release. */
  nextDue(): Promise<{ scan?: Date; release?: Date }>;
  run(job: TowerJob, at: Date): Promise<void>;
  /** Waits until what can be delivered is delivered, some seconds at most: after a jump a reminder counts before its grace. */
  settle(): Promise<void>;
  /** Remembers over restarts up to when the timetable was done. */
  cursor: { load(): Promise<Date | undefined>; keep(at: Date): Promise<void> };
}

export interface Tower {
  start(): Promise<void>;
  /** Does everything due by now; also called when the town's clock jumped. */
  tick(): Promise<void>;
  /** Everything due up to here has been run by this instance or another. */
  doneThrough(): Date;
  stop(): Promise<void>;
}

interface Due {
  job: TowerJob;
  at: Date;
}

/** A claim is held this long without a finish before another instance may take the run over. */
const HOLD_MS = 60_000;
/** Doing something this late means that the clock jumped. */
const JUMP_MS = 60_000;
/** Scan before posts before releases when they fall on one moment. */
const RANK: Record<TowerJob, number> = {
  scan: 0,
  morning: 1,
  'league-daily': 2,
  'month-draft': 3,
  agenda: 4,
  archive: 5,
  'year-end': 6,
  midday: 7,
  afternoon: 8,
  'month-lock-due': 9,
  release: 10,
};

const earliest = (dues: readonly Due[]): Due | undefined =>
  [...dues].sort((a, b) => a.at.getTime() - b.at.getTime() || RANK[a.job] - RANK[b.job])[0];

/**
 * The clock tower: node-cron strikes every five seconds, and each stroke does what fell due since the last, in order,
 * each with its own scheduled time. After a jump of the clock nothing is left out; after a stop each job's own rule
 * says what is made up for.
 */
export const openTower = (parts: TowerParts): Tower => {
  const { clock, log } = parts;
  let cursor = clock.now();
  let task: ScheduledTask | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  const due = async (now: Date): Promise<Due | undefined> => {
    const dues: Due[] = [];
    const run = nextRun(cursor, now, parts.calendar());
    if (run) dues.push(run);
    const next = await parts.nextDue();
    const later = (moment: Date): Date => (moment > cursor ? moment : cursor);
    if (next.scan && scanSlot(later(next.scan)) <= now) dues.push({ job: 'scan', at: scanSlot(later(next.scan)) });
    if (next.release && next.release <= now) dues.push({ job: 'release', at: later(next.release) });
    return earliest(dues);
  };

  /** True when the run is behind us; false when another instance is still at it. */
  const perform = async ({ job, at }: Due): Promise<boolean> => {
    const run = { job, scheduledFor: at };
    const claimed = await parts.claim(run, HOLD_MS);
    if (claimed === 'busy') return false;
    if (claimed === 'done' && job !== 'scan' && job !== 'release') return true;
    await parts.run(job, at);
    if (claimed === 'ours') await parts.finish(run, 'done');
    log.info({ job, at: at.toISOString() }, 'run done');
    return true;
  };

  const stroke = async (): Promise<void> => {
    const now = clock.now();
    while (!stopped) {
      const next = await due(now);
      if (!next) break;
      if (!(await perform(next))) return;
      if (next.at > cursor) cursor = next.at;
      if (now.getTime() - next.at.getTime() > JUMP_MS) await parts.settle();
    }
    if (now > cursor) cursor = now;
    await parts.cursor.keep(cursor);
  };

  const tick = (): Promise<void> => {
    running = running
      .then(stroke)
      .catch((thrown) =>
        log.error({ reason: reasonOf(thrown) }, 'the clock tower stumbled; it tries again at the next stroke'),
      );
    return running;
  };

  /** After a stop: the scan runs once, for now; of the timetable only what its rule makes up for. */
  const makeUp = async (since: Date): Promise<void> => {
    const now = clock.now();
    for (let run = nextRun(since, now, parts.calendar()); run; run = nextRun(run.at, now, parts.calendar())) {
      if (madeUp(run, now, parts.calendar())) await perform(run);
    }
    cursor = now;
  };

  return {
    start: async () => {
      const since = await parts.cursor.load();
      await parts.run('scan', clock.now());
      if (since && since < clock.now()) await makeUp(since);
      await tick();
      task = schedule('*/5 * * * * *', () => void tick(), { name: 'clock tower', noOverlap: true });
    },
    tick,
    doneThrough: () => cursor,
    stop: async () => {
      stopped = true;
      await task?.destroy();
      await running;
    },
  };
};
