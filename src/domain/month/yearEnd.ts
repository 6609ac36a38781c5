import { type Filing, type FilingOutcome, filingOutcome } from '../archive/filing.ts';
import type { LockedMonth } from '../assessment/assembleMonth.ts';
import { Exact } from '../assessment/rates.ts';

/** One department's year (第一条, 第七条): its published months, and how it filed. */
export interface YearEndRow {
  department: string;
  /** Published months in which it was ranked. */
  ranked: number;
  /** The mean of its totals in them, two decimals half-up; absent: never ranked. */
  mean?: string;
  best?: number;
  worst?: number;
  bottom: number;
  filings: Record<FilingOutcome, number>;
}

export interface YearEnd {
  year: string;
  /** Months without a published table. */
  missing: string[];
  rows: YearEndRow[];
}

const monthsOf = (year: string): string[] =>
  Array.from({ length: 12 }, (_none, index) => `${year}-${String(index + 1).padStart(2, '0')}`);

const meanOf = (totals: readonly string[]): string =>
  totals
    .reduce((sum, total) => sum.plus(total), new Exact(0))
    .div(totals.length)
    .toDecimalPlaces(2, Exact.ROUND_HALF_UP)
    .toFixed(2);

/** The year-end summary: nothing is scored anew, the published months and the archive record are put side by side. */
export const yearEnd = (input: {
  year: string;
  departments: readonly string[];
  months: readonly LockedMonth[];
  filings: readonly Filing[];
  at: Date;
}): YearEnd => {
  const { year, at } = input;
  const months = input.months.filter(({ month }) => month.startsWith(`${year}-`));
  const rows = [...input.departments].sort().map((department): YearEndRow => {
    const mine = months.flatMap(({ rows }) =>
      rows.filter((row) => row.department === department && row.place !== null),
    );
    const places = mine.map(({ place }) => place ?? 0);
    const filings: YearEndRow['filings'] = { open: 0, filed: 0, incomplete: 0, late: 0, missing: 0 };
    for (const filing of input.filings)
      if (filing.department === department && filing.month.startsWith(`${year}-`))
        filings[filingOutcome(filing, at)] += 1;
    return {
      department,
      ranked: mine.length,
      ...(mine.length > 0
        ? { mean: meanOf(mine.map(({ total }) => total)), best: Math.min(...places), worst: Math.max(...places) }
        : {}),
      bottom: months.filter(({ bottom }) => bottom.includes(department)).length,
      filings,
    };
  });
  return { year, missing: monthsOf(year).filter((month) => !months.some((entry) => entry.month === month)), rows };
};
