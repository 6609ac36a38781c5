import { markFor } from '../../assessment/markRules.ts';
import type { Instant } from '../../instant.ts';
import type { Law } from '../../law.ts';
import { monthOf } from '../../mark/mark.ts';
import type { TicketEvent } from '../events.ts';
import type { Ticket } from '../state.ts';
import { clockRuns } from '../wake.ts';
import { clockTime } from './rules.ts';

/** Written where no article of the regulation speaks of a deduction: it is the scheme's alone. */
export const BY_SCHEME = '考核方案';

interface Reason {
  event: string;
  clause: string;
  because: string;
  at: Instant;
  /** The moment whose month's scheme is asked; absent: `at`. */
  arisenAt?: Instant;
}

/**
 * A deduction put to the director, with the points of the scheme in force; nothing where that scheme does not know the
 * event, or where nobody has the ticket.
 */
export const proposal = (ticket: Ticket, { arisenAt, ...reason }: Reason, law: Law): TicketEvent[] => {
  const { department, no, round } = ticket;
  const rule = markFor(law.scheme(monthOf(arisenAt ?? reason.at)), reason.event);
  if (department === undefined || rule?.kind !== 'deduction') return [];
  const { clause, event } = reason;
  const id = `${no}-${clause === BY_SCHEME ? event : clause}-${department}`;
  const before = ticket.deductions.filter(
    (entry) => entry.event === event && entry.clause === clause && entry.department === department,
  ).length;
  const deduction = {
    ...reason,
    id: before > 0 ? `${id}-${before + 1}` : id,
    points: rule.points,
    department,
    state: 'proposed' as const,
    round,
  };
  return [{ type: 'DeductionProposed', at: reason.at, by: 'system', deduction }];
};

const stands = (ticket: Ticket, event: string, round?: number): boolean =>
  ticket.deductions.some(
    (entry) =>
      entry.event === event &&
      entry.department === ticket.department &&
      (round === undefined || (entry.round ?? 1) === round),
  );

/** R4.3 and R5.3 set limits of their own; of any other limit passed the regulation says nothing, only the scheme does. */
const clauseOfLimit = (ticket: Ticket): string =>
  ticket.dueFrom === 'petition' ? 'R4.3' : ticket.dueFrom === 'supervision' ? 'R5.3' : BY_SCHEME;

/** 超期办结: approved after the limit of a running clock, once a round; not for a demand found unreasonable (R5.6). */
export const closedLate = (ticket: Ticket, at: Instant, law: Law): TicketEvent[] => {
  const { dueAt, round } = ticket;
  if (dueAt === undefined || at <= dueAt || !clockRuns(ticket)) return [];
  if (ticket.flags.includes('unreasonable') || stands(ticket, 'closedLate', round)) return [];
  const because = `办理时限 ${clockTime(dueAt)}，${clockTime(at)} 才审核通过，超期办结`;
  return proposal(ticket, { event: 'closedLate', clause: clauseOfLimit(ticket), because, at }, law);
};

/**
 * 二次不满意 (第六条: the follow-ups count in the assessment): two answered follow-ups with 不满意, the present one at `at`
 * included; once for a ticket and department, and not where R5.6 or R6.4 leaves the satisfaction out.
 */
export const dissatisfiedTwice = (ticket: Ticket, at: Instant, law: Law): TicketEvent[] => {
  const unhappy = ticket.followUps.filter((entry) => entry.outcome === 'answered' && entry.result === '不满意');
  const first = unhappy.at(-1);
  const leftOut = ticket.flags.includes('unreasonable') || ticket.flags.includes('nonCompliant');
  if (!first || leftOut || stands(ticket, 'dissatisfiedTwice')) return [];
  const because = `${clockTime(first.at)} 和 ${clockTime(at)} 两次回访结果均为不满意`;
  return proposal(ticket, { event: 'dissatisfiedTwice', clause: 'R6.3', because, at }, law);
};
