import type Router from '@koa/router';
import { addDays, daysFrom, monthAfter, yearOf } from '../../domain/deadline/calendarDate.ts';
import { problem } from '../problem.ts';
import type { PageParts } from './parts.ts';
import type { CalendarMonth } from './shapes.ts';

const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/;
/** A plain day says nothing of itself. */
const PLAIN = /^(工作日|周.)$/;

/** `GET /page/calendar?month=2026-11`: which days are worked, and what the others are called. */
export const calendarRoute = (router: Router, parts: PageParts): void => {
  router.get('/page/calendar', (context) => {
    const { calendar } = parts.county();
    const asked = context.query.month ?? calendar.localDate(parts.now()).slice(0, 7);
    if (typeof asked !== 'string' || !MONTH.test(asked))
      return problem(context, 400, 'bad-month', '月份须写成 2026-11。', 'month');
    const first = `${asked}-01`;
    const month: CalendarMonth = {
      month: asked,
      days: daysFrom(first, addDays(`${monthAfter(asked)}-01`, -1)).map((date) => {
        const name = calendar.reason(date);
        return { date, working: calendar.isWorkingDay(date), ...(PLAIN.test(name) ? {} : { name }) };
      }),
      published: calendar.covered(yearOf(first)),
    };
    context.body = month;
  });
};
