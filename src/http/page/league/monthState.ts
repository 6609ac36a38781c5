import { standing } from '../../../cards/leagueMonthly.ts';
import { shortTime } from '../../../cards/pieces.ts';
import { type Tie, tiesOf } from '../../../domain/assessment/assembleMonth.ts';
import type { MarkLine } from '../../../domain/assessment/facts.ts';
import { leagueTable } from '../../../domain/assessment/leagueTable.ts';
import { toDate } from '../../../domain/instant.ts';
import { type Accountability, RUNG_NAMES } from '../../../domain/month/accountability.ts';
import type { Appeal } from '../../../domain/month/appeal.ts';
import type { Assessment } from '../../../domain/month/assessment.ts';
import { maskText } from '../../../domain/privacy.ts';
import { mayRead, readsAll } from '../../../domain/ticket/access.ts';
import type { Scene } from '../../../workflow/act.ts';
import { assessmentOf, type MonthView, monthTableOf } from '../../../workflow/month/view.ts';
import { departmentNamed, type View } from '../lines.ts';
import type { MonthState } from '../shapes.ts';
import { monthForms } from './monthForms.ts';

const NOTICE_STATES: Record<Accountability['state'], string> = {
  prepared: '待确认',
  refused: '不发出',
  withdrawn: '已撤回',
  sent: '已发出',
  closed: '已办结',
};

const appealState = ({ decision }: Appeal): string =>
  decision === undefined ? '待决定' : decision.accepted ? '已同意' : '已驳回';

/** What the month consists of, as far as the viewer may see it. */
interface Month {
  state: Assessment | undefined;
  shown: MonthView | undefined;
  ties: Tie[];
  appeals: Appeal[];
  proposed: MarkLine[];
  notices: Accountability[];
}

type Step = MonthState['steps'][number];

const stepsOf = ({ state, shown, ties, appeals, proposed, notices }: Month, { at }: View): Step[] => {
  const drafted = state !== undefined;
  const published = state?.state === 'published';
  const over = drafted && at >= toDate(state.appealsUntil);
  const open = appeals.filter(({ decision }) => decision === undefined).length;
  const prepared = notices.filter((notice) => notice.state === 'prepared').length;
  const count = (n: number, what: string): { detail?: string } => (n > 0 ? { detail: `${n} ${what}` } : {});
  return [
    {
      name: '生成草稿',
      done: drafted,
      ...(drafted ? { at: state.draftedAt } : { detail: '次月第一个工作日 09:03 自动生成' }),
    },
    {
      name: '申诉期',
      done: published || over,
      ...(drafted
        ? { at: state.appealsUntil, detail: `${over ? '已于' : '至'} ${shortTime(state.appealsUntil)} 截止` }
        : {}),
    },
    { name: '决定申诉', done: published || (over && open === 0), ...count(open, '件待决定') },
    {
      name: '确认扣分',
      done: published || (drafted && proposed.length === 0),
      ...count(proposed.length, '项待确认，定榜时未确认的失效'),
    },
    {
      name: '定榜并公布',
      done: published,
      ...(state?.lockedAt ? { at: state.lockedAt } : {}),
      ...(ties.length > 0
        ? { detail: '末位并列待定，定榜时选定' }
        : shown && published
          ? { detail: standing(shown) }
          : {}),
    },
    { name: '约谈整改通知', done: published && prepared === 0, ...count(prepared, '件待确认') },
  ];
};

const stateName = ({ state, shown }: Month): string => {
  if (!state || !shown) return '未生成草稿';
  return state.state === 'draft' && state.askedAt ? '待定榜' : standing(shown);
};

/** A month as it stands; what is about other departments is left out for whoever does not read all. */
const read = async (scene: Scene, month: string, { viewer, at }: View): Promise<Month> => {
  const { desk } = scene;
  const own = readsAll(viewer) ? {} : { department: viewer.department };
  const state = await assessmentOf(scene, month);
  const shown = state && (await monthTableOf(scene, month, at));
  const ties = shown?.state === 'draft' && readsAll(viewer) ? tiesOf(leagueTable(shown.table), shown.table.scheme) : [];
  const marks = (await desk.markLines(month)).filter(
    (mark) => own.department === undefined || mark.department === own.department,
  );
  const appeals = await desk.matters<Appeal>('appeal', { month, ...own });
  const about = ({ ticket, mark }: Appeal): string[] => [
    ...(ticket === undefined ? [] : [ticket]),
    ...marks.flatMap(({ id, tickets }) => (id === mark ? tickets : [])),
  ];
  const named = await desk.readAll([
    ...new Set([...marks.flatMap(({ tickets }) => tickets), ...appeals.flatMap(about)]),
  ]);
  const kept = new Set(named.filter((ticket) => !mayRead(viewer, ticket)).map(({ no }) => no));
  const open = (tickets: readonly string[]): boolean => !tickets.some((no) => kept.has(no));
  return {
    state,
    shown,
    ties,
    // Of an appeal about a ticket that is kept from a colleague not even the reason is theirs: it tells of the ticket.
    appeals: appeals.filter((appeal) => open(about(appeal))),
    proposed: marks.filter(({ state: stands, tickets }) => stands === 'proposed' && open(tickets)),
    notices: await desk.matters<Accountability>('accountability', { month, ...own }),
  };
};

/** A deduction that hangs on one ticket is confirmed with it; a mark by its own number. */
const ofTicket = ({ id, tickets: [ticket] }: MarkLine): { ticket?: string } =>
  ticket !== undefined && id.startsWith(`${ticket}-`) ? { ticket } : {};

/** `GET /page/league/month/:month` for one viewer. */
export const monthState = async (scene: Scene, month: string, view: View): Promise<MonthState> => {
  const found = await read(scene, month, view);
  const { county } = view;
  const { state, shown, ties, appeals, proposed, notices } = found;
  const table = shown?.table;
  const pointsOf = ({ kind, event }: MarkLine): string =>
    table?.scheme[kind === 'deduction' ? 'deductions' : 'bonuses'].find((rule) => rule.event === event)?.points ??
    county.scheme(month)[kind === 'deduction' ? 'deductions' : 'bonuses'].find((rule) => rule.event === event)
      ?.points ??
    '';
  const tied = ties.flatMap(({ departments }) => departments);
  const seats = ties.reduce((sum, tie) => sum + tie.seats, 0);
  return {
    month,
    state: state?.state ?? 'none',
    stateName: stateName(found),
    steps: stepsOf(found, view),
    appeals: appeals.map((appeal) => ({
      id: appeal.id,
      department: departmentNamed(appeal.department, county),
      reason: maskText(appeal.reason),
      state: appealState(appeal),
      at: appeal.at,
    })),
    proposedDeductions: proposed.map((mark) => ({
      ticket: mark.tickets.join('、') || mark.id,
      department: departmentNamed(mark.department, county),
      clause: mark.clause ?? '',
      points: `${mark.kind === 'bonus' ? '+' : '-'}${pointsOf(mark)}`,
      because: maskText(mark.because),
    })),
    ...(tied.length > 0
      ? {
          tie: {
            departments: tied.map((code) => departmentNamed(code, county)),
            detail: `${tied.length} 个单位并列待定，须从中确定 ${seats} 个末位单位。`,
          },
        }
      : {}),
    notices: notices.map((notice) => ({
      id: notice.id,
      department: departmentNamed(notice.department, county),
      rung: `${RUNG_NAMES[notice.rung].name}：${RUNG_NAMES[notice.rung].does}`,
      state: NOTICE_STATES[notice.state],
      reason: notice.reason,
    })),
    forms: monthForms(
      {
        state,
        ties,
        openAppeals: appeals.filter(({ decision }) => decision === undefined),
        proposed: proposed.map((mark) => ({ id: mark.id, ...ofTicket(mark) })),
        notices,
      },
      view,
    ),
  };
};
