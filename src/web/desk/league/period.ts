import { dateOf, plusDays, plusMonths } from '../../words/moments.ts';

/** The period `count` later: of a day `2026-11-25`, of a month `2026-11`. */
export const nextOf = (period: string, count: number): string =>
  period.length === 7 ? plusMonths(period, count) : plusDays(period, count);

const isWeekend = (date: string): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());

/** The day whose table was published last, by the weekday alone: the working day before the present. */
export const lastDay = (present: Date): string => {
  let day = plusDays(dateOf(present), -1);
  while (isWeekend(day)) day = plusDays(day, -1);
  return day;
};

/** The month that is assessed at present: the one before. */
export const lastMonth = (present: Date): string => plusMonths(dateOf(present).slice(0, 7), -1);
