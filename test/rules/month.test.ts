import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SCHEME } from '../../src/config/scheme.ts';
import {
  assembleMonth,
  countedMarks,
  decides,
  type LockedMonth,
  linesAsCsv,
  linesFromCsv,
  monthFacts,
  tiesOf,
} from '../../src/domain/assessment/assembleMonth.ts';
import { COLUMNS, type DepartmentFacts, type MarkLine } from '../../src/domain/assessment/facts.ts';
import { leagueTable } from '../../src/domain/assessment/leagueTable.ts';
import type { Scheme } from '../../src/domain/assessment/scheme.ts';
import type { Accountability, AccountabilityCommand, Finding } from '../../src/domain/month/accountability.ts';
import { accountabilities } from '../../src/domain/month/accountabilityRules.ts';
import { yearEnd } from '../../src/domain/month/yearEnd.ts';
import { isRefusal } from '../../src/domain/ticket/refusal.ts';
import { madeUp, nextRun, TIMETABLE } from '../../src/jobs/timetable.ts';
import { county, moment, shown } from './officeCalendar.ts';
import { law, PEOPLE } from './ticketCounty.ts';

const mark = (id: string, department: string, more: Partial<MarkLine> = {}): MarkLine => ({
  id,
  department,
  kind: 'deduction',
  event: 'unclaimedAfterReminder',
  because: '超期未签收',
  tickets: [],
  state: 'confirmed',
  ...more,
});

const CODES = ['a', 'b', 'c', 'd'];
const counted = (department: string, claimedInTime: number, dispatched = 10) => ({
  department,
  counts: Object.fromEntries([
    ...COLUMNS.map((column) => [column, 0]),
    ['dispatched', dispatched],
    ['claimedInTime', claimedInTime],
  ]),
  defective: 0,
});
const facts = (
  claims: readonly number[],
  marks: readonly MarkLine[] = [],
  groups: readonly string[] = [],
): DepartmentFacts[] =>
  monthFacts({
    departments: CODES.slice(0, claims.length).map((code, index) => ({
      code,
      ...(groups[index] === undefined ? {} : { group: groups[index] }),
    })),
    scheme: DEFAULT_SCHEME,
    counted: claims.map((claimed, index) => counted(CODES[index] ?? '', claimed)),
    marks,
    filings: [],
  });
const assembled = (
  month: string,
  claims: readonly number[],
  more: { history?: LockedMonth[]; decided?: string[]; scheme?: Scheme } = {},
) =>
  assembleMonth({
    month,
    asOf: '2026-11-02T01:03:00.000Z',
    scheme: more.scheme ?? DEFAULT_SCHEME,
    facts: facts(claims),
    marks: [],
    exclusions: [],
    adjustments: [],
    history: more.history ?? [],
    ...(more.decided ? { decidedBottom: { departments: more.decided, by: 'xulei' } } : {}),
  });

describe('the month’s facts', () => {
  test('marks count when they are confirmed and not struck by an appeal', () => {
    const all = [
      mark('1', 'a'),
      mark('2', 'a', { state: 'proposed' }),
      mark('3', 'a', { state: 'lapsed' }),
      mark('4', 'a'),
    ];
    const struck = [{ kind: 'strike' as const, mark: '4', appeal: 'SS202610-1', because: '停电' }];
    expect(countedMarks(all, struck).map(({ id }) => id)).toEqual(['1']);
    const [a] = facts([5], countedMarks(all, struck));
    expect(a).toMatchObject({ counts: { deductions: '1' }, events: { unclaimedAfterReminder: '1', leak: '0' } });
  });

  test('the order in which departments, counts and marks come changes nothing', () => {
    const marks = [mark('1', 'a'), mark('2', 'b'), mark('3', 'b', { kind: 'bonus', event: 'praise' })];
    const input = {
      departments: CODES.map((code) => ({ code })),
      counted: [counted('a', 5), counted('b', 6), counted('c', 7)],
      marks,
    };
    const shuffled = fc.record({
      departments: fc.shuffledSubarray(input.departments, { minLength: 4 }),
      counted: fc.shuffledSubarray(input.counted, { minLength: 3 }),
      marks: fc.shuffledSubarray(marks, { minLength: 3 }),
    });
    const settled = monthFacts({ ...input, scheme: DEFAULT_SCHEME, filings: [] });
    fc.assert(
      fc.property(shuffled, (other) => {
        expect(monthFacts({ ...other, scheme: DEFAULT_SCHEME, filings: [] })).toEqual(settled);
      }),
      { numRuns: 50 },
    );
  });

  test('the lines are the same bytes whatever their order, and read back', () => {
    const lines = [
      { department: 'b', ticket: 'GD2', columns: ['due', 'closed'] },
      { department: 'a', ticket: 'GD1', columns: [] },
    ];
    const csv = linesAsCsv(lines);
    expect(csv).toBe('department,ticket,columns\na,GD1,\nb,GD2,closed due\n');
    expect(linesAsCsv([...lines].reverse())).toBe(csv);
    expect(linesAsCsv(linesFromCsv(csv))).toBe(csv);
  });
});

describe('the month’s table', () => {
  const december: LockedMonth = {
    month: '2025-12',
    rows: ['d', 'c', 'b', 'a'].map((department, index) => ({ department, place: index + 1, total: '90.00' })),
    bottom: ['a', 'b'],
  };

  test('moves against the last published month, and counts the streak across New Year, the year by itself', () => {
    const { rows } = assembled('2026-01', [1, 9, 5, 2], { history: [december] });
    const row = (code: string) => rows.find(({ department }) => department === code);
    expect(row('b')).toMatchObject({ place: 1, movement: 2, streak: 0, inYear: 0 });
    expect(row('a')).toMatchObject({ place: 4, movement: 0, streak: 2, inYear: 1 });
    expect(row('d')).toMatchObject({ place: 3, movement: -2, streak: 1, inYear: 1 });
  });

  test('a tie across the cut is in nobody’s bottom until it is decided, one seat or two, in each group by itself', () => {
    const open = assembled('2026-10', [9, 5, 5, 5]);
    const ties = tiesOf(leagueTable(open), open.scheme);
    expect(open.bottom).toEqual([]);
    expect(ties).toEqual([{ departments: ['b', 'c', 'd'], seats: 2 }]);
    expect(decides(ties, ['b'])).toBe(false);
    expect(decides(ties, ['a', 'b'])).toBe(false);
    expect(decides(ties, ['b', 'd'])).toBe(true);
    const closed = assembled('2026-10', [9, 5, 5, 5], { decided: ['b', 'd'] });
    expect(closed.bottom).toEqual(['b', 'd']);
    expect(closed.rows.map(({ status }) => status)).not.toContain('tied');
    const scheme: Scheme = { ...DEFAULT_SCHEME, groups: true, bottom: 1 };
    const grouped = leagueTable({ month: '2026-10', scheme, facts: facts([5, 5, 4, 9], [], ['x', 'x', 'y', 'y']) });
    expect(tiesOf(grouped, scheme)).toEqual([{ departments: ['a', 'b'], seats: 1 }]);
    expect(grouped.bottom).toEqual(['c']);
  });
});

describe('the timetable of a month', () => {
  const runsOf = (job: string, from: string, to: string): string[] => {
    const lines = TIMETABLE.filter((line) => line.job === job);
    const found: string[] = [];
    let run = nextRun(moment(from), moment(to), county, lines);
    for (; run; run = nextRun(run.at, moment(to), county, lines)) found.push(shown(run.at));
    return found;
  };

  test('drafts on the first working day, asks for the sign-off when three working days are over, closes the year', () => {
    expect(runsOf('month-draft', '2026-09-30 10:00', '2026-12-31 00:00')).toEqual([
      '2026-10-08 09:03',
      '2026-11-02 09:03',
      '2026-12-01 09:03',
    ]);
    expect(runsOf('month-lock-due', '2026-10-31 00:00', '2026-12-31 00:00')).toEqual([
      '2026-11-05 17:33',
      '2026-12-04 17:33',
    ]);
    expect(runsOf('year-end', '2025-02-01 00:00', '2026-12-31 00:00')).toEqual(['2026-01-04 09:37']);
  });

  test('after a stop all three are made up for, however late', () => {
    for (const job of ['month-draft', 'month-lock-due', 'year-end'] as const)
      expect(madeUp({ job, at: moment('2026-11-02 09:03') }, moment('2026-11-20 09:00'), county)).toBe(true);
  });
});

describe('第八条, what follows a notice', () => {
  const finding: Finding = {
    month: '2026-10',
    department: 'cgj',
    rung: 3,
    streak: 4,
    inYear: 4,
    reason: '连续 4 个月',
    clause: 'R8.3',
    covered: [1, 2],
    history: [],
  };
  const by = (id: string) => PEOPLE.find((person) => person.id === id) ?? PEOPLE[0];
  const at = (text: string): string => moment(`2026-${text}`).toISOString();
  const given = (...commands: AccountabilityCommand[]): Accountability | undefined => {
    let state: Accountability | undefined;
    for (const command of commands) {
      const events = accountabilities.decide(command, state, law);
      if (isRefusal(events)) throw new Error(events.says);
      for (const event of events) state = accountabilities.evolve(state, event);
    }
    return state;
  };
  const id = 'WZ202610-cgj';
  const prepare: AccountabilityCommand = { type: 'Prepare', at: at('11-06 08:40'), id, finding };
  const person = (name: string) => ({ by: by(name) as NonNullable<ReturnType<typeof by>> });
  const confirm: AccountabilityCommand = { type: 'Confirm', at: at('11-06 09:00'), ...person('xulei') };
  const order: AccountabilityCommand = {
    type: 'Order',
    at: at('11-06 10:00'),
    ...person('ducha'),
    dueAt: at('11-20 17:30'),
    content: '理顺流程',
  };

  test('an order wakes on the working day before its limit and at the limit, and waits for whoever is next', () => {
    const index = (state: Accountability | undefined) => state && accountabilities.index(state, law);
    const ordered = given(prepare, confirm, order);
    expect(index(given(prepare))?.waiting).toEqual(['director@centre']);
    expect(index(given(prepare, confirm))?.waiting).toEqual(['supervisionOffice@county']);
    expect(index(ordered)).toMatchObject({ waiting: ['principal@cgj'], wakeAt: at('11-19 08:30') });
    const reminded = given(prepare, confirm, order, { type: 'Watch', at: at('11-19 08:30') });
    expect(index(reminded)?.wakeAt).toBe(at('11-20 17:30'));
    const report: AccountabilityCommand = {
      type: 'Report',
      at: at('11-19 10:00'),
      ...person('lijianguo'),
      content: '已改',
    };
    const reported = given(prepare, confirm, order, report);
    expect(index(reported)).toMatchObject({ waiting: ['supervisionOffice@county'] });
    expect(index(reported)?.wakeAt).toBeUndefined();
    const accept: AccountabilityCommand = {
      type: 'DecideReport',
      at: at('11-20 09:00'),
      ...person('ducha'),
      accepted: true,
    };
    expect(index(given(prepare, confirm, order, report, accept))).toMatchObject({ open: false, waiting: [] });
  });

  test('the same finding is prepared once; after a withdrawal, or on another rung, anew', () => {
    const state = given(prepare, confirm);
    expect(accountabilities.decide(prepare, state, law)).toEqual([]);
    const withdrawn = given(prepare, confirm, { type: 'Withdraw', at: at('11-07 09:00'), because: '更正' });
    expect(withdrawn?.state).toBe('withdrawn');
    expect(accountabilities.decide(prepare, withdrawn, law)).toMatchObject([{ type: 'NoticePrepared' }]);
    const lower = { ...prepare, finding: { ...finding, rung: 2 as const } };
    expect(accountabilities.decide(lower, state, law)).toMatchObject([{ type: 'NoticePrepared' }]);
  });
});

test('R1.7, R7.2 the year puts published months and filings side by side; nothing is scored anew', () => {
  const month = (name: string, total: string, place: number): LockedMonth => ({
    month: name,
    rows: [{ department: 'a', place, total }],
    bottom: place === 2 ? ['a'] : [],
  });
  const filing = { id: '2026-01-a', department: 'a', tickets: [], gaps: [], running: [] };
  const summary = yearEnd({
    year: '2026',
    departments: ['b', 'a'],
    months: [month('2025-12', '10.00', 2), month('2026-01', '90.00', 1), month('2026-02', '90.01', 2)],
    filings: [
      { ...filing, month: '2026-01', filedAt: '2026-02-03T00:00:00.000Z', filedBy: 'x' },
      { ...filing, month: '2026-02', filedAt: '2026-03-09T00:00:00.000Z', filedBy: 'x' },
      { ...filing, month: '2026-03' },
    ],
    at: moment('2027-01-04 09:37'),
  });
  expect(summary.missing).toHaveLength(10);
  expect(summary.rows).toMatchObject([
    {
      department: 'a',
      ranked: 2,
      mean: '90.01',
      best: 1,
      worst: 2,
      bottom: 1,
      filings: { filed: 1, late: 1, missing: 1 },
    },
    { department: 'b', ranked: 0, bottom: 0 },
  ]);
});
