import { describe, expect, it } from 'vitest';
import { calendar } from '../../src/domain/deadline/calendar.ts';
import { isCalendarDate, readInstant } from '../../src/domain/deadline/calendarDate.ts';
import { county, moment, OFFICE_HOURS, shown } from './officeCalendar.ts';

describe('working days', () => {
  it.each([
    ['2026-10-20', true, '工作日'],
    ['2026-10-24', false, '周六'],
    ['2026-10-25', false, '周日'],
    ['2026-10-01', false, '国庆节'],
    ['2026-10-03', false, '国庆节'],
    ['2026-10-10', true, '调休上班'],
    ['2026-09-20', true, '调休上班'],
    ['2026-02-14', true, '调休上班'],
    ['2026-02-16', false, '春节'],
    ['2026-02-28', true, '调休上班'],
    ['2026-01-04', true, '调休上班'],
    ['2026-06-19', false, '端午节'],
  ])('%s: worked %s, because %s', (date, worked, reason) => {
    expect(county.isWorkingDay(date)).toBe(worked);
    expect(county.reason(date)).toBe(reason);
  });

  it.each([
    ['2026-02-13', 1, '2026-02-14'],
    ['2026-02-14', 1, '2026-02-24'],
    ['2026-02-24', 4, '2026-02-28'],
    ['2026-09-30', 1, '2026-10-08'],
    ['2026-09-30', 3, '2026-10-10'],
    ['2026-10-10', 1, '2026-10-12'],
    ['2026-10-08', -1, '2026-09-30'],
    ['2026-10-23', 1, '2026-10-26'],
    ['2026-10-24', 0, '2026-10-24'],
  ])('%s and %i working days is %s', (date, n, expected) => {
    expect(county.addWorkingDays(date, n)).toBe(expected);
  });

  it('the neighbours of a day never are the day itself', () => {
    expect(county.nextWorkingDay('2026-10-20')).toBe('2026-10-21');
    expect(county.previousWorkingDay('2026-10-20')).toBe('2026-10-19');
  });

  it.each([
    ['2026-10-15', '2026-10-15'],
    ['2026-11-15', '2026-11-16'],
    ['2026-08-15', '2026-08-14'],
    ['2026-02-15', '2026-02-14'],
    ['2026-02-19', '2026-02-14'],
    ['2026-02-20', '2026-02-24'],
    ['2026-05-03', '2026-04-30'],
  ])('the working day nearest %s is %s', (date, expected) => {
    expect(county.workingDayNearest(date)).toBe(expected);
  });

  it('two days off on either side: the earlier working day', () => {
    const bridge = {
      2026: { covered: true, holidays: { '2026-10-20': '甲', '2026-10-21': '乙', '2026-10-22': '丙' }, workdays: {} },
    };
    expect(calendar(bridge, OFFICE_HOURS).workingDayNearest('2026-10-21')).toBe('2026-10-19');
  });

  it('a table without any working day is an error, not an endless search', () => {
    const off = Object.fromEntries(
      Array.from({ length: 500 }, (_, n) => {
        const date = new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
        return [date, '停工'];
      }),
    );
    const year = { covered: true, holidays: off, workdays: {} };
    expect(() => calendar({ 2026: year, 2027: year }, OFFICE_HOURS).nextWorkingDay('2026-01-01')).toThrow(RangeError);
  });
});

describe('working time', () => {
  it.each([
    ['2026-10-20 08:29', false],
    ['2026-10-20 08:30', true],
    ['2026-10-20 11:59', true],
    ['2026-10-20 12:00', false],
    ['2026-10-20 14:30', true],
    ['2026-10-20 17:29', true],
    ['2026-10-20 17:30', false],
    ['2026-10-24 10:00', false],
    ['2026-10-10 10:00', true],
  ])('%s is office time: %s', (text, expected) => {
    expect(county.isOfficeTime(moment(text))).toBe(expected);
  });

  it.each([
    ['2026-10-20 11:30', 30, '2026-10-20 12:00'],
    ['2026-10-20 11:30', 31, '2026-10-20 14:31'],
    ['2026-10-20 12:40', 10, '2026-10-20 14:40'],
    ['2026-10-20 17:00', 60, '2026-10-21 09:00'],
    ['2026-10-20 23:59', 1, '2026-10-21 08:31'],
    ['2026-10-20 00:00', 390, '2026-10-20 17:30'],
    ['2026-10-23 16:30', 240, '2026-10-26 11:30'],
    ['2026-10-09 16:30', 120, '2026-10-10 09:30'],
    ['2026-09-30 17:30', 1, '2026-10-08 08:31'],
    ['2026-10-20 12:40', 0, '2026-10-20 12:40'],
    ['2026-10-23 17:30', -780, '2026-10-22 08:30'],
    ['2026-10-26 08:30', -1, '2026-10-23 17:29'],
    ['2026-10-21 12:00', -780, '2026-10-19 14:30'],
  ])('%s and %i working minutes is %s', (from, minutes, expected) => {
    expect(shown(county.addWorkingMinutes(moment(from), minutes))).toBe(expected);
  });

  it.each([
    ['2026-10-20 08:30', '2026-10-20 17:30', 390],
    ['2026-10-20 11:00', '2026-10-20 15:00', 90],
    ['2026-10-23 17:00', '2026-10-26 09:00', 60],
    ['2026-09-30 17:30', '2026-10-08 08:30', 0],
    ['2026-10-24 00:00', '2026-10-25 23:59', 0],
    ['2026-10-26 09:00', '2026-10-23 17:00', -60],
  ])('from %s to %s are %i working minutes', (a, b, expected) => {
    expect(county.workingMinutesBetween(moment(a), moment(b))).toBe(expected);
  });

  it('summer hours end with their season, and a winter season may cross New Year', () => {
    const seasons = calendar({}, [
      {
        from: '05-01',
        to: '09-30',
        spans: [
          ['08:00', '12:00'],
          ['15:00', '18:00'],
        ],
      },
      {
        from: '10-01',
        to: '04-30',
        spans: [
          ['08:30', '12:00'],
          ['14:30', '17:30'],
        ],
      },
    ]);
    expect(shown(seasons.closing('2026-09-30'))).toBe('2026-09-30 18:00');
    expect(shown(seasons.closing('2026-01-15'))).toBe('2026-01-15 17:30');
    expect([seasons.minutesPerDay('2026-07-01'), seasons.minutesPerDay('2026-12-01')]).toEqual([420, 390]);
    expect(shown(seasons.addWorkingMinutes(moment('2026-09-30 17:30'), 60))).toBe('2026-10-01 09:00');
  });

  it.each([
    ['leave out a day', [{ from: '01-01', to: '12-30', spans: [['08:30', '17:30']] as [string, string][] }]],
    ['have no spans', [{ from: '01-01', to: '12-31', spans: [] }]],
    ['run backwards', [{ from: '01-01', to: '12-31', spans: [['17:30', '08:30']] as [string, string][] }]],
  ])('office hours that %s are refused', (_, hours) => {
    expect(() => calendar({}, hours)).toThrow(RangeError);
  });
});

describe('days and instants', () => {
  it('the county is eight hours ahead of UTC, at midnight too', () => {
    expect(county.localDate(new Date('2026-10-20T15:59:59.999Z'))).toBe('2026-10-20');
    expect(county.localDate(new Date('2026-10-20T16:00:00.000Z'))).toBe('2026-10-21');
    expect(county.at('2026-10-20', '08:33').toISOString()).toBe('2026-10-20T00:33:00.000Z');
    expect(county.at('2026-10-20', '24:00')).toEqual(county.at('2026-10-21', '00:00'));
  });

  it('a day that does not exist is none', () => {
    expect(['2026-02-29', '2026-13-01', '2026-1-1', '2028-02-29'].map(isCalendarDate)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it.each([
    ['2026-10-20', '2026-10-19T16:00:00.000Z'],
    ['2026-10-20 08:25', '2026-10-20T00:25:00.000Z'],
    ['2026-10-20T08:25:30', '2026-10-20T00:25:30.000Z'],
    ['2026-10-20T08:25:00+08:00', '2026-10-20T00:25:00.000Z'],
    ['2026-10-20T00:25:00.000Z', '2026-10-20T00:25:00.000Z'],
    ['2026-02-30 08:00', undefined],
    ['2026-10-20 25:00', undefined],
    ['昨天', undefined],
  ])('a written moment %s is %s', (text, expected) => {
    expect(readInstant(text)?.toISOString()).toBe(expected);
  });
});
