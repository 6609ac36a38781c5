import type { WorkingCalendar } from '../deadline/calendar.ts';
import { addDays } from '../deadline/calendarDate.ts';

/** A 考核方案 put in use: it holds from the month `fromMonth` (`2026-11`) on, until one of a later month. */
export interface SchemeVersion<Document> {
  version: number;
  fromMonth: string;
  document: Document;
}

/** The version in force for a month: of those begun by then the latest month's, of one month the newest. */
export const schemeIn = <Document>(
  versions: readonly SchemeVersion<Document>[],
  month: string,
): SchemeVersion<Document> | undefined =>
  versions
    .filter(({ fromMonth }) => fromMonth <= month)
    .reduce<SchemeVersion<Document> | undefined>(
      (best, next) =>
        !best || next.fromMonth > best.fromMonth || (next.fromMonth === best.fromMonth && next.version > best.version)
          ? next
          : best,
      undefined,
    );

/** Working days after the draft within which departments may appeal (requirements.md, section 2: month close). */
const APPEAL_DAYS = 3;

/**
 * When a month may no longer change its scheme: the appeals on its draft (first working day of the month after) are over.
 * County time.
 */
export const schemeFixedAt = (month: string, calendar: WorkingCalendar): Date => {
  const next = addDays(`${month}-01`, 31).slice(0, 7);
  const last = addDays(`${next}-01`, -1);
  return calendar.closing(calendar.addWorkingDays(calendar.nextWorkingDay(last), APPEAL_DAYS));
};
