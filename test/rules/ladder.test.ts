import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ladder, type MonthEnd } from '../../src/domain/assessment/ladder.ts';

const monthAfter = (from: string, steps: number): string => {
  const [year = 0, month = 0] = from.split('-').map(Number);
  const index = year * 12 + month - 1 + steps;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
};

/** `B`: at the end, `.`: ranked elsewhere, `u`: unranked, a space: the month is missing. */
const history = (marks: string, from = '2026-01'): MonthEnd[] =>
  [...marks].flatMap((mark, index) =>
    mark === ' '
      ? []
      : [{ department: 'cgj', month: monthAfter(from, index), ranked: mark !== 'u', bottom: mark === 'B' }],
  );
const rungs = (marks: string, from?: string): string =>
  ladder(history(marks, from))
    .map(({ rung }) => rung ?? '–')
    .join(' ');

describe('第八条, the ladder', () => {
  test.each([
    ['BBBB', '2026-01', '1 1 2 3'],
    ['B.B.B.B.B', '2026-01', '1 – 1 – 1 – 2 – 3'],
    ['BB.BB', '2026-01', '1 1 – 1 2'],
    ['BBB', '2026-11', '1 1 2'],
    ['BBB.B', '2026-01', '1 1 2 – 2'],
    ['BBBB.B', '2026-01', '1 1 2 3 – 3'],
    ['BBuBB', '2026-01', '1 1 – 1 2'],
    ['BB BB', '2026-01', '1 1 1 2'],
    ['BBBBB', '2026-10', '1 1 2 3 3'],
    ['B.B.B.B', '2026-09', '1 – 1 – 1 – 1'],
  ])('%s from %s: %s', (marks, from, expected) => {
    expect(rungs(marks, from)).toBe(expected);
  });

  test('each step says why, and which clause covers it', () => {
    const [first, , third, fourth] = ladder(history('BBBB'));
    expect(first).toMatchObject({ rung: 1, clause: 'R8.1', streak: 1, inYear: 1 });
    expect(third).toMatchObject({ rung: 2, clause: 'R8.2', streak: 3, inYear: 3 });
    expect(fourth).toMatchObject({ rung: 3, clause: 'R8.3', streak: 4, inYear: 4 });
    expect(fourth?.reason).toBe('连续 4 个月排名后两位，2026 年累计 4 次：县政府督查室责令限期整改（第八条）');
  });

  test('departments do not meet, and the order of the history changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('B', '.', 'u'), { maxLength: 30 }), fc.integer(), (marks, seed) => {
        const one = history(marks.join(''));
        const other = one.map((end) => ({ ...end, department: 'zjj', bottom: !end.bottom && end.ranked }));
        const mixed = [...one, ...other].sort((a, b) => (a.month + seed > b.month + seed ? -1 : 1));
        expect(ladder(mixed).filter(({ department }) => department === 'cgj')).toEqual(ladder(one));
      }),
    );
  });

  test('never a rung without standing at the end; the streak is never longer than the months at the end', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('B', '.', 'u', ' '), { maxLength: 40 }), (marks) => {
        const ends = history(marks.join(''));
        const steps = ladder(ends);
        expect(steps).toHaveLength(ends.length);
        steps.forEach((step, index) => {
          const end = ends[index];
          expect(step.rung === null).toBe(!(end?.bottom && end.ranked));
          expect(step.streak).toBeLessThanOrEqual(ends.slice(0, index + 1).filter(({ bottom }) => bottom).length);
        });
      }),
    );
  });
});
