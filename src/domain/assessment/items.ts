import { Decimal } from 'decimal.js';
import type { DepartmentFacts } from './facts.ts';
import { Exact, rateOf } from './rates.ts';
import type { Item, MarkRule, Scheme, Step } from './scheme.ts';

/** Points of one item before rounding; `empty`: a denominator is zero, and the item's rule for it says what then. */
export interface Measured {
  points: Decimal;
  rate?: Decimal;
  grade?: string;
  empty: boolean;
}

const HUNDRED = new Exact(100);
const ZERO = new Exact(0);

/** The most an item can give; what `rescale` spreads and a full mark is made of. */
export const fullOf = (item: Item): Decimal => {
  switch (item.kind) {
    case 'weighted-rate':
    case 'mean-of-rates':
      return HUNDRED.times(item.weight);
    case 'banded':
      return Decimal.max(...item.bands.map(({ points }) => new Exact(points)));
    case 'bonus':
      return ZERO;
    default:
      return new Exact(item.full);
  }
};

/** Percentage points below the target, counted by the item's step. */
const stepped = (below: Decimal, step: Step): Decimal => {
  switch (step) {
    case 'proportional':
      return below;
    case 'per-whole-point':
      return below.floor();
    case 'per-started-point':
      return below.ceil();
    default:
      return step satisfies never;
  }
};

const sloped = (item: Extract<Item, { kind: 'threshold-slope' }>, rate: Decimal): Decimal => {
  const below = Decimal.max(0, new Exact(item.target).minus(rate));
  return Decimal.max(item.floor, new Exact(item.full).minus(stepped(below, item.step).times(item.slope)));
};

const banded = (item: Extract<Item, { kind: 'banded' }>, rate: Decimal) =>
  [...item.bands].sort((a, b) => new Exact(b.from).comparedTo(a.from)).find(({ from }) => rate.gte(from));

/** Points for events: how often each happened times its points. */
export const eventPoints = (events: readonly Pick<MarkRule, 'event' | 'points'>[], facts: DepartmentFacts): Decimal =>
  events.reduce((sum, { event, points }) => sum.plus(new Exact(facts.events[event] ?? '0').times(points)), ZERO);

const whenEmpty = (item: Extract<Item, { whenEmpty: unknown }>): Measured => ({
  points: item.whenEmpty === 'full' ? fullOf(item) : ZERO,
  empty: true,
});

const mean = (
  item: Extract<Item, { kind: 'mean-of-rates' }>,
  facts: DepartmentFacts,
  scheme: Scheme,
): Decimal | undefined => {
  const rates = item.rates.map((name) => rateOf(name, facts, scheme)).filter((rate) => rate !== undefined);
  if (rates.length === 0) return undefined;
  return rates.reduce((sum, rate) => sum.plus(rate), ZERO).div(rates.length);
};

const measureRated = (
  item: Extract<Item, { whenEmpty: unknown }>,
  facts: DepartmentFacts,
  scheme: Scheme,
): Measured => {
  const rate = item.kind === 'mean-of-rates' ? mean(item, facts, scheme) : rateOf(item.rate, facts, scheme);
  if (rate === undefined) return whenEmpty(item);
  if (item.kind === 'threshold-slope') return { points: sloped(item, rate), rate, empty: false };
  if (item.kind === 'banded') {
    const band = banded(item, rate);
    const points = new Exact(band?.points ?? 0);
    return { points, rate, empty: false, ...(band?.grade === undefined ? {} : { grade: band.grade }) };
  }
  return { points: rate.times(item.weight), rate, empty: false };
};

/** What one department has in one item. A mean leaves out rates whose denominator is zero. */
export const measure = (item: Item, facts: DepartmentFacts, scheme: Scheme): Measured => {
  switch (item.kind) {
    case 'per-event':
      return {
        points: Decimal.max(item.floor, new Exact(item.full).minus(eventPoints(item.events, facts))),
        empty: false,
      };
    case 'bonus':
      return { points: Decimal.min(item.cap, eventPoints(item.events, facts)), empty: false };
    case 'manual':
      return { points: new Exact(facts.manual[item.id] ?? item.default ?? '0'), empty: false };
    default:
      return measureRated(item, facts, scheme);
  }
};
