import type { Adjustment } from '../assessment/facts.ts';
import { type Instant, toDate } from '../instant.ts';
import type { MatterRules } from '../matter.ts';
import { CENTRE, DEPARTMENT_ROLES, hasRole, type Person } from '../person.ts';
import { type Refusal, refuse } from '../ticket/refusal.ts';
import { type Assessment, MONTHLY } from './assessment.ts';

/** What an appeal about a ticket may be limited to, in the office's words; without it the ticket leaves every column. */
export const SCOPES: Readonly<Record<string, readonly string[]>> = {
  签收: ['dispatched', 'claimedInTime'],
  办结: ['due', 'closed', 'closedOnTime', 'overdue'],
  反馈: ['feedbackOnTime'],
  联系: ['followedUp', 'contacted', 'met'],
  满意: ['evaluated', 'processSatisfied', 'resultSatisfied'],
  解决: ['assessed', 'resolved'],
  规范: ['defective'],
};

/** 申诉: a department's objection to a line of the draft, decided by the director. */
export interface Appeal {
  /** `SS202610-1`. */
  id: string;
  month: string;
  department: string;
  reason: string;
  ticket?: string;
  /** One of `SCOPES`. */
  scope?: string;
  /** A 扣分 by its number. */
  mark?: string;
  by: string;
  at: Instant;
  decision?: { accepted: boolean; by: string; at: Instant; reason?: string };
}

type Objection = Pick<Appeal, 'id' | 'month' | 'reason' | 'ticket' | 'scope' | 'mark'>;

export type AppealCommand =
  | { type: 'Appeal'; at: Instant; by: Person; objection: Objection; assessment: Assessment | undefined }
  | { type: 'Decide'; at: Instant; by: Person; accepted: boolean; reason?: string };

export type AppealEvent = { at: Instant; by: string } & (
  | { type: 'AppealMade'; department: string; objection: Objection }
  | { type: 'AppealDecided'; accepted: boolean; reason?: string }
);

const make = (
  command: Extract<AppealCommand, { type: 'Appeal' }>,
  state: Appeal | undefined,
): AppealEvent[] | Refusal => {
  const { at, by, objection, assessment } = command;
  if (by.department === CENTRE || !hasRole(by, ...DEPARTMENT_ROLES))
    return refuse('NotYourRole', '申诉由承办单位提出。', MONTHLY);
  if (state) return refuse('AlreadyDone', `编号 ${state.id} 已用。`, MONTHLY);
  if (!assessment)
    return refuse('TooEarly', `${objection.month} 还没有月榜草稿，次月第一个工作日生成后再申诉。`, MONTHLY);
  if (assessment.state !== 'draft' || toDate(at) > toDate(assessment.appealsUntil))
    return refuse('TooLate', `${objection.month} 的申诉期已过，如有差错请联系县热线中心更正。`, MONTHLY);
  return [{ type: 'AppealMade', at, by: by.id, department: by.department, objection }];
};

const decideOn = (
  command: Extract<AppealCommand, { type: 'Decide' }>,
  state: Appeal | undefined,
): AppealEvent[] | Refusal => {
  const { at, by, accepted, reason } = command;
  if (by.department !== CENTRE || !hasRole(by, 'director'))
    return refuse('NotYourRole', '申诉由县热线中心负责人决定。', MONTHLY);
  if (!state) return refuse('NothingAsked', '没有这条申诉。', MONTHLY);
  if (state.decision) return refuse('AlreadyDone', `${state.id} 已经决定过。`, MONTHLY);
  if (!accepted && (reason ?? '').trim() === '') return refuse('ArgumentMissing', '驳回申诉要写原因。', MONTHLY);
  return [{ type: 'AppealDecided', at, by: by.id, accepted, ...(reason ? { reason } : {}) }];
};

/** What the accepted appeal changes: a line, never the arithmetic. Undefined: it names none, and nothing is changed. */
export const adjustmentOf = ({ id, ticket, mark, scope, reason }: Appeal): Adjustment | undefined => {
  if (mark) return { kind: 'strike', mark, appeal: id, because: reason };
  if (!ticket) return undefined;
  const columns = scope === undefined ? undefined : SCOPES[scope];
  return { kind: 'exempt', ticket, appeal: id, because: reason, ...(columns ? { columns } : {}) };
};

/** The rules of an appeal. */
export const appeals: MatterRules<Appeal, AppealCommand, AppealEvent> = {
  kind: 'appeal',
  decide: (command, state) => (command.type === 'Appeal' ? make(command, state) : decideOn(command, state)),
  evolve: (state, event) => {
    const { at, by } = event;
    if (event.type === 'AppealMade') return { ...event.objection, department: event.department, by, at };
    if (!state) throw new Error(`${event.type} cannot be an appeal's first event`);
    const { accepted, reason } = event;
    return { ...state, decision: { accepted, by, at, ...(reason ? { reason } : {}) } };
  },
  index: (state, law) => ({
    title: `${state.month} 月榜申诉待决定：${law.department(state.department)?.name ?? state.department}`,
    month: state.month,
    departments: [state.department],
    tickets: state.ticket ? [state.ticket] : [],
    open: state.decision === undefined,
    waiting: state.decision ? [] : [`director@${CENTRE}`],
  }),
};
