import { limitExplained } from '../../cards/limitExplained.ts';
import { followUpDue } from '../../domain/followUp/due.ts';
import { type Instant, instant, toDate } from '../../domain/instant.ts';
import type { Ticket } from '../../domain/ticket/state.ts';
import type { HistoryEntry } from '../../workflow/ports.ts';
import { nearMinutesOf, standing, type View } from './lines.ts';
import type { ClockView } from './shapes.ts';

/** A clock that somebody has stopped by doing what was due: in time or late. */
const ended = (dueAt: Instant, doneAt: Instant): ClockView['state'] => (doneAt <= dueAt ? 'met' : 'passed');

const claimClock = (ticket: Ticket, view: View, explained: string[]): ClockView[] => {
  const { claimDueAt, claimedAt, dispatchedAt } = ticket;
  if (!claimDueAt) return [];
  const name = '签收时限';
  const running = ticket.status === 'toClaim';
  return [
    {
      name,
      ...(dispatchedAt ? { startedAt: dispatchedAt } : {}),
      dueAt: claimDueAt,
      state: claimedAt
        ? ended(claimDueAt, claimedAt)
        : running
          ? standing(toDate(claimDueAt), view, nearMinutesOf(name, view))
          : 'stopped',
      explained: running ? explained : [],
    },
  ];
};

const handlingState = (ticket: Ticket, dueAt: Instant, view: View): ClockView['state'] => {
  if (ticket.closedAt) return ended(dueAt, ticket.closedAt);
  if (ticket.clockStoppedAt) return 'stopped';
  return standing(toDate(dueAt), view, nearMinutesOf('办理时限', view));
};

const handlingClock = (ticket: Ticket, view: View, explained: string[]): ClockView[] => {
  const { dueAt, dispatchedAt } = ticket;
  if (!dueAt) return [];
  return [
    {
      name: ticket.dueFrom === 'petition' ? '信访时限' : '办理时限',
      ...(ticket.round === 1 && ticket.dueFrom !== 'petition' && dispatchedAt ? { startedAt: dispatchedAt } : {}),
      dueAt,
      state: handlingState(ticket, dueAt, view),
      explained: ticket.status === 'toClaim' ? [] : explained,
    },
  ];
};

/** R1.1: until the reply of the round it was signed for. */
const internalClock = (ticket: Ticket, view: View): ClockView[] => {
  const { signOff, round } = ticket;
  if (!signOff?.dueAt || (signOff.round ?? 1) !== round) return [];
  const reply = ticket.replies.findLast((entry) => entry.round === round);
  const state = reply
    ? ended(signOff.dueAt, reply.at)
    : standing(toDate(signOff.dueAt), view, view.county.policy.watch.internalMinutes);
  return [{ name: '内部时限', startedAt: signOff.at, dueAt: signOff.dueAt, state, explained: ['由签批确定。'] }];
};

const callClock = (ticket: Ticket, view: View): ClockView[] => {
  const due = followUpDue(ticket, view.county);
  if (!due) return [];
  const state = standing(due, view, nearMinutesOf('签收时限', view));
  return [
    { name: '回访时限', dueAt: instant(due), state, explained: ['办结当日回访；较晚或遇非工作日办结的，次一工作日。'] },
  ];
};

/** Every clock of the ticket; the one that runs with the days it counted. */
export const clocksOf = (ticket: Ticket, history: readonly HistoryEntry[], view: View): ClockView[] => {
  const explained = limitExplained(ticket, history, { at: view.at, county: view.county });
  return [
    ...claimClock(ticket, view, explained),
    ...handlingClock(ticket, view, explained),
    ...internalClock(ticket, view),
    ...callClock(ticket, view),
  ];
};
