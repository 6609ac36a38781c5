import { describe, expect, it } from 'vitest';
import { shippedHolidays } from '../../src/config/holidays.ts';
import { calendar } from '../../src/domain/deadline/calendar.ts';
import { deadline, parseLimit } from '../../src/domain/deadline/limits.ts';
import { isNearDue } from '../../src/domain/deadline/watch.ts';
import { CASES } from './deadlineTable.ts';
import { county, moment, OFFICE_HOURS, shown } from './officeCalendar.ts';

const limitOf = (text: string) => {
  const limit = parseLimit(text);
  if (!limit) throw new Error(`${text} is no limit`);
  return limit;
};

describe('deadlines over the holidays and make-up days of 2026', () => {
  it.each(CASES)('$what: $from and $limit', ({ from, limit, due, provisional }) => {
    const found = deadline({ from: moment(from), limit: limitOf(limit), calendar: county });
    expect([shown(found.due), found.provisional]).toEqual([due, provisional ?? false]);
  });

  it('published, the year counts as it is and is 暂定 no longer', () => {
    const off = { '2027-01-01': '元旦', '2027-01-02': '元旦', '2027-01-03': '元旦' };
    const table = { ...shippedHolidays(), 2027: { covered: true, holidays: off, workdays: {} } };
    const published = calendar(table, OFFICE_HOURS);
    const found = deadline({ from: moment('2026-12-30 09:00'), limit: limitOf('5wd'), calendar: published });
    expect([shown(found.due), found.provisional]).toEqual(['2027-01-07 17:30', false]);
  });
});

describe('R3.4 over holidays: strictly less than two working days left', () => {
  it.each([
    ['due on the first day after Spring Festival', '2026-02-24 17:30', '2026-02-14 08:30', '2026-02-14 08:35'],
    ['due on the make-up Saturday', '2026-02-28 17:30', '2026-02-27 08:30', '2026-02-27 08:35'],
    ['due right after National Day', '2026-10-08 17:30', '2026-09-30 08:30', '2026-09-30 08:35'],
    ['due on the make-up Saturday of October', '2026-10-10 17:30', '2026-10-09 08:30', '2026-10-09 08:35'],
    ['due on the Monday after it', '2026-10-12 17:30', '2026-10-10 08:30', '2026-10-10 08:35'],
    ['due on a Friday', '2026-10-23 17:30', '2026-10-22 08:30', '2026-10-22 08:35'],
  ])('%s (%s): not at %s, but at %s', (_what, due, notYet, then) => {
    const near = (now: string): boolean => isNearDue(moment(now), moment(due), county);
    expect([near(notYet), near(then)]).toEqual([false, true]);
  });
});
