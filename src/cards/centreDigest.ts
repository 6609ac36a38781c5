import { followUpDue } from '../domain/followUp/due.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { isOpen, STATUS_NAMES, STATUSES } from '../domain/ticket/status.ts';
import { newRef } from '../kernel/ids.ts';
import type { Card, Fact } from './card.ts';
import type { CardContext } from './context.ts';
import { rowsOf } from './pieces.ts';

const FLAGGED = [
  ['overdueClaim', '超期未签收'],
  ['nearDue', '临期'],
  ['overdue', '已超期'],
] as const;

/** R3.1: the day's compilation for the centre. */
export const drawCentreDigest = (
  parts: { arrived: number; open: readonly Ticket[]; waiting: readonly Ticket[]; restricted: number },
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
      ...(waiting.length > 0 ? [{ label: '待中心处理', value: `${waiting.length} 件` }] : []),
      ...(restricted > 0
        ? [{ label: '不公开工单', value: `另有 ${restricted} 件待中心处理，请在私聊中发“待办”` }]
        : []),
    ],
    ...rowsOf(waiting, context, { group: true }),
    actions: [],
    tickets: waiting.map((ticket) => ticket.no),
  };
};
