/**
 * Facts of an assessment: what a table is computed from, and nothing else is (scoring.md, "Files"). The same facts and
 * the same scheme give the same bytes on any machine, so everything here is decimal text, sorted by department.
 */

/** Counted columns; each is stated with its date in `factLines` and in scoring.md. */
export const COLUMNS = [
  'dispatched',
  'claimedInTime',
  'due',
  'closed',
  'closedOnTime',
  'closedAll',
  'feedbackOnTime',
  'followedUp',
  'contacted',
  'met',
  'evaluated',
  'processSatisfied',
  'resultSatisfied',
  'assessed',
  'resolved',
  'returned',
  'reworked',
  'overdue',
  'deductions',
] as const;
export type Column = (typeof COLUMNS)[number];

/** One department in one period. */
export interface DepartmentFacts {
  /** Its code; from a file, what the file calls it. */
  department: string;
  /** The ranking group. */
  group?: string;
  /** By column; a column nobody counted is absent, which is not zero. */
  counts: Readonly<Record<string, string>>;
  /** Rates given directly, in percent, by name. */
  rates: Readonly<Record<string, string>>;
  /** How often each of the scheme's events happened. */
  events: Readonly<Record<string, string>>;
  /** Points entered by the centre, by item. */
  manual: Readonly<Record<string, string>>;
}

/** One ticket in the facts of a period: every figure is the sum of these lines, so that a department can look it up. */
export interface FactLine {
  department: string;
  ticket: string;
  /** Columns it counts in, each once. */
  columns: readonly string[];
}

/** A ticket that counts in no column, or not in the evaluations, and why. */
export interface Exclusion {
  department: string;
  ticket: string;
  from: 'everything' | 'evaluations';
  because: string;
}

/** 加分 or 扣分 as it stands behind a table: clause, evidence and state. Points are decimal text without a sign. */
export interface MarkLine {
  /** `GD…-R3.3-cgj` or `JF202610-3`. */
  id: string;
  department: string;
  kind: 'deduction' | 'bonus';
  event: string;
  clause?: string;
  because: string;
  tickets: readonly string[];
  state: 'proposed' | 'confirmed' | 'lapsed';
}

/** What a decided appeal changes: a line, never the arithmetic. */
export type Adjustment =
  /** The ticket leaves these columns of this month (all of them when absent). */
  | { kind: 'exempt'; ticket: string; columns?: readonly string[]; appeal: string; because: string }
  /** The mark no longer counts. */
  | { kind: 'strike'; mark: string; appeal: string; because: string };
