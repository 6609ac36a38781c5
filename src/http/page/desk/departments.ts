import type Router from '@koa/router';
import { Exact, percent } from '../../../domain/assessment/rates.ts';
import { addDays } from '../../../domain/deadline/calendarDate.ts';
import { CENTRE } from '../../../domain/person.ts';
import type { ChatLine, DepartmentCounts } from '../../../workflow/centreDesk.ts';
import type { County } from '../../../workflow/county.ts';
import type { Desk, PeriodFigures } from '../../../workflow/ports.ts';
import type { View } from '../lines.ts';
import type { PageParts } from '../parts.ts';
import type { DepartmentBoard } from '../shapes.ts';
import { viewOf } from '../tickets.ts';

type Counts = Omit<DepartmentCounts, 'department'>;
const NONE: Counts = { open: 0, toClaim: 0, toSignOff: 0, toReview: 0, nearDue: 0, overdue: 0 };

/** What was closed and answered in this month so far. */
const monthSoFar = (desk: Desk, { at, county: { calendar } }: View): Promise<PeriodFigures[]> => {
  const today = calendar.localDate(at);
  const from = calendar.at(`${today.slice(0, 7)}-01`, '00:00');
  return desk.figures({ from, to: calendar.at(addDays(today, 1), '00:00'), asOf: at });
};

/** R6.1: the result's answer; absent when nobody was asked. */
const satisfiedIn = (figures: PeriodFigures | undefined): { satisfied?: string } => {
  const { evaluated = 0, resultSatisfied = 0 } = figures?.counts ?? {};
  return evaluated === 0 ? {} : { satisfied: `${percent(new Exact(resultSatisfied).times(100).div(evaluated))}%` };
};

const peopleIn = (code: string, county: County): { people: number; unreachable: number } => {
  const people = county.people.filter((person) => person.active && person.department === code);
  return {
    people: people.length,
    unreachable: people.filter((person) => county.addressOf(person) === undefined).length,
  };
};

type Row = DepartmentBoard['departments'][number];

const board = async (desk: Desk, view: View): Promise<DepartmentBoard> => {
  const { county } = view;
  const counts = new Map<string, Counts>(
    (await desk.centre.departmentCounts()).map(({ department, ...row }) => [department, row]),
  );
  const month = new Map((await monthSoFar(desk, view)).map((row) => [row.department, row]));
  const groups = Map.groupBy(await desk.centre.chats(), ({ department }) => department);
  const groupsOf = (found: readonly ChatLine[] = []): Row['groups'] =>
    found.map(({ platform, id, goneAt }) => ({ platform, id, gone: goneAt !== undefined }));
  return {
    departments: county.departments
      .filter(({ code }) => code !== CENTRE)
      .map(({ code, name, group }) => ({
        code,
        name,
        ...(group ? { group } : {}),
        ...(counts.get(code) ?? NONE),
        closedThisMonth: month.get(code)?.counts.closedAll ?? 0,
        ...satisfiedIn(month.get(code)),
        groups: groupsOf(groups.get(code)),
        ...peopleIn(code, county),
      })),
  };
};

/** How the departments stand now and this month. */
export const departmentRoute = (router: Router, parts: PageParts): void => {
  router.get('/page/desk/departments', async (context) => {
    const view = viewOf(context, parts);
    context.body = await parts.archive.work((desk) => board(desk, view));
  });
};
