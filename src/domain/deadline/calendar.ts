import {
  addDays,
  at,
  type CalendarDate,
  localDate,
  minutesOfDay,
  weekday,
  weekdayName,
  yearOf,
} from './calendarDate.ts';
import { addWorkingMinutes, workingMinutesBetween } from './workingTime.ts';

export type { CalendarDate } from './calendarDate.ts';

/** One year of the State Council's notice: names by day, e.g. 国庆节 and 国庆节调休上班. */
export interface HolidayYear {
  /** The whole year's notice is in. Otherwise days are judged by weekday and every deadline touching it is 暂定. */
  covered: boolean;
  holidays: Record<CalendarDate, string>;
  /** Saturdays and Sundays worked in exchange (调休). */
  workdays: Record<CalendarDate, string>;
}

/** Statutory holidays by the year of the day itself. */
export type HolidayTable = { [year: number]: HolidayYear };

/**
 * Working time of a season, Asia/Shanghai: from and to are `MM-DD`, both included; a season may cross New Year
 * (`10-01` to `04-30`). Spans are `HH:mm` pairs in order, e.g. `[['08:30','12:00'],['14:30','17:30']]`.
 */
export interface OfficeHours {
  from: string;
  to: string;
  spans: [string, string][];
}

/** A stretch of working time; `opens` belongs to it, `closes` no longer does. */
export interface OfficeSpan {
  opens: Date;
  closes: Date;
}

/** The county's working days and working time. Days and times of day are Asia/Shanghai, instants absolute. */
export interface WorkingCalendar {
  isWorkingDay(date: CalendarDate): boolean;
  /** Why: `工作日`, `周六`, `国庆节`, `调休上班`. */
  reason(date: CalendarDate): string;
  /** Whether the year's holidays are published and known. */
  covered(year: number): boolean;
  /** The first working day strictly after the day. */
  nextWorkingDay(date: CalendarDate): CalendarDate;
  /** The last working day strictly before the day. */
  previousWorkingDay(date: CalendarDate): CalendarDate;
  /** The nth working day after the day, which is itself not counted; negative: before; 0: the day itself. */
  addWorkingDays(date: CalendarDate, n: number): CalendarDate;
  /** The day itself if worked, else the nearest working day; at equal distance the earlier one, so that no duty is late. */
  workingDayNearest(date: CalendarDate): CalendarDate;
  /** The day's working time; empty when it is not a working day. */
  officeHoursOn(date: CalendarDate): OfficeSpan[];
  /** Beginning and end of office hours by the season, also for a day that is not worked (a limit set to a Saturday). */
  opening(date: CalendarDate): Date;
  closing(date: CalendarDate): Date;
  /** Working minutes a full working day of that season has (390 by default). */
  minutesPerDay(date: CalendarDate): number;
  isOfficeTime(instant: Date): boolean;
  /** The earliest instant by which so many working minutes have passed; negative: the latest from which they are left. */
  addWorkingMinutes(instant: Date, minutes: number): Date;
  /** Working minutes (with fractions) from a to b; negative when b is before a. */
  workingMinutesBetween(a: Date, b: Date): number;
  localDate(instant: Date): CalendarDate;
  /** The instant of `HH:mm` on that day. */
  at(date: CalendarDate, time: string): Date;
}

/** Longer than any run of days off: a search that goes on past it means a table without working days. */
const SEARCH_DAYS = 400;

/**
 * The working calendar (requirements.md, section 2 "Working time"): statutory holidays are not worked, 调休 days are,
 * all else by weekday. Throws RangeError for office hours that leave a day of the year out or have an empty span.
 */
export const calendar = (table: HolidayTable, officeHours: readonly OfficeHours[]): WorkingCalendar => {
  const days = workingDays(table);
  const hours = officeTimes(officeHours);
  // Every card counts through the days between now and a limit: a day's spans are made once.
  const known = new Map<CalendarDate, OfficeSpan[]>();
  const officeHoursOn = (date: CalendarDate): OfficeSpan[] => {
    const spans = known.get(date) ?? (days.isWorkingDay(date) ? hours.spans(date) : []);
    known.set(date, spans);
    return spans;
  };
  const time = { ...days, officeHoursOn };
  return {
    ...time,
    covered: (year) => table[year]?.covered ?? false,
    opening: hours.opening,
    closing: hours.closing,
    minutesPerDay: hours.minutesPerDay,
    isOfficeTime: (instant) =>
      officeHoursOn(localDate(instant)).some(({ opens, closes }) => instant >= opens && instant < closes),
    addWorkingMinutes: (instant, minutes) => addWorkingMinutes(time, instant, minutes),
    workingMinutesBetween: (a, b) => workingMinutesBetween(time, a, b),
    localDate,
    at,
  };
};

const workingDays = (table: HolidayTable) => {
  const isWorkingDay = (date: CalendarDate): boolean => {
    const year = table[yearOf(date)];
    if (year?.workdays[date] !== undefined) return true;
    return year?.holidays[date] === undefined && !isWeekend(date);
  };
  const reason = (date: CalendarDate): string => {
    const year = table[yearOf(date)];
    if (year?.workdays[date] !== undefined) return '调休上班';
    return year?.holidays[date] ?? (isWeekend(date) ? weekdayName(date) : '工作日');
  };
  // A list of fifty tickets asks for the same few days again and again.
  const known = { 1: new Map<CalendarDate, CalendarDate>(), [-1]: new Map<CalendarDate, CalendarDate>() };
  const search = (date: CalendarDate, by: 1 | -1): CalendarDate => {
    for (let n = 1; n <= SEARCH_DAYS; n += 1) {
      const day = addDays(date, n * by);
      if (isWorkingDay(day)) return day;
    }
    throw new RangeError(`no working day within ${SEARCH_DAYS} days of ${date}`);
  };
  const step = (date: CalendarDate, by: 1 | -1): CalendarDate => {
    const found = known[by].get(date) ?? search(date, by);
    known[by].set(date, found);
    return found;
  };
  const addWorkingDays = (date: CalendarDate, n: number): CalendarDate => {
    let day = date;
    for (let left = Math.abs(n); left > 0; left -= 1) day = step(day, n > 0 ? 1 : -1);
    return day;
  };
  const workingDayNearest = (date: CalendarDate): CalendarDate => {
    if (isWorkingDay(date)) return date;
    for (let n = 1; n <= SEARCH_DAYS; n += 1) {
      for (const day of [addDays(date, -n), addDays(date, n)]) if (isWorkingDay(day)) return day;
    }
    return step(date, -1);
  };
  return {
    isWorkingDay,
    reason,
    nextWorkingDay: (date: CalendarDate) => step(date, 1),
    previousWorkingDay: (date: CalendarDate) => step(date, -1),
    addWorkingDays,
    workingDayNearest,
  };
};

const isWeekend = (date: CalendarDate): boolean => weekday(date) === 0 || weekday(date) === 6;

const officeTimes = (seasons: readonly OfficeHours[]) => {
  for (const season of seasons) checkSpans(season);
  // 2024 is a leap year: every month and day that can occur.
  for (let day = '2024-01-01'; day <= '2024-12-31'; day = addDays(day, 1)) seasonOf(seasons, day);
  const textsOn = (date: CalendarDate) => seasonOf(seasons, date).spans;
  return {
    spans: (date: CalendarDate): OfficeSpan[] =>
      textsOn(date).map(([opens, closes]) => ({ opens: at(date, opens), closes: at(date, closes) })),
    opening: (date: CalendarDate): Date => at(date, textsOn(date)[0]?.[0] ?? '00:00'),
    closing: (date: CalendarDate): Date => at(date, textsOn(date).at(-1)?.[1] ?? '24:00'),
    minutesPerDay: (date: CalendarDate): number =>
      textsOn(date).reduce((sum, [opens, closes]) => sum + minutesOfDay(closes) - minutesOfDay(opens), 0),
  };
};

const seasonOf = (seasons: readonly OfficeHours[], date: CalendarDate): OfficeHours => {
  const day = date.slice(5);
  const season = seasons.find(({ from, to }) => (from <= to ? from <= day && day <= to : from <= day || day <= to));
  if (!season) throw new RangeError(`office hours say nothing about ${day}`);
  return season;
};

const checkSpans = ({ from, to, spans }: OfficeHours): void => {
  const edges = spans.flat().map(minutesOfDay);
  const rising = edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? 0));
  if (edges.length === 0 || !rising) throw new RangeError(`office hours ${from} to ${to} are empty or out of order`);
};
