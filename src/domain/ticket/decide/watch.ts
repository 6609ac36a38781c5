import { isNearDue } from '../../deadline/watch.ts';
import { type Instant, instant, toDate } from '../../instant.ts';
import type { Law } from '../../law.ts';
import type { TicketEvent } from '../events.ts';
import { evolve } from '../evolve.ts';
import type { Ticket } from '../state.ts';
import {
  clockRuns,
  countedReminder,
  graceEnd,
  internalReminder,
  leaderReminderAt,
  nominationAt,
  UNCLAIMED,
} from '../wake.ts';
import { proposal } from './deduct.ts';
import { clockTime } from './rules.ts';

const claimEvents = (ticket: Ticket, at: Instant): TicketEvent[] =>
  ticket.status === 'toClaim' && ticket.claimDueAt !== undefined && !ticket.claimOverdueSince && at > ticket.claimDueAt
    ? [{ type: 'ClaimOverdueReached', at, by: 'system' }]
    : [];

/** R3.4: strictly less than two working days left; and the limit itself. */
const limitEvents = (ticket: Ticket, at: Instant, law: Law): TicketEvent[] => {
  if (!clockRuns(ticket) || ticket.dueAt === undefined || ticket.overdueSince) return [];
  if (at > ticket.dueAt) return [{ type: 'OverdueReached', at, by: 'system' }];
  const near = isNearDue(toDate(at), toDate(ticket.dueAt), law.calendar, law.policy.watch.nearDueMinutes);
  return near && !ticket.nearDueSince ? [{ type: 'NearDueReached', at, by: 'system' }] : [];
};

/** R3.3: proposed only on a counted reminder, after the grace; the director confirms. */
const graceEvents = (ticket: Ticket, at: Instant, law: Law): TicketEvent[] => {
  const end = graceEnd(ticket, law);
  const reminded = countedReminder(ticket);
  if (!end || !reminded || toDate(at) <= end) return [];
  const because = `超期未签收，${clockTime(reminded)} 提醒后宽限期满仍未签收`;
  return proposal(ticket, { event: UNCLAIMED, clause: 'R3.3', because, at, arisenAt: instant(end) }, law);
};

const nominationEvents = (ticket: Ticket, at: Instant, law: Law): TicketEvent[] => {
  const from = nominationAt(ticket, law);
  return from && toDate(at) > from ? [{ type: 'EscalationNominated', at, by: 'system' }] : [];
};

const leaderEvents = (ticket: Ticket, at: Instant, law: Law): TicketEvent[] => {
  const from = leaderReminderAt(ticket, law);
  return from && toDate(at) >= from ? [{ type: 'LeaderReminded', at, by: 'system' }] : [];
};

/** R1.1: first that the internal deadline is near, then that it has passed; both at once when the look comes late. */
const internalEvents = (ticket: Ticket, at: Instant, law: Law): TicketEvent[] => {
  const next = internalReminder(ticket, law);
  if (!next || toDate(at) < next.at) return [];
  const event: TicketEvent = { type: next.event, at, by: 'system' };
  return [event, ...internalEvents(evolve(ticket, event), at, law)];
};

/** The scan's look at one ticket: each thing once; looking twice brings nothing new. */
export const watch = (ticket: Ticket, at: Instant, law: Law): TicketEvent[] => {
  const late = claimEvents(ticket, at);
  const seen = late.reduce((state, event) => evolve(state, event), ticket);
  return [
    ...late,
    ...limitEvents(seen, at, law),
    ...graceEvents(seen, at, law),
    ...nominationEvents(seen, at, law),
    ...leaderEvents(seen, at, law),
    ...internalEvents(seen, at, law),
  ];
};
