import type { Rung } from '../assessment/ladder.ts';
import type { Instant } from '../instant.ts';
import type { Person, Role } from '../person.ts';

/** A month of the history that a notice stands on. */
export interface PastMonth {
  month: string;
  place: number;
  /** Of how many ranked. */
  of: number;
  total: string;
  bottom: boolean;
}

/** What the ladder found, with the history behind it. `covered`: lower rungs reached too, which this one stands for. */
export interface Finding {
  month: string;
  department: string;
  rung: Rung;
  streak: number;
  inYear: number;
  reason: string;
  clause: string;
  covered: Rung[];
  history: PastMonth[];
}

/**
 * 约谈问责 (R8.1–R8.3): the notice for one department's month at the end: prepared by the program, sent once a person has
 * confirmed it, followed by an interview with minutes (rungs 1 and 2) or an order to put right with a report (rung 3).
 */
export interface Accountability extends Finding {
  /** `WZ202610-cgj`. */
  id: string;
  state: 'prepared' | 'refused' | 'withdrawn' | 'sent' | 'closed';
  preparedAt: Instant;
  decision?: { by: string; at: Instant; reason?: string };
  /** Why it no longer stands: the table was corrected. */
  withdrawnBecause?: string;
  interview?: { when: Instant; place?: string; by: string; changes: number; minutesAskedAt?: Instant };
  minutes?: { content: string; by: string; at: Instant };
  order?: { dueAt: Instant; content: string; by: string; at: Instant; remindedAt?: Instant; overdueAt?: Instant };
  /** Every report, the last one still to be decided unless it is. */
  reports: {
    content: string;
    by: string;
    at: Instant;
    decision?: { accepted: boolean; by: string; reason?: string };
  }[];
}

export type AccountabilityCommand =
  | { type: 'Prepare'; at: Instant; id: string; finding: Finding }
  | { type: 'Confirm'; at: Instant; by: Person }
  | { type: 'Refuse'; at: Instant; by: Person; reason: string }
  | { type: 'Withdraw'; at: Instant; because: string }
  | { type: 'Appoint'; at: Instant; by: Person; when: Instant; place?: string }
  | { type: 'Record'; at: Instant; by: Person; content: string }
  | { type: 'Order'; at: Instant; by: Person; dueAt: Instant; content: string }
  | { type: 'Report'; at: Instant; by: Person; content: string }
  | { type: 'DecideReport'; at: Instant; by: Person; accepted: boolean; reason?: string }
  | { type: 'Watch'; at: Instant };

export type AccountabilityEvent = { at: Instant; by: string } & (
  | { type: 'NoticePrepared'; id: string; finding: Finding }
  | { type: 'NoticeConfirmed' }
  | { type: 'NoticeRefused'; reason: string }
  | { type: 'NoticeWithdrawn'; because: string }
  | { type: 'InterviewAppointed'; when: Instant; place?: string }
  | { type: 'MinutesAsked' }
  | { type: 'InterviewHeld'; content: string }
  | { type: 'RectificationOrdered'; dueAt: Instant; content: string }
  | { type: 'RectificationReminded' }
  | { type: 'RectificationOverdue' }
  | { type: 'RectificationReported'; content: string }
  | { type: 'ReportDecided'; accepted: boolean; reason?: string }
);

/** Who does what on each rung (第八条). */
export const RUNG_NAMES: Record<Rung, { name: string; does: string; by: Role; of: Role }> = {
  1: { name: '第一级', does: '县热线中心约谈分管领导', by: 'director', of: 'deputy' },
  2: { name: '第二级', does: '县政府热线分管领导约谈主要负责人', by: 'hotlineLeader', of: 'principal' },
  3: { name: '第三级', does: '县政府督查室责令限期整改', by: 'supervisionOffice', of: 'principal' },
};

/** An interview takes so long; then its minutes are due. */
export const INTERVIEW_MS = 3_600_000;

/** The report that still has to be decided. */
export const openReport = ({ reports }: Accountability) => {
  const last = reports.at(-1);
  return last && !last.decision ? last : undefined;
};

/** `WZ202610-cgj`. */
export const accountabilityId = (month: string, department: string): string =>
  `WZ${month.replace('-', '')}-${department}`;

const COVERED: Record<Rung, Rung[]> = { 1: [], 2: [1], 3: [1, 2] };

/** The lower rungs that the highest one stands for (requirements, section 2: only the highest is issued). */
export const coveredBy = (rung: Rung): Rung[] => COVERED[rung];
