import type { Law } from '../../law.ts';
import type { Command } from '../commands.ts';
import { fixedLimits } from '../fixed.ts';
import type { Ticket } from '../state.ts';
import { clockRuns } from '../wake.ts';
import type { Decision } from './rules.ts';

/**
 * A year's holidays were published or corrected (requirements.md, section 4): limits counted over them are counted
 * again, by the policy that was in force when each was fixed, in the history with the old ones beside. Nothing changes,
 * nothing happens; a stopped clock and a date that somebody set are left alone.
 */
export const recompute = (command: Extract<Command, { type: 'Recompute' }>, ticket: Ticket, law: Law): Decision => {
  if (!clockRuns(ticket)) return [];
  const fixed = fixedLimits(command.history);
  const now = fixed.handling?.count(law);
  const claim = ticket.status === 'toClaim' ? fixed.claim?.count(law).dueAt : undefined;
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
