import type { WorkingCalendar } from '../domain/deadline/calendar.ts';
import { addDays } from '../domain/deadline/calendarDate.ts';

/** The runs of the contract's timetable that this program performs. */
export type Job =
  | 'morning'
  | 'league-daily'
  | 'midday'
  | 'afternoon'
  | 'agenda'
  | 'archive'
  | 'month-draft'
  | 'month-lock-due'
  | 'year-end';

/**
 * One line of the timetable. Times of day are Asia/Shanghai, or minutes after the day's office hours; whole and half hours
 * are avoided, the platforms ask for it.
 */
export interface TimetableLine {
  job: Job;
  time: string | { afterClosing: number };
  /**
   * Every working day; once a month, on the working day nearest a day of it or on its nth working day (of `month` alone);
   * or twice, on the last working day before a day of the month and on that day itself.
   */
  on: 'workingDays' | { nearest: number } | { beforeAndOn: number } | { workingDay: number; month?: number };
  /** After a stop: run when it is not yet this time of that day; `skip`: do not; `run`: always. */
  afterStop: { before: string } | 'skip' | 'run';
}

export const TIMETABLE: readonly TimetableLine[] = [
  { job: 'morning', time: '08:33', on: 'workingDays', afterStop: { before: '10:00' } },
  { job: 'league-daily', time: '08:43', on: 'workingDays', afterStop: { before: '12:00' } },
  { job: 'month-draft', time: '09:03', on: { workingDay: 1 }, afterStop: 'run' },
  // Appeals end with the third working day after the draft.
  { job: 'month-lock-due', time: { afterClosing: 3 }, on: { workingDay: 4 }, afterStop: 'run' },
  { job: 'year-end', time: '09:37', on: { workingDay: 1, month: 1 }, afterStop: 'run' },
  { job: 'agenda', time: '09:17', on: { nearest: 10 }, afterStop: 'run' },
  { job: 'archive', time: '09:23', on: { beforeAndOn: 5 }, afterStop: 'run' },
  { job: 'midday', time: '13:47', on: 'workingDays', afterStop: 'skip' },
  { job: 'afternoon', time: '16:47', on: 'workingDays', afterStop: 'skip' },
];

/** The scan's step: whole multiples of five minutes. */
export const SCAN_MINUTES = 5;

export interface ScheduledRun {
  job: Job;
  at: Date;
}

/** Whether it is the last working day before the next such day of a month: the 30th, when the 1st to the 5th are off. */
const lastWorkingDayBefore = (date: string, day: number, calendar: WorkingCalendar): boolean => {
  let next = nextDate(date);
  while (Number(next.slice(8)) !== day) next = nextDate(next);
  return calendar.previousWorkingDay(next) === date;
};

const isOn = ({ on }: TimetableLine, date: string, calendar: WorkingCalendar): boolean => {
  if (on === 'workingDays') return calendar.isWorkingDay(date);
  const dayOf = (day: number): string => `${date.slice(0, 8)}${String(day).padStart(2, '0')}`;
  if ('workingDay' in on) {
    if (on.month !== undefined && Number(date.slice(5, 7)) !== on.month) return false;
    return calendar.addWorkingDays(addDays(dayOf(1), -1), on.workingDay) === date;
  }
  if ('nearest' in on) return calendar.workingDayNearest(dayOf(on.nearest)) === date;
  return date === dayOf(on.beforeAndOn) || lastWorkingDayBefore(date, on.beforeAndOn, calendar);
};

const timeOf = ({ time }: TimetableLine, date: string, calendar: WorkingCalendar): Date =>
  typeof time === 'string'
    ? calendar.at(date, time)
    : new Date(calendar.closing(date).getTime() + time.afterClosing * 60_000);

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
      .map((line) => ({ job: line.job, at: timeOf(line, date, calendar) }));
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
      ? posts.map((line) => timeOf(line, date, calendar)).filter((at) => at < before)
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
