import type { HolidayYear } from '../../../domain/deadline/calendar.ts';
import { dayInWords } from '../../../domain/deadline/calendarDate.ts';
import type { CalendarYear, Preview } from '../shapes.ts';

/** The days of a year that are not as their weekday says, in order. */
export const daysOf = ({ holidays, workdays }: HolidayYear): CalendarYear['days'] =>
  [
    ...Object.entries(holidays).map(([date, name]) => ({ date, name, working: false })),
    ...Object.entries(workdays).map(([date, name]) => ({ date, name, working: true })),
  ].toSorted((a, b) => (a.date < b.date ? -1 : 1));

const words = ({ holidays, workdays }: HolidayYear, date: string): string => {
  if (workdays[date] !== undefined) return `上班（${workdays[date]}）`;
  return holidays[date] === undefined ? '按周一至周五上班' : `放假（${holidays[date]}）`;
};

/** The days on which two calendars of a year differ, in order, each with what it was and is. */
export const dayChanges = (before: HolidayYear, after: HolidayYear): Preview['differences'] => {
  const dates = [before, after].flatMap((year) => daysOf(year).map(({ date }) => date));
  return [...new Set(dates)]
    .toSorted()
    .map((date) => ({ path: date, label: dayInWords(date), before: words(before, date), after: words(after, date) }))
    .filter((line) => line.before !== line.after);
};
