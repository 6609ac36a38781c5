import { dateOf, isWorkingDay } from './calendar.ts';

const DAY = 86_400_000;
const LOCAL = 8 * 3_600_000;
const UNITS: Record<string, number> = { second: 1_000, minute: 60_000, hour: 3_600_000, day: DAY, week: 7 * DAY };

/** `08:33` on the local date; undefined when it is no time of day. */
const momentOn = (date: string, time: string): Date | undefined => {
  const [hour = 99, minute = 99] = time.split(':').map(Number);
  if (hour > 23 || minute > 59) return undefined;
  return new Date(Date.parse(`${date}T00:00:00Z`) - LOCAL + (hour * 60 + minute) * 60_000);
};

/** The next moment with this time of day on a working day. */
const nextAt = (from: Date, time: string): Date | undefined => {
  for (let day = 0; ; day += 1) {
    const moment = momentOn(dateOf(new Date(from.getTime() + day * DAY)), time);
    if (!moment || (moment > from && isWorkingDay(moment))) return moment;
  }
};

/** Stays where it is between these times of a working day; else goes to the next beginning. */
const within = (from: Date, begin: string, end: string): Date | undefined => {
  const [first, last] = [begin, end].map((time) => momentOn(dateOf(from), time));
  if (!first || !last) return undefined;
  return isWorkingDay(from) && from >= first && from <= last ? from : nextAt(from, begin);
};

/** This time on the last working day before that day of the next month; where the clock stands if that is over. */
const beforeOfNextMonth = (from: Date, day: number, time: string): Date | undefined => {
  const [year = 0, month = 0] = dateOf(from).split('-').map(Number);
  for (let back = 1; ; back += 1) {
    const date = new Date(Date.UTC(year, month, day - back)).toISOString().slice(0, 10);
    const moment = momentOn(date, time);
    if (!moment || isWorkingDay(moment)) return moment && moment < from ? from : moment;
  }
};

const workingDays = (from: Date, amount: number): Date => {
  let moment = from;
  for (let left = amount; left > 0; ) {
    moment = new Date(moment.getTime() + DAY);
    if (isWorkingDay(moment)) left -= 1;
  }
  return moment;
};

type Form = readonly [RegExp, (from: Date, words: RegExpExecArray) => Date | undefined];

const FORMS: readonly Form[] = [
  [/^next (\d{2}:\d{2})$/i, (from, [, time = '']) => nextAt(from, time)],
  [/^within (\d{2}:\d{2})-(\d{2}:\d{2})$/i, (from, [, begin = '', end = '']) => within(from, begin, end)],
  [
    /^before the (\d{1,2})th of next month (\d{2}:\d{2})$/i,
    (from, [, day, time = '']) => beforeOfNextMonth(from, Number(day), time),
  ],
  [/^(\d{1,5}) working days?$/i, (from, [, amount]) => workingDays(from, Number(amount))],
  [
    /^(\d{1,5}) (second|minute|hour|day|week)s?$/i,
    (from, [, amount, unit = '']) => new Date(from.getTime() + Number(amount) * (UNITS[unit.toLowerCase()] ?? 0)),
  ],
];

const one = (from: Date, words: string): Date | undefined => {
  for (const [form, moved] of FORMS) {
    const found = form.exec(words.trim().replace(/\s+/g, ' '));
    if (found) return moved(from, found);
  }
  return undefined;
};

/**
 * Where the clock goes, one step after the other: `3 working days`, `45 minutes`, `2 hours`, `1 day`, `next 08:33` (on a working day),
 * `within 08:50-10:30` (of a working day; stays if it is there), `before the 5th of next month 09:40` (the last working day
 * before), or several with commas between: `1 working days, next 17:36`. Undefined when it is none of these.
 */
export const advanced = (from: Date, words: string): Date | undefined =>
  words.split(',').reduce<Date | undefined>((moment, step) => moment && one(moment, step), from);
