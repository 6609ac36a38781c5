import { describe, expect, it } from 'vitest';
import { parseDate } from '../../src/commands/dates.ts';
import { county, moment, shown } from './officeCalendar.ts';

/** Tuesday 2026-11-24, half past ten. */
const NOW = moment('2026-11-24 10:30');
const read = (text: string, sense: 'limit' | 'past', now = NOW) => parseDate(text, { now, sense, calendar: county });
const understood = (text: string, sense: 'limit' | 'past', now = NOW) => {
  const reading = read(text, sense, now);
  return 'problem' in reading ? reading : { at: shown(reading.instant), words: reading.words };
};
const problem = (text: string, sense: 'limit' | 'past', now = NOW) => {
  const reading = read(text, sense, now);
  return 'problem' in reading ? reading.problem : `understood: ${reading.words}`;
};

describe('a limit as people type it', () => {
  it.each([
    ['11-28', '2026-11-28（周六）17:30'],
    ['11.28', '2026-11-28（周六）17:30'],
    ['11/28', '2026-11-28（周六）17:30'],
    ['１１－２８', '2026-11-28（周六）17:30'],
    ['11月28日', '2026-11-28（周六）17:30'],
    ['11月28号', '2026-11-28（周六）17:30'],
    ['十一月二十八日', '2026-11-28（周六）17:30'],
    ['28号', '2026-11-28（周六）17:30'],
    ['11-28前', '2026-11-28（周六）17:30'],
    ['2026-11-28', '2026-11-28（周六）17:30'],
    ['2026年11月28日', '2026-11-28（周六）17:30'],
    ['2026-11-28 17:00', '2026-11-28（周六）17:00'],
    ['２０２６－１１－２８　１７：００', '2026-11-28（周六）17:00'],
    ['2026-11-28T17:00:00+08:00', '2026-11-28（周六）17:00'],
    ['11-28 17:00前', '2026-11-28（周六）17:00'],
    ['11-28 24:00', '2026-11-29（周日）00:00'],
    ['11-23', '2027-11-23（周二）17:30'],
    ['11-24', '2026-11-24（周二）17:30'],
    ['3天', '2026-11-27（周五）17:30'],
    ['三天内', '2026-11-27（周五）17:30'],
    ['3个自然日', '2026-11-27（周五）17:30'],
    ['3个工作日', '2026-11-27（周五）17:30'],
    ['5工作日', '2026-12-01（周二）17:30'],
    ['两个工作日内', '2026-11-26（周四）17:30'],
    ['今天', '2026-11-24（周二）17:30'],
    ['今天 15:00', '2026-11-24（周二）15:00'],
    ['17：00', '2026-11-24（周二）17:00'],
    ['今天下午3点半', '2026-11-24（周二）15:30'],
    ['今晚8点', '2026-11-24（周二）20:00'],
    ['明天', '2026-11-25（周三）17:30'],
    ['明天前', '2026-11-25（周三）17:30'],
    ['明天上午', '2026-11-25（周三）12:00'],
    ['后天', '2026-11-26（周四）17:30'],
    ['大后天', '2026-11-27（周五）17:30'],
    ['周五', '2026-11-27（周五）17:30'],
    ['周五 15:00', '2026-11-27（周五）15:00'],
    ['本周五', '2026-11-27（周五）17:30'],
    ['周二', '2026-11-24（周二）17:30'],
    ['周二 10:00', '2026-12-01（周二）10:00'],
    ['周一', '2026-11-30（周一）17:30'],
    ['周日', '2026-11-29（周日）17:30'],
    ['下周一', '2026-11-30（周一）17:30'],
    ['下周二', '2026-12-01（周二）17:30'],
    ['下个星期天', '2026-12-06（周日）17:30'],
    ['下下周三9点', '2026-12-09（周三）09:00'],
  ])('%s is %s', (text, words) => {
    expect(understood(text, 'limit')).toEqual({ at: words.replace(/（.*）/, ' '), words });
  });

  it('working days go around the National Day holiday', () => {
    expect(understood('3个工作日', 'limit', moment('2026-09-30 09:00'))).toMatchObject({ at: '2026-10-10 17:30' });
  });

  it('on a Sunday, 周日 is today and 下周一 tomorrow', () => {
    const sunday = moment('2026-11-29 09:00');
    expect(understood('周日', 'limit', sunday)).toMatchObject({ at: '2026-11-29 17:30' });
    expect(understood('下周一', 'limit', sunday)).toMatchObject({ at: '2026-11-30 17:30' });
  });

  it('just after midnight, 明天 is counted from the county’s day', () => {
    expect(understood('明天', 'limit', moment('2026-11-24 00:01'))).toMatchObject({ at: '2026-11-25 17:30' });
  });

  it.each([
    ['昨天', '已经过去了'],
    ['今天 9:00', '已经过去了'],
    ['2026-11-23', '已经过去了'],
    ['本周一', '已经过去了'],
  ])('%s is refused: %s', (text, why) => {
    expect(problem(text, 'limit')).toContain(why);
  });

  it('today after closing time is refused rather than moved a year', () => {
    expect(problem('11-24', 'limit', moment('2026-11-24 18:00'))).toBe(
      '“11-24”是 2026-11-24（周二）17:30，已经过去了，请改写。',
    );
  });

  it.each(['', '  ', '尽快', '下周', '3', 'abc', '周八', '3天前', '半天', '11-28 和 11-29'])(
    '%j is answered with examples',
    (text) => {
      expect(problem(text, 'limit')).toContain('11-28、2026-11-28 17:00、3天、3个工作日、明天、下周一');
    },
  );

  it.each(['2026-02-30', '13-01', '2027-2-29', '32号'])('%s does not exist', (text) => {
    expect(problem(text, 'limit')).toContain('没有对应的日子');
  });

  it('an hour that does not exist is named', () => {
    expect(problem('明天 25:00', 'limit')).toBe('没有“25:00”这个时间。');
  });

  it('a mistyped year is questioned', () => {
    expect(problem('2062-11-28', 'limit')).toContain('离今天超过两年');
  });
});

describe('what happened, as people type it', () => {
  it.each([
    ['11-28', '2025-11-28 17:30', '2025-11-28（周五）'],
    ['11-20', '2026-11-20 17:30', '2026-11-20（周五）'],
    ['11-20 15:00', '2026-11-20 15:00', '2026-11-20（周五）15:00'],
    ['昨天', '2026-11-23 17:30', '2026-11-23（周一）'],
    ['昨天下午3点', '2026-11-23 15:00', '2026-11-23（周一）15:00'],
    ['昨天上午', '2026-11-23 12:00', '2026-11-23（周一）上午'],
    ['前天', '2026-11-22 17:30', '2026-11-22（周日）'],
    ['3天前', '2026-11-21 17:30', '2026-11-21（周六）'],
    ['今天', '2026-11-24 10:30', '2026-11-24（周二）'],
    ['今天 9:00', '2026-11-24 09:00', '2026-11-24（周二）09:00'],
    ['今天上午', '2026-11-24 10:30', '2026-11-24（周二）上午'],
    ['周五', '2026-11-20 17:30', '2026-11-20（周五）'],
    ['上周五', '2026-11-20 17:30', '2026-11-20（周五）'],
    ['周二 15:00', '2026-11-17 15:00', '2026-11-17（周二）15:00'],
    ['28号', '2026-10-28 17:30', '2026-10-28（周三）'],
  ])('%s is %s, in words %s', (text, at, words) => {
    expect(understood(text, 'past')).toEqual({ at, words });
  });

  it.each(['明天', '今天 15:00', '2026-12-01'])('%s has not come yet', (text) => {
    expect(problem(text, 'past')).toContain('还没有到');
  });

  it.each(['3个工作日', '3天'])('%s says nothing about when', (text) => {
    expect(problem(text, 'past')).toContain('今天 15:00');
  });
});
