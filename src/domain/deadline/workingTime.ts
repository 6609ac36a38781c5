import type { OfficeSpan } from './calendar.ts';
import { type CalendarDate, localDate } from './calendarDate.ts';

/** What counting working time needs of the calendar. */
interface WorkingSpans {
  officeHoursOn(date: CalendarDate): OfficeSpan[];
  nextWorkingDay(date: CalendarDate): CalendarDate;
  previousWorkingDay(date: CalendarDate): CalendarDate;
}

const MINUTE = 60_000;

/**
 * Moves an instant by working minutes, exact to the millisecond. Forward it lands on the earliest instant that fits
 * (closing time rather than the next opening), backward on the latest (opening time rather than the evening before);
 * 0 moves nothing.
 */
export const addWorkingMinutes = (time: WorkingSpans, instant: Date, minutes: number): Date => {
  const wanted = Math.round(minutes * MINUTE);
  if (wanted === 0 || Number.isNaN(wanted)) return new Date(instant.getTime());
  return new Date(wanted > 0 ? forward(time, instant.getTime(), wanted) : backward(time, instant.getTime(), -wanted));
};

const forward = (time: WorkingSpans, from: number, wanted: number): number => {
  let left = wanted;
  for (let date = localDate(new Date(from)); ; date = time.nextWorkingDay(date)) {
    for (const { opens, closes } of time.officeHoursOn(date)) {
      const start = Math.max(from, opens.getTime());
      const length = closes.getTime() - start;
      if (length >= left) return start + left;
      if (length > 0) left -= length;
    }
  }
};

const backward = (time: WorkingSpans, from: number, wanted: number): number => {
  let left = wanted;
  for (let date = localDate(new Date(from)); ; date = time.previousWorkingDay(date)) {
    for (const { opens, closes } of time.officeHoursOn(date).toReversed()) {
      const end = Math.min(from, closes.getTime());
      const length = end - opens.getTime();
      if (length >= left) return end - left;
      if (length > 0) left -= length;
    }
  }
};

/** Working minutes from a to b, negative when b comes first. */
export const workingMinutesBetween = (time: WorkingSpans, a: Date, b: Date): number => {
  if (b < a) return -workingMinutesBetween(time, b, a);
  const last = localDate(b);
  let sum = 0;
  for (let date = localDate(a); date <= last; date = time.nextWorkingDay(date)) {
    for (const { opens, closes } of time.officeHoursOn(date)) {
      const start = Math.max(a.getTime(), opens.getTime());
      const end = Math.min(b.getTime(), closes.getTime());
      if (end > start) sum += end - start;
    }
  }
  return sum / MINUTE;
};
