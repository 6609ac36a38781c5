import type Router from '@koa/router';
import { isCalendarDate } from '../../domain/deadline/calendarDate.ts';
import { CENTRE } from '../../domain/person.ts';
import type { IntakeParts } from '../../intake/intake.ts';
import { dailyTableOf } from '../../workflow/leagueDaily.ts';
import { problem } from '../problem.ts';
import { bearer } from './tickets.ts';

/** `GET /api/v1/league-tables/daily/:date`: the published table, or a draft computed now. */
export const leagueRoutes = (router: Router, parts: IntakeParts & { token: string | undefined }): void => {
  router.get('/api/v1/league-tables/daily/:date', bearer(parts.token), async (context) => {
    const { date = '' } = context.params;
    if (!isCalendarDate(date)) return problem(context, 400, 'bad-date', '日期须写成 2026-10-20。');
    const found = await parts.archive.work((desk) =>
      dailyTableOf({ desk, county: parts.county(), via: { door: 'api' } }, date),
    );
    context.body = present(found);
  });
};

/** What the API and `hotline league daily --json` print. */
export const present = ({ table, state, version, factsSha256 }: Awaited<ReturnType<typeof dailyTableOf>>) => ({
  date: table.date,
  state,
  version,
  factsSha256,
  asOf: table.asOf,
  rows: table.rows
    .filter((row) => row.department !== CENTRE)
    .map((row) => ({
      ...row,
      status: row.place === undefined ? 'none' : 'ranked',
      place: row.place ?? null,
      movement: row.movement ?? null,
    })),
});
