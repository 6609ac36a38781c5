import { toDate } from '../instant.ts';
import type { Law } from '../law.ts';
import type { FollowUp, Ticket } from '../ticket/state.ts';

const LOCAL_MS = 8 * 3_600_000;
const timeOfDay = (moment: Date): string => new Date(moment.getTime() + LOCAL_MS).toISOString().slice(11, 16);

/** Calls of the present round that nobody took. */
export const unansweredCalls = (ticket: Ticket): FollowUp[] =>
  ticket.followUps.filter((entry) => entry.round === ticket.round && entry.outcome === 'noAnswer');

/**
 * R6.1: until when a ticket in 待回访 is to be called: the same day; closed (with `review.byCentre`: accepted) after `followUp.sameDayUntil`, on a day off,
 * or called in vain, by the end of the next working day. Undefined for a ticket that waits for no call.
 */
export const followUpDue = (ticket: Ticket, { calendar, policy }: Law): Date | undefined => {
  if (ticket.status !== 'toFollowUp' || !ticket.closedAt) return undefined;
  const closed = toDate(ticket.acceptedAt ?? ticket.closedAt);
  const day = calendar.localDate(closed);
  const sameDay = calendar.isWorkingDay(day) && timeOfDay(closed) <= policy.followUp.sameDayUntil;
  const first = calendar.closing(sameDay ? day : calendar.nextWorkingDay(day));
  const last = unansweredCalls(ticket).at(-1);
  if (!last) return first;
  const again = calendar.closing(calendar.nextWorkingDay(calendar.localDate(toDate(last.at))));
  return again > first ? again : first;
};
