import { expect, test } from 'vitest';
import type { PolicyField } from '../../src/http/page/shapes.ts';
import { differing, type Special, stretchesOf, toggled } from '../../src/web/desk/calendar/days.ts';
import { lastDay, lastMonth } from '../../src/web/desk/league/period.ts';
import { changedDocument, changedFields, notNumbers, rowsOf, wordsOf } from '../../src/web/desk/policy/document.ts';
import { type Column, inOrder } from '../../src/web/desk/table/column.ts';

const NAMES = { wanted: '', otherwise: '放假', makeUp: '调休上班' };
const of = (...days: { date: string; name: string; working: boolean }[]): Special =>
  new Map(days.map((day) => [day.date, day]));
const FESTIVAL = of(
  { date: '2026-10-01', name: '国庆节', working: false },
  { date: '2026-10-02', name: '国庆节', working: false },
);

test('a day of the calendar becomes what it was not, named by the holiday near by', () => {
  const rests = toggled(FESTIVAL, '2026-10-05', NAMES);
  expect(rests.get('2026-10-05')).toEqual({ date: '2026-10-05', name: '国庆节', working: false });
  expect(toggled(rests, '2026-10-05', NAMES)).toEqual(FESTIVAL);
  expect(toggled(new Map(), '2026-08-12', NAMES).get('2026-08-12')?.name).toBe('放假');
  expect(toggled(FESTIVAL, '2026-10-06', { ...NAMES, wanted: ' 县庆 ' }).get('2026-10-06')?.name).toBe('县庆');
});

test('a weekend day is worked, then a holiday, then a weekend day again', () => {
  const worked = toggled(FESTIVAL, '2026-10-10', NAMES);
  expect(worked.get('2026-10-10')).toEqual({ date: '2026-10-10', name: '国庆节调休上班', working: true });
  const holiday = toggled(worked, '2026-10-10', NAMES);
  expect(holiday.get('2026-10-10')).toMatchObject({ name: '国庆节', working: false });
  expect(toggled(holiday, '2026-10-10', NAMES)).toEqual(FESTIVAL);
  expect(differing(FESTIVAL, worked)).toBe(1);
});

test('days with one name are said as a stretch, a gap begins another', () => {
  const gap = toggled(FESTIVAL, '2026-10-05', NAMES);
  expect(stretchesOf(gap).map(({ first, last, dates }) => [first, last, dates.length])).toEqual([
    ['2026-10-01', '2026-10-02', 2],
    ['2026-10-05', '2026-10-05', 1],
  ]);
});

const field = (path: string, kind: PolicyField['kind'] = 'number'): PolicyField => ({
  path,
  kind,
  group: '时限',
  label: path,
});
const DOCUMENT = {
  version: '示例-1',
  officeHours: [{ spans: [['08:30', '12:00']] }],
  limits: { claim: { amount: 1, unit: 'workingDays', aroundTheClock: false } },
  review: { byCentre: false },
};
const FIELDS = [
  field('limits.claim.amount'),
  field('limits.claim.unit', 'choice'),
  field('officeHours.0.spans.0.1', 'time'),
  field('review.byCentre', 'boolean'),
];

test('a policy keeps everything that was not changed, and every kind of what was', () => {
  const words = wordsOf(DOCUMENT, FIELDS);
  expect(changedDocument(DOCUMENT, FIELDS, words)).toEqual(DOCUMENT);
  const wanted = {
    ...words,
    'limits.claim.amount': '2',
    'officeHours.0.spans.0.1': '11:30',
    'review.byCentre': 'true',
  };
  expect(changedDocument(DOCUMENT, FIELDS, wanted)).toEqual({
    ...DOCUMENT,
    officeHours: [{ spans: [['08:30', '11:30']] }],
    limits: { claim: { amount: 2, unit: 'workingDays', aroundTheClock: false } },
    review: { byCentre: true },
  });
  expect(DOCUMENT.limits.claim.amount).toBe(1);
  expect(changedFields(DOCUMENT, FIELDS, wanted)).toHaveLength(3);
});

test('what is no number is found before it is sent; an amount stands with its unit', () => {
  const words = { ...wordsOf(DOCUMENT, FIELDS), 'limits.claim.amount': '两天' };
  expect(notNumbers(FIELDS, words).map(({ path }) => path)).toEqual(['limits.claim.amount']);
  expect(rowsOf(FIELDS).map(({ field: { path }, unit }) => [path, unit?.path])).toEqual([
    ['limits.claim.amount', 'limits.claim.unit'],
    ['officeHours.0.spans.0.1', undefined],
    ['review.byCentre', undefined],
  ]);
});

test('rows without a figure stand last, whichever way a table is sorted', () => {
  const rows = [{ n: 2 }, { n: undefined }, { n: 5 }];
  const columns: Column<(typeof rows)[number]>[] = [{ key: 'n', name: 'n', sort: ({ n }) => n }];
  expect(inOrder(rows, columns, { key: 'n', down: true }).map(({ n }) => n)).toEqual([5, 2, undefined]);
  expect(inOrder(rows, columns, { key: 'n', down: false }).map(({ n }) => n)).toEqual([2, 5, undefined]);
  expect(inOrder(rows, columns)).toBe(rows);
});

test('tables open with the working day and the month before, by the county’s clock', () => {
  expect(lastDay(new Date('2026-10-18T17:00:00Z'))).toBe('2026-10-16');
  expect(lastDay(new Date('2026-10-20T00:25:00Z'))).toBe('2026-10-19');
  expect(lastMonth(new Date('2026-12-31T16:30:00Z'))).toBe('2026-12');
});
