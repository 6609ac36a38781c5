import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SCHEME, SchemeDocument } from '../../src/config/scheme.ts';
import { COLUMNS, type DepartmentFacts } from '../../src/domain/assessment/facts.ts';
import { leagueTable, MissingColumn } from '../../src/domain/assessment/leagueTable.ts';
import { missingColumns } from '../../src/domain/assessment/needs.ts';
import type { Scheme } from '../../src/domain/assessment/scheme.ts';
import { scoreOf } from '../../src/domain/assessment/score.ts';
import { canonical } from '../../src/kernel/canonical.ts';

const scheme = (items: object[], more: object = {}): Scheme =>
  SchemeDocument.parse({ name: '试', version: '1', items, ...more }) as Scheme;

const facts = (
  department: string,
  counts: Record<string, number>,
  more: Partial<DepartmentFacts> = {},
): DepartmentFacts => ({
  department,
  counts: Object.fromEntries(Object.entries(counts).map(([column, value]) => [column, String(value)])),
  rates: {},
  events: {},
  manual: {},
  ...more,
});

const pointsOf = (item: object, entry: DepartmentFacts, more: object = {}): string | undefined =>
  scoreOf(entry, scheme([{ id: 'it', name: '项', ...item }], more)).items[0]?.points;

describe('published schemes reproduce their checked figures (scoring.md)', () => {
  const slope = (rate: string, full: number, more: object = {}) => ({
    kind: 'threshold-slope',
    rate,
    full,
    target: 95,
    slope: 1,
    ...more,
  });
  test('A: 7 tickets, 1 claimed late: 85.71 % gives 0.71 points', () => {
    const score = scoreOf(
      facts('甲', { claimedInTime: 6, dispatched: 7 }),
      scheme([{ id: 'c', name: '签收', ...slope('claimedInTime', 10) }]),
    );
    expect(score.items).toEqual([{ id: 'c', rate: '85.71', points: '0.71' }]);
  });
  test('A: 5 due, 1 late: 80 % gives 5 points', () => {
    expect(pointsOf(slope('onTime', 20), facts('甲', { closedOnTime: 4, due: 5 }))).toBe('5.00');
  });
  test('A: satisfaction 66.67 % stops at the floor of 12.5', () => {
    const item = slope('resultSatisfaction', 25, { slope: 0.5, floor: 12.5 });
    expect(pointsOf(item, facts('甲', { resultSatisfied: 2, evaluated: 3 }))).toBe('12.50');
  });
  test('B: 0.20 × 98.06 + 0.30 × 99.00 + 0.50 × 100 is 99.3', () => {
    const panjin = scheme(
      [
        { id: 'done', name: '办结率', kind: 'weighted-rate', rate: 'closed', weight: 0.2, whenEmpty: 'rescale' },
        { id: 'sat', name: '满意率', kind: 'weighted-rate', rate: 'resultSatisfaction', weight: 0.3 },
        {
          id: 'rest',
          name: '其他',
          kind: 'mean-of-rates',
          rates: ['feedbackOnTime', 'validFollowUp', 'knowledge'],
          weight: 0.5,
        },
      ],
      { digits: 1, roundItems: false },
    );
    const rates = {
      closed: '98.06',
      resultSatisfaction: '99.00',
      feedbackOnTime: '100',
      validFollowUp: '100',
      knowledge: '100',
    };
    const score = scoreOf(facts('甲', {}, { rates }), panjin);
    expect(score.total.toFixed(1)).toBe('99.3');
  });
  test.each([
    ['proportional', '22.30'],
    ['per-started-point', '22.00'],
    ['per-whole-point', '23.00'],
  ])('C: 87.3 %% of a target of 90 %s gives %s', (step, points) => {
    const item = { kind: 'threshold-slope', rate: 'oneTime', full: 25, target: 90, slope: 1, step };
    expect(pointsOf(item, facts('甲', {}, { rates: { oneTime: '87.3' } }))).toBe(points);
  });
});

describe('every kind of item', () => {
  const twice = facts('甲', {}, { events: { defective: '2', praise: '30' }, manual: { it: '7.5' } });
  test.each<[string, object, DepartmentFacts, string]>([
    [
      'per-event',
      { kind: 'per-event', full: 10, floor: 0, events: [{ event: 'defective', points: 1.25 }] },
      twice,
      '7.50',
    ],
    [
      'per-event at its floor',
      { kind: 'per-event', full: 10, floor: 9, events: [{ event: 'defective', points: 1 }] },
      twice,
      '9.00',
    ],
    ['bonus with a cap', { kind: 'bonus', cap: 5, events: [{ event: 'praise', points: 0.2 }] }, twice, '5.00'],
    ['manual as entered', { kind: 'manual', full: 10, default: 10 }, twice, '7.50'],
    ['manual by default', { kind: 'manual', full: 10, default: 10 }, facts('甲', {}), '10.00'],
    [
      'banded, lowest band',
      {
        kind: 'banded',
        rate: 'r',
        bands: [
          { from: 95, points: 20 },
          { from: 0, points: 3 },
        ],
      },
      facts('甲', {}, { rates: { r: '94.99' } }),
      '3.00',
    ],
    [
      'banded, at the border',
      {
        kind: 'banded',
        rate: 'r',
        bands: [
          { from: 0, points: 3 },
          { from: 95, points: 20 },
        ],
      },
      facts('甲', {}, { rates: { r: '95' } }),
      '20.00',
    ],
    [
      'a zero denominator is full marks',
      { kind: 'weighted-rate', rate: 'closed', weight: 0.2 },
      facts('甲', { closed: 0, due: 0 }),
      '20.00',
    ],
    [
      'or none',
      { kind: 'weighted-rate', rate: 'closed', weight: 0.2, whenEmpty: 'none' },
      facts('甲', { closed: 0, due: 0 }),
      '0.00',
    ],
  ])('%s', (_name, item, entry, points) => {
    expect(pointsOf(item, entry)).toBe(points);
  });
  test('rescale spreads the points of an item without a denominator over the others', () => {
    const score = scoreOf(
      facts('甲', { closed: 0, due: 0, resolved: 9, assessed: 10 }),
      scheme([
        { id: 'a', name: '办结', kind: 'weighted-rate', rate: 'closed', weight: 0.2, whenEmpty: 'rescale' },
        { id: 'b', name: '解决', kind: 'weighted-rate', rate: 'resolution', weight: 0.8 },
      ]),
    );
    expect(score.items.map(({ points }) => points)).toEqual(['0.00', '90.00']);
  });
  test('a half is rounded up and not to the even digit; items are rounded before they are added', () => {
    const item = { kind: 'weighted-rate', rate: 'r', weight: 0.01 };
    const entry = facts('甲', {}, { rates: { r: '0.5' } });
    expect(pointsOf(item, entry)).toBe('0.01');
    const items = ['a', 'b', 'c'].map((id) => ({ id, name: id, ...item }));
    expect(scoreOf(entry, scheme(items)).total.toFixed(2)).toBe('0.03');
    expect(scoreOf(entry, scheme(items, { roundItems: false })).total.toFixed(2)).toBe('0.02');
  });
  test('deductions and bonuses have their caps, and a total is never below zero', () => {
    const marks = {
      deductions: [{ id: 'u', name: '未签收', event: 'unclaimed', points: 0.5 }],
      bonuses: [{ id: 'p', name: '表扬', event: 'praise', points: 0.2 }],
    };
    const entry = facts('甲', {}, { manual: { it: '10' }, events: { unclaimed: '50', praise: '50' } });
    const item = [{ id: 'it', name: '项', kind: 'manual', full: 10 }];
    const capped = scoreOf(entry, scheme(item, { ...marks, deductionCap: 20, bonusCap: 5 }));
    expect([capped.deductions, capped.bonuses, capped.total].map(String)).toEqual(['20', '5', '0']);
    expect(scoreOf(entry, scheme(item, marks)).deductions.toFixed(2)).toBe('25.00');
  });
});

describe('the list', () => {
  const byRate = (more: object = {}): Scheme =>
    scheme([{ id: 'r', name: '率', kind: 'weighted-rate', rate: 'onTime', weight: 1 }], more);
  const onTime = (department: string, of100: number, more: Record<string, number> = {}): DepartmentFacts =>
    facts(department, { closedOnTime: of100, due: 100, dispatched: 100, ...more });
  const table = (rows: DepartmentFacts[], more: object = {}) =>
    leagueTable({ month: '2026-10', scheme: byRate(more), facts: rows });
  const places = (rows: DepartmentFacts[], more: object = {}) =>
    table(rows, more).rows.map(
      ({ department, place, status }) => `${department}${place ?? '-'}${status === 'ranked' ? '' : status}`,
    );

  test('equals share the higher place, and the next one counts on', () => {
    expect(places([onTime('a', 90), onTime('b', 95), onTime('c', 90), onTime('d', 80), onTime('e', 70)])).toEqual([
      'b1',
      'a2',
      'c2',
      'd4',
      'e5',
    ]);
  });
  test('tie-breakers in their order: fewer overdue, then fewer deductions', () => {
    const tie = { tieBreakers: ['overdue', 'deductions'] };
    expect(
      places(
        [
          onTime('a', 90, { overdue: 2, deductions: 0 }),
          onTime('b', 90, { overdue: 1, deductions: 5 }),
          onTime('c', 90, { overdue: 1, deductions: 4 }),
        ],
        tie,
      ),
    ).toEqual(['c1', 'b2', 'a3']);
  });
  test('a tie that only a column could break which is not there is refused by its name', () => {
    expect(() => table([onTime('a', 90), onTime('b', 90)], { tieBreakers: ['overdue'] })).toThrow(MissingColumn);
    expect(places([onTime('a', 91), onTime('b', 90)], { tieBreakers: ['overdue'] })).toEqual(['a1', 'b2']);
  });
  test('no tickets: 无工单, not ranked, never at the end; few tickets: a small sample', () => {
    const found = table([
      onTime('a', 90),
      onTime('b', 80),
      facts('c', { closedOnTime: 0, due: 0, dispatched: 0 }),
      facts('d', { closedOnTime: 3, due: 4, dispatched: 4 }),
    ]);
    expect(found.rows.at(-1)).toMatchObject({ department: 'c', place: null, status: 'none' });
    expect(found.bottom).toEqual(['b', 'd']);
    expect(found.rows.filter(({ smallSample }) => smallSample).map(({ department }) => department)).toEqual(['d']);
  });
  test('equal across the cut: 并列待定, left to a person', () => {
    const found = table([onTime('a', 95), onTime('b', 80), onTime('c', 80), onTime('d', 70)]);
    expect(found.rows.map(({ status }) => status)).toEqual(['ranked', 'tied', 'tied', 'ranked']);
    expect(found.bottom).toEqual(['d']);
    expect(table([onTime('a', 95), onTime('b', 80), onTime('c', 80), onTime('d', 80)]).bottom).toEqual([]);
  });
  test('equal within the end is no question', () => {
    expect(table([onTime('a', 95), onTime('b', 90), onTime('c', 80), onTime('d', 80)]).bottom).toEqual(['c', 'd']);
  });
  test('full marks are never at the end', () => {
    expect(table([onTime('a', 100), onTime('b', 100), onTime('c', 99)]).bottom).toEqual(['c']);
    expect(
      table([onTime('a', 100), onTime('b', 100), onTime('c', 99)], { exemptFullMarks: false }).rows.map(
        ({ status }) => status,
      ),
    ).toEqual(['tied', 'tied', 'ranked']);
  });
  test('groups have a list and an end each', () => {
    const rows = [onTime('a', 95), onTime('b', 90), onTime('c', 85)].map((entry, index) => ({
      ...entry,
      group: index === 0 ? '乡镇' : '县直',
    }));
    const found = table(rows, { groups: true, bottom: 1 });
    expect(found.rows.map(({ department, place }) => [department, place])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 2],
    ]);
    expect([...found.bottom].sort()).toEqual(['a', 'c']);
  });
  test('missing columns are named; a rate may be given instead of its two columns', () => {
    const needs = scheme(
      [
        { id: 'r', name: '率', kind: 'weighted-rate', rate: 'onTime', weight: 1 },
        { id: 'm', name: '组织', kind: 'manual', full: 10 },
        { id: 'k', name: '知识库', kind: 'weighted-rate', rate: 'knowledge', weight: 0.1 },
      ],
      { deductions: [{ id: 'u', name: '未签收', event: 'unclaimed', points: 1 }] },
    );
    expect(missingColumns([facts('a', { due: 1 })], needs)).toEqual([
      'closedOnTime',
      'rate.knowledge',
      'event.unclaimed',
      'manual.m',
    ]);
    expect(
      missingColumns(
        [facts('a', {}, { rates: { onTime: '1', knowledge: '1' }, events: { unclaimed: '0' }, manual: { m: '1' } })],
        needs,
      ),
    ).toEqual([]);
  });
});

describe('properties', () => {
  const pair = fc.tuple(fc.nat(50), fc.nat(50)).map(([part, rest]) => [part, part + rest] as const);
  const county = fc.uniqueArray(
    fc.record({
      department: fc.string({ minLength: 1, maxLength: 4 }),
      claim: pair,
      onTime: pair,
      contact: pair,
      process: fc.nat(20),
      result: fc.nat(20),
      evaluated: fc.integer({ min: 20, max: 40 }),
      solved: pair,
      events: fc.nat(6),
    }),
    { selector: ({ department }) => department, minLength: 2, maxLength: 9 },
  );
  const EVENTS = [...DEFAULT_SCHEME.deductions, ...DEFAULT_SCHEME.bonuses].map(({ event }) => event);
  type Drawn = typeof county extends fc.Arbitrary<(infer One)[]> ? One : never;
  const drawn = (one: Drawn): DepartmentFacts => {
    const none = Object.fromEntries(COLUMNS.map((column) => [column, 0]));
    return facts(
      one.department,
      {
        ...none,
        claimedInTime: one.claim[0],
        dispatched: one.claim[1],
        closedOnTime: one.onTime[0],
        due: one.onTime[1],
        contacted: one.contact[0],
        followedUp: one.contact[1],
        processSatisfied: one.process,
        resultSatisfied: one.result,
        evaluated: one.evaluated,
        resolved: one.solved[0],
        assessed: one.solved[1],
        overdue: one.onTime[1] - one.onTime[0],
      },
      {
        events: Object.fromEntries(
          [...EVENTS, 'defective', 'archiveLate', 'archiveMissing'].map((event) => [event, String(one.events % 3)]),
        ),
      },
    );
  };
  const tableOf = (rows: DepartmentFacts[]) => leagueTable({ month: '2026-10', scheme: DEFAULT_SCHEME, facts: rows });

  test('points lie within bounds, and places are those of a list', () => {
    fc.assert(
      fc.property(county, (all) => {
        const { rows } = tableOf(all.map(drawn));
        for (const row of rows) {
          expect(Number(row.total)).toBeGreaterThanOrEqual(0);
          expect(Number(row.total)).toBeLessThanOrEqual(105);
          for (const [index, item] of DEFAULT_SCHEME.items.entries()) {
            const points = Number(row.items[index]?.points);
            expect(points).toBeGreaterThanOrEqual('floor' in item ? Number(item.floor) : 0);
            expect(points).toBeLessThanOrEqual('full' in item ? Number(item.full) : 100);
          }
        }
        const ranked = rows.filter(({ place }) => place !== null);
        ranked.forEach((row, index) => {
          expect(row.place).toBeLessThanOrEqual(index + 1);
          if (index > 0) expect(Number(row.total)).toBeLessThanOrEqual(Number(ranked[index - 1]?.total));
        });
      }),
    );
  });
  test('the order in which the facts come changes nothing, to the byte', () => {
    fc.assert(
      fc.property(county, fc.infiniteStream(fc.nat()), (all, dice) => {
        const rows = all.map(drawn);
        const shuffled = rows.map((row) => ({ row, key: dice.next().value as number })).sort((a, b) => a.key - b.key);
        expect(canonical(tableOf(shuffled.map(({ row }) => row)))).toBe(canonical(tableOf(rows)));
      }),
    );
  });
  test('one ticket more, claimed and closed in time, never lowers points or place', () => {
    fc.assert(
      fc.property(county, (all) => {
        const rows = all.map(drawn);
        const [first, ...others] = rows;
        if (!first || first.counts.dispatched === '0') return;
        const more = ['dispatched', 'claimedInTime', 'due', 'closed', 'closedOnTime', 'closedAll'];
        const counts = Object.fromEntries(
          Object.entries(first.counts).map(([column, value]) => [
            column,
            more.includes(column) ? String(Number(value) + 1) : value,
          ]),
        );
        const before = tableOf(rows).rows.find(({ department }) => department === first.department);
        const after = tableOf([{ ...first, counts }, ...others]).rows.find(
          ({ department }) => department === first.department,
        );
        // Without a denominator an item is full already: the first ticket of a kind cannot raise it.
        expect(Number(after?.total)).toBeGreaterThanOrEqual(Number(before?.total));
        expect(after?.place ?? 0).toBeLessThanOrEqual(before?.place ?? 0);
      }),
    );
  });
});
