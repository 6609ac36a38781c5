import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../src/config/policy.ts';
import { nextRun } from '../../src/jobs/timetable.ts';
import { burstHold, isQuiet, nextMorningPost } from '../../src/workflow/manners.ts';
import { county, moment, shown } from './officeCalendar.ts';

/** The platforms ask for it: nothing that has a time of its own goes out on a whole or half hour. */
const onTheHalfHour = (at: Date): boolean => at.getUTCMinutes() % 30 === 0;
const { manners } = DEFAULT_POLICY;

describe('never on :00 or :30', () => {
  test('no run of the timetable, over two years', () => {
    const until = moment('2027-12-31 23:59');
    const found: Date[] = [];
    for (let run = nextRun(moment('2026-01-01 00:00'), until, county); run; run = nextRun(run.at, until, county))
      found.push(run.at);
    expect(found.length).toBeGreaterThan(1_500);
    expect(found.filter(onTheHalfHour).map(shown)).toEqual([]);
  });

  test('nothing held over night, over a day off, or behind a burst', () => {
    const year = { min: moment('2026-01-05 00:00'), max: moment('2026-12-20 00:00'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(year), fc.integer({ min: 0, max: 20 }), (at, count) => {
        const held = isQuiet(at, county, manners) ? nextMorningPost(at, county) : burstHold(at, { count }, manners);
        if (!held) return;
        expect(onTheHalfHour(held)).toBe(false);
        expect(held.getTime()).toBeGreaterThan(at.getTime());
      }),
    );
  });

  test('a burst that would be let go at half past goes a minute earlier', () => {
    expect(shown(burstHold(moment('2026-10-20 09:28'), { count: 9 }, manners) ?? new Date(0))).toBe('2026-10-20 09:29');
    expect(shown(burstHold(moment('2026-10-20 09:27'), { count: 9 }, manners) ?? new Date(0))).toBe('2026-10-20 09:29');
  });
});
