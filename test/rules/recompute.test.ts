import { describe, expect, test } from 'vitest';
import { shippedHolidays } from '../../src/config/holidays.ts';
import { DEFAULT_POLICY } from '../../src/config/policy.ts';
import { calendar } from '../../src/domain/deadline/calendar.ts';
import { after, at, law, registered, shown, types } from './ticketCounty.ts';

/** The same county after a seventh of the coming days was declared a holiday. */
const published = {
  ...law,
  calendar: calendar(
    {
      ...shippedHolidays(),
      2026: {
        covered: true,
        holidays: { ...shippedHolidays()[2026]?.holidays, '2026-10-23': '县庆' },
        workdays: { ...shippedHolidays()[2026]?.workdays },
      },
    },
    DEFAULT_POLICY.officeHours,
  ),
};
const recompute = { type: 'Recompute', at: at('10-20 10:00') } as const;

describe('the calendar changes under a running limit (requirements, section 4)', () => {
  test('a default limit is counted again, the old one stands beside it, and once is enough', () => {
    const ticket = registered();
    expect(shown(ticket.dueAt)).toBe('10-27 17:30');
    const moved = after(ticket, recompute, published);
    expect(shown(moved.dueAt)).toBe('10-28 17:30');
    expect(types(moved, recompute, published)).toEqual([]);
    expect(types(ticket, recompute, law)).toEqual([]);
  });

  test('a date the upstream gave is not counted by anybody’s calendar', () => {
    expect(types(registered({ dueAt: at('10-30 17:30') }), recompute, published)).toEqual([]);
  });

  test('a limit across an unpublished year is 暂定 until the year is published', () => {
    const late = registered({ receivedAt: at('12-30 09:00'), dispatchedAt: at('12-30 09:00') });
    expect(late.flags).toContain('provisionalDue');
    const years = {
      ...law,
      calendar: calendar(
        { ...shippedHolidays(), 2027: { covered: true, holidays: { '2027-01-01': '元旦' }, workdays: {} } },
        DEFAULT_POLICY.officeHours,
      ),
    };
    const now = after(late, { ...recompute, at: at('12-30 10:00') }, years);
    expect(now.flags).not.toContain('provisionalDue');
    expect(now.dueAt).toBe('2027-01-07T09:30:00.000Z');
  });
});
