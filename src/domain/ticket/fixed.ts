import type { Limit } from '../deadline/limits.ts';
import type { Instant } from '../instant.ts';
import type { Law } from '../law.ts';
import type { Policy } from '../policy.ts';
import {
  claimLimit,
  daysBeyond,
  dispatchLimits,
  handlingLimit,
  type Kind,
  limitAt,
  resumedLimit,
  reworkLimit,
  runsInPlainTime,
} from './decide/rules.ts';
import type { TicketEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { Ticket } from './state.ts';

interface Counted {
  dueAt: Instant;
  provisional: boolean;
}

/** How a limit was fixed, so that it can be counted again and explained. */
export interface Fixed {
  /** When: the policy in force then holds for it. */
  at: Instant;
  /** From when it runs and how long; absent where it goes on from another limit. */
  runs?: { from: Instant; limit(limits: Policy['limits']): Limit };
  /** The limit by the days as they are known now. */
  count(law: Law): Counted;
}

/** The limits of a ticket that are counted; absent where there is none, or a date that somebody set. */
export interface FixedLimits {
  claim?: Fixed;
  handling?: Fixed;
}
type Known = FixedLimits & { petition?: Fixed };

const without = ({ handling: _gone, ...known }: Known): Known => known;

const dispatched = (kind: Kind, from: Instant, at: Instant): Required<FixedLimits> => {
  const limits = (law: Law) => dispatchLimits(kind, from, law.inForceAt(at));
  return {
    claim: {
      at,
      runs: { from, limit: (policy) => claimLimit(kind, policy) },
      count: (law) => ({ dueAt: limits(law).claimDueAt, provisional: limits(law).provisional }),
    },
    handling: { at, runs: { from, limit: (policy) => handlingLimit(kind, policy) }, count: limits },
  };
};

const running = (from: Instant, limit: (limits: Policy['limits']) => Limit): Fixed => ({
  at: from,
  runs: { from, limit },
  count: (law) => {
    const then = law.inForceAt(from);
    return limitAt(from, limit(then.policy.limits), then);
  },
});

const rework = (ticket: Ticket, at: Instant): Fixed => {
  const urgent = ticket.flags.includes('urgent');
  return running(at, (limits) => reworkLimit({ urgent }, limits));
};

/** A granted extension counts its working days from the limit that held before, itself counted again. */
const extended = (ticket: Ticket, before: Fixed | undefined, at: Instant): Fixed => ({
  at,
  count: (law) =>
    daysBeyond(before?.count(law).dueAt ?? ticket.dueAt ?? at, ticket.extension?.days ?? 0, law.inForceAt(at)),
});

const prolonged = (ticket: Ticket, petition: Fixed | undefined, at: Instant): Fixed => ({
  at,
  count: (law) => {
    const then = law.inForceAt(at);
    const first = petition?.count(law).dueAt ?? ticket.escalation?.petitionDueAt ?? at;
    return limitAt(first, then.policy.limits.petitionExtension, then);
  },
});

/** The centre refused the reply: the clock goes on with what was left, or a rework's where it stood frozen. */
const resumed = (ticket: Ticket, before: Fixed | undefined, at: Instant): Fixed | undefined => {
  const { dueAt, clockStoppedAt } = ticket;
  if (dueAt === undefined || clockStoppedAt === undefined) return rework(ticket, at);
  if (runsInPlainTime(ticket)) return undefined;
  const provisional = ticket.flags.includes('provisionalDue');
  return {
    at,
    count: (law) => {
      const then = law.inForceAt(at);
      const stopped = { at: clockStoppedAt, dueAt: before?.count(law).dueAt ?? dueAt };
      const resumes = resumedLimit(stopped, at, then);
      return { dueAt: resumes, provisional: provisional && !then.calendar.covered(Number(resumes.slice(0, 4))) };
    },
  };
};

/** `ticket`: as it was before the event; `at`: when the law was asked, also where the event bears an earlier time. */
const afterEvent = (known: Known, event: TicketEvent, ticket: Ticket, at: Instant): Known => {
  const urgent = ticket.flags.includes('urgent');
  const { type } = ticket;
  switch (event.type) {
    case 'TicketDispatched': {
      const difficult = event.by !== 'upstream' && ticket.flags.includes('difficult');
      const limits = dispatched({ type, urgent, difficult }, event.at, at);
      return event.dueFrom === 'default' ? limits : { claim: limits.claim };
    }
    case 'ReferralDecided':
      return dispatched({ type, urgent, difficult: true }, event.at, at);
    case 'ReworkOpened':
      return event.dated ? without(known) : { ...known, handling: rework(ticket, event.at) };
    case 'TicketReopened':
      return { ...known, handling: rework(ticket, event.at) };
    case 'ExtensionGranted':
      return { ...known, handling: extended(ticket, known.handling, at) };
    case 'CaseTaken': {
      const petition = running(event.at, (limits) => limits.petition);
      return { ...known, handling: petition, petition };
    }
    case 'CaseProlonged':
      return { ...known, handling: prolonged(ticket, known.petition, at) };
    case 'TicketSupervised':
    case 'TicketCorrected':
      return event.dueAt === undefined ? known : without(known);
    case 'ReplyRefused': {
      if (event.dueAt === undefined) return known;
      const handling = resumed(ticket, known.handling, at);
      return handling ? { ...known, handling } : without(known);
    }
    default:
      return known;
  }
};

/** How the limits a ticket has now were fixed, by its whole history, oldest first. */
export const fixedLimits = (history: readonly TicketEvent[]): FixedLimits => {
  let known: Known = {};
  let ticket: Ticket | undefined;
  let latest: Instant = '';
  for (const event of history) {
    if (event.at > latest) latest = event.at;
    if (ticket) known = afterEvent(known, event, ticket, latest);
    ticket = evolve(ticket, event);
  }
  return known;
};
