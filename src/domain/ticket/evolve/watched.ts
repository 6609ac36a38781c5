import { withFlags, withLimits } from '../changes.ts';
import type { Deduction, Ticket } from '../state.ts';
import type { Handlers } from './handlers.ts';

const settled = (ticket: Ticket, id: string, state: Deduction['state']): Ticket => ({
  ...ticket,
  deductions: ticket.deductions.map((entry) => (entry.id === id ? { ...entry, state } : entry)),
});

/** What the scan finds, the reminders, and the deductions that rest on them (R3.2–R3.4, R4.1). */
export const watched = {
  DeadlineRecomputed: (ticket, { before: _before, type: _type, at: _at, by: _by, ...limits }) =>
    withLimits(ticket, limits, ticket.dueFrom ?? 'default'),
  ClaimOverdueReached: (ticket, { at }) => ({
    ...ticket,
    claimOverdueSince: at,
    flags: withFlags(ticket, { overdueClaim: true }),
  }),
  NearDueReached: (ticket, { at }) => ({
    ...ticket,
    nearDueSince: at,
    flags: withFlags(ticket, { nearDue: true }),
  }),
  OverdueReached: (ticket, { at }) => ({
    ...ticket,
    overdueSince: at,
    flags: withFlags(ticket, { overdue: true, nearDue: false }),
  }),
  InternalLimitNear: (ticket, { at }) => ({ ...ticket, internalNearSince: at }),
  InternalLimitPassed: (ticket, { at }) => ({ ...ticket, internalPassedSince: at }),
  LettersRecalled: (ticket) => ticket,
  TicketAcknowledged: (ticket, { at, by }) => ({
    ...ticket,
    acknowledged: [...(ticket.acknowledged ?? []).filter((entry) => entry.by !== by), { by, at }],
  }),
  EscalationNominated: (ticket, { at }) => ({ ...ticket, nominatedAt: at }),
  NominationRefused: (ticket, { at, by, reason }) => ({
    ...ticket,
    nominationRefused: { because: reason, by, at },
  }),
  ReminderLogged: (ticket, { reminder }) => ({ ...ticket, reminders: [...ticket.reminders, reminder] }),
  ClaimReminderAccepted: (ticket, { reminder }) => ({ ...ticket, reminders: [...ticket.reminders, reminder] }),
  DeductionProposed: (ticket, { deduction }) => ({ ...ticket, deductions: [...ticket.deductions, deduction] }),
  DeductionConfirmed: (ticket, { deduction }) => settled(ticket, deduction, 'confirmed'),
  DeductionLapsed: (ticket, { deduction }) => settled(ticket, deduction, 'lapsed'),
  FlagSet: (ticket, { flag, on }) => ({ ...ticket, flags: withFlags(ticket, { [flag]: on }) }),
} satisfies Partial<Handlers>;
