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

/** The last of several entries changed. */
export const withLast = <T>(entries: readonly T[], change: (last: T) => T): T[] =>
  entries.map((entry, index) => (index === entries.length - 1 ? change(entry) : entry));

/** New limits start new clocks: what was reached under the old ones is no longer true. */
export const withLimits = (ticket: Ticket, limits: Limits, dueFrom: NonNullable<Ticket['dueFrom']>): Ticket => {
  const fresh =
    limits.dueAt === undefined
      ? ticket
      : { ...without(ticket, 'nearDueSince', 'overdueSince'), dueAt: limits.dueAt, dueFrom };
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

/** A return nobody has decided is moot once the department has replied or the ticket is taken out of its hands. */
export const withoutReturnAsked = (ticket: Ticket): Ticket =>
  ticket.flags.includes('returnAsked')
    ? {
        ...ticket,
        returns: withLast(ticket.returns, (entry) => ({ ...entry, outcome: 'lapsed' })),
        flags: withFlags(ticket, { returnAsked: false }),
      }
    : ticket;

/** The same for an extension too, which may then be asked for anew. */
export const withoutAsks = (ticket: Ticket): Ticket => {
  const kept = withoutReturnAsked(ticket);
  return kept.flags.includes('extensionAsked')
    ? { ...without(kept, 'extension'), flags: withFlags(kept, { extensionAsked: false }) }
    : kept;
};

/** Nothing of a department's work and limits holds any more: another one takes it, or the centre has it back. */
export const relieved = (ticket: Ticket): Ticket => {
  const free = without(
    withoutAsks(ticket),
    'claimedAt',
    'claimedBy',
    'claimDueAt',
    'dueAt',
    'dueFrom',
    'proposal',
    'signOff',
    'extension',
    'closedAt',
    'acceptedAt',
    'clockStoppedAt',
    'claimOverdueSince',
    'nearDueSince',
    'overdueSince',
    'nominatedAt',
    'nominationRefused',
  );
  // A proof two people of the centre have confirmed is about the demand; one still pending is that department's.
  const pending = free.flags.includes('unreasonableAsked');
  return {
    ...(pending ? without(free, 'unreasonable') : free),
    flags: withFlags(free, {
      unreasonableAsked: false,
      overdueClaim: false,
      nearDue: false,
      overdue: false,
      provisionalDue: false,
    }),
  };
};

/** A department takes the ticket from the beginning. */
export const givenTo = (
  ticket: Ticket,
  event: { at: Instant; department: string; coDepartments: string[] },
): Ticket => ({
  ...without(relieved(ticket), 'askedDepartment'),
  status: 'toClaim',
  department: event.department,
  coDepartments: event.coDepartments,
  dispatchedAt: event.at,
  passedThrough:
    ticket.passedThrough.at(-1) === event.department
      ? ticket.passedThrough
      : [...ticket.passedThrough, event.department],
});

/** R1.1: work goes on with those the sign-off names; what nobody signed, or nobody has, waits for that first. */
const workStatus = (ticket: Ticket): Status => {
  if (ticket.department === undefined) return 'toDispatch';
  return ticket.signOff ? 'handling' : 'toSignOff';
};

/** Back to the department's work: the handling clock runs again. */
export const backToWork = (ticket: Ticket): Ticket => ({
  ...without(ticket, 'closedAt', 'acceptedAt', 'clockStoppedAt', 'doneAt'),
  status: workStatus(ticket),
});

/** R4.1: the clock freezes and shows no limit until a new one starts; an overdue already reached stays counted. */
export const frozen = (ticket: Ticket, at: Instant): Ticket => {
  const stopped: Ticket = { ...withoutAsks(ticket), clockStoppedAt: at };
  if (stopped.flags.includes('overdue')) return stopped;
  return {
    ...without(stopped, 'dueAt', 'dueFrom', 'nearDueSince'),
    flags: withFlags(stopped, { nearDue: false, provisionalDue: false }),
  };
};
