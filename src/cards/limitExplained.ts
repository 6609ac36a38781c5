import type { WorkingCalendar } from '../domain/deadline/calendar.ts';
import { explainDeadline } from '../domain/deadline/explain.ts';
import { deadline, type Limit } from '../domain/deadline/limits.ts';
import { type Instant, instant, toDate } from '../domain/instant.ts';
import type { TicketEvent } from '../domain/ticket/events.ts';
import { fixedLimits } from '../domain/ticket/fixed.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { CardContext } from './context.ts';
import { shortTime } from './pieces.ts';

type History = readonly { event: TicketEvent }[];

/** As many days as a card shows; a petition limit's sixty are cut in the middle. */
const DAYS_SHOWN = 20;

/** From when and how long the present limit runs, and by which calendar; undefined for a date that somebody set. */
const basisOf = (
  claiming: boolean,
  history: History,
  { county }: CardContext,
): { from: Instant; limit: Limit; calendar: WorkingCalendar } | undefined => {
  const { claim, handling } = fixedLimits(history.map(({ event }) => event));
  const fixed = claiming ? claim : handling;
  if (!fixed?.runs) return undefined;
  const { policy, calendar } = county.inForceAt(fixed.at);
  return { from: fixed.runs.from, limit: fixed.runs.limit(policy.limits), calendar };
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
 * The limit that runs now, explained day by day (`第3天 = 10-10 周六，调休上班`) by the policy it was fixed under, or who set
 * it. `history`: the whole of it. Empty once the clock has stopped, and where the days known now lead to another moment.
 */
export const limitExplained = (ticket: Ticket, history: History, context: CardContext): string[] => {
  if (ticket.closedAt || ticket.clockStoppedAt) return [];
  const claiming = ticket.status === 'toClaim';
  const due = claiming ? ticket.claimDueAt : ticket.dueAt;
  if (!due) return [];
  const name = claiming ? '签收时限' : '办理时限';
  const basis = basisOf(claiming, history, context);
  if (basis) {
    const { limit, calendar } = basis;
    const result = deadline({ from: toDate(basis.from), limit, calendar });
    if (instant(result.due) === due)
      return [`${name}从 ${shortTime(basis.from)} 起算：`, ...shortened(explainDeadline(limit, result, calendar))];
  }
  const by = ticket.dueFrom && !claiming ? SET_BY[ticket.dueFrom] : undefined;
  return by ? [`${name} ${shortTime(due)} ${by}。`] : [];
};
