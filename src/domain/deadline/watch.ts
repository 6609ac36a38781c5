import type { WorkingCalendar } from './calendar.ts';

/** R3.4 "less than two days": two working days of 6.5 h. A setting of the policy; this is its default. */
export const NEAR_DUE_MINUTES = 13 * 60;

/**
 * The first instant, to the millisecond, with strictly less than `minutes` of working time left (R3.4). Due Friday
 * 17:30 it is Thursday 08:30:00.001: not the scan at 08:30, but the first after it.
 */
export const nearDueFrom = (due: Date, calendar: WorkingCalendar, minutes = NEAR_DUE_MINUTES): Date =>
  new Date(calendar.addWorkingMinutes(due, -minutes).getTime() + 1);

/** R3.4: strictly less than `minutes` of working time left. Stays true once overdue. */
export const isNearDue = (now: Date, due: Date, calendar: WorkingCalendar, minutes = NEAR_DUE_MINUTES): boolean =>
  now >= nearDueFrom(due, calendar, minutes);

/** Strictly after the deadline: what is done at 17:30:00 is in time. */
export const isOverdue = (now: Date, due: Date): boolean => now > due;

/** When the grace of so many working minutes after a counted reminder is over (R3.3). */
export const addGrace = (reminded: Date, minutes: number, calendar: WorkingCalendar): Date =>
  calendar.addWorkingMinutes(reminded, minutes);

/**
 * What is left in words: `还剩1个工作日3小时`, `还剩2小时10分`, `已超期3小时`, `已超期2个工作日`. In working time; for a ticket
 * whose clock never stops (`aroundTheClock`) in plain hours. Due outside working time with none of it left, the plain
 * hours are given and called so (`还剩24小时，非工作时间`); overdue by less than a working minute it is just `已超期`.
 */
export const remainingInWords = (now: Date, due: Date, calendar: WorkingCalendar, aroundTheClock = false): string => {
  const plain = Math.abs(due.getTime() - now.getTime()) / 60_000;
  const worked = Math.abs(calendar.workingMinutesBetween(now, due));
  const length = aroundTheClock
    ? plainLength(plain)
    : workedLength(worked, calendar.minutesPerDay(calendar.localDate(due)));
  if (isOverdue(now, due)) return `已超期${length}`;
  if (!aroundTheClock && worked === 0 && plain > 0) return `还剩${plainLength(plain) || '不到1分钟'}，非工作时间`;
  return `还剩${length || '不到1分钟'}`;
};

const workedLength = (minutes: number, perDay: number): string => {
  const days = Math.floor(minutes / perDay);
  if (days === 0) return plainLength(minutes);
  const hours = Math.floor((minutes - days * perDay) / 60);
  return `${days}个工作日${hours > 0 ? `${hours}小时` : ''}`;
};

/** Hours and whole minutes; empty under a minute. */
const plainLength = (minutes: number): string => {
  const hours = Math.floor(minutes / 60);
  const rest = Math.floor(minutes - hours * 60);
  return `${hours > 0 ? `${hours}小时` : ''}${rest > 0 ? `${rest}分` : ''}`;
};
