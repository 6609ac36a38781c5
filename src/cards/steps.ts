import { instant } from '../domain/instant.ts';
import type { Law } from '../domain/law.ts';
import type { Person } from '../domain/person.ts';
import { commandsFor } from '../domain/ticket/access.ts';
import type { Command, CommandType, PersonCommand } from '../domain/ticket/commands.ts';
import { decide } from '../domain/ticket/decide.ts';
import { isRefusal, type RefusalCode } from '../domain/ticket/refusal.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Action, Card } from './card.ts';
import type { Audience, CardContext } from './context.ts';
import { action, detailsAction, ticketCard } from './pieces.ts';

type Bare<C> = C extends unknown ? Omit<C, 'by' | 'at'> : never;

/** One thing a person may do with a ticket: its button, and an order the law is asked about. */
interface Step {
  alias: string;
  name: string;
  /** What follows the number when typed. */
  more: string;
  order: Bare<PersonCommand>;
  /** Refusals that do not take the button away: the words or the hour are still to come. */
  despite?: readonly RefusalCode[];
}

const WORDS: readonly RefusalCode[] = ['ArgumentMissing', 'ArgumentWrong'];
const REASON = '原因:…';
const PAST = '1970-01-01T00:00:00.000Z';
const HAPPENED = { happenedAt: PAST, people: '', basis: '' };
const ANSWERS = { contacted: true, process: '满意', result: '满意' } as const;

/** In the order of a ticket's life; the first ones become buttons where a platform shows only a few. */
const STEPS: readonly Step[] = [
  { alias: 'dispatch', name: '派单', more: '单位名称', order: { type: 'Dispatch', department: '', coDepartments: [] } },
  { alias: 'claim', name: '签收', more: '', order: { type: 'Claim' } },
  { alias: 'propose', name: '拟办', more: '牵头:… 经办:…', order: { type: 'Propose', lead: '', handlers: [] } },
  { alias: 'signoff', name: '签批', more: '牵头:… 经办:…', order: { type: 'SignOff' } },
  {
    alias: 'contact',
    name: '联系',
    more: '方式:… 情况:…',
    order: { type: 'RecordContact', mode: '见面', happenedAt: PAST, attachments: [] },
  },
  { alias: 'reply', name: '回复', more: '流程:… 结果:…', order: { type: 'Reply', process: '', result: '' } },
  { alias: 'review:approve', name: '审核通过', more: '通过 用印:…', order: { type: 'ApproveReply' } },
  { alias: 'review:refuse', name: '审核退回', more: '退回 意见:…', order: { type: 'SendBackReply', opinion: '' } },
  { alias: 'accept', name: '同意', more: '', order: { type: 'Accept' }, despite: [] },
  { alias: 'refuse', name: '驳回', more: REASON, order: { type: 'Refuse', reason: '原因' }, despite: [] },
  { alias: 'decide', name: '批示', more: '承办:…', order: { type: 'DecideReferral', department: '' } },
  { alias: 'take', name: '收案', more: '', order: { type: 'TakeCase' } },
  { alias: 'conclude', name: '结案', more: '结果:…', order: { type: 'ConcludeCase', result: '' } },
  { alias: 'prolong', name: '延案', more: REASON, order: { type: 'ProlongCase', reason: '' } },
  { alias: 'giveback', name: '退案', more: REASON, order: { type: 'GiveBackCase', reason: '' } },
  { alias: 'followup', name: '回访', more: '联系:… 过程:… 结果:…', order: { type: 'FollowUp', ...ANSWERS } },
  { alias: 'noanswer', name: '未接通', more: '', order: { type: 'NoAnswer' } },
  {
    alias: 'unreachable',
    name: '无法回访',
    more: REASON,
    order: { type: 'Unreachable', reason: '原因' },
    despite: [],
  },
  { alias: 'resolve', name: '决议', more: '处理:… 内容:…', order: { type: 'Resolve', handling: 'close', content: '' } },
  { alias: 'explain', name: '解释', more: '人员:… 依据:…', order: { type: 'Explain', ...HAPPENED } },
  { alias: 'extend', name: '延期', more: '天数:… 原因:…', order: { type: 'AskExtension', days: 0, reason: '' } },
  { alias: 'return', name: '退单', more: REASON, order: { type: 'AskReturn', reason: '' } },
  { alias: 'unreasonable', name: '不合理', more: '依据:…', order: { type: 'AskUnreasonable', basis: '' } },
  {
    alias: 'urge',
    name: '催办',
    more: '',
    order: { type: 'LogReminder', channel: '电话', to: '', happenedAt: PAST },
    despite: ['TooEarly', ...WORDS],
  },
  { alias: 'supervise', name: '督办', more: '时间:… 地点:… 带队:…', order: { type: 'Supervise' } },
  { alias: 'escalate', name: '提级', more: REASON, order: { type: 'Escalate', reason: '' } },
  { alias: 'difficult', name: '疑难', more: REASON, order: { type: 'MarkDifficult', reason: '' } },
  { alias: 'noncompliant', name: '不合规', more: '依据:…', order: { type: 'MarkNonCompliant', basis: '' } },
  { alias: 'restore', name: '恢复', more: '', order: { type: 'Restore' } },
  { alias: 'rework', name: '重办', more: REASON, order: { type: 'Reopen', reason: '' } },
  { alias: 'recall', name: '撤回', more: REASON, order: { type: 'Recall', reason: '', all: false } },
  { alias: 'merge', name: '并单', more: '到:…', order: { type: 'Merge', into: '' } },
  { alias: 'void', name: '作废', more: REASON, order: { type: 'Void', reason: '' } },
];

/** The aliases a steps card may carry. */
export const STEP_ALIASES: readonly string[] = STEPS.map(({ alias }) => alias);

/** Whether the law lets this person do it now; what is still to be filled in does not take it away. */
const lets = (
  { order, despite = WORDS }: Pick<Step, 'order' | 'despite'>,
  person: Person,
  ticket: Ticket,
  { at, county }: CardContext,
): boolean => {
  const answer = decide({ ...order, by: person, at: instant(at) } as Command, ticket, county);
  return isRefusal(answer) ? despite.includes(answer.code) : answer.length > 0;
};

/** What this person may do with the ticket now: the law itself is asked, so that no button is offered that it refuses. */
export const stepsOf = (person: Person, ticket: Ticket, context: CardContext): Action[] =>
  STEPS.filter((step) => lets(step, person, ticket, context)).map(({ alias, name, more }) => {
    const [, verdict] = alias.split(':');
    const words = `${verdict ? '审核' : name} ${ticket.no} ${more}`.trim();
    return action(alias, name, words);
  });

/** What is possible besides and has a place on a page, but no button on a card. */
const BESIDES: readonly Step[] = [
  { alias: 'note', name: '备注', more: '内容:…', order: { type: 'AddNote', content: '' } },
];

/** What a command that waits is called. */
const WAITING_NAMES: Partial<Record<CommandType, string>> = {
  ApproveReply: '审核',
  Accept: '同意或驳回',
  Escalate: '提级',
  ConfirmDeduction: '确认扣分',
};

/** Steps that answer one that waits: who is asked to approve may also send back. */
const ANSWERS_TO: Partial<Record<CommandType, CommandType>> = {
  SendBackReply: 'ApproveReply',
  Refuse: 'Accept',
  NoAnswer: 'FollowUp',
  Unreachable: 'FollowUp',
};

/** A step as a page offers it: `expected` when it waits for this very person. */
export interface PageStep {
  alias: string;
  name: string;
  expected: boolean;
}

/** The same for a page: with what is possible besides, what is expected first. */
export const pageStepsOf = (person: Person, ticket: Ticket, context: CardContext): PageStep[] => {
  const waiting = commandsFor(ticket, person, context.county);
  const confirms: PageStep[] = waiting.includes('ConfirmDeduction')
    ? [{ alias: 'confirm', name: '确认扣分', expected: true }]
    : [];
  const steps = [...STEPS, ...BESIDES]
    .filter((step) => lets(step, person, ticket, context))
    .map(({ alias, name, order: { type } }) => ({
      alias,
      name,
      expected: waiting.includes(ANSWERS_TO[type] ?? type),
    }));
  return [...steps, ...confirms].sort((a, b) => Number(b.expected) - Number(a.expected));
};

/** What waits for this very person, by name: 签收, 签批 … */
export const stepsAsked = (person: Person, ticket: Ticket, law: Law): string[] => [
  ...new Set(
    commandsFor(ticket, person, law).map(
      (type) => WAITING_NAMES[type] ?? STEPS.find(({ order }) => order.type === type)?.name ?? type,
    ),
  ),
];

/** For one person, behind the answer to 工单: everything they may do with it, one button each. */
export const stepsCard = (ticket: Ticket, context: CardContext, audience: Audience): Card => {
  const person = 'person' in audience ? context.county.person(audience.person) : undefined;
  const steps = person ? stepsOf(person, ticket, context) : [];
  return ticketCard(ticket, context, audience, {
    kind: 'steps',
    title: steps.length > 0 ? '您可以办理' : '现在没有等您办理的步骤',
    actions: steps.length > 0 ? steps : [detailsAction(ticket)],
  });
};
