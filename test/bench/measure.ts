import type { Ground } from './ground.ts';

/** What a row found. `found` is printed: a median with its spread, or one figure. */
export interface Verdict {
  name: string;
  found: string;
  target: string;
  met: boolean;
}

/** One row of the table of targets. */
export type Row = (ground: Ground) => Promise<Verdict[]>;

/** Rounds that count, and those that go before so that both sides are warm. */
export const ROUNDS = 5;
const WARM = 3;
export const ALL_ROUNDS = WARM + ROUNDS;

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The value below which this part of them lies. */
export const quantile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? Number.NaN;

/** One figure that must not be above its limit. */
export const atMost = (name: string, figure: number, limit: number, unit: string): Verdict => ({
  name,
  found: `${figure.toFixed(figure < 10 ? 2 : 0)} ${unit}`,
  target: `<= ${limit} ${unit}`,
  met: figure <= limit,
});

/** What one side did in a round: so many a second. */
type Side = (round: number) => Promise<number>;

/**
 * The program and its floor in turn, five rounds after three to warm up, and who begins changes with every round. The
 * result is the median of the rounds' ratios; what both did in a second is printed beside it.
 */
export const compare = async (name: string, sides: { ours: Side; floor: Side }, target: number): Promise<Verdict> => {
  const ratios: number[] = [];
  for (let round = 0; round < ALL_ROUNDS; round += 1) {
    const first = round % 2 === 0 ? await sides.ours(round) : await sides.floor(round);
    const second = round % 2 === 0 ? await sides.floor(round) : await sides.ours(round);
    const [ours, floor] = round % 2 === 0 ? [first, second] : [second, first];
    if (round < WARM) continue;
    console.log(`  ${name}, round ${round - WARM + 1}: ${ours.toFixed(0)}/s, floor ${floor.toFixed(0)}/s`);
    ratios.push(ours / floor);
  }
  return {
    name,
    found: `median ${median(ratios).toFixed(2)} of the floor (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`,
    target: `>= ${target}`,
    met: median(ratios) >= target,
  };
};
