import { COLUMNS, type DepartmentFacts } from './facts.ts';
import { Exact, percent, rateOf } from './rates.ts';
import type { Scheme } from './scheme.ts';

/** The whole county as one department: every column added up; a column that somebody lacks is absent. */
export const countyFacts = (facts: readonly DepartmentFacts[]): DepartmentFacts => ({
  department: 'county',
  counts: Object.fromEntries(
    COLUMNS.filter((column) => facts.length > 0 && facts.every(({ counts }) => counts[column] !== undefined)).map(
      (column) => [column, facts.reduce((sum, { counts }) => sum.plus(counts[column] ?? 0), new Exact(0)).toFixed(0)],
    ),
  ),
  rates: {},
  events: {},
  manual: {},
});

/** The county's rate in percent with two decimals; undefined: its denominator is zero or nobody counted it. */
export const countyRate = (
  name: string,
  columns: readonly [string, string],
  county: DepartmentFacts,
  scheme: Pick<Scheme, 'rates'>,
): string | undefined => {
  if (columns.some((column) => county.counts[column] === undefined)) return undefined;
  const found = rateOf(name, county, scheme);
  return found && percent(found);
};
