import type Router from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import { shortTime } from '../../../cards/pieces.ts';
import { PAGE_DOOR } from '../../../commands/spec.ts';
import type { HolidayYear } from '../../../domain/deadline/calendar.ts';
import type { Desk } from '../../../workflow/ports.ts';
import { recomputeDeadlines, wouldMove } from '../../../workflow/recomputeDeadlines.ts';
import { readJson } from '../../body.ts';
import { problem } from '../../problem.ts';
import type { View } from '../lines.ts';
import type { PageParts } from '../parts.ts';
import type { CalendarYear, Preview } from '../shapes.ts';
import { viewOf } from '../tickets.ts';
import { dayChanges, daysOf } from './dayChanges.ts';
import { NAMED } from './policyPreview.ts';

const Body = z.object({
  days: z.array(z.object({ date: z.string().max(20), name: z.string().max(40), working: z.boolean() })).max(366),
});
type Body = z.infer<typeof Body>;

const yearOf = (text: string | undefined): number | undefined =>
  /^20\d\d$/.test(text ?? '') ? Number(text) : undefined;

const calendarYear = (year: number, { settings }: PageParts): CalendarYear => {
  const known = settings.holidays(year);
  return { year, published: known.covered, days: daysOf(known), mayChange: true };
};

/** The days as the file of `hotline import holidays` has them. */
const asFile = (year: number, days: Body['days']) => {
  const pick = (working: boolean) =>
    days.filter((day) => day.working === working).map(({ date, name }) => ({ date, name }));
  return { year, holidays: pick(false), workdays: pick(true) };
};

/** What the year would do, with its document when it is sound. */
const preview = async (
  desk: Desk,
  order: { year: number; days: Body['days'] },
  view: View,
  { settings }: PageParts,
): Promise<{ shown: Preview; document?: HolidayYear }> => {
  const { year } = order;
  const read = settings.readHolidays(asFile(year, order.days));
  if ('problems' in read)
    return {
      shown: { problems: read.problems, differences: [], effects: [], affected: { count: 0, tickets: [] } },
    };
  const { document } = read;
  const changed = dayChanges(settings.holidays(year), document);
  const moved = await wouldMove(desk, settings.supposing({ holidays: { year, document } }), view.at);
  const touched = new Set(moved.map(({ no }) => no)).size;
  const count = (days: object): number => Object.keys(days).length;
  return {
    document,
    shown: {
      problems: changed.length === 0 ? [`与现在的 ${year} 年日历相同，没有要启用的。`] : [],
      differences: changed,
      effects: [
        `${year} 年放假 ${count(document.holidays)} 天，调休上班 ${count(document.workdays)} 天。`,
        ...(document.covered ? [] : ['缺元旦、劳动节或国庆节，涉及这一年的时限仍按暂定。']),
        touched === 0 ? '在办工单的时限都不变。' : `${touched} 件在办工单的时限重新计算，原时限留在留痕里。`,
      ],
      affected: {
        count: touched,
        tickets: moved.slice(0, NAMED).map(({ no, limit, before, after }) => ({
          no,
          before: `${limit} ${shortTime(before)}`,
          after: `${limit} ${shortTime(after)}`,
        })),
      },
    },
  };
};

/** A year of the working calendar: its days, what a change would move, and putting it in force. */
export const yearRoutes = (router: Router, parts: PageParts): void => {
  const BAD_YEAR = '年份须写成 2027。';
  const read = async (context: Context): Promise<{ year: number; days: Body['days'] } | undefined> => {
    const year = yearOf((context.params as { year?: string }).year);
    const body = Body.safeParse(await readJson(context.req));
    if (year !== undefined && body.success) return { year, days: body.data.days };
    problem(
      context,
      year === undefined ? 400 : 422,
      year === undefined ? 'bad-year' : 'wrong',
      year === undefined ? BAD_YEAR : '请写明每一天的日期、名称和是否上班。',
    );
    return undefined;
  };

  router.get('/page/settings/calendar/:year', (context) => {
    const year = yearOf(context.params.year);
    if (year === undefined) return problem(context, 400, 'bad-year', BAD_YEAR);
    context.body = calendarYear(year, parts);
  });

  router.post('/page/settings/calendar/:year/preview', async (context) => {
    const order = await read(context);
    if (!order) return;
    const view = viewOf(context, parts);
    context.body = (await parts.archive.work((desk) => preview(desk, order, view, parts))).shown;
  });

  router.post('/page/settings/calendar/:year/use', async (context) => {
    const order = await read(context);
    if (!order) return;
    const { year } = order;
    const view = viewOf(context, parts);
    const { at, viewer } = view;
    const via = { door: PAGE_DOOR };
    const problems = await parts.archive.work(async (desk): Promise<string[]> => {
      const { shown, document } = await preview(desk, order, view, parts);
      if (!document || shown.problems.length > 0) return shown.problems;
      const before = parts.settings.holidays(year);
      await desk.centre.keepHolidays({ year, document, at });
      const act = { type: 'HolidaysUsed', at, by: viewer.id, about: `holidays:${year}`, via } as const;
      await desk.centre.keepAct({ ...act, before, after: document });
      return [];
    });
    if (problems.length > 0) return problem(context, 422, 'wrong', `不能启用：${problems.join('；')}`);
    await recomputeDeadlines(parts.archive, parts.county(), at, via);
    context.body = calendarYear(year, parts);
  });
};
