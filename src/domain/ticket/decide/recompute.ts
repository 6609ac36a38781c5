import { type Instant, instant, toDate } from '../../instant.ts';
import type { Law } from '../../law.ts';
import type { Command } from '../commands.ts';
import type { Ticket } from '../state.ts';
import { clockRuns } from '../wake.ts';
import { type Decision, dispatchLimits, limitAt, reworkLimits } from './rules.ts';

interface Counted {
  dueAt: Instant;
  provisional: boolean;
}

const defaults = (ticket: Ticket, law: Law) =>
  ticket.dispatchedAt === undefined
    ? undefined
    : dispatchLimits(
        {
          type: ticket.type,
          urgent: ticket.flags.includes('urgent'),
          difficult: ticket.flags.includes('difficult'),
        },
        ticket.dispatchedAt,
        law,
      );

/** A granted extension counts its working days from the limit that held before: the upstream's, or the default. */
const extended = (ticket: Ticket, law: Law): Counted | undefined => {
  const base = ticket.upstream?.dueAt ?? defaults(ticket, law)?.dueAt;
  if (base === undefined || ticket.extension?.outcome !== 'granted') return undefined;
  const { calendar } = law;
  const day = calendar.addWorkingDays(calendar.localDate(toDate(base)), ticket.extension.days);
  return { dueAt: instant(calendar.closing(day)), provisional: !calendar.covered(Number(day.slice(0, 4))) };
};

const petition = (ticket: Ticket, law: Law): Counted | undefined => {
  const { escalation } = ticket;
  if (!escalation?.takenAt) return undefined;
  const first = limitAt(escalation.takenAt, law.policy.limits.petition, law);
  return escalation.prolonged ? limitAt(first.dueAt, law.policy.limits.petitionExtension, law) : first;
};

/** The present handling limit counted by the present calendar; undefined where it is a date somebody set. */
const counted = (ticket: Ticket, since: Instant | undefined, law: Law): Counted | undefined => {
  switch (ticket.dueFrom) {
    case 'default':
      return defaults(ticket, law);
    case 'rework':
      return since === undefined ? undefined : reworkLimits(ticket, since, law);
    case 'extension':
      return extended(ticket, law);
    case 'petition':
      return petition(ticket, law);
    default:
      return undefined;
  }
};

/**
 * A year's holidays were published or corrected (requirements.md, section 4): limits counted over them are counted
 * again, in the history with the old ones beside. Nothing changes, nothing happens; a stopped clock is left alone.
 */
export const recompute = (command: Extract<Command, { type: 'Recompute' }>, ticket: Ticket, law: Law): Decision => {
  if (!clockRuns(ticket)) return [];
  const now = counted(ticket, command.since, law);
  const claim = ticket.status === 'toClaim' ? defaults(ticket, law)?.claimDueAt : undefined;
  const provisional = now?.provisional ?? ticket.flags.includes('provisionalDue');
  const moved = now !== undefined && now.dueAt !== ticket.dueAt;
  const claimMoved = claim !== undefined && claim !== ticket.claimDueAt;
  if (!moved && !claimMoved && provisional === ticket.flags.includes('provisionalDue')) return [];
  return [
    {
      type: 'DeadlineRecomputed',
      at: command.at,
      by: 'system',
      before: {
        ...(ticket.claimDueAt ? { claimDueAt: ticket.claimDueAt } : {}),
        ...(ticket.dueAt ? { dueAt: ticket.dueAt } : {}),
      },
      ...(claimMoved ? { claimDueAt: claim } : {}),
      ...(now ? { dueAt: now.dueAt, provisional } : {}),
    },
  ];
};
