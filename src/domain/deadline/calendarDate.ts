/** A day of the county's calendar, `YYYY-MM-DD`, Asia/Shanghai. Texts of this shape compare as dates. */
export type CalendarDate = string;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Asia/Shanghai has been UTC+8 all year since its last daylight saving time ended in September 1991. */
const OFFSET = 8 * 60 * MINUTE;

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;

const midnight = (date: CalendarDate): number => Date.parse(`${date}T00:00:00Z`);

/** Writes a day as `YYYY-MM-DD`; `month` counts from 1. Does not check that the day exists: see `isCalendarDate`. */
export const calendarDate = (year: number, month: number, day: number): CalendarDate =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** Whether the text is `YYYY-MM-DD`, of the second or third millennium, and that day exists (02-30 does not). */
export const isCalendarDate = (text: string): boolean => {
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  const at = midnight(text);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

export const yearOf = (date: CalendarDate): number => Number(date.slice(0, 4));

/** The day `n` calendar days later; negative: earlier. */
export const addDays = (date: CalendarDate, n: number): CalendarDate =>
  new Date(midnight(date) + n * DAY).toISOString().slice(0, 10);

/** 0 Sunday … 6 Saturday. */
export const weekday = (date: CalendarDate): number => new Date(midnight(date)).getUTCDay();

/** `周六`. */
export const weekdayName = (date: CalendarDate): string => WEEKDAYS[weekday(date)] ?? '';

/** Every day from `first` to `last`, both included, in order. */
export const daysFrom = (first: CalendarDate, last: CalendarDate): CalendarDate[] => {
  const days: CalendarDate[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) days.push(date);
  return days;
};

/** `2026-01` → `2025-12`. */
export const monthBefore = (month: string): string => addDays(`${month}-01`, -1).slice(0, 7);

/** `2026-12` → `2027-01`. */
export const monthAfter = (month: string): string => addDays(`${month}-01`, 31).slice(0, 7);

/** The first moment of a month, `2026-10`. */
export const monthBegins = (month: string): Date => new Date(midnight(`${month}-01`) - OFFSET);

/** The county's day at an instant. Independent of the machine's own time zone. */
export const localDate = (instant: Date): CalendarDate => localIso(instant).slice(0, 10);

/** The instant of a time of day, `HH:mm`, in Asia/Shanghai; `24:00` is the midnight that ends the day. */
export const at = (date: CalendarDate, time: string): Date =>
  new Date(midnight(date) + minutesOfDay(time) * MINUTE - OFFSET);

/** Minutes since midnight of a time of day `HH:mm`. Throws RangeError when the text is no time of day. */
export const minutesOfDay = (time: string): number => {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(time) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  if (!(Number(minutes) < 60 && total <= 24 * 60)) throw new RangeError(`"${time}" is no time of day (HH:mm)`);
  return total;
};

const localIso = (instant: Date): string => new Date(instant.getTime() + OFFSET).toISOString();

/** `2026-10-20T17:30:00+08:00`. */
export const isoWithOffset = (instant: Date): string => `${localIso(instant).slice(0, 19)}+08:00`;

/** `2026-11-28（周六）`. */
export const dayInWords = (date: CalendarDate): string => `${date}（${weekdayName(date)}）`;

/** `2026-11-28（周六）17:30`, Asia/Shanghai. */
export const instantInWords = (instant: Date): string =>
  `${dayInWords(localDate(instant))}${localIso(instant).slice(11, 16)}`;

const WRITTEN = /^(\d{4}-\d{2}-\d{2})(?:[T ]+(\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?\s*(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Reads a written moment: `2026-10-20`, `2026-10-20 08:25`, `2026-10-20T08:25:00+08:00`, `2026-10-20T00:25:00Z`.
 * Without an offset it is Asia/Shanghai, without a time the day's beginning. Undefined when it is none, or no such day.
 */
export const readInstant = (text: string): Date | undefined => {
  const [, date, time = '00:00', seconds = ':00', offset = '+08:00'] = WRITTEN.exec(text.trim()) ?? [];
  if (date === undefined || !isCalendarDate(date)) return undefined;
  const moment = new Date(`${date}T${time}${seconds}${offset}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
};
