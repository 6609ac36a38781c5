import type { Instant } from '../instant.ts';
import type { Limits } from './events.ts';
import type { Ticket } from './state.ts';
import type { Flag, Status } from './status.ts';

/** Flags as a sorted list without repeats, so that equal states are equal texts. */
export const withFlags = (ticket: Ticket, change: Partial<Record<Flag, boolean>>): Flag[] => {
  const flags = new Set(ticket.flags);
  for (const [flag, on] of Object.entries(change)) {
    if (on) flags.add(flag as Flag);
    else flags.delete(flag as Flag);
  }
  return [...flags].sort();
};

/** Drops members: an absent member and an undefined one are not the same state. */
export const without = <K extends keyof Ticket>(ticket: Ticket, ...keys: readonly K[]): Ticket => {
  const copy = { ...ticket };
  for (const key of keys) delete copy[key];
  return copy;
};

/** New limits start new clocks: what was reached under the old ones is no longer true. */
export const withLimits = (ticket: Ticket, limits: Limits, dueFrom: NonNullable<Ticket['dueFrom']>): Ticket => {
  const fresh =
    limits.dueAt === undefined
      ? ticket
      : { ...without(ticket, 'nearDueSince', 'overdueSince', 'nominatedAt'), dueAt: limits.dueAt, dueFrom };
  const claim =
    limits.claimDueAt === undefined ? fresh : { ...without(fresh, 'claimOverdueSince'), claimDueAt: limits.claimDueAt };
  return {
    ...claim,
    flags: withFlags(claim, {
      ...(limits.dueAt === undefined
        ? {}
        : { nearDue: false, overdue: false, provisionalDue: limits.provisional ?? false }),
      ...(limits.claimDueAt === undefined ? {} : { overdueClaim: false }),
    }),
  };
};

/** A department takes the ticket from the beginning: nothing of an earlier one's work holds. */
export const givenTo = (
  ticket: Ticket,
  event: { at: Instant; department: string; coDepartments: string[] },
): Ticket => ({
  ...without(
    ticket,
    'claimedAt',
    'claimedBy',
    'claimDueAt',
    'dueAt',
    'dueFrom',
    'proposal',
    'signOff',
    'extension',
    'closedAt',
    'clockStoppedAt',
    'askedDepartment',
  ),
  status: 'toClaim',
  department: event.department,
  coDepartments: event.coDepartments,
  dispatchedAt: event.at,
  passedThrough:
    ticket.passedThrough.at(-1) === event.department
      ? ticket.passedThrough
      : [...ticket.passedThrough, event.department],
});

/** Back to the department's work: the handling clock runs again. */
export const backToWork = (ticket: Ticket, status: Status = 'handling'): Ticket => ({
  ...without(ticket, 'closedAt', 'clockStoppedAt'),
  status,
});
