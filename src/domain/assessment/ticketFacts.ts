import type { Instant } from '../instant.ts';
import { isSpent } from '../ticket/spent.ts';
import type { FollowUp, SpentClock, Ticket } from '../ticket/state.ts';
import { clockRuns } from '../ticket/wake.ts';
import { COLUMNS, type Exclusion } from './facts.ts';

/** Everything counted of tickets: the columns, and the scheme's event `defective`. */
export const COUNTED = [...COLUMNS, 'defective'] as const;
export type Counted = (typeof COUNTED)[number];

/**
 * One countable thing of a ticket. A period `[from, to)` has those whose `at` lies in it:
 *
 * | thing | `at` | counts as |
 * |---|---|---|
 * | `dispatch` | dispatch to the present department | dispatched, claimedInTime, feedbackOnTime (first reply by the limit that held) |
 * | `clock:n` | limit of the nth handling clock; a rework has its own, an extension moves it | due, closed, closedOnTime, overdue, defective |
 * | `closing:n` | 审核通过, 结案 | closedAll |
 * | `followUp:n` | answered follow-up; only the last of the period | followedUp, contacted, met, evaluated, …Satisfied, assessed, resolved |
 * | `return:n` | return asked, for who asked | returned |
 * | `rework:n` | rework round opened | reworked |
 * | `deduction:…` | deduction proposed, once confirmed | deductions |
 */
export interface TicketFact {
  /** Of the ticket: the same thing keeps its key. */
  key: string;
  department: string;
  at: Instant;
  /** Columns it counts in, in the order of `COUNTED`; `closed` only in what is asked as of later than `doneAt`. */
  columns: readonly Counted[];
  /** When it was over; absent only for a handling clock that runs. */
  doneAt?: Instant;
  /** A later thing of its kind takes its place from here on. */
  until?: Instant;
  excluded?: Pick<Exclusion, 'from' | 'because'>;
}

const only = (columns: Partial<Record<Counted, boolean | undefined>>): Counted[] =>
  COUNTED.filter((column) => columns[column]);

const UNREASONABLE = '不合理诉求（第五条）';

/** R5.6, 未接通 and 无法回访 leave everything; R6.4, marked and explained, the evaluations alone. */
const exclusionOf = (ticket: Ticket): TicketFact['excluded'] => {
  if (ticket.flags.includes('unreasonable')) return { from: 'everything', because: UNREASONABLE };
  const because = ticket.excludedBecause;
  if (because === undefined) return undefined;
  return { from: ticket.nonCompliance?.explained ? 'evaluations' : 'everything', because };
};

interface Clock extends Partial<SpentClock> {
  department: string;
  round: number;
}

/** The clock on the ticket, if it is one to be counted: neither frozen in time nor kept among the spent ones already. */
const presentClock = (ticket: Ticket): Clock | undefined => {
  const { department, round, dueAt, closedAt, signOff } = ticket;
  if (department === undefined || isSpent(ticket)) return undefined;
  const counts = closedAt !== undefined || clockRuns(ticket) || ticket.overdueSince !== undefined;
  if (!counts) return undefined;
  return {
    department,
    round,
    ...(ticket.escalation?.conclusion === undefined ? {} : { concluded: true }),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(closedAt === undefined ? {} : { closedAt }),
    ...(signOff === undefined ? {} : { signedOffAt: signOff.at }),
  };
};

const clocksOf = (ticket: Ticket): Clock[] => {
  const present = presentClock(ticket);
  return [...(ticket.spent ?? []), ...(present ? [present] : [])];
};

/** The centre's refusals of approved replies (`review.byCentre`): each stands right after the approval of its round. */
const refusalsOf = ({ reviews }: Ticket): Instant[] =>
  reviews.flatMap((review, index) => {
    const before = reviews[index - 1];
    return !review.approved && before?.approved && before.round === review.round ? [review.at] : [];
  });

/** Whether the moment belongs to this clock: after the end of the one before it and not after its own. */
const during = (clocks: readonly Clock[], index: number, at: Instant): boolean => {
  const began = clocks[index - 1]?.endedAt ?? '';
  const ended = clocks[index]?.endedAt;
  return at > began && (ended === undefined || at <= ended);
};

const clockFacts = (ticket: Ticket, clocks: readonly Clock[]): TicketFact[] => {
  const refusals = refusalsOf(ticket);
  return clocks.flatMap((clock, index) => {
    const { dueAt, closedAt, signedOffAt, department, concluded } = clock;
    if (dueAt === undefined) return [];
    const onTime = closedAt !== undefined && closedAt <= dueAt;
    const signed = concluded || (signedOffAt !== undefined && signedOffAt <= dueAt);
    const columns = only({
      due: true,
      closed: closedAt !== undefined,
      closedOnTime: onTime,
      overdue: !onTime,
      defective: !signed || refusals.some((at) => during(clocks, index, at)),
    });
    const doneAt = closedAt ?? clock.endedAt;
    return [{ key: `clock:${index + 1}`, department, at: dueAt, columns, ...(doneAt ? { doneAt } : {}) }];
  });
};

/** What happened at one moment and is over with it. */
const moment = (key: string, department: string, at: Instant, ...columns: Counted[]): TicketFact => ({
  key,
  department,
  at,
  columns,
  doneAt: at,
});

const closingFacts = (clocks: readonly Clock[]): TicketFact[] =>
  clocks.flatMap(({ department, closedAt }, index) =>
    closedAt === undefined ? [] : [moment(`closing:${index + 1}`, department, closedAt, 'closedAll')],
  );

const reworkFacts = (ticket: Ticket): TicketFact[] =>
  (ticket.spent ?? []).flatMap(({ department, endedAt, endedBy }, index) =>
    endedBy === 'rework' ? [moment(`rework:${index + 1}`, department, endedAt, 'reworked')] : [],
  );

/** The limit that held for the present department's first reply. */
const firstLimit = (ticket: Ticket, dispatchedAt: Instant, repliedAt: Instant): Instant | undefined => {
  const { escalation, spent = [] } = ticket;
  const first = spent.find(({ endedAt }) => endedAt > dispatchedAt);
  if (first) return first.dueAt;
  return escalation && repliedAt < escalation.at ? escalation.frozenDueAt : ticket.dueAt;
};

const dispatchFact = (ticket: Ticket): TicketFact[] => {
  const { department, dispatchedAt, claimedAt, claimDueAt } = ticket;
  if (department === undefined || dispatchedAt === undefined) return [];
  const reply = ticket.replies.find(({ at }) => at >= dispatchedAt);
  const limit = reply && firstLimit(ticket, dispatchedAt, reply.at);
  const columns = only({
    dispatched: true,
    claimedInTime: claimedAt !== undefined && claimDueAt !== undefined && claimedAt <= claimDueAt,
    feedbackOnTime: reply && limit !== undefined && reply.at <= limit,
  });
  return [{ key: 'dispatch', department, at: dispatchedAt, columns, doneAt: dispatchedAt }];
};

type Answered = Extract<FollowUp, { outcome: 'answered' }>;
const satisfied = (answer: Answered['result']): boolean => answer === '满意' || answer === '基本满意';

/** Met or not is the caller's answer where there is one, else the record of that round (requirements.md, R6.1). */
const wasMet = (ticket: Ticket, { met, round }: Answered): boolean =>
  met ?? ticket.contacts.some((entry) => entry.mode === '见面' && entry.round === round && !entry.byCentre);

const followUpFacts = (ticket: Ticket, evaluates: boolean): TicketFact[] => {
  const answers = ticket.followUps.flatMap((entry, index) =>
    entry.outcome === 'answered' ? [{ ...entry, key: `followUp:${index + 1}` }] : [],
  );
  return answers.flatMap((entry, index) => {
    const { key, at, contacted, solved } = entry;
    const department = ticket.spent?.find(({ endedAt }) => at <= endedAt)?.department ?? ticket.department;
    if (department === undefined) return [];
    const columns = only({
      followedUp: true,
      contacted,
      met: contacted && wasMet(ticket, entry),
      evaluated: evaluates,
      processSatisfied: evaluates && satisfied(entry.process),
      resultSatisfied: evaluates && satisfied(entry.result),
      assessed: evaluates && solved !== undefined,
      resolved: evaluates && solved,
    });
    const until = answers[index + 1]?.at;
    return [{ key, department, at, columns, doneAt: at, ...(until ? { until } : {}) }];
  });
};

/** They count once confirmed, whatever became of the ticket; others stand here so that they are found by their month. */
const deductionFacts = ({ deductions }: Ticket): TicketFact[] =>
  deductions.map(({ id, department, at, state }) =>
    moment(`deduction:${id}`, department, at, ...(state === 'confirmed' ? (['deductions'] as const) : [])),
  );

const withExclusion = (fact: TicketFact, excluded: NonNullable<TicketFact['excluded']>): TicketFact => {
  if (excluded.from === 'everything') return { ...fact, columns: [], excluded };
  return fact.key.startsWith('followUp:') ? { ...fact, excluded } : fact;
};

/**
 * Everything of a ticket that an assessment counts, by keys in a fixed order. Pure: the same state gives the same facts.
 * Merged and void tickets count in nothing but their confirmed deductions and are not listed; excluded ones keep their
 * facts without columns, with the reason.
 */
export const factsOf = (ticket: Ticket): TicketFact[] => {
  const deductions = deductionFacts(ticket);
  if (ticket.status === 'merged' || ticket.status === 'void') return deductions;
  const excluded = exclusionOf(ticket);
  const clocks = clocksOf(ticket);
  const counted = [
    ...dispatchFact(ticket),
    ...clockFacts(ticket, clocks),
    ...closingFacts(clocks),
    ...ticket.returns.map(({ department, at }, index) => moment(`return:${index + 1}`, department, at, 'returned')),
    ...reworkFacts(ticket),
    ...followUpFacts(ticket, excluded === undefined),
  ];
  return [...(excluded ? counted.map((fact) => withExclusion(fact, excluded)) : counted), ...deductions];
};
