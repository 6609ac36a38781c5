import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_ANALYSIS } from '../../src/config/analysis.ts';
import type { Cell } from '../../src/domain/analysis/cells.ts';
import { isKnown, monthAfter, trailing, yearBefore } from '../../src/domain/analysis/months.ts';
import { poissonTail } from '../../src/domain/analysis/poisson.ts';
import { emergingProblems, generalProblems, hotTopics, trendingProblems } from '../../src/domain/analysis/problems.ts';
import { sameCaller, samePlace } from '../../src/domain/analysis/sameness.ts';
import { Exact } from '../../src/domain/assessment/rates.ts';

const tail = (n: number, mean: number | string) => poissonTail(n, new Exact(mean));
const cell = (counts: number[], category = '供水', area = '琴江镇'): Cell => ({ category, area, counts });
const known = (months: number) => new Array<boolean>(months).fill(true);

/** A repeatable sequence of numbers in [0, 1). */
const dice = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
/** A Poisson number by multiplying dice until they fall below e^-mean. */
const poisson = (mean: number, roll: () => number): number => {
  const floor = Math.exp(-mean);
  let n = 0;
  for (let product = roll(); product > floor; product *= roll()) n += 1;
  return n;
};

describe('the Poisson tail', () => {
  test.each([
    [1, '1', '0.632120558828557678'], // 1 − e^-1
    [2, '1', '0.264241117657115357'], // 1 − 2e^-1
    [1, '0.5', '0.393469340287366576'], // 1 − e^-½
    [3, '2', '0.323323583816936541'], // 1 − 5e^-2
    [10, '3', '0.00110248813011547974'],
    [5, '0.2', '0.00000225819055295782054'],
    [20, '10', '0.00345434197585680768'],
    [250, '180.5', '0.000000576440940901506954'],
  ])('P(X ≥ %i | %s) = %s', (n, mean, expected) => {
    const digits = expected.replace(/^0\.0*/, '').length;
    expect(tail(n, mean).toSignificantDigits(digits).toFixed()).toBe(new Exact(expected).toFixed());
  });

  test('at its ends: nothing is certain to be reached, and where nothing ever came a single one is impossible', () => {
    expect(tail(0, 3).toFixed()).toBe('1');
    expect(tail(0, 0).toFixed()).toBe('1');
    expect(tail(1, 0).toFixed()).toBe('0');
    expect(tail(1_300, 1_000).lessThan('1e-15')).toBe(true);
  });

  test('falls with the count, grows with the mean, and both ways of adding it up agree', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 600 }), (n, tenths) => {
        const mean = new Exact(tenths).div(10);
        const here = poissonTail(n, mean);
        expect(here.greaterThanOrEqualTo(0) && here.lessThanOrEqualTo(1)).toBe(true);
        expect(poissonTail(n + 1, mean).lessThan(here)).toBe(true);
        expect(poissonTail(n, mean.plus(1)).greaterThanOrEqualTo(here)).toBe(true);
        // P(X ≥ n) − P(X ≥ n + 1) = e^-mean · mean^n / n!
        let point = mean.negated().exp();
        for (let k = 1; k <= n; k += 1) point = point.times(mean).div(k);
        expect(
          here
            .minus(poissonTail(n + 1, mean))
            .minus(point)
            .abs()
            .lessThan('1e-25'),
        ).toBe(true);
      }),
    );
  });

  test('the same excess means more where more is counted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 30 }), (mean) => {
        const twice = (scale: number) => tail(2 * mean * scale, mean * scale);
        expect(twice(2).lessThan(twice(1))).toBe(true);
      }),
    );
  });
});

describe('苗头性', () => {
  test('a count far above its trailing months is found with its figures', () => {
    const look = { cells: [cell([0, 1, 0, 0, 1, 0, 6]), cell([5, 6, 4, 5, 7, 5, 6], '噪音')], known: known(7) };
    expect(emergingProblems(look, DEFAULT_ANALYSIS)).toEqual([
      { category: '供水', area: '琴江镇', count: 6, expected: '0.33', probability: '0.0000014', months: 6 },
    ]);
  });

  test('too few appeals, too few months, or no category are no news', () => {
    const found = (counts: number[], marks = known(counts.length), category = '供水') =>
      emergingProblems({ cells: [cell(counts, category)], known: marks }, DEFAULT_ANALYSIS);
    expect(found([0, 0, 0, 4])).toEqual([]);
    expect(found([0, 0, 0, 5])).toMatchObject([{ months: 3, expected: '0.00', probability: '0' }]);
    expect(found([0, 0, 0, 5], [false, true, true, true])).toEqual([]);
    expect(found([0, 0, 0, 5], known(4), '')).toEqual([]);
    expect(found([0, 90, 0, 0, 5], [true, false, true, true, true])).toMatchObject([{ months: 3 }]);
  });

  test('what is found with n is found with more, and never below the minimum or the mean', () => {
    const before = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(before, fc.integer({ min: 0, max: 80 }), (counts, n) => {
        const found = (count: number) =>
          emergingProblems({ cells: [cell([...counts, count])], known: known(counts.length + 1) }, DEFAULT_ANALYSIS);
        const [here] = found(n);
        if (!here) return;
        expect(n).toBeGreaterThanOrEqual(DEFAULT_ANALYSIS.minimum);
        expect(n).toBeGreaterThan(Number(here.expected));
        expect(found(n + 1)).toHaveLength(1);
      }),
    );
  });

  test('noise is not news: where nothing changes, hardly more than the set share is ever flagged', () => {
    const roll = dice(20_261_020);
    const unchanged = (months: number) =>
      Array.from({ length: 4_000 }, (_none, index) =>
        cell(
          Array.from({ length: months + 1 }, () => poisson(0.5 + (index % 40) / 2, roll)),
          `${index}`,
        ),
      );
    const shareOf = (cells: Cell[]) =>
      emergingProblems({ cells, known: known(cells[0]?.counts.length ?? 0) }, DEFAULT_ANALYSIS).length / cells.length;
    // With means that are known well; a mean of six months is itself a guess, which makes it somewhat more.
    const cells = unchanged(24);
    expect(shareOf(cells)).toBeLessThan(DEFAULT_ANALYSIS.probability * 1.2);
    expect(shareOf(unchanged(6))).toBeLessThan(DEFAULT_ANALYSIS.probability * 2);
    // And it does find what has changed.
    const tripled = cells.map(({ counts, ...rest }) => ({ ...rest, counts: [...counts.slice(0, -1), 30] }));
    expect(emergingProblems({ cells: tripled, known: known(25) }, DEFAULT_ANALYSIS).length).toBeGreaterThan(3_500);
  });

  test('the order of the cells changes nothing', () => {
    const cells = [cell([0, 0, 1, 9]), cell([1, 1, 1, 9], '供水', '高田镇'), cell([0, 0, 0, 7], '噪音')];
    const of = (given: Cell[]) => emergingProblems({ cells: given, known: known(4) }, DEFAULT_ANALYSIS);
    expect(of([...cells].reverse())).toEqual(of(cells));
    expect(of(cells)).toHaveLength(3);
  });
});

describe('倾向性, 全局性, 热点', () => {
  test('a category that has grown three months in a row all over the county', () => {
    const cells = [cell([1, 1, 2, 3]), cell([0, 1, 1, 3], '供水', '高田镇'), cell([4, 5, 5, 9], '噪音')];
    expect(trendingProblems({ cells, known: known(4) }, DEFAULT_ANALYSIS)).toEqual([
      { category: '供水', counts: [1, 2, 3, 6] },
    ]);
    expect(trendingProblems({ cells, known: [false, true, true, true] }, DEFAULT_ANALYSIS)).toEqual([]);
    expect(trendingProblems({ cells: [cell([1, 2, 3, 4])], known: known(4) }, DEFAULT_ANALYSIS)).toEqual([]);
  });

  test('a category with several appeals in each of many areas', () => {
    const areas = ['琴江镇', '高田镇', '小松镇', '屏山镇', '横江镇'];
    const cells = [...areas.map((area) => cell([0, 2], '供水', area)), cell([0, 90], '噪音'), cell([0, 9], '供水', '')];
    expect(generalProblems({ cells }, DEFAULT_ANALYSIS)).toEqual([{ category: '供水', areas: 5, count: 19 }]);
    expect(generalProblems({ cells: cells.slice(1) }, DEFAULT_ANALYSIS)).toEqual([]);
    expect(generalProblems({ cells }, DEFAULT_ANALYSIS, -2)).toEqual([]);
  });

  test('hot topics with their share of all, and the areas they come from', () => {
    const cells = [cell([9, 2]), cell([0, 4], '供水', '高田镇'), cell([0, 1], '噪音'), cell([0, 2], '')];
    expect(hotTopics({ cells }, { ...DEFAULT_ANALYSIS, hotTopics: 1 })).toEqual([
      { category: '供水', count: 6, share: '66.67', areas: ['高田镇', '琴江镇'] },
    ]);
  });
});

describe('months', () => {
  test('across New Year, and known from the beginning only', () => {
    expect(monthAfter('2026-12')).toBe('2027-01');
    expect(monthAfter('2026-02')).toBe('2026-03');
    expect(trailing('2026-02', 3)).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(yearBefore('2026-02')).toBe('2025-02');
    expect(isKnown('2026-08', new Date('2026-08-03T23:00:00+08:00'))).toBe(true);
    expect(isKnown('2026-08', new Date('2026-08-04T00:00:00+08:00'))).toBe(false);
    expect(isKnown('2026-08', undefined)).toBe(false);
  });
});

describe('one caller, one place', () => {
  test.each([
    ['138 1234 5678', '13812345678'],
    ['+86-13812345678', '13812345678'],
    ['１３８１２３４５６７８', '13812345678'],
    ['0797-5712345', '07975712345'],
    ['13812345678/13900000001', '13812345678'],
    ['138****5678', undefined],
    ['12345', undefined],
    ['00000000', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('telephone %s', (phone, same) => expect(sameCaller(phone)).toBe(same));

  test.each([
    ['江西省赣州市石城县琴江镇文昌路 7 号', '琴江镇文昌路7号'],
    ['石城县琴江镇文昌路７号', '琴江镇文昌路7号'],
    ['琴江镇，文昌路7号', '琴江镇文昌路7号'],
    ['锦绣花园小区', '锦绣花园小区'],
    ['农贸市场东门', '农贸市场东门'],
    ['文昌路县医院对面', '文昌路县医院对面'],
    ['石城县琴江镇', undefined],
    ['琴江镇大畲村', undefined],
    ['文昌路**号', undefined],
    ['县城', undefined],
    [undefined, undefined],
  ])('address %s', (address, same) => expect(samePlace(address)).toBe(same));
});
