import type { Rung } from '../assessment/ladder.ts';
import { localDate } from '../deadline/calendarDate.ts';
import { type Instant, instant, toDate } from '../instant.ts';
import type { Law } from '../law.ts';
import type { MatterRules } from '../matter.ts';
import { CENTRE, hasRole, type Person } from '../person.ts';
import { type Refusal, refuse } from '../ticket/refusal.ts';
import {
  type Accountability,
  type AccountabilityCommand,
  type AccountabilityEvent,
  INTERVIEW_MS,
  openReport,
  RUNG_NAMES,
} from './accountability.ts';

const sourceOf = (state: Accountability | undefined) => ({ article: '第八条', duty: state?.clause ?? 'R8.1' });
const isDirector = (by: Person): boolean => by.department === CENTRE && hasRole(by, 'director');
/** The rung's own person; the director arranges interviews for the hotline leader too. */
const mayInterview = (by: Person, rung: Rung): boolean =>
  hasRole(by, RUNG_NAMES[rung].by) || (rung === 2 && isDirector(by));

type Decision = AccountabilityEvent[] | Refusal;

const confirm = (command: Of<'Confirm' | 'Refuse'>, state: Accountability): Decision => {
  const { at, by } = command;
  if (!isDirector(by)) return refuse('NotYourRole', '约谈和整改通知由县热线中心负责人确认后发出。', sourceOf(state));
  if (state.state !== 'prepared') return refuse('AlreadyDone', `${state.id} 已经处理过。`, sourceOf(state));
  if (command.type === 'Confirm') return [{ type: 'NoticeConfirmed', at, by: by.id }];
  return command.reason.trim() === ''
    ? refuse('ArgumentMissing', '不发出要写原因。', sourceOf(state))
    : [{ type: 'NoticeRefused', at, by: by.id, reason: command.reason }];
};

const interview = (command: Of<'Appoint' | 'Record'>, state: Accountability): Decision => {
  const { at, by } = command;
  const source = sourceOf(state);
  if (state.rung === 3) return refuse('WrongStatus', '这一级由县政府督查室责令限期整改，请用“整改”。', source);
  if (!mayInterview(by, state.rung)) return refuse('NotYourRole', `本次由${RUNG_NAMES[state.rung].does}。`, source);
  if (state.state !== 'sent')
    return refuse('WrongStatus', state.state === 'closed' ? '本次约谈已结束。' : '约谈通知还没有确认发出。', source);
  if (command.type === 'Record')
    return command.content.trim() === ''
      ? refuse('ArgumentMissing', '请写约谈纪要。', source)
      : [{ type: 'InterviewHeld', at, by: by.id, content: command.content }];
  const { when, place } = command;
  if (when <= at) return refuse('TooLate', '约谈时间已过，请写以后的时间。', source);
  return [{ type: 'InterviewAppointed', at, by: by.id, when, ...(place ? { place } : {}) }];
};

const order = (command: Of<'Order'>, state: Accountability): Decision => {
  const { at, by, dueAt, content } = command;
  const source = sourceOf(state);
  if (!hasRole(by, 'supervisionOffice')) return refuse('NotYourRole', '限期整改由县政府督查室责令。', source);
  if (state.rung !== 3) return refuse('WrongStatus', '这一级由约谈处理，不用责令整改。', source);
  if (state.state !== 'sent')
    return refuse('WrongStatus', state.state === 'closed' ? '本次整改已完成。' : '整改通知还没有确认发出。', source);
  if (dueAt <= at) return refuse('TooLate', '限期已过，请写以后的日期。', source);
  return [{ type: 'RectificationOrdered', at, by: by.id, dueAt, content }];
};

const report = (command: Of<'Report'>, state: Accountability): Decision => {
  const { at, by, content } = command;
  const source = sourceOf(state);
  if (by.department !== state.department || !hasRole(by, 'principal'))
    return refuse('NotYourRole', '整改报告由本单位主要负责人提交。', source);
  if (state.state !== 'sent' || !state.order) return refuse('NothingAsked', '本单位没有限期整改要报告。', source);
  if (openReport(state)) return refuse('AlreadyDone', '整改报告已提交，等县政府督查室审核。', source);
  return content.trim() === ''
    ? refuse('ArgumentMissing', '请写整改报告。', source)
    : [{ type: 'RectificationReported', at, by: by.id, content }];
};

const decideReport = (command: Of<'DecideReport'>, state: Accountability): Decision => {
  const { at, by, accepted, reason } = command;
  const source = sourceOf(state);
  if (!hasRole(by, 'supervisionOffice')) return refuse('NotYourRole', '整改报告由县政府督查室审核。', source);
  if (!openReport(state)) return refuse('NothingAsked', `${state.id} 没有等待审核的整改报告。`, source);
  if (!accepted && (reason ?? '').trim() === '') return refuse('ArgumentMissing', '退回整改报告要写原因。', source);
  return [{ type: 'ReportDecided', at, by: by.id, accepted, ...(reason ? { reason } : {}) }];
};

type Of<Type extends AccountabilityCommand['type']> = Extract<AccountabilityCommand, { type: Type }>;

/** The next moment of a notice: minutes after the interview, the day before the limit of an order, the limit. */
const nextMoment = (state: Accountability, { calendar }: Pick<Law, 'calendar'>): Instant | undefined => {
  if (state.state !== 'sent') return undefined;
  const { interview: meeting, order: ordered } = state;
  if (meeting && !meeting.minutesAskedAt) return instant(new Date(toDate(meeting.when).getTime() + INTERVIEW_MS));
  if (!ordered || ordered.overdueAt || openReport(state)) return undefined;
  const dayBefore = instant(calendar.opening(calendar.previousWorkingDay(localDate(toDate(ordered.dueAt)))));
  return ordered.remindedAt || dayBefore <= ordered.at ? ordered.dueAt : dayBefore;
};

const watch = (at: Instant, state: Accountability, law: Law): AccountabilityEvent[] => {
  const due = nextMoment(state, law);
  if (!due || at < due) return [];
  const happened = { at, by: 'system' };
  if (state.interview && !state.interview.minutesAskedAt) return [{ type: 'MinutesAsked', ...happened }];
  return [
    { type: state.order && at >= state.order.dueAt ? 'RectificationOverdue' : 'RectificationReminded', ...happened },
  ];
};

const evolveOrder = (state: Accountability, more: Partial<NonNullable<Accountability['order']>>): Accountability =>
  state.order ? { ...state, order: { ...state.order, ...more } } : state;

const decidedReport = (state: Accountability, event: Extract<AccountabilityEvent, { type: 'ReportDecided' }>) => {
  const { accepted, by, reason } = event;
  const decision = { accepted, by, ...(reason ? { reason } : {}) };
  return {
    ...state,
    state: accepted ? ('closed' as const) : state.state,
    reports: state.reports.map((entry, index) => (index === state.reports.length - 1 ? { ...entry, decision } : entry)),
  };
};

const evolve = (
  state: Accountability,
  event: Exclude<AccountabilityEvent, { type: 'NoticePrepared' }>,
): Accountability => {
  const { at, by } = event;
  switch (event.type) {
    case 'NoticeConfirmed':
      return { ...state, state: 'sent', decision: { by, at } };
    case 'NoticeRefused':
      return { ...state, state: 'refused', decision: { by, at, reason: event.reason } };
    case 'NoticeWithdrawn':
      return { ...state, state: 'withdrawn', withdrawnBecause: event.because };
    case 'InterviewAppointed': {
      const { when, place } = event;
      const changes = state.interview ? state.interview.changes + 1 : 0;
      return { ...state, interview: { when, by, changes, ...(place ? { place } : {}) } };
    }
    case 'MinutesAsked':
      return state.interview ? { ...state, interview: { ...state.interview, minutesAskedAt: at } } : state;
    case 'InterviewHeld':
      return { ...state, state: 'closed', minutes: { content: event.content, by, at } };
    case 'RectificationOrdered':
      return { ...state, order: { dueAt: event.dueAt, content: event.content, by, at } };
    case 'RectificationReminded':
      return evolveOrder(state, { remindedAt: at });
    case 'RectificationOverdue':
      return evolveOrder(state, { overdueAt: at });
    case 'RectificationReported':
      return { ...state, reports: [...state.reports, { content: event.content, by, at }] };
    case 'ReportDecided':
      return decidedReport(state, event);
    default:
      return event satisfies never;
  }
};

const waitsFor = (state: Accountability): string[] => {
  if (state.state === 'prepared') return [`director@${CENTRE}`];
  if (state.state !== 'sent') return [];
  if (state.rung === 1) return [`director@${CENTRE}`];
  if (state.rung === 2) return ['hotlineLeader@county'];
  return state.order && !openReport(state) ? [`principal@${state.department}`] : ['supervisionOffice@county'];
};

const titleOf = ({ state, month, rung, order: ordered, interview: meeting }: Accountability, name: string): string => {
  const { does } = RUNG_NAMES[rung];
  if (state === 'prepared') return `${month} ${name}：${does}，通知待确认`;
  if (rung === 3) return ordered ? `${name} 限期整改` : `${name} 待责令限期整改`;
  return meeting ? `${name} 约谈，会后写纪要` : `${name} 待约谈`;
};

/** The rules of a notice and what follows it. */
export const accountabilities: MatterRules<Accountability, AccountabilityCommand, AccountabilityEvent> = {
  kind: 'accountability',
  decide: (command, state, law) => {
    if (command.type === 'Prepare') {
      const { at, id, finding } = command;
      const same = state && state.state !== 'withdrawn' && state.rung === finding.rung;
      return same ? [] : [{ type: 'NoticePrepared', at, by: 'system', id, finding }];
    }
    if (!state) return refuse('NothingAsked', '没有这份约谈问责通知。', sourceOf(state));
    switch (command.type) {
      case 'Confirm':
      case 'Refuse':
        return confirm(command, state);
      case 'Withdraw':
        return state.state === 'prepared' || state.state === 'sent'
          ? [{ type: 'NoticeWithdrawn', at: command.at, by: 'system', because: command.because }]
          : [];
      case 'Appoint':
      case 'Record':
        return interview(command, state);
      case 'Order':
        return order(command, state);
      case 'Report':
        return report(command, state);
      case 'DecideReport':
        return decideReport(command, state);
      case 'Watch':
        return watch(command.at, state, law);
      default:
        return command satisfies never;
    }
  },
  evolve: (state, event) => {
    if (event.type === 'NoticePrepared') {
      const { id, finding, at } = event;
      return { ...finding, id, state: 'prepared', preparedAt: at, reports: [] };
    }
    if (!state) throw new Error(`${event.type} cannot be a notice's first event`);
    return evolve(state, event);
  },
  index: (state, law) => {
    const wake = nextMoment(state, law);
    return {
      title: titleOf(state, law.department(state.department)?.name ?? state.department),
      month: state.month,
      departments: [state.department],
      tickets: [],
      open: state.state === 'prepared' || state.state === 'sent',
      waiting: waitsFor(state),
      ...(state.order ? { dueAt: state.order.dueAt } : {}),
      ...(wake ? { wakeAt: wake } : {}),
    };
  },
};
