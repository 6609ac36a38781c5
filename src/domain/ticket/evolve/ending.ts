import type { Instant } from '../../instant.ts';
import { backToWork, withFlags, withLimits, without, withoutAsks } from '../changes.ts';
import type { Limits, TicketEvent } from '../events.ts';
import { spend } from '../spent.ts';
import type { Ticket } from '../state.ts';
import { UNREASONABLE } from './asked.ts';
import type { Handlers } from './handlers.ts';

/** One round more; what was late in the round before is no flag of this one. */
const nextRound = (ticket: Ticket, event: { at: Instant } & Limits): Ticket => {
  const back = { ...backToWork(spend(ticket, event.at, 'rework')), round: ticket.round + 1 };
  return withLimits({ ...back, flags: withFlags(back, { overdueClaim: false }) }, event, 'rework');
};

/** It counts again, unless the demand itself was found unreasonable. */
const counted = (ticket: Ticket): Ticket =>
  ticket.flags.includes('unreasonable')
    ? { ...ticket, excludedBecause: UNREASONABLE }
    : without(ticket, 'excludedBecause');

const closed = (ticket: Ticket, event: Extract<TicketEvent, { type: 'TicketClosed' }>): Ticket => ({
  ...withoutAsks(ticket),
  status: 'done',
  doneAt: event.at,
  ...(ticket.closedAt ? {} : { closedAt: event.at }),
  ...(event.excludedBecause ? { excludedBecause: event.excludedBecause } : {}),
});

/** 回访, 重办, 会商, and what ends a ticket or sets it aside (R6, R2.3). */
export const ending = {
  FollowUpRecorded: (ticket, { followUp }) => ({ ...ticket, followUps: [...ticket.followUps, followUp] }),
  ReworkOpened: nextRound,
  TicketReopened: (ticket, event) => counted(nextRound(ticket, event)),
  ConsultationAsked: (ticket) => ({ ...ticket, status: 'toConsult' }),
  ConsultationResolved: (ticket, { at, handling }) =>
    handling === 'close' ? { ...ticket, status: 'done', doneAt: at } : ticket,
  TicketClosed: closed,
  NonCompliantMarked: (ticket, { at, by, basis }) => ({
    ...ticket,
    nonCompliance: { basis, by, at },
    flags: withFlags(ticket, { nonCompliant: true }),
  }),
  ExplanationRecorded: (ticket, { happenedAt, people, basis, by }) =>
    ticket.nonCompliance
      ? { ...ticket, nonCompliance: { ...ticket.nonCompliance, explained: { at: happenedAt, people, basis, by } } }
      : ticket,
  TicketMerged: (ticket, { into }) => ({
    ...ticket,
    status: 'merged',
    statusBefore: ticket.status,
    mergedInto: into,
  }),
  TicketVoided: (ticket) => ({ ...ticket, status: 'void', statusBefore: ticket.status }),
  TicketRestored: (ticket) => ({
    ...without(ticket, 'statusBefore', 'mergedInto'),
    status: ticket.statusBefore ?? 'toDispatch',
  }),
} satisfies Partial<Handlers>;
