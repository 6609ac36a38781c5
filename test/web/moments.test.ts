import { expect, test } from 'vitest';
import { readMoment, writeMoment } from '../../src/web/form/moment.ts';
import { question } from '../../src/web/form/question.ts';
import { dateOf, plusDays, plusMonths, shortTime, weekday } from '../../src/web/words/moments.ts';

test('times stand as the county reads them, whatever the zone of the browser', () => {
  expect(dateOf('2026-11-25T16:30:00Z')).toBe('2026-11-26');
  expect(shortTime('2026-11-25T16:30:00Z')).toBe('11-26 00:30');
  expect(shortTime('2025-12-31T16:00:00Z', new Date('2026-01-01T02:00:00Z'))).toBe('01-01 00:00');
  expect(shortTime('2025-12-31T15:59:00Z', new Date('2026-01-01T02:00:00Z'))).toBe('2025-12-31 23:59');
  expect([weekday('2026-11-28', 'zh-CN'), weekday('2026-11-28', 'en')]).toEqual(['周六', 'Sat']);
});

test('days and months go on over the ends of months and years', () => {
  expect([plusDays('2026-12-31', 1), plusDays('2028-03-01', -1)]).toEqual(['2027-01-01', '2028-02-29']);
  expect([plusMonths('2026-12', 1), plusMonths('2026-01', -1), plusMonths('2026-10', 15)]).toEqual([
    '2027-01',
    '2025-12',
    '2028-01',
  ]);
});

test('a moment in a form is what would be typed, and what was proposed is read again', () => {
  expect(writeMoment({ date: '2026-11-28', time: '' })).toBe('2026-11-28');
  expect(writeMoment({ date: '2026-11-28', time: '17:00' })).toBe('2026-11-28 17:00');
  expect(writeMoment({ date: '', time: '17:00' })).toBe('');
  expect(readMoment('2026-11-28 17:00')).toEqual({ date: '2026-11-28', time: '17:00' });
  expect(readMoment('2026-11-28T09:30:00.000Z')).toEqual({ date: '2026-11-28', time: '17:30' });
  expect(readMoment('')).toEqual({ date: '', time: '' });
});

test('how to write an answer is said only where one writes', () => {
  const ask = '怎么联系的？请写 见面、电话 或 无。';
  const field = { key: 'mode', label: '方式', required: true, ask };
  expect(question({ ...field, kind: 'choice' })).toBe('怎么联系的？');
  expect(question({ ...field, kind: 'text' })).toBe(ask);
});
