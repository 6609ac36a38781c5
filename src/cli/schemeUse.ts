import { schemeFixedAt } from '../domain/assessment/schemeVersions.ts';
import { localDate } from '../domain/deadline/calendarDate.ts';
import { systemClock } from '../kernel/clock.ts';
import { PlainError } from '../kernel/errors.ts';
import { keepScheme } from '../store/schemeRows.ts';
import { withArchive } from './archive.ts';
import { checkedMonth } from './leagueFromFile.ts';
import type { Printed } from './print.ts';
import { schemeOf } from './schemeFile.ts';

/**
 * `hotline policy use FILE --from 2026-12` for a 考核方案: a new version from that month on, this month when none is named.
 * Throws `PlainError` for a month that is locked or published, one before such a month, and one whose appeals are over.
 */
export const useScheme = async (document: unknown, from: string | undefined): Promise<Printed> => {
  const scheme = schemeOf(document);
  const now = systemClock.now();
  const month = checkedMonth(from ?? localDate(now).slice(0, 7));
  return withArchive(async ({ database, county }) => {
    if (now > schemeFixedAt(month, county.county().calendar))
      throw new PlainError('month-over', `${month} 的申诉期已过，考核方案不能再改：请写本月或以后的月份。`);
    const kept = await keepScheme(database, {
      name: scheme.name,
      fromMonth: month,
      document: document as object,
      at: now,
      by: 'cli',
    });
    if ('settled' in kept)
      throw new PlainError(
        'month-settled',
        `${kept.settled} 的月榜已定榜，不能再换考核方案：请写 ${kept.settled} 之后的月份。`,
      );
    const { version } = kept;
    return {
      json: { version, kind: 'scheme', name: scheme.name, from: month },
      text: `已启用考核方案“${scheme.name}”（${scheme.version}）：版本 ${version}，自 ${month} 起；已定榜的月份不变。`,
    };
  });
};
