import { backToWork, givenTo, withFlags, withLimits, without } from './changes.ts';
import type { TicketEvent } from './events.ts';
import type { Ticket } from './state.ts';

const withLast = <T>(entries: readonly T[], change: (last: T) => T): T[] =>
  entries.map((entry, index) => (index === entries.length - 1 ? change(entry) : entry));

const askedEvent = (ticket: Ticket, event: TicketEvent): Ticket | undefined => {
  switch (event.type) {
    case 'ExtensionAsked':
      return { ...ticket, extension: event.extension, flags: withFlags(ticket, { extensionAsked: true }) };
    case 'ExtensionGranted': {
      const granted: Ticket = {
        ...ticket,
        flags: withFlags(ticket, { extensionAsked: false }),
        ...(ticket.extension ? { extension: { ...ticket.extension, outcome: 'granted', dueAt: event.dueAt } } : {}),
      };
      return withLimits(granted, { dueAt: event.dueAt, provisional: event.provisional }, 'extension');
    }
    case 'ExtensionRefused':
      return {
        ...ticket,
        flags: withFlags(ticket, { extensionAsked: false }),
        ...(ticket.extension ? { extension: { ...ticket.extension, outcome: 'refused' } } : {}),
      };
    case 'ReturnAsked':
      return { ...ticket, returns: [...ticket.returns, event.return], flags: withFlags(ticket, { returnAsked: true }) };
    case 'ReturnAccepted': {
      const { department: _gone, ...free } = without(
        ticket,
        'claimedAt',
        'claimedBy',
        'claimDueAt',
        'dueAt',
        'dueFrom',
        'proposal',
        'signOff',
        'claimOverdueSince',
        'nearDueSince',
        'overdueSince',
      );
      return {
        ...free,
        status: 'toDispatch',
        returns: withLast(ticket.returns, (entry) => ({ ...entry, outcome: 'accepted' })),
        flags: withFlags(ticket, {
          returnAsked: false,
          overdueClaim: false,
          nearDue: false,
          overdue: false,
          provisionalDue: false,
        }),
      };
    }
    case 'ReturnRefused':
      return {
        ...ticket,
        returns: withLast(ticket.returns, (entry) => ({ ...entry, outcome: 'refused', refusedBecause: event.reason })),
        flags: withFlags(ticket, { returnAsked: false }),
      };
    case 'UnreasonableAsked':
      return { ...ticket, unreasonable: event.unreasonable, flags: withFlags(ticket, { unreasonableAsked: true }) };
    case 'UnreasonableConfirmed': {
      const proof = ticket.unreasonable;
      if (!proof) return ticket;
      const confirmed: Ticket = {
        ...ticket,
        unreasonable: { ...proof, confirmedBy: [...proof.confirmedBy, event.by] },
      };
      if (!event.final) return confirmed;
      return {
        ...confirmed,
        flags: withFlags(ticket, { unreasonableAsked: false, unreasonable: true }),
        excludedBecause: '不合理诉求（第五条）',
      };
    }
    case 'UnreasonableRefused':
      return {
        ...ticket,
        flags: withFlags(ticket, { unreasonableAsked: false }),
        ...(ticket.unreasonable ? { unreasonable: { ...ticket.unreasonable, refusedBecause: event.reason } } : {}),
      };
    default:
      return undefined;
  }
};

const leadersEvent = (ticket: Ticket, event: TicketEvent): Ticket | undefined => {
  switch (event.type) {
    case 'TicketReferred':
      return { ...ticket, status: 'referred', referral: event.referral, flags: withFlags(ticket, { difficult: true }) };
    case 'ReferralDecided': {
      const decided = withLimits(
        givenTo(ticket, { at: event.at, department: event.department, coDepartments: ticket.coDepartments }),
        event,
        'default',
      );
      const decision = {
        department: event.department,
        by: event.by,
        at: event.at,
        ...(event.opinion ? { opinion: event.opinion } : {}),
      };
      return { ...decided, binding: true, ...(ticket.referral ? { referral: { ...ticket.referral, decision } } : {}) };
    }
    case 'TicketEscalated':
      return { ...ticket, status: 'escalated', escalation: event.escalation };
    case 'CaseTaken': {
      const taken: Ticket = {
        ...ticket,
        ...(ticket.escalation
          ? { escalation: { ...ticket.escalation, takenAt: event.at, petitionDueAt: event.petitionDueAt } }
          : {}),
      };
      return withLimits(taken, { dueAt: event.petitionDueAt, provisional: event.provisional }, 'petition');
    }
    case 'CaseProlonged': {
      const prolonged: Ticket = {
        ...ticket,
        ...(ticket.escalation
          ? { escalation: { ...ticket.escalation, prolonged: true, petitionDueAt: event.petitionDueAt } }
          : {}),
      };
      return withLimits(prolonged, { dueAt: event.petitionDueAt }, 'petition');
    }
    case 'CaseConcluded':
      return {
        ...ticket,
        status: 'toFollowUp',
        closedAt: event.at,
        clockStoppedAt: event.at,
        ...(ticket.escalation ? { escalation: { ...ticket.escalation, conclusion: event.result } } : {}),
      };
    case 'CaseGivenBack':
      return { ...without(ticket, 'escalation'), status: 'referred', referral: event.referral };
    case 'TicketSupervised': {
      const supervised: Ticket = { ...ticket, flags: withFlags(ticket, { supervised: true }) };
      return event.dueAt === undefined ? supervised : withLimits(supervised, { dueAt: event.dueAt }, 'supervision');
    }
    default:
      return undefined;
  }
};

const endEvent = (ticket: Ticket, event: TicketEvent): Ticket | undefined => {
  switch (event.type) {
    case 'FollowUpRecorded':
      return { ...ticket, followUps: [...ticket.followUps, event.followUp] };
    case 'ReworkOpened':
      return withLimits({ ...backToWork(ticket), round: ticket.round + 1 }, event, 'rework');
    case 'TicketReopened':
      return withLimits(
        { ...without(backToWork(ticket), 'excludedBecause'), round: ticket.round + 1 },
        event,
        'rework',
      );
    case 'ConsultationAsked':
      return { ...ticket, status: 'toConsult' };
    case 'ConsultationResolved':
      return event.handling === 'close' ? { ...ticket, status: 'done' } : ticket;
    case 'TicketClosed':
      return {
        ...ticket,
        status: 'done',
        ...(ticket.closedAt ? {} : { closedAt: event.at }),
        ...(event.excludedBecause ? { excludedBecause: event.excludedBecause } : {}),
      };
    case 'NonCompliantMarked':
      return {
        ...ticket,
        nonCompliance: { basis: event.basis, by: event.by, at: event.at },
        flags: withFlags(ticket, { nonCompliant: true }),
      };
    case 'ExplanationRecorded': {
      const explained = { at: event.happenedAt, people: event.people, basis: event.basis, by: event.by };
      return { ...ticket, ...(ticket.nonCompliance ? { nonCompliance: { ...ticket.nonCompliance, explained } } : {}) };
    }
    case 'TicketMerged':
      return { ...ticket, status: 'merged', statusBefore: ticket.status, mergedInto: event.into };
    case 'TicketVoided':
      return { ...ticket, status: 'void', statusBefore: ticket.status };
    case 'TicketRestored':
      return { ...without(ticket, 'statusBefore', 'mergedInto'), status: ticket.statusBefore ?? 'toDispatch' };
    default:
      return undefined;
  }
};

/** What the centre, the leaders and the bureau bring about; undefined for an event that is not theirs. */
export const evolveCentre = (ticket: Ticket, event: TicketEvent): Ticket | undefined =>
  askedEvent(ticket, event) ?? leadersEvent(ticket, event) ?? endEvent(ticket, event);
