import type { WorkingCalendar } from '../domain/deadline/calendar.ts';

/** The runs of the contract's timetable that this program performs. */
export type Job = 'morning' | 'league-daily' | 'midday' | 'afternoon' | 'agenda';

/** One line of the timetable. Times of day are Asia/Shanghai; whole and half hours are avoided, the platforms ask for it. */
export interface TimetableLine {
  job: Job;
  time: string;
  /** Every working day, or once a month: the working day nearest this day of the month. */
  on: 'workingDays' | { nearest: number };
  /** After a stop: run when it is not yet this time of that day; `skip`: do not; `run`: always. */
  afterStop: { before: string } | 'skip' | 'run';
}

export const TIMETABLE: readonly TimetableLine[] = [
  { job: 'morning', time: '08:33', on: 'workingDays', afterStop: { before: '10:00' } },
  { job: 'league-daily', time: '08:43', on: 'workingDays', afterStop: { before: '12:00' } },
  { job: 'agenda', time: '09:17', on: { nearest: 10 }, afterStop: 'run' },
  { job: 'midday', time: '13:47', on: 'workingDays', afterStop: 'skip' },
  { job: 'afternoon', time: '16:47', on: 'workingDays', afterStop: 'skip' },
];

/** The scan's step: whole multiples of five minutes. */
export const SCAN_MINUTES = 5;

export interface ScheduledRun {
  job: Job;
  at: Date;
}

const isOn = ({ on }: TimetableLine, date: string, calendar: WorkingCalendar): boolean => {
  if (on === 'workingDays') return calendar.isWorkingDay(date);
  return calendar.workingDayNearest(`${date.slice(0, 8)}${String(on.nearest).padStart(2, '0')}`) === date;
};

/** The first run after `after` and not later than `until`; the earlier line of the timetable first. */
export const nextRun = (
  after: Date,
  until: Date,
  calendar: WorkingCalendar,
  timetable: readonly TimetableLine[] = TIMETABLE,
): ScheduledRun | undefined => {
  let date = calendar.localDate(after);
  const last = calendar.localDate(until);
  for (; date <= last; date = nextDate(date)) {
    const runs = timetable
      .filter((line) => isOn(line, date, calendar))
      .map((line) => ({ job: line.job, at: calendar.at(date, line.time) }));
    const [first] = runs.filter(({ at }) => at > after && at <= until).sort((a, b) => a.at.getTime() - b.at.getTime());
    if (first) return first;
  }
  return undefined;
};

const POSTS: readonly Job[] = ['morning', 'midday', 'afternoon'];

/** The latest scheduled moment of a job before `before`. */
export const previousPost = (before: Date, calendar: WorkingCalendar): Date => {
  const posts = TIMETABLE.filter(({ job }) => POSTS.includes(job));
  const today = calendar.localDate(before);
  for (let date = today; ; date = calendar.previousWorkingDay(date)) {
    const times = calendar.isWorkingDay(date)
      ? posts.map((line) => calendar.at(date, line.time)).filter((at) => at < before)
      : [];
    const latest = times.at(-1);
    if (latest) return latest;
  }
};

/** Whether a run missed while the program was stopped is still made up for at `now` (contract, "Timetable"). */
export const madeUp = (
  run: ScheduledRun,
  now: Date,
  calendar: WorkingCalendar,
  timetable: readonly TimetableLine[] = TIMETABLE,
): boolean => {
  const line = timetable.find((candidate) => candidate.job === run.job);
  if (!line || line.afterStop === 'skip') return false;
  if (line.afterStop === 'run') return true;
  return now < calendar.at(calendar.localDate(run.at), line.afterStop.before);
};

/** The scan slot at or after a moment. */
export const scanSlot = (moment: Date): Date => {
  const step = SCAN_MINUTES * 60_000;
  return new Date(Math.ceil(moment.getTime() / step) * step);
};

const nextDate = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
