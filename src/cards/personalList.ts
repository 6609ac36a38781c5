import { hasRole, type Person } from '../domain/person.ts';
import { commandsFor } from '../domain/ticket/access.ts';
import type { CommandType } from '../domain/ticket/commands.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { newRef } from '../kernel/ids.ts';
import type { Action, Card, Row } from './card.ts';
import type { CardContext } from './context.ts';
import { listActions } from './lists.ts';
import { action, shortTime } from './pieces.ts';
import { countFacts, type Section, sectionRows } from './posts.ts';

/** A matter that waits for somebody, as a list shows it: `domain/matter.ts`. */
export interface WaitingMatter {
  id: string;
  title: string;
  dueAt?: Date;
}

const matterRow = ({ id, title, dueAt }: WaitingMatter, { at }: CardContext): Row => ({
  ticket: id,
  title,
  detail: dueAt ? `${dueAt < at ? '已过' : '截止'} ${shortTime(dueAt)}` : '待处理',
  ...(dueAt && dueAt < at ? { urgent: true } : {}),
});

/** What is done one ticket at a time: the button of a list, by the law's command that waits for this person. */
const ONE_BY_ONE: Partial<Record<CommandType, { alias: string; name: string; rest: string }>> = {
  Propose: { alias: 'propose', name: '拟办', rest: ' 牵头:姓名 经办:姓名' },
  SignOff: { alias: 'signoff', name: '签批', rest: ' 牵头:姓名 经办:姓名' },
  RecordContact: { alias: 'contact', name: '联系', rest: ' 方式:见面 地点:… 情况:…' },
  Reply: { alias: 'reply', name: '回复', rest: ' 流程:… 结果:…' },
  ApproveReply: { alias: 'review', name: '审核', rest: ' 通过 用印:…' },
  Dispatch: { alias: 'dispatch', name: '派单', rest: ' 单位名称' },
  Accept: { alias: 'accept', name: '同意', rest: '' },
  DecideReferral: { alias: 'decide', name: '批示', rest: ' 承办:… 意见:…' },
  TakeCase: { alias: 'take', name: '收案', rest: '' },
  ConcludeCase: { alias: 'conclude', name: '结案', rest: ' 结果:…' },
  Explain: { alias: 'explain', name: '解释', rest: ' 人员:… 依据:…' },
  Resolve: { alias: 'resolve', name: '决议', rest: ' 处理:… 内容:…' },
};

/** As many buttons as a platform's card has room for. */
const BUTTONS = 5;

/** A button for each kind of work, the most urgent ticket's first; 下一件 where several wait for the same. */
const oneByOne = (waiting: readonly Ticket[], person: Person, context: CardContext, taken: readonly Action[]) => {
  const queues = new Map<CommandType, Ticket[]>();
  for (const ticket of waiting)
    for (const command of new Set(commandsFor(ticket, person, context.county)))
      queues.set(command, [...(queues.get(command) ?? []), ticket]);
  return [...queues].flatMap(([command, tickets]): Action[] => {
    const kind = ONE_BY_ONE[command];
    const [first] = tickets;
    if (!kind || !first || taken.some((one) => one.action === kind.alias)) return [];
    const label = tickets.length > 1 ? `${kind.name}下一件` : kind.name;
    return [action(kind.alias, label, `${kind.name} ${first.no}${kind.rest}`, 'primary')];
  });
};

const actionsFor = (
  parts: { person: Person; waiting: readonly Ticket[]; nearDue: readonly Ticket[] },
  context: CardContext,
): Action[] => {
  const { person, waiting } = parts;
  const several = listActions(waiting, {
    claim: hasRole(person, 'liaison', 'handler'),
    signOff: hasRole(person, 'principal', 'delegate'),
    confirm: hasRole(person, 'director'),
    followUp: hasRole(person, 'followUp'),
  });
  const single = oneByOne(waiting, person, context, several);
  return [...several, ...single, ...listActions(parts.nearDue, { claim: false, signOff: false, seen: true })].slice(
    0,
    BUTTONS,
  );
};

/**
 * What waits for one person: matters, then tickets, most urgent first as handed in, each with its number and what is
 * left in words, and the buttons to act; for a deputy also what is near due (R3.4).
 */
export const drawPersonalList = (
  parts: {
    person: Person;
    waiting: readonly Ticket[];
    nearDue: readonly Ticket[];
    matters: readonly WaitingMatter[];
    /** How many tickets wait in all, when not every one is handed in. */
    total?: number;
  },
  context: CardContext,
): Card => {
  const { person, matters } = parts;
  const sections: Section[] = [
    { name: '待您处理', tickets: parts.waiting },
    {
      name: '临期交办（第三条）',
      tickets: parts.nearDue.filter(({ no }) => parts.waiting.every((ticket) => ticket.no !== no)),
    },
  ];
  const tickets = sections.flatMap((section) => section.tickets);
  const { rows = [], ...list } = sectionRows(sections, context, { person: person.id });
  const count = Math.max(parts.total ?? 0, tickets.length);
  const counts = [
    ...(count > 0 || matters.length === 0 ? [`${count} 件工单`] : []),
    ...(matters.length > 0 ? [`${matters.length} 项事项`] : []),
  ];
  return {
    kind: 'personalList',
    ref: newRef(),
    title: `${person.name}，您有 ${counts.join('、')}待处理`,
    tone: parts.nearDue.length > 0 ? 'warning' : 'plain',
    facts: countFacts(sections),
    ...list,
    rows: [...matters.map((matter) => matterRow(matter, context)), ...rows],
    actions: actionsFor(parts, context),
    tickets: tickets.map((ticket) => ticket.no),
  };
};
