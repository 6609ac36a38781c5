import type { Adjustment, DepartmentFacts, Exclusion, MarkLine } from './facts.ts';
import type { LeagueRow } from './leagueTable.ts';
import type { Scheme } from './scheme.ts';

/** A row of the month as it is published: the score, and what the ladder and the reader need beside it. */
export interface MonthRow extends LeagueRow {
  /** Places gained since the last locked month (positive: up); null: not ranked in one of both. */
  movement: number | null;
  /** Months at the end in a row, and in the calendar year, this one included; 0 when it is not at the end. */
  streak: number;
  inYear: number;
}

/**
 * A month's assessment as it is kept (`league_table.table`): everything that a department may ask about, frozen with the
 * lock. `facts` is the only input of the arithmetic; its SHA-256 stands beside it.
 */
export interface MonthTable {
  month: string;
  /** Facts as of this moment, ISO. */
  asOf: string;
  scheme: Scheme;
  facts: DepartmentFacts[];
  rows: MonthRow[];
  bottom: string[];
  /** Who decided a tie across the cut, and how. */
  decidedBottom?: { departments: string[]; by: string };
  marks: MarkLine[];
  exclusions: Exclusion[];
  adjustments: Adjustment[];
  /** Why this version replaces the one before. */
  correction?: string;
}
