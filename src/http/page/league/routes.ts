import type Router from '@koa/router';
import { PAGE_DOOR } from '../../../commands/spec.ts';
import { isCalendarDate } from '../../../domain/deadline/calendarDate.ts';
import { hasRole } from '../../../domain/person.ts';
import { readsAll } from '../../../domain/ticket/access.ts';
import type { Scene } from '../../../workflow/act.ts';
import { dailyTableOf } from '../../../workflow/leagueDaily.ts';
import { monthTableOf } from '../../../workflow/month/view.ts';
import { problem } from '../../problem.ts';
import { asked } from '../desk/cursor.ts';
import type { View } from '../lines.ts';
import type { PageParts } from '../parts.ts';
import { viewOf } from '../tickets.ts';
import { dailyView } from './daily.ts';
import { linesView, monthlyView } from './monthly.ts';
import { monthState } from './monthState.ts';

const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/;

/** The department whose row alone the viewer sees; undefined: all of them. */
const ownOnly = ({ viewer }: View, state: string): string | undefined =>
  readsAll(viewer) || (state === 'published' && hasRole(viewer, 'principal')) ? undefined : viewer.department;

const today = ({ at, county }: View): string => county.calendar.localDate(at);

/** League tables, what is behind them, and the month from draft to publication: `/page/league/`. */
export const leaguePages = (router: Router, parts: PageParts): void => {
  const work = <T>(view: View, read: (scene: Scene) => Promise<T>): Promise<T> =>
    parts.archive.work((desk) => read({ desk, county: view.county, via: { door: PAGE_DOOR } }));
  const begun = (month: string, view: View): boolean => MONTH.test(month) && month <= today(view).slice(0, 7);
  const BAD_MONTH = '月份须写成 2026-10，且已经开始。';

  router.get('/page/league/daily/:date', async (context) => {
    const view = viewOf(context, parts);
    const { date = '' } = context.params;
    if (!isCalendarDate(date) || date > today(view))
      return problem(context, 400, 'bad-date', '日期须写成 2026-10-20，且不晚于今天。');
    const { calendar } = view.county;
    const day = calendar.isWorkingDay(date) ? date : calendar.previousWorkingDay(date);
    const found = await work(view, (scene) => dailyTableOf(scene, day));
    context.body = dailyView(found, view, ownOnly(view, found.state));
  });

  router.get('/page/league/monthly/:month', async (context) => {
    const view = viewOf(context, parts);
    const { month = '' } = context.params;
    if (!begun(month, view)) return problem(context, 400, 'bad-month', BAD_MONTH);
    const found = await work(view, (scene) => monthTableOf(scene, month, view.at));
    context.body = monthlyView(found, view, ownOnly(view, found.state));
  });

  router.get('/page/league/monthly/:month/lines', async (context) => {
    const view = viewOf(context, parts);
    const { month = '' } = context.params;
    if (!begun(month, view)) return problem(context, 400, 'bad-month', BAD_MONTH);
    const named = asked(context.query.department);
    const department = view.county.departmentNamed(named ?? view.viewer.department)?.code;
    if (!department) return problem(context, 400, 'bad-department', '没有这个单位，请写单位代码或名称。');
    if (!readsAll(view.viewer) && department !== view.viewer.department)
      return problem(context, 403, 'denied', '别的单位的明细不由您查看，您可查看本单位的明细。');
    const column = asked(context.query.column);
    context.body = await work(view, async (scene) =>
      linesView(scene, await monthTableOf(scene, month, view.at), { department, column }, view),
    );
  });

  router.get('/page/league/month/:month', async (context) => {
    const view = viewOf(context, parts);
    const { month = '' } = context.params;
    if (!begun(month, view)) return problem(context, 400, 'bad-month', BAD_MONTH);
    context.body = await work(view, (scene) => monthState(scene, month, view));
  });
};
