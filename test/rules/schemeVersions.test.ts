import { describe, expect, test } from 'vitest';
import { shippedHolidays } from '../../src/config/holidays.ts';
import { DEFAULT_POLICY } from '../../src/config/policy.ts';
import { DEFAULT_SCHEME, SchemeDocument } from '../../src/config/scheme.ts';
import { markFor, namedMarks } from '../../src/domain/assessment/markRules.ts';
import type { Scheme } from '../../src/domain/assessment/scheme.ts';
import { schemeFixedAt, schemeIn } from '../../src/domain/assessment/schemeVersions.ts';
import { calendar } from '../../src/domain/deadline/calendar.ts';

describe('the scheme in force for a month', () => {
  const versions = [
    { version: 1, fromMonth: '2026-03', document: 'a' },
    { version: 2, fromMonth: '2026-12', document: 'b' },
    { version: 3, fromMonth: '2026-03', document: 'c' },
  ];
  test.each([
    ['2026-02', undefined],
    ['2026-03', 'c'],
    ['2026-11', 'c'],
    ['2026-12', 'b'],
    ['2027-01', 'b'],
  ])('%s: %s', (month, document) => {
    expect(schemeIn(versions, month)?.document).toBe(document);
    expect(schemeIn(versions.toReversed(), month)?.document).toBe(document);
  });

  test.each([
    // 2026-11-02 is a Monday; three working days after it.
    ['2026-10', '2026-11-05T09:30:00.000Z'],
    // New Year’s Day is off, and so are the 2nd and 3rd.
    ['2025-12', '2026-01-07T09:30:00.000Z'],
  ])('%s may change its scheme until %s', (month, moment) => {
    const days = calendar(shippedHolidays(), DEFAULT_POLICY.officeHours);
    expect(schemeFixedAt(month, days).toISOString()).toBe(moment);
  });
});

describe('what a scheme names', () => {
  const scheme = SchemeDocument.parse({
    name: '试',
    version: '1',
    items: [
      { id: 'order', name: '规范', kind: 'per-event', full: 10, events: [{ event: 'defective', points: 1 }] },
      {
        id: 'scene',
        name: '现场督办',
        kind: 'per-event',
        full: 6,
        events: [
          { event: 'supervisionAbsent', points: 3 },
          { event: 'supervisionNoAnswer', points: 1.5 },
        ],
      },
      { id: 'praise', name: '表扬', kind: 'bonus', cap: 2, events: [{ event: 'praise', points: 0.1 }] },
    ],
    deductions: [{ id: 'absent', name: '督办缺席', event: 'supervisionAbsent', points: 2 }],
  }) as Scheme;

  test('its deductions and bonuses, then the events within its items; what is counted by itself is left out', () => {
    expect(namedMarks(scheme)).toEqual([
      { kind: 'deduction', event: 'supervisionAbsent', name: '督办缺席', points: '2' },
      { kind: 'deduction', event: 'supervisionNoAnswer', name: '现场督办·supervisionNoAnswer', points: '1.5' },
      { kind: 'bonus', event: 'praise', name: '表扬', points: '0.1' },
    ]);
  });

  test('an event it does not know has no rule; the shipped one knows all the law proposes', () => {
    expect(markFor(scheme, 'closedLate')).toBeUndefined();
    for (const event of ['unclaimedAfterReminder', 'closedLate', 'dissatisfiedTwice', 'supervisionAbsent'])
      expect(markFor(DEFAULT_SCHEME, event)).toMatchObject({ kind: 'deduction' });
  });
});
