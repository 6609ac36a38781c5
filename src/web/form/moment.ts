import { dateOf, fullTime } from '../words/moments.ts';

/** A day of the county's calendar and, where it matters, a time of the day. */
export interface Moment {
  date: string;
  time: string;
}

const TYPED = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}))?$/;

/** From what a form holds: `2026-11-28`, `2026-11-28 17:00`, or the instant the front desk proposes. */
export const readMoment = (value: string): Moment => {
  const typed = TYPED.exec(value);
  if (typed) return { date: typed[1] ?? '', time: typed[2] ?? '' };
  if (Number.isNaN(Date.parse(value))) return { date: '', time: '' };
  return { date: dateOf(value), time: fullTime(value).slice(11) };
};

/** As it would be typed: the front desk reads it, and refuses what will not do. */
export const writeMoment = ({ date, time }: Moment): string => (time && date ? `${date} ${time}` : date);
