import { describe, expect, it } from 'vitest';
import { deadlineReport } from '../../src/cli/deadlineReport.ts';
import { shippedHolidays } from '../../src/config/holidays.ts';
import { explainDeadline } from '../../src/domain/deadline/explain.ts';
import { deadline, type Limit, parseLimit } from '../../src/domain/deadline/limits.ts';
import { PlainError } from '../../src/kernel/errors.ts';
import { county, moment, OFFICE_HOURS, shown } from './officeCalendar.ts';

const limitOf = (text: string, aroundTheClock = false): Limit => {
  const limit = parseLimit(text);
  if (!limit) throw new Error(`${text} is no limit`);
  return { ...limit, aroundTheClock };
};
const dueOf = (from: string, limit: string, urgent = false) =>
  deadline({ from: moment(from), limit: limitOf(limit, urgent), calendar: county });

describe('limits as written', () => {
  it.each([
    ['5wd', { amount: 5, unit: 'workingDays' }],
    ['24h', { amount: 24, unit: 'hours' }],
    ['60d', { amount: 60, unit: 'calendarDays' }],
    [' 5 WD ', { amount: 5, unit: 'workingDays' }],
  ])('%s is understood', (text, expected) => {
    expect(parseLimit(text)).toEqual(expected);
  });

  it.each(['', '5', 'wd', '0wd', '-1d', '1.5h', '5w', '5wd2h', '99999d'])('%j is no limit', (text) => {
    expect(parseLimit(text)).toBeUndefined();
  });
});

describe('when a limit ends', () => {
  it.each([
    ['a plain week', '2026-10-20 09:00', '5wd', '2026-10-27 17:30'],
    ['Friday to Monday', '2026-10-23 16:59', '1wd', '2026-10-26 17:30'],
    ['dispatched after hours is still that day', '2026-10-23 23:59', '1wd', '2026-10-26 17:30'],
    ['a minute past midnight is the next day', '2026-10-20 00:00', '1wd', '2026-10-21 17:30'],
    ['dispatched on a Saturday', '2026-10-24 10:00', '1wd', '2026-10-26 17:30'],
    ['over National Day, the make-up Saturday counts', '2026-09-29 09:00', '5wd', '2026-10-12 17:30'],
    ['ends on the make-up Saturday', '2026-10-08 09:00', '2wd', '2026-10-10 17:30'],
    ['dispatched on the make-up Sunday', '2026-09-20 09:00', '1wd', '2026-09-21 17:30'],
    ['over Spring Festival with both make-up Saturdays', '2026-02-12 09:00', '7wd', '2026-02-28 17:30'],
    ['during Spring Festival', '2026-02-18 09:00', '5wd', '2026-02-28 17:30'],
    ['hours run in working time', '2026-10-20 16:30', '2h', '2026-10-21 09:30'],
    ['hours stop over lunch', '2026-10-20 11:00', '2h', '2026-10-20 15:30'],
    ['hours stop over the holiday', '2026-09-30 16:30', '2h', '2026-10-08 09:30'],
    ['calendar days take no notice of holidays', '2026-09-29 09:00', '3d', '2026-10-02 17:30'],
    ['a petition limit', '2026-10-20 09:00', '60d', '2026-12-19 17:30'],
  ])('%s: %s and %s is %s', (_, from, limit, expected) => {
    expect(shown(dueOf(from, limit).due)).toBe(expected);
  });

  it('an urgent clock never stops, by night and on a holiday', () => {
    expect(shown(dueOf('2026-09-30 20:00', '24h', true).due)).toBe('2026-10-01 20:00');
    expect(shown(dueOf('2026-10-23 23:00', '2h', true).due)).toBe('2026-10-24 01:00');
  });

  it('urgent changes nothing for a limit in working days', () => {
    expect(dueOf('2026-10-20 09:00', '5wd', true)).toEqual(dueOf('2026-10-20 09:00', '5wd'));
  });

  it('says of every day whether it was counted and why', () => {
    expect(dueOf('2026-10-08 09:00', '3wd').days).toEqual([
      { date: '2026-10-08', counted: false, reason: '派发当日不计' },
      { date: '2026-10-09', counted: true, reason: '工作日' },
      { date: '2026-10-10', counted: true, reason: '调休上班' },
      { date: '2026-10-11', counted: false, reason: '周日' },
      { date: '2026-10-12', counted: true, reason: '工作日' },
    ]);
  });

  it('hours count the days in which they ran', () => {
    expect(dueOf('2026-10-23 18:00', '1h').days.map(({ counted, reason }) => [counted, reason])).toEqual([
      [false, '已下班'],
      [false, '周六'],
      [false, '周日'],
      [true, '工作日'],
    ]);
  });
});

describe('a year without published holidays', () => {
  it.each([
    ['2026-12-24 09:00', '5wd', '2026-12-31 17:30', false],
    ['2026-12-25 09:00', '5wd', '2027-01-01 17:30', true],
    ['2026-11-20 09:00', '60d', '2027-01-19 17:30', true],
    ['2027-03-01 09:00', '1wd', '2027-03-02 17:30', true],
  ])('%s and %s is %s, provisional: %s', (from, limit, due, provisional) => {
    const found = dueOf(from, limit);
    expect([shown(found.due), found.provisional]).toEqual([due, provisional]);
  });

  it('becomes definite, and later, once the year is imported', () => {
    const table = { ...shippedHolidays(), 2027: { covered: true, holidays: { '2027-01-01': '元旦' }, workdays: {} } };
    const question = { from: '2026-12-25 09:00', limit: '5wd', table, policy: { officeHours: OFFICE_HOURS } };
    const { due, provisional } = deadlineReport(question).json;
    expect([due, provisional]).toEqual(['2027-01-04T17:30:00+08:00', false]);
  });

  it('January known from an older notice does not cover the year', () => {
    const table = { ...shippedHolidays(), 2027: { covered: false, holidays: { '2027-01-01': '元旦' }, workdays: {} } };
    const question = { from: '2026-12-25 09:00', limit: '5wd', table, policy: { officeHours: OFFICE_HOURS } };
    const { due, provisional } = deadlineReport(question).json;
    expect([due, provisional]).toEqual(['2027-01-04T17:30:00+08:00', true]);
  });
});

describe('explained to people', () => {
  const lines = (from: string, text: string, urgent = false) =>
    explainDeadline(limitOf(text, urgent), dueOf(from, text, urgent), county);

  it('day by day, over the make-up Saturday', () => {
    expect(lines('2026-09-30 09:00', '3wd').slice(-5)).toEqual([
      '不计 = 10-07 周三，国庆节',
      '第1天 = 10-08 周四，工作日',
      '第2天 = 10-09 周五，工作日',
      '第3天 = 10-10 周六，调休上班',
      '到期 = 2026-10-10（周六）17:30',
    ]);
  });

  it('with the year where it changes, and what is missing', () => {
    expect(lines('2026-12-30 09:00', '2wd')).toEqual([
      '不计 = 12-30 周三，派发当日不计',
      '第1天 = 12-31 周四，工作日',
      '第2天 = 2027-01-01 周五，工作日',
      '到期 = 2027-01-01（周五）17:30',
      '暂定：2027年的放假安排尚未导入，先按星期推算，导入后重新计算',
    ]);
  });

  it('hours are not numbered as days', () => {
    expect(lines('2026-10-20 16:30', '2h')).toEqual([
      '计时 = 10-20 周二，工作日',
      '计时 = 10-21 周三，工作日',
      '到期 = 2026-10-21（周三）09:30',
    ]);
  });
});

describe('hotline deadline', () => {
  const question = { table: shippedHolidays(), policy: { officeHours: OFFICE_HOURS } };

  it('prints exactly what the contract names', () => {
    expect(deadlineReport({ ...question, from: '2026-10-23 16:00', limit: '1wd' }).json).toEqual({
      from: '2026-10-23T16:00:00+08:00',
      limit: '1wd',
      due: '2026-10-26T17:30:00+08:00',
      provisional: false,
      days: [
        { date: '2026-10-23', counted: false, reason: '派发当日不计' },
        { date: '2026-10-24', counted: false, reason: '周六' },
        { date: '2026-10-25', counted: false, reason: '周日' },
        { date: '2026-10-26', counted: true, reason: '工作日' },
      ],
    });
  });

  it('takes --urgent for hours', () => {
    const { json } = deadlineReport({ ...question, from: '2026-10-01T20:00:00+08:00', limit: '24h', urgent: true });
    expect(json.due).toBe('2026-10-02T20:00:00+08:00');
  });

  it.each([
    ['2026-02-30', '5wd', 'bad-from'],
    ['next week', '5wd', 'bad-from'],
    ['2026-10-20', '5 weeks', 'bad-limit'],
  ])('refuses from %s, limit %s with %s', (from, limit, code) => {
    const asked = () => deadlineReport({ ...question, from, limit });
    expect(asked).toThrow(PlainError);
    expect(asked).toThrow(expect.objectContaining({ code }));
  });
});
