import { followUpDue } from '../domain/followUp/due.ts';
import { maskText } from '../domain/privacy.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { isOpen, STATUS_NAMES, STATUSES } from '../domain/ticket/status.ts';
import { newRef } from '../kernel/ids.ts';
import type { Card, Fact, Row } from './card.ts';
import type { CardContext } from './context.ts';
import { departmentName, LIST_ROWS, rowOf } from './pieces.ts';

const FLAGGED = [
  ['overdueClaim', '超期未签收'],
  ['nearDue', '临期'],
  ['overdue', '已超期'],
] as const;

/** R3.4: departments whose near-due tickets went to the principal because no deputy is bound. */
const noDeputyFact = (tickets: readonly Ticket[], context: CardContext): Fact[] => {
  const counts = new Map<string | undefined, number>();
  for (const { department } of tickets) counts.set(department, (counts.get(department) ?? 0) + 1);
  const value = [...counts].map(([code, count]) => `${departmentName(code, context)} ${count} 件`).join('，');
  return value ? [{ label: '无分管领导', value: `${value}，临期已交主要负责人` }] : [];
};

/** R3.5: a difficult or shirked ticket with why it is one and who has given it back for which reason. */
const difficultRow = (ticket: Ticket, context: CardContext): Row => {
  const returns = ticket.returns
    .filter(({ outcome }) => outcome !== 'refused')
    .map(({ department, reason }) => `${departmentName(department, context)}退单：${maskText(reason)}`);
  const why = ticket.referral ? [maskText(ticket.referral.reason)] : [];
  return {
    ...rowOf(ticket, context, { group: true }),
    detail: ['疑难推诿', STATUS_NAMES[ticket.status], ...why, ...returns].join(' · '),
  };
};

const listed = (
  waiting: readonly Ticket[],
  difficult: readonly Ticket[],
  context: CardContext,
): Pick<Card, 'rows' | 'more'> => {
  const rows = [
    ...waiting.map((ticket) => rowOf(ticket, context, { group: true })),
    ...difficult.map((ticket) => difficultRow(ticket, context)),
  ];
  return {
    rows: rows.slice(0, LIST_ROWS),
    ...(rows.length > LIST_ROWS ? { more: `及其余 ${rows.length - LIST_ROWS} 件` } : {}),
  };
};

/** R3.1, R3.5: the day's compilation for the centre. */
export const drawCentreDigest = (
  parts: {
    arrived: number;
    open: readonly Ticket[];
    waiting: readonly Ticket[];
    noDeputy: readonly Ticket[];
    difficult: readonly Ticket[];
    restricted: number;
  },
  context: CardContext,
): Card => {
  const { arrived, open, waiting, restricted } = parts;
  const stages = STATUSES.filter(isOpen).flatMap((status) => {
    const count = open.filter((ticket) => ticket.status === status).length;
    return count > 0 ? [`${STATUS_NAMES[status]} ${count}`] : [];
  });
  const flagged = FLAGGED.flatMap(([flag, name]): Fact[] => {
    const count = open.filter((ticket) => ticket.flags.includes(flag)).length;
    return count > 0 ? [{ label: name, value: `${count} 件` }] : [];
  });
  const callsLate = open.filter((ticket) => (followUpDue(ticket, context.county) ?? context.at) < context.at).length;
  return {
    kind: 'digest',
    ref: newRef(),
    title: `热线中心每日工单 在办 ${open.length} 件`,
    tone: flagged.length > 0 ? 'warning' : 'plain',
    body: stages.join('，'),
    facts: [
      { label: '新到', value: `${arrived} 件` },
      ...flagged,
      ...(callsLate > 0 ? [{ label: '回访逾期', value: `${callsLate} 件` }] : []),
      ...(parts.difficult.length > 0 ? [{ label: '疑难推诿', value: `${parts.difficult.length} 件` }] : []),
      ...noDeputyFact(parts.noDeputy, context),
      ...(waiting.length > 0 ? [{ label: '待中心处理', value: `${waiting.length} 件` }] : []),
      ...(restricted > 0
        ? [{ label: '不公开工单', value: `另有 ${restricted} 件待中心处理，请在私聊中发“待办”` }]
        : []),
    ],
    ...listed(waiting, parts.difficult, context),
    actions: [],
    tickets: waiting.map((ticket) => ticket.no),
  };
};
