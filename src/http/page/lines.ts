import { stepsAsked } from '../../cards/steps.ts';
import { isNearDue, isOverdue } from '../../domain/deadline/watch.ts';
import { followUpDue } from '../../domain/followUp/due.ts';
import { type Instant, instant, toDate } from '../../domain/instant.ts';
import type { Person } from '../../domain/person.ts';
import { maskTitle } from '../../domain/privacy.ts';
import type { Ticket } from '../../domain/ticket/state.ts';
import { STATUS_NAMES } from '../../domain/ticket/status.ts';
import type { County } from '../../workflow/county.ts';
import type { Named, TicketLine } from './shapes.ts';

/** For whom and when a page is drawn. */
export interface View {
  viewer: Person;
  at: Date;
  county: County;
}

export const departmentNamed = (code: string, county: County): Named => ({
  id: code,
  name: county.department(code)?.name ?? code,
});

/** Below two hours of working time a claim is near its limit; what is near for handling the policy says (R3.4). */
const CLAIM_NEAR_MINUTES = 120;

type Limit = NonNullable<TicketLine['limit']>;

/** How a limit that runs stands at `at`. */
export const standing = (due: Date, { at, county }: View, nearMinutes: number): Limit['state'] => {
  if (isOverdue(at, due)) return 'passed';
  return isNearDue(at, due, county.calendar, nearMinutes) ? 'near' : 'running';
};

export const nearMinutesOf = (name: '签收时限' | '办理时限', { county }: View): number =>
  name === '签收时限' ? CLAIM_NEAR_MINUTES : county.policy.watch.nearDueMinutes;

/** The limit that runs now: of the claim, of the handling, of the call. */
const limitOf = (ticket: Ticket, view: View): Limit | undefined => {
  const call = followUpDue(ticket, view.county);
  if (call) return { name: '回访时限', dueAt: instant(call), state: standing(call, view, CLAIM_NEAR_MINUTES) };
  if (ticket.closedAt || ticket.clockStoppedAt) return undefined;
  const claiming = ticket.status === 'toClaim';
  const due: Instant | undefined = claiming ? ticket.claimDueAt : ticket.dueAt;
  if (!due) return undefined;
  const name = claiming ? '签收时限' : '办理时限';
  return { name, dueAt: due, state: standing(toDate(due), view, nearMinutesOf(name, view)) };
};

/** A ticket in a list, for one viewer: the title masked, nothing of the caller. */
export const ticketLine = (ticket: Ticket, view: View): TicketLine => {
  const limit = limitOf(ticket, view);
  const asks = stepsAsked(view.viewer, ticket, view.county);
  return {
    no: ticket.no,
    title: maskTitle(ticket.title),
    type: ticket.type,
    status: ticket.status,
    statusName: STATUS_NAMES[ticket.status],
    flags: ticket.flags,
    ...(ticket.department ? { department: departmentNamed(ticket.department, view.county) } : {}),
    receivedAt: ticket.receivedAt,
    ...(limit ? { limit } : {}),
    ...(asks.length > 0 ? { asks } : {}),
  };
};
