import { addDays, at, monthBefore } from '../deadline/calendarDate.ts';

/** `2026-10` → `2026-11`. */
export const monthAfter = (month: string): string => addDays(`${month}-28`, 4).slice(0, 7);

/** The first moment of a month, Asia/Shanghai; the end of the month before. */
export const beginningOf = (month: string): Date => at(`${month}-01`, '00:00');

/** The months before one and it itself, oldest first. */
export const trailing = (month: string, before: number): string[] => {
  const months = [month];
  while (months.length <= before) months.unshift(monthBefore(months[0] ?? month));
  return months;
};

/** `2026-10` → `2025-10`. */
export const yearBefore = (month: string): string => `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`;

/** A first ticket that late in a month shows that the archive begins inside it: its counts would be too low. */
const FIRST_DAYS = 3;

/** Whether the archive, whose first ticket was received then, has the month from its beginning. */
export const isKnown = (month: string, first: Date | undefined): boolean =>
  first !== undefined && first < at(addDays(`${month}-01`, FIRST_DAYS), '00:00');
