import { backToWork, givenTo, withFlags, withLimits } from './changes.ts';
import type { Intake } from './commands.ts';
import type { TicketEvent } from './events.ts';
import { evolveCentre } from './evolveCentre.ts';
import type { Ticket } from './state.ts';

const registered = (intake: Intake): Ticket => {
  const { urgent, anonymous, confidential, department: _asked, dispatchedAt: _when, dueAt: _due, ...rest } = intake;
  const blank: Ticket = {
    ...rest,
    status: 'toDispatch',
    flags: [],
    round: 1,
    contacts: [],
    replies: [],
    reviews: [],
    followUps: [],
    reminders: [],
    deductions: [],
    returns: [],
    passedThrough: [],
    binding: false,
  };
  return { ...blank, flags: withFlags(blank, { urgent, anonymous, confidential }) };
};

const workEvent = (ticket: Ticket, event: TicketEvent): Ticket | undefined => {
  switch (event.type) {
    case 'TicketDispatched':
      return withLimits(givenTo(ticket, event), event, event.dueFrom);
    case 'TicketClaimed':
      return { ...ticket, status: 'toSignOff', claimedAt: event.at, claimedBy: event.by };
    case 'SignOffProposed':
      return { ...ticket, proposal: event.proposal };
    case 'TicketSignedOff':
      return { ...ticket, status: 'handling', signOff: event.signOff };
    case 'ContactRecorded':
      return { ...ticket, contacts: [...ticket.contacts, event.contact] };
    case 'TicketReplied':
      return { ...ticket, status: 'toReview', replies: [...ticket.replies, event.reply] };
    case 'ReplyApproved':
      return {
        ...ticket,
        status: event.to,
        reviews: [...ticket.reviews, event.review],
        closedAt: event.at,
        clockStoppedAt: event.at,
      };
    case 'ReplySentBack':
      return {
        ...ticket,
        status: ticket.escalation?.takenAt && !ticket.escalation.conclusion ? 'escalated' : 'handling',
        reviews: [...ticket.reviews, event.review],
      };
    case 'ReplyAccepted':
      return { ...ticket, status: 'toFollowUp' };
    case 'ReplyRefused':
      return withLimits(backToWork(ticket), event, ticket.dueFrom ?? 'default');
    default:
      return undefined;
  }
};

const watchEvent = (ticket: Ticket, event: TicketEvent): Ticket | undefined => {
  switch (event.type) {
    case 'ClaimOverdueReached':
      return { ...ticket, claimOverdueSince: event.at, flags: withFlags(ticket, { overdueClaim: true }) };
    case 'NearDueReached':
      return { ...ticket, nearDueSince: event.at, flags: withFlags(ticket, { nearDue: true }) };
    case 'OverdueReached':
      return { ...ticket, overdueSince: event.at, flags: withFlags(ticket, { overdue: true, nearDue: false }) };
    case 'EscalationNominated':
      return { ...ticket, nominatedAt: event.at };
    case 'ReminderLogged':
    case 'ClaimReminderAccepted':
      return { ...ticket, reminders: [...ticket.reminders, event.reminder] };
    case 'DeductionProposed':
      return { ...ticket, deductions: [...ticket.deductions, event.deduction] };
    case 'DeductionConfirmed':
    case 'DeductionLapsed': {
      const state = event.type === 'DeductionConfirmed' ? ('confirmed' as const) : ('lapsed' as const);
      return {
        ...ticket,
        deductions: ticket.deductions.map((entry) => (entry.id === event.deduction ? { ...entry, state } : entry)),
      };
    }
    case 'FlagSet':
      return { ...ticket, flags: withFlags(ticket, { [event.flag]: event.on }) };
    default:
      return undefined;
  }
};

const correct = (ticket: Ticket, event: Extract<TicketEvent, { type: 'TicketCorrected' }>): Ticket => {
  const { urgent, ...changes } = event.changes;
  const changed: Ticket = {
    ...ticket,
    ...changes,
    flags: urgent === undefined ? ticket.flags : withFlags(ticket, { urgent }),
  };
  return event.dueAt === undefined ? changed : withLimits(changed, { dueAt: event.dueAt }, 'upstream');
};

/** The ticket after an event. Pure; needs no calendar, no policy: events carry what was fixed when they happened. */
export const evolve = (ticket: Ticket | undefined, event: TicketEvent): Ticket => {
  if (event.type === 'TicketRegistered') return registered(event.intake);
  if (!ticket) throw new Error(`${event.type} cannot be a ticket's first event`);
  if (event.type === 'TicketCorrected') return correct(ticket, event);
  const after = workEvent(ticket, event) ?? watchEvent(ticket, event) ?? evolveCentre(ticket, event);
  if (!after) throw new Error(`${event.type} is not understood by evolve`);
  return after;
};

/** The state a history leads to; undefined for an empty one. */
export const replay = (events: readonly TicketEvent[]): Ticket | undefined =>
  events.reduce<Ticket | undefined>((ticket, event) => evolve(ticket, event), undefined);
