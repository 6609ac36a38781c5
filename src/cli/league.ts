import { present } from '../http/routes/league.ts';
import { PlainError } from '../kernel/errors.ts';
import { dailyTableOf } from '../workflow/leagueDaily.ts';
import { withArchive } from './archive.ts';
import type { Printed } from './print.ts';

/** `hotline league daily DATE`: the published table, or a draft computed now; the same figures as the API. */
export const leagueDaily = (date: string): Promise<Printed> => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new PlainError('bad-date', '日期须写成 2026-10-20。');
  return withArchive(async ({ archive, county }) => {
    const json = present(
      await archive.work((desk) => dailyTableOf({ desk, county: county.county(), via: { door: 'cli' } }, date)),
    );
    const name = (code: string): string => county.county().department(code)?.name ?? code;
    const lines = json.rows.map(
      (row) =>
        `${row.place === null ? '—' : `第${row.place}名`} ${name(row.department)} 按时办结 ${row.rates.onTime ?? '—'}% 及时签收 ${row.rates.claimedInTime ?? '—'}% 满意 ${row.rates.satisfaction ?? '—'}% 超期在办 ${row.month.overdueOpen}`,
    );
    return { json, text: [`日榜 ${json.date}（${json.state}）`, ...lines].join('\n') };
  });
};
