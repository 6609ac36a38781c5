import { explainDeadline } from '../domain/deadline/explain.ts';
import { deadline, type Limit } from '../domain/deadline/limits.ts';
import { type Instant, instant, toDate } from '../domain/instant.ts';
import type { TicketEvent } from '../domain/ticket/events.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { CardContext } from './context.ts';
import { shortTime } from './pieces.ts';

type History = readonly { event: TicketEvent }[];

/** As many days as a card shows; a petition limit's sixty are cut in the middle. */
const DAYS_SHOWN = 20;

const lastAt = (history: History, ...types: TicketEvent['type'][]): Instant | undefined =>
  history.findLast(({ event }) => types.includes(event.type))?.event.at;

/** From when and how long the present limit runs; undefined for a date that somebody set. */
const basisOf = (
  ticket: Ticket,
  history: History,
  { county }: CardContext,
): { from: Instant; limit: Limit } | undefined => {
  const { limits } = county.policy;
  const urgent = ticket.flags.includes('urgent');
  const { dispatchedAt, escalation } = ticket;
  if (ticket.status === 'toClaim')
    return dispatchedAt ? { from: dispatchedAt, limit: urgent ? limits.claimUrgent : limits.claim } : undefined;
  switch (ticket.dueFrom) {
    case 'default': {
      const limit = urgent ? limits.urgent : ticket.binding ? limits.difficult : limits.handling[ticket.type];
      return dispatchedAt ? { from: dispatchedAt, limit } : undefined;
    }
    case 'rework': {
      const from = lastAt(history, 'ReworkOpened', 'TicketReopened');
      return from ? { from, limit: urgent ? limits.urgent : limits.rework } : undefined;
    }
    case 'petition':
      return escalation?.takenAt && !escalation.prolonged
        ? { from: escalation.takenAt, limit: limits.petition }
        : undefined;
    default:
      return undefined;
  }
};

const SET_BY: Partial<Record<NonNullable<Ticket['dueFrom']>, string>> = {
  upstream: '由上级平台给定',
  extension: '由县热线中心同意延期确定',
  supervision: '由现场督办限期确定',
  petition: '由信访件延期确定',
};

const shortened = (lines: readonly string[]): string[] =>
  lines.length <= DAYS_SHOWN ? [...lines] : [...lines.slice(0, 6), '……', ...lines.slice(-6)];

/**
 * The limit that runs now, explained day by day (`第3天 = 10-10 周六，调休上班`), or who set it. Empty once the clock has
 * stopped, and when the calendar or the policy has changed since in a way that would no longer lead to the same moment.
 */
export const limitExplained = (ticket: Ticket, history: History, context: CardContext): string[] => {
  if (ticket.closedAt || ticket.clockStoppedAt) return [];
  const claiming = ticket.status === 'toClaim';
  const due = claiming ? ticket.claimDueAt : ticket.dueAt;
  if (!due) return [];
  const name = claiming ? '签收时限' : '办理时限';
  const basis = basisOf(ticket, history, context);
  if (basis) {
    const { calendar } = context.county;
    const result = deadline({ from: toDate(basis.from), limit: basis.limit, calendar });
    if (instant(result.due) === due)
      return [
        `${name}从 ${shortTime(basis.from)} 起算：`,
        ...shortened(explainDeadline(basis.limit, result, calendar)),
      ];
  }
  const by = ticket.dueFrom && !claiming ? SET_BY[ticket.dueFrom] : undefined;
  return by ? [`${name} ${shortTime(due)} ${by}。`] : [];
};
