import { describe, expect, it } from 'vitest';
import { addGrace, isNearDue, isOverdue, nearDueFrom, remainingInWords } from '../../src/domain/deadline/watch.ts';
import { county, moment, shown } from './officeCalendar.ts';

const FRIDAY = moment('2026-10-23 17:30');

describe('R3.4: less than two days left', () => {
  it.each([
    ['2026-10-21 17:30', false],
    ['2026-10-22 08:25', false],
    ['2026-10-22 08:30', false],
    ['2026-10-22 08:35', true],
    ['2026-10-23 17:30', true],
  ])('due Friday 17:30, the scan at %s finds it near due: %s', (now, expected) => {
    expect(isNearDue(moment(now), FRIDAY, county)).toBe(expected);
  });

  it('begins the millisecond after exactly 13 hours are left', () => {
    expect(shown(nearDueFrom(FRIDAY, county))).toBe('2026-10-22 08:30:00.001');
    expect(isNearDue(new Date(nearDueFrom(FRIDAY, county).getTime() - 1), FRIDAY, county)).toBe(false);
    expect(isNearDue(nearDueFrom(FRIDAY, county), FRIDAY, county)).toBe(true);
  });

  it.each([
    ['after National Day', '2026-10-08 17:30', '2026-09-30 08:30:00.001'],
    ['on the make-up Saturday', '2026-10-10 17:30', '2026-10-09 08:30:00.001'],
    ['after a weekend', '2026-10-26 17:30', '2026-10-23 08:30:00.001'],
    ['at noon', '2026-10-21 12:00', '2026-10-19 14:30:00.001'],
    ['on a Saturday nobody works', '2026-10-24 17:30', '2026-10-22 08:30:00.001'],
  ])('due %s (%s): from %s', (_, due, expected) => {
    expect(shown(nearDueFrom(moment(due), county))).toBe(expected);
  });

  it('the county may set another span', () => {
    expect(shown(nearDueFrom(FRIDAY, county, 60))).toBe('2026-10-23 16:30:00.001');
  });
});

describe('overdue and grace', () => {
  it('what is done at the last second is in time', () => {
    expect(isOverdue(FRIDAY, FRIDAY)).toBe(false);
    expect(isOverdue(new Date(FRIDAY.getTime() + 1), FRIDAY)).toBe(true);
  });

  it.each([
    ['2026-10-20 08:33', '2026-10-20 15:03'],
    ['2026-10-23 16:47', '2026-10-26 11:47'],
    ['2026-10-09 16:47', '2026-10-10 11:47'],
  ])('R3.3: four working hours after a reminder at %s are over at %s', (reminded, expected) => {
    expect(shown(addGrace(moment(reminded), 240, county))).toBe(expected);
  });
});

describe('what is left, in words', () => {
  it.each([
    ['2026-10-22 11:00', '还剩1个工作日4小时'],
    ['2026-10-22 14:30', '还剩1个工作日3小时'],
    ['2026-10-22 08:30', '还剩2个工作日'],
    ['2026-10-23 15:20', '还剩2小时10分'],
    ['2026-10-23 15:30', '还剩2小时'],
    ['2026-10-23 17:00', '还剩30分'],
    ['2026-10-23 17:30', '还剩不到1分钟'],
    ['2026-10-23 20:00', '已超期'],
    ['2026-10-26 11:30', '已超期3小时'],
    ['2026-10-27 17:30', '已超期2个工作日'],
  ])('due Friday 17:30, at %s: %s', (now, expected) => {
    expect(remainingInWords(moment(now), FRIDAY, county)).toBe(expected);
  });

  it('an urgent clock counts the night', () => {
    const due = moment('2026-10-21 02:00');
    expect(remainingInWords(moment('2026-10-20 20:00'), due, county, true)).toBe('还剩6小时');
    expect(remainingInWords(moment('2026-10-21 04:15'), due, county, true)).toBe('已超期2小时15分');
  });

  it('due on a Saturday nobody works, the hours left are called what they are', () => {
    expect(remainingInWords(moment('2026-10-24 10:00'), moment('2026-10-24 17:30'), county)).toBe(
      '还剩7小时30分，非工作时间',
    );
  });
});
