import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadline, type Limit } from '../../src/domain/deadline/limits.ts';
import { isNearDue, nearDueFrom } from '../../src/domain/deadline/watch.ts';
import { county } from './officeCalendar.ts';

const YEAR = { min: Date.UTC(2025, 11, 1), max: Date.UTC(2027, 1, 1) };
const instants = fc.integer(YEAR).map((time) => new Date(time));
const minutes = fc.integer({ min: 1, max: 8_000 });
const limits = fc.record({
  amount: fc.integer({ min: 1, max: 60 }),
  unit: fc.constantFrom<Limit['unit']>('workingDays', 'hours', 'calendarDays'),
  aroundTheClock: fc.boolean(),
});

describe('for any instant', () => {
  it('adding a, then b working minutes is adding a + b', () => {
    fc.assert(
      fc.property(instants, minutes, minutes, (from, a, b) => {
        const inTwo = county.addWorkingMinutes(county.addWorkingMinutes(from, a), b);
        expect(inTwo).toEqual(county.addWorkingMinutes(from, a + b));
        const back = county.addWorkingMinutes(county.addWorkingMinutes(from, -a), -b);
        expect(back).toEqual(county.addWorkingMinutes(from, -a - b));
      }),
    );
  });

  it('between it and what adding gives lie the minutes added, forward and back', () => {
    fc.assert(
      fc.property(instants, minutes, (from, n) => {
        expect(county.workingMinutesBetween(from, county.addWorkingMinutes(from, n))).toBe(n);
        expect(county.workingMinutesBetween(county.addWorkingMinutes(from, -n), from)).toBe(n);
      }),
    );
  });

  it('working time between adds up through any third instant', () => {
    fc.assert(
      fc.property(instants, instants, instants, (a, b, c) => {
        const through = county.workingMinutesBetween(a, b) + county.workingMinutesBetween(b, c);
        expect(through).toBeCloseTo(county.workingMinutesBetween(a, c), 6);
      }),
    );
  });

  it('a limit in working days ends at closing time of a working day, with exactly that many days counted', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 60 }), (from, amount) => {
        const { due, days } = deadline({ from, limit: { amount, unit: 'workingDays' }, calendar: county });
        const day = county.localDate(due);
        expect(county.isWorkingDay(day)).toBe(true);
        expect(due).toEqual(county.closing(day));
        expect(days.filter(({ counted }) => counted)).toHaveLength(amount);
        expect(days.filter(({ counted }) => counted).every(({ date }) => county.isWorkingDay(date))).toBe(true);
      }),
    );
  });

  it('who starts later or gets longer is never due earlier', () => {
    fc.assert(
      fc.property(instants, instants, limits, fc.integer({ min: 0, max: 30 }), (a, b, limit, more) => {
        const [first, second] = a <= b ? [a, b] : [b, a];
        const early = deadline({ from: first, limit, calendar: county }).due;
        const late = deadline({ from: second, limit, calendar: county }).due;
        const longer = { ...limit, amount: limit.amount + more };
        expect(early <= late).toBe(true);
        expect(early <= deadline({ from: first, limit: longer, calendar: county }).due).toBe(true);
        expect(early > first).toBe(true);
      }),
    );
  });

  it('near due means strictly less than 13 working hours left, from its first millisecond on', () => {
    fc.assert(
      fc.property(instants, instants, (now, due) => {
        expect(isNearDue(now, due, county)).toBe(county.workingMinutesBetween(now, due) < 780);
        const from = nearDueFrom(due, county).getTime();
        expect(county.workingMinutesBetween(new Date(from), due)).toBeLessThan(780);
        expect(county.workingMinutesBetween(new Date(from - 1), due)).toBe(780);
      }),
    );
  });
});
