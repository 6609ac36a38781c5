import { Decimal } from 'decimal.js';
import type { DepartmentFacts } from './facts.ts';
import { eventPoints, fullOf, type Measured, measure } from './items.ts';
import type { ItemScore } from './leagueTable.ts';
import { Exact, percent } from './rates.ts';
import type { Item, MarkRule, Scheme } from './scheme.ts';

/** One department's points. `total` carries the exact sum; it is rounded to the scheme's `digits`. */
export interface Score {
  items: ItemScore[];
  deductions: Decimal;
  bonuses: Decimal;
  total: Decimal;
  /** Every item full, nothing taken. */
  full: boolean;
}

const round = (points: Decimal, digits: number): Decimal => points.toDecimalPlaces(digits, Decimal.ROUND_HALF_UP);

const sum = (points: readonly Decimal[]): Decimal => points.reduce((all, one) => all.plus(one), new Exact(0));

/** `rescale`: the points of items without a denominator are spread over the others, × full ÷ remaining full. */
const rescaled = (measured: readonly { item: Item; found: Measured }[]): { item: Item; found: Measured }[] => {
  const lost = measured.filter(({ item, found }) => found.empty && 'whenEmpty' in item && item.whenEmpty === 'rescale');
  if (lost.length === 0) return [...measured];
  const full = sum(measured.map(({ item }) => fullOf(item)));
  const left = full.minus(sum(lost.map(({ item }) => fullOf(item))));
  if (left.isZero()) return [...measured];
  return measured.map(({ item, found }) => ({
    item,
    found:
      found.empty && lost.some((entry) => entry.item === item)
        ? found
        : item.kind === 'bonus'
          ? found
          : { ...found, points: found.points.times(full).div(left) },
  }));
};

/** Points for marks, not more than the cap. */
const capped = (rules: readonly MarkRule[], cap: string | undefined, facts: DepartmentFacts): Decimal => {
  const points = eventPoints(rules, facts);
  return cap === undefined ? points : Decimal.min(cap, points);
};

const itemScore = ({ item, found }: { item: Item; found: Measured }, digits: number): ItemScore => ({
  id: item.id,
  ...(found.rate === undefined ? {} : { rate: percent(found.rate) }),
  points: round(found.points, digits).toFixed(digits),
  ...(found.grade === undefined ? {} : { grade: found.grade }),
});

/** Scores one department: each item rounded half-up and then added (or the other way round), marks beside; never below 0. */
export const scoreOf = (facts: DepartmentFacts, scheme: Scheme): Score => {
  const { digits } = scheme;
  const measured = rescaled(scheme.items.map((item) => ({ item, found: measure(item, facts, scheme) })));
  const parts = measured.map(({ found }) => (scheme.roundItems ? round(found.points, digits) : found.points));
  const deductions = capped(scheme.deductions, scheme.deductionCap, facts);
  const bonuses = capped(scheme.bonuses, scheme.bonusCap, facts);
  const total = Decimal.max(0, sum(parts).minus(deductions).plus(bonuses));
  const most = sum(scheme.items.map(fullOf));
  return {
    items: measured.map((entry) => itemScore(entry, digits)),
    deductions: round(deductions, digits),
    bonuses: round(bonuses, digits),
    total: round(total, digits),
    full: sum(parts).minus(deductions).gte(most),
  };
};
