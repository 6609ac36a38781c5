import { frozen, givenTo, withFlags, withLimits, without, withoutAsks } from '../changes.ts';
import type { TicketEvent } from '../events.ts';
import { spendIfCounted } from '../spent.ts';
import type { Escalation, Ticket } from '../state.ts';
import type { Handlers } from './handlers.ts';

const decided = (ticket: Ticket, event: Extract<TicketEvent, { type: 'ReferralDecided' }>): Ticket => {
  const { at, by, department, opinion } = event;
  const coDepartments = ticket.coDepartments.filter((code) => code !== department);
  const given = withLimits(
    givenTo(spendIfCounted(ticket, at, 'referral'), { at, department, coDepartments }),
    event,
    'default',
  );
  const decision = { department, by, at, ...(opinion ? { opinion } : {}) };
  return { ...given, binding: true, ...(ticket.referral ? { referral: { ...ticket.referral, decision } } : {}) };
};

const inCase = (ticket: Ticket, change: Partial<Escalation>): Ticket =>
  ticket.escalation ? { ...ticket, escalation: { ...ticket.escalation, ...change } } : ticket;

/** 呈批 (R3.5–R3.8), 提级转办 and the petition bureau (R4), 督办 (R5). */
export const leaders = {
  TicketReferred: (ticket, { referral }) => ({
    ...withoutAsks(ticket),
    status: 'referred',
    referral,
    flags: withFlags(withoutAsks(ticket), { difficult: true }),
  }),
  LeaderReminded: (ticket, { at }) =>
    ticket.referral
      ? { ...ticket, referral: { ...ticket.referral, remindedAt: at, reminders: (ticket.referral.reminders ?? 0) + 1 } }
      : ticket,
  ReferralDecided: decided,
  TicketEscalated: (ticket, { at, escalation }) => ({
    ...frozen(spendIfCounted(ticket, at, 'escalation'), at),
    status: 'escalated',
    escalation,
  }),
  CaseTaken: (ticket, { at, petitionDueAt, provisional }) =>
    withLimits(
      without(inCase(ticket, { takenAt: at, petitionDueAt }), 'clockStoppedAt'),
      { dueAt: petitionDueAt, provisional },
      'petition',
    ),
  CaseProlonged: (ticket, { petitionDueAt, provisional }) =>
    withLimits(
      inCase(ticket, { prolonged: true, petitionDueAt }),
      { dueAt: petitionDueAt, provisional: provisional ?? false },
      'petition',
    ),
  CaseConcluded: (ticket, { at, result }) => ({
    ...inCase(ticket, { conclusion: result }),
    status: 'toFollowUp',
    closedAt: at,
    clockStoppedAt: at,
  }),
  CaseGivenBack: (ticket, { at, referral }) => {
    const back = without(frozen(ticket, at), 'escalation');
    return { ...back, status: 'referred', referral, flags: withFlags(back, { difficult: true }) };
  },
  TicketSupervised: (ticket, { at, dueAt }) => {
    const supervised: Ticket = { ...ticket, flags: withFlags(ticket, { supervised: true }) };
    if (dueAt === undefined) return supervised;
    return withLimits(spendIfCounted(supervised, at, 'supervision'), { dueAt }, 'supervision');
  },
} satisfies Partial<Handlers>;
