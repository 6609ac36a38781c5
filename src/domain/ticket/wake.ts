import { markFor } from '../assessment/markRules.ts';
import { nearDueFrom } from '../deadline/watch.ts';
import { type Instant, instant, toDate } from '../instant.ts';
import type { Law } from '../law.ts';
import { monthOf } from '../mark/mark.ts';
import type { Ticket } from './state.ts';

const CLOCK_RUNS: readonly Ticket['status'][] = ['toClaim', 'toSignOff', 'handling', 'toReview', 'escalated'];

/** Whether the handling clock runs: until the reply is approved, and not while an escalation has frozen it (R4.1). */
export const clockRuns = (ticket: Ticket): boolean =>
  CLOCK_RUNS.includes(ticket.status) && ticket.clockStoppedAt === undefined && ticket.dueAt !== undefined;

const MILLISECOND = 1;
const justAfter = (moment: Date): Instant => instant(new Date(moment.getTime() + MILLISECOND));

/** The earliest counted reminder about the claim since the claim limit passed (R3.3). */
export const countedReminder = (ticket: Ticket): Instant | undefined =>
  ticket.reminders
    .map((reminder) => reminder.at)
    .filter((at) => ticket.dispatchedAt === undefined || at >= ticket.dispatchedAt)
    .sort()[0];

/** The scheme's event of R3.3. */
export const UNCLAIMED = 'unclaimedAfterReminder';

/**
 * When the grace after the counted reminder ends; undefined without one, once its deduction stands, or where the scheme
 * of that month takes nothing for it.
 */
export const graceEnd = (ticket: Ticket, { calendar, policy, scheme }: Law): Date | undefined => {
  const reminded = countedReminder(ticket);
  const proposed = ticket.deductions.some(
    (entry) =>
      entry.clause === 'R3.3' &&
      entry.department === ticket.department &&
      (ticket.dispatchedAt === undefined || entry.at >= ticket.dispatchedAt),
  );
  if (ticket.status !== 'toClaim' || !ticket.flags.includes('overdueClaim') || !reminded || proposed) return undefined;
  const end = calendar.addWorkingMinutes(toDate(reminded), policy.watch.graceMinutes);
  return markFor(scheme(monthOf(instant(end))), UNCLAIMED)?.kind === 'deduction' ? end : undefined;
};

/** When a leader who has not decided is reminded next: after four working hours, then every working day. */
export const leaderReminderAt = (ticket: Ticket, { calendar, policy }: Law): Date | undefined => {
  const { referral, status } = ticket;
  if (status !== 'referred' || !referral) return undefined;
  const { remindAfterMinutes, remindEveryMinutes } = policy.referral;
  return referral.remindedAt
    ? calendar.addWorkingMinutes(toDate(referral.remindedAt), remindEveryMinutes)
    : calendar.addWorkingMinutes(toDate(referral.arisenAt), remindAfterMinutes);
};

/** R4.1: the end of the fifth working day after dispatch; undefined when it does not apply or is done. */
export const nominationAt = (ticket: Ticket, { calendar, policy }: Law): Date | undefined => {
  const works = ticket.status === 'toClaim' || ticket.status === 'toSignOff' || ticket.status === 'handling';
  if (!works || ticket.nominatedAt || ticket.round > 1 || !ticket.dispatchedAt) return undefined;
  const day = calendar.addWorkingDays(calendar.localDate(toDate(ticket.dispatchedAt)), policy.watch.nominateAfterDays);
  return calendar.closing(day);
};

const AT_WORK: readonly Ticket['status'][] = ['handling', 'escalated'];

/** R1.1: the internal deadline of the sign-off, while nobody has replied in its round and the ticket's own is later. */
const internalLimit = (ticket: Ticket): Date | undefined => {
  const { signOff, dueAt, round } = ticket;
  if (!signOff?.dueAt || !AT_WORK.includes(ticket.status) || (signOff.round ?? 1) !== round) return undefined;
  const replied = ticket.replies.some((reply) => reply.round === round);
  return replied || (dueAt !== undefined && signOff.dueAt >= dueAt) ? undefined : toDate(signOff.dueAt);
};

/** When lead and handlers are reminded of the internal deadline next; undefined: not again. */
export const internalReminder = (
  ticket: Ticket,
  { calendar, policy }: Law,
): { at: Date; event: 'InternalLimitNear' | 'InternalLimitPassed' } | undefined => {
  const limit = internalLimit(ticket);
  if (!limit || ticket.internalPassedSince) return undefined;
  return ticket.internalNearSince
    ? { at: new Date(limit.getTime() + MILLISECOND), event: 'InternalLimitPassed' }
    : { at: nearDueFrom(limit, calendar, policy.watch.internalMinutes), event: 'InternalLimitNear' };
};

/** The earliest instant at which watching the ticket brings something new; undefined: never as it stands. */
export const nextWake = (ticket: Ticket, law: Law): Instant | undefined => {
  const moments: Instant[] = [];
  if (ticket.status === 'toClaim' && ticket.claimDueAt && !ticket.claimOverdueSince)
    moments.push(justAfter(toDate(ticket.claimDueAt)));
  if (clockRuns(ticket) && ticket.dueAt && !ticket.overdueSince) {
    const due = toDate(ticket.dueAt);
    if (!ticket.nearDueSince) moments.push(instant(nearDueFrom(due, law.calendar, law.policy.watch.nearDueMinutes)));
    moments.push(justAfter(due));
  }
  const grace = graceEnd(ticket, law);
  if (grace) moments.push(justAfter(grace));
  const reminder = leaderReminderAt(ticket, law);
  if (reminder) moments.push(instant(reminder));
  const internal = internalReminder(ticket, law);
  if (internal) moments.push(instant(internal.at));
  const nomination = nominationAt(ticket, law);
  if (nomination) moments.push(justAfter(nomination));
  return moments.sort()[0];
};
