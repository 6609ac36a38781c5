import type { Instant } from '../instant.ts';
import { withLast } from './changes.ts';
import type { SpentClock, Ticket } from './state.ts';
import { clockRuns } from './wake.ts';

/** The clock on the ticket stands among the spent ones already: escalated while overdue, or supervised when closed. */
export const isSpent = (ticket: Ticket): boolean => {
  const last = ticket.spent?.at(-1);
  if (!last || last.round !== ticket.round || last.department !== ticket.department) return false;
  if (last.closedAt !== ticket.closedAt) return false;
  return last.closedAt !== undefined || last.dueAt === ticket.dueAt;
};

/** Keeps the clock that now gives way to another one. One that is kept already ends with the rework. */
export const spend = (ticket: Ticket, endedAt: Instant, endedBy: SpentClock['endedBy']): Ticket => {
  const { department, round, dueAt, closedAt, signOff, escalation } = ticket;
  if (department === undefined) return ticket;
  if (isSpent(ticket))
    return endedBy === 'rework'
      ? { ...ticket, spent: withLast(ticket.spent ?? [], (last) => ({ ...last, endedAt, endedBy })) }
      : ticket;
  const clock: SpentClock = {
    department,
    round,
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(closedAt === undefined ? {} : { closedAt }),
    ...(signOff === undefined ? {} : { signedOffAt: signOff.at }),
    ...(escalation?.conclusion === undefined ? {} : { concluded: true as const }),
    endedAt,
    endedBy,
  };
  return { ...ticket, spent: [...(ticket.spent ?? []), clock] };
};

/**
 * R4.1: an overdue already reached stays counted, and what was closed stays closed by its own limit; a clock replaced in
 * time leaves nothing behind.
 */
export const spendIfCounted = (ticket: Ticket, at: Instant, endedBy: SpentClock['endedBy']): Ticket => {
  const { dueAt, closedAt, overdueSince } = ticket;
  if (dueAt === undefined) return ticket;
  const late = overdueSince !== undefined || (clockRuns(ticket) && dueAt < at);
  return late || closedAt !== undefined ? spend(ticket, at, endedBy) : ticket;
};
