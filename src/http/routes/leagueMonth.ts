import type Router from '@koa/router';
import { presentTable } from '../../domain/assessment/present.ts';
import { localDate } from '../../domain/deadline/calendarDate.ts';
import type { IntakeParts } from '../../intake/intake.ts';
import type { Scene } from '../../workflow/act.ts';
import { type MonthView, monthLines, monthTableOf } from '../../workflow/month/view.ts';
import { problem } from '../problem.ts';
import { bearer } from './tickets.ts';

const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/;

/** What the API and `hotline league monthly --json` print of a month in the archive. */
export const presentMonth = ({ table, state, version, factsSha256 }: MonthView) => {
  const { asOf, marks, exclusions, adjustments, decidedBottom, correction } = table;
  return {
    ...presentTable(table, factsSha256),
    state,
    version,
    asOf,
    decidedBottom: decidedBottom ?? null,
    correction: correction ?? null,
    marks,
    exclusions,
    adjustments,
  };
};

/**
 * `GET /api/v1/league-tables/monthly/:month`: the published table in its newest version, else the draft.
 * `…/lines?department=` are the tickets behind it, frozen with the lock.
 */
export const leagueMonthRoutes = (router: Router, parts: IntakeParts & { token: string | undefined }): void => {
  const guard = bearer(parts.token);
  const work = <T>(read: (scene: Scene) => Promise<T>): Promise<T> =>
    parts.archive.work((desk) => read({ desk, county: parts.county(), via: { door: 'api' } }));
  /** A month that has begun. */
  const begun = (month: string): boolean => MONTH.test(month) && month <= localDate(parts.now()).slice(0, 7);

  router.get('/api/v1/league-tables/monthly/:month', guard, async (context) => {
    const { month = '' } = context.params;
    if (!begun(month)) return problem(context, 400, 'bad-month', '月份须写成 2026-10，且已经开始。');
    context.body = presentMonth(await work((scene) => monthTableOf(scene, month, parts.now())));
  });
  router.get('/api/v1/league-tables/monthly/:month/lines', guard, async (context) => {
    const { month = '' } = context.params;
    if (!begun(month)) return problem(context, 400, 'bad-month', '月份须写成 2026-10，且已经开始。');
    const asked = context.query.department;
    const department = typeof asked === 'string' ? parts.county().departmentNamed(asked) : undefined;
    if (asked !== undefined && !department)
      return problem(context, 400, 'bad-department', '没有这个单位，请写单位代码或名称。');
    const { view, lines } = await work(async (scene) => {
      const shown = await monthTableOf(scene, month, parts.now());
      return { view: shown, lines: await monthLines(scene, shown) };
    });
    context.body = {
      month,
      state: view.state,
      version: view.version,
      lines: lines.filter((line) => department === undefined || line.department === department.code),
    };
  });
};
