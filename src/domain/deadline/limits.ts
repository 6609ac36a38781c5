import type { WorkingCalendar } from './calendar.ts';
import { addDays, type CalendarDate, daysFrom, yearOf } from './calendarDate.ts';

/**
 * How long something may take. Hours run in working time unless `aroundTheClock` (urgent tickets, whose clock never
 * stops); it means nothing for days.
 */
export interface Limit {
  amount: number;
  unit: 'workingDays' | 'hours' | 'calendarDays';
  aroundTheClock?: boolean;
}

/** A day on the way to a deadline: whether it was counted, and why or why not (`工作日`, `周六`, `国庆节`, …). */
export interface CountedDay {
  date: CalendarDate;
  counted: boolean;
  reason: string;
}

/** A computed deadline; `provisional` (暂定): it touches a year whose holidays are not published. */
export interface Deadline {
  due: Date;
  provisional: boolean;
  /** From the day of dispatch to the day it is due, in order, none left out. */
  days: CountedDay[];
}

const UNITS: Record<string, Limit['unit']> = { wd: 'workingDays', h: 'hours', d: 'calendarDays' };

/** Reads `5wd`, `24h`, `60d` (1 to 9999). Undefined when it is none of these. */
export const parseLimit = (text: string): Limit | undefined => {
  const [, amount, suffix = ''] = /^(\d{1,4})\s*(wd|h|d)$/i.exec(text.trim()) ?? [];
  const unit = UNITS[suffix.toLowerCase()];
  return unit && Number(amount) > 0 ? { amount: Number(amount), unit } : undefined;
};

/**
 * When a limit ends (requirements.md, section 2 "Working time"). The day of dispatch is not counted: n working days end
 * at closing time (17:30) of the nth working day after it, n calendar days (petition limits, R4) at closing time of the
 * nth day after it, worked or not. Hours run from the instant itself.
 */
export const deadline = (task: { from: Date; limit: Limit; calendar: WorkingCalendar }): Deadline => {
  const due = dueAt(task);
  const { from, calendar } = task;
  const days = daysFrom(calendar.localDate(from), calendar.localDate(due)).map((date) => countedDay(date, due, task));
  return { due, provisional: days.some(({ date }) => !calendar.covered(yearOf(date))), days };
};

const dueAt = ({ from, limit, calendar }: { from: Date; limit: Limit; calendar: WorkingCalendar }): Date => {
  const dispatched = calendar.localDate(from);
  switch (limit.unit) {
    case 'workingDays':
      return calendar.closing(calendar.addWorkingDays(dispatched, limit.amount));
    case 'calendarDays':
      return calendar.closing(addDays(dispatched, limit.amount));
    case 'hours':
      return limit.aroundTheClock
        ? new Date(from.getTime() + limit.amount * 3_600_000)
        : calendar.addWorkingMinutes(from, limit.amount * 60);
    default:
      return limit.unit satisfies never;
  }
};

const countedDay = (
  date: CalendarDate,
  due: Date,
  { from, limit, calendar }: { from: Date; limit: Limit; calendar: WorkingCalendar },
): CountedDay => {
  if (limit.unit === 'hours') return countedHours(date, due, { from, limit, calendar });
  if (date === calendar.localDate(from)) return { date, counted: false, reason: '派发当日不计' };
  const counted = limit.unit === 'calendarDays' || calendar.isWorkingDay(date);
  return { date, counted, reason: calendar.reason(date) };
};

/** A day counts for hours when some of them ran in it. */
const countedHours = (
  date: CalendarDate,
  due: Date,
  { from, limit, calendar }: { from: Date; limit: Limit; calendar: WorkingCalendar },
): CountedDay => {
  if (limit.aroundTheClock) return { date, counted: true, reason: '昼夜连续计时' };
  const ran = calendar.officeHoursOn(date).some(({ opens, closes }) => closes > from && opens < due);
  const reason = calendar.isWorkingDay(date) && !ran ? '已下班' : calendar.reason(date);
  return { date, counted: ran, reason };
};
