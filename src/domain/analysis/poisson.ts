import { Exact } from '../assessment/rates.ts';

/** Below this share of the sum a term changes no digit that anybody reads. */
const NEGLIGIBLE = new Exact('1e-30');

/** P(X = n) for a mean above 0, by multiplying up from e^-mean: decimal, so every machine finds the same digits. */
const pointAt = (n: number, mean: Exact): Exact => {
  let term = mean.negated().exp();
  for (let k = 1; k <= n; k += 1) term = term.times(mean).div(k);
  return term;
};

/**
 * P(X ≥ n) for a Poisson variable: how likely so many appeals or more would be if only chance were at work. `n` is a
 * whole number, `mean` not negative. Exact to 25 digits and more; 1 for n ≤ 0, and with a mean of 0 exactly 0 above it.
 */
export const poissonTail = (n: number, mean: Exact): Exact => {
  if (n <= 0) return new Exact(1);
  if (mean.isZero()) return new Exact(0);
  return mean.lessThan(n) ? above(n, mean) : new Exact(1).minus(below(n, mean));
};

/** n, n + 1, … while the terms still count: they shrink from the first one, as the mean lies below it. */
const above = (n: number, mean: Exact): Exact => {
  let term = pointAt(n, mean);
  let sum = term;
  for (let k = n + 1; term.greaterThan(sum.times(NEGLIGIBLE)); k += 1) {
    term = term.times(mean).div(k);
    sum = sum.plus(term);
  }
  return sum;
};

/** 0, 1, … n − 1. */
const below = (n: number, mean: Exact): Exact => {
  let term = mean.negated().exp();
  let sum = term;
  for (let k = 1; k < n; k += 1) {
    term = term.times(mean).div(k);
    sum = sum.plus(term);
  }
  return sum;
};
