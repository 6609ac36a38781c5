import { Decimal } from 'decimal.js';
import type { DepartmentFacts } from './facts.ts';
import type { Scheme } from './scheme.ts';

/** Exact arithmetic: 40 digits are kept in between, and only points are rounded (scoring.md). */
export const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP });
export type Exact = Decimal;

/** The named rates: numerator and denominator columns (scoring.md, "Files"). */
export const RATES: Readonly<Record<string, readonly [string, string]>> = {
  claimedInTime: ['claimedInTime', 'dispatched'],
  closed: ['closed', 'due'],
  onTime: ['closedOnTime', 'due'],
  contact: ['contacted', 'followedUp'],
  met: ['met', 'contacted'],
  processSatisfaction: ['processSatisfied', 'evaluated'],
  resultSatisfaction: ['resultSatisfied', 'evaluated'],
  resolution: ['resolved', 'assessed'],
  return: ['returned', 'dispatched'],
  rework: ['reworked', 'closedAll'],
  feedbackOnTime: ['feedbackOnTime', 'dispatched'],
  validFollowUp: ['followedUp', 'closedAll'],
};

/** A scheme's own rate before a named one. */
export const columnsOfRate = (name: string, scheme: Pick<Scheme, 'rates'>): readonly [string, string] | undefined =>
  Object.hasOwn(scheme.rates, name) ? scheme.rates[name] : Object.hasOwn(RATES, name) ? RATES[name] : undefined;

const count = (facts: DepartmentFacts, column: string): Decimal => {
  const found = facts.counts[column];
  if (found === undefined) throw new Error(`the facts of ${facts.department} have no column ${column}`);
  return new Exact(found);
};

/** The rate in percent; undefined: its denominator is zero. Needs the columns to be there (`missingColumns`). */
export const rateOf = (name: string, facts: DepartmentFacts, scheme: Pick<Scheme, 'rates'>): Decimal | undefined => {
  const given = Object.hasOwn(facts.rates, name) ? facts.rates[name] : undefined;
  if (given !== undefined) return new Exact(given);
  const columns = columnsOfRate(name, scheme);
  if (!columns) throw new Error(`there is no rate ${name}`);
  const whole = count(facts, columns[1]);
  return whole.isZero() ? undefined : count(facts, columns[0]).times(100).div(whole);
};

/** `85.71`: percent as printed. */
export const percent = (rate: Decimal): string => rate.toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toFixed(2);
