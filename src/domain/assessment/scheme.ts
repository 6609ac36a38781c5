/**
 * 考核方案: how rates and events become points (scoring.md). Data: the document is validated in `config/scheme`, kept in
 * versions with the month from which each holds, and stored with every result computed from it. Numbers are decimal text
 * here, so that nothing passes through binary fractions.
 */

export type Step = 'proportional' | 'per-whole-point' | 'per-started-point';
/** What a zero denominator means: full points, the points spread over the other items, or none. */
export type WhenEmpty = 'full' | 'rescale' | 'none';

interface ItemBase {
  id: string;
  name: string;
}

export type Item = ItemBase &
  (
    | { kind: 'weighted-rate'; rate: string; weight: string; whenEmpty: WhenEmpty }
    | {
        kind: 'threshold-slope';
        rate: string;
        full: string;
        /** Percent. */
        target: string;
        /** Points per percentage point below the target. */
        slope: string;
        floor: string;
        step: Step;
        whenEmpty: WhenEmpty;
      }
    | { kind: 'mean-of-rates'; rates: readonly string[]; weight: string; whenEmpty: WhenEmpty }
    | { kind: 'per-event'; full: string; floor: string; events: readonly { event: string; points: string }[] }
    | { kind: 'bonus'; cap: string; events: readonly { event: string; points: string }[] }
    | {
        kind: 'banded';
        rate: string;
        /** The highest `from` (percent) that the rate reaches holds. */
        bands: readonly { from: string; points: string; grade?: string }[];
        whenEmpty: WhenEmpty;
      }
    | { kind: 'manual'; full: string; default?: string }
  );

/** 加分 or 扣分 beside the items. */
export interface MarkRule {
  id: string;
  name: string;
  event: string;
  points: string;
}

export interface Scheme {
  name: string;
  version: string;
  /** Decimals of points; each item is rounded half-up to so many, then added. */
  digits: number;
  /** False: added first and rounded once. */
  roundItems: boolean;
  /** How many stand at the end: the bottom two. */
  bottom: number;
  /** Fewer tickets than this: 无工单, not ranked. */
  minTickets: number;
  /** Fewer dispatched than this: 样本较少. */
  smallSample: number;
  /** A full mark is never at the end. */
  exemptFullMarks: boolean;
  /** Each group of departments has its own list and its own end. */
  groups: boolean;
  /** Rates (higher is better) and the counts `overdue`, `deductions` (fewer is better), in order. */
  tieBreakers: readonly string[];
  items: readonly Item[];
  /** Rates besides the named ones: numerator and denominator columns. */
  rates: Readonly<Record<string, readonly [string, string]>>;
  deductions: readonly MarkRule[];
  deductionCap?: string;
  bonuses: readonly MarkRule[];
  bonusCap?: string;
}
