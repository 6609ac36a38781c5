import { describe, expect, it } from 'vitest';
import { readHolidays, shippedHolidays } from '../../src/config/holidays.ts';
import { daysFrom } from '../../src/domain/deadline/calendarDate.ts';
import { PlainError } from '../../src/kernel/errors.ts';

const named = (year: number) => {
  const known = shippedHolidays()[year];
  if (!known) throw new Error(`${year} is not shipped`);
  return known;
};
const run = (first: string, last: string, name: string) =>
  daysFrom(first, last).map((date): [string, string] => [date, name]);

describe('the shipped table', () => {
  it('has 2026 as the State Council published it', () => {
    expect(named(2026)).toEqual({
      covered: true,
      holidays: Object.fromEntries([
        ...run('2026-01-01', '2026-01-03', '元旦'),
        ...run('2026-02-15', '2026-02-23', '春节'),
        ...run('2026-04-04', '2026-04-06', '清明节'),
        ...run('2026-05-01', '2026-05-05', '劳动节'),
        ...run('2026-06-19', '2026-06-21', '端午节'),
        ...run('2026-09-25', '2026-09-27', '中秋节'),
        ...run('2026-10-01', '2026-10-07', '国庆节'),
      ]),
      workdays: {
        '2026-01-04': '元旦调休上班',
        '2026-02-14': '春节调休上班',
        '2026-02-28': '春节调休上班',
        '2026-05-09': '劳动节调休上班',
        '2026-09-20': '国庆节调休上班',
        '2026-10-10': '国庆节调休上班',
      },
    });
  });

  it('has 2025, Mid-Autumn inside National Day', () => {
    const { covered, holidays, workdays } = named(2025);
    expect(covered).toBe(true);
    expect(Object.keys(holidays)).toHaveLength(28);
    expect([holidays['2025-10-06'], holidays['2025-10-08']]).toEqual(['中秋节', '国庆节']);
    expect(Object.keys(workdays)).toEqual(['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11']);
  });

  it('does not claim a year it has not', () => {
    expect(shippedHolidays()[2027]?.covered ?? false).toBe(false);
  });

  it('is handed out whole each time: changing it changes nobody else', () => {
    shippedHolidays()[2026] = { covered: false, holidays: {}, workdays: {} };
    expect(named(2026).covered).toBe(true);
  });

  it('moves work only to Saturdays and Sundays, and off no day it also works', () => {
    for (const { holidays, workdays } of Object.values(shippedHolidays())) {
      for (const date of Object.keys(workdays)) {
        expect([0, 6], date).toContain(new Date(`${date}T00:00:00Z`).getUTCDay());
        expect(holidays[date], date).toBeUndefined();
      }
    }
  });
});

describe('an imported year', () => {
  const fixed = ['2027-01-01', '2027-05-01', '2027-10-01'].map((date) => ({ date, name: '节' }));

  it('is read with names by day', () => {
    const workdays = [{ date: '2027-10-09', name: '国庆节调休上班' }];
    expect(readHolidays({ year: 2027, holidays: fixed, workdays })).toEqual({
      year: 2027,
      document: {
        covered: true,
        holidays: { '2027-01-01': '节', '2027-05-01': '节', '2027-10-01': '节' },
        workdays: { '2027-10-09': '国庆节调休上班' },
      },
    });
  });

  it('with New Year alone is known but not covered', () => {
    expect(readHolidays({ year: 2027, holidays: fixed.slice(0, 1) }).document.covered).toBe(false);
  });

  it.each([
    ['no list at all', { year: 2027 }, '须是日期的列表'],
    ['nothing', null, '须是 {'],
    ['an empty list', { year: 2027, holidays: [] }, '放假日期一个也没有'],
    ['a day that does not exist', { year: 2027, holidays: [{ date: '2027-02-30', name: '春节' }] }, '须是存在的日子'],
    ['a day without a name', { year: 2027, holidays: [{ date: '2027-02-03', name: ' ' }] }, '缺名称'],
    ['a misspelt column', { year: 2027, holidays: fixed, workday: [] }, '没有别的栏目'],
    [
      'a day of another year',
      { year: 2027, holidays: [{ date: '2028-01-01', name: '元旦' }] },
      '2028-01-01 不在 2027 年',
    ],
    ['a day twice', { year: 2027, holidays: [...fixed, ...fixed] }, '2027-01-01 出现了两次'],
    [
      'a make-up day that is a weekday',
      { year: 2027, holidays: fixed, workdays: [{ date: '2027-10-11', name: '国庆节' }] },
      '2027-10-11 是周一至周五',
    ],
  ])('is refused with %s', (_, json, words) => {
    expect(() => readHolidays(json)).toThrow(PlainError);
    expect(() => readHolidays(json)).toThrow(words);
  });
});
