import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COLUMNS } from '../../src/domain/assessment/facts.ts';
import { factsOf } from '../../src/domain/assessment/ticketFacts.ts';
import type { Command } from '../../src/domain/ticket/commands.ts';
import type { Ticket } from '../../src/domain/ticket/state.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { rowOf } from '../../src/store/factRows.ts';
import { rebuildFacts } from '../../src/store/rebuildFacts.ts';
import type { Scene } from '../../src/workflow/act.ts';
import { confirmMark, proposeMark } from '../../src/workflow/mark.ts';
import type { FactPeriod, PeriodFigures } from '../../src/workflow/ports.ts';
import { CASES, type FactsCase } from '../rules/factsCases.ts';
import { at, law, who } from '../rules/ticketCounty.ts';
import { counted, type FactsRig, month, openFactsRig, summed } from './factsRig.ts';

let rig: FactsRig;
let backwards: FactsRig;
const numberOf = (index: number): string => `GD202610200${String(index + 1).padStart(2, '0')}`;
const NUMBERED = CASES.map((each, index) => ({ each, no: numberOf(index) }));
/** A case names its own ticket in the number of a deduction. */
const renumbered = (command: Command, no: string): Command =>
  JSON.parse(JSON.stringify(command).replaceAll('GD20261020001', no)) as Command;
const playAll = async (to: FactsRig, cases: readonly { each: FactsCase; no: string }[]): Promise<void> => {
  for (const { each, no } of cases)
    await to.play(
      no,
      each.commands.map((command) => renumbered(command, no)),
      each.more,
      each.law ?? law,
    );
};

beforeAll(async () => {
  rig = await openFactsRig();
  backwards = await openFactsRig();
  await playAll(rig, NUMBERED);
  await playAll(backwards, [...NUMBERED].reverse());
});
afterAll(async () => {
  await rig?.close();
  await backwards?.close();
});

const caseNamed = (start: string): string => {
  const found = NUMBERED.find(({ each }) => each.name.startsWith(start));
  if (!found) throw new Error(`there is no case ${start}`);
  return found.no;
};
const figuresIn = (period: FactPeriod, of = rig) => of.desk((desk) => desk.figures(period));
const linesIn = (period: FactPeriod, of = rig) => of.desk((desk) => desk.factLines(period));
const columnsOf = async (no: string, period: FactPeriod): Promise<(readonly string[])[]> =>
  (await linesIn(period)).filter(({ ticket }) => ticket === no).map(({ columns }) => columns);
/** Without departments that are behind in nothing of this period. */
const tableOf = (figures: readonly PeriodFigures[]): Record<string, object> =>
  Object.fromEntries(
    figures.map((each) => [each.department, counted(each)] as const).filter(([, all]) => Object.keys(all).length > 0),
  );
const october = month('2026-10');
const between = (from: string, to: string, asOf = to): FactPeriod => ({
  from: new Date(at(from)),
  to: new Date(at(to)),
  asOf: new Date(at(asOf)),
});

describe('figures and the lines behind them', () => {
  test('are the same of any period and any department, whatever an appeal took out', async () => {
    const late = caseNamed('a late closing');
    const periods: FactPeriod[] = [
      october,
      month('2026-11'),
      month('2026-12'),
      month('2026-10', new Date(at('10-28 10:30'))),
      between('10-28 00:00', '10-29 00:00'),
      { ...october, department: 'zjj' },
      { ...october, exempt: [{ ticket: late, columns: ['overdue', 'defective'] }, { ticket: numberOf(3) }] },
    ];
    for (const period of periods) {
      const figures = await figuresIn(period);
      expect(tableOf(figures)).toEqual(summed(await linesIn(period)));
      if (period.department) expect(figures.map(({ department }) => department)).toEqual([period.department]);
    }
    expect(Object.keys(tableOf(await figuresIn(october)))).toEqual(['cgj', 'zjj']);
  });

  test('do not depend on the order in which things came', async () => {
    expect(await figuresIn(october, backwards)).toEqual(await figuresIn(october));
    expect(await linesIn(october, backwards)).toEqual(await linesIn(october));
  });

  test('two months do not count anything twice, nor lose it', async () => {
    const quarter = await figuresIn({ ...october, to: month('2026-12').to });
    const months = await Promise.all(['2026-10', '2026-11', '2026-12'].map((name) => figuresIn(month(name))));
    const dated = COLUMNS.slice(0, 7).concat(['returned', 'reworked', 'overdue', 'deductions']);
    for (const { department, counts } of quarter)
      for (const column of dated) {
        const each = months.map((all) => all.find((one) => one.department === department)?.counts[column] ?? 0);
        expect([column, each.reduce((sum, one) => sum + one, 0)]).toEqual([column, counts[column]]);
      }
  });

  test('a ticket of two months: each clock in its own, the last answer of each month', async () => {
    const no = caseNamed('a late closing');
    expect(await columnsOf(no, october)).toEqual([
      expect.arrayContaining(['dispatched', 'due', 'closed', 'closedAll', 'followedUp', 'resultSatisfied', 'overdue']),
      ['closedAll'],
    ]);
    expect(await columnsOf(no, month('2026-11'))).toEqual([['due', 'closed', 'closedOnTime']]);
    expect(await columnsOf(no, between('10-28 00:00', '10-29 00:00'))).toEqual([
      ['closedAll', 'followedUp', 'contacted', 'met', 'evaluated', 'processSatisfied', 'reworked'],
    ]);
  });

  test('what was closed later was open then, and what was not yet due is not counted', async () => {
    const no = caseNamed('closed late');
    const open = async (asOf: string): Promise<number> => {
      const all = await figuresIn(month('2026-10', new Date(at(asOf))));
      return all.find(({ department }) => department === 'cgj')?.overdueOpen ?? 0;
    };
    expect(await columnsOf(no, month('2026-10', new Date(at('10-27 17:00'))))).toEqual([
      ['dispatched', 'claimedInTime'],
    ]);
    expect(await columnsOf(no, month('2026-10', new Date(at('10-28 10:59'))))).toEqual([
      ['dispatched', 'claimedInTime', 'due', 'overdue'],
    ]);
    expect(await columnsOf(no, month('2026-10', new Date(at('10-28 11:01'))))).toEqual([
      ['dispatched', 'claimedInTime', 'due', 'closed', 'closedAll', 'overdue'],
    ]);
    // The two with a limit on the 26th: a rework and a supervision.
    expect(await open('10-27 17:00')).toBe(2);
    expect(await open('10-28 10:59')).toBeGreaterThan(await open('10-28 11:01'));
  });

  test('appeals take a ticket out of the columns they name, or of all but its deductions', async () => {
    const no = caseNamed('closed late');
    const without = (columns?: string[]): FactPeriod => ({
      ...october,
      exempt: [
        { ticket: no, ...(columns ? { columns } : {}) },
        { ticket: no, columns: ['returned'] },
      ],
    });
    expect(await columnsOf(no, without(['overdue', 'closedOnTime']))).toEqual([
      ['dispatched', 'claimedInTime', 'due', 'closed', 'closedAll'],
    ]);
    expect(await columnsOf(no, without())).toEqual([]);
  });

  test('the department’s figures are the county’s', async () => {
    const all = await figuresIn(october);
    for (const one of all) expect(await figuresIn({ ...october, department: one.department })).toEqual([one]);
  });
});

describe('what is left out', () => {
  test('is listed with its reason in the month in which it would have counted, merged and void ones never', async () => {
    const listed = await rig.desk((desk) => desk.exclusions(october));
    const expected = NUMBERED.filter(({ each }) => each.excluded).map(({ each, no }) => {
      const [from = '', ...because] = (each.excluded ?? '').split(' ');
      return { department: 'cgj', ticket: no, from, because: because.join(' ') };
    });
    expect(listed).toEqual(expected);
    expect(await rig.desk((desk) => desk.exclusions(month('2026-12')))).toEqual([]);
    const lines = await linesIn(october);
    for (const { ticket, from } of expected)
      expect([from, lines.some((line) => line.ticket === ticket)]).toEqual([from, from === 'evaluations']);
  });
});

describe('deductions and bonuses of a month', () => {
  test('from tickets and from marks; a confirmed 扣分 is counted by its month and can be looked up by its number', async () => {
    const scene = <T>(work: (scene: Scene) => Promise<T>): Promise<T> =>
      rig.desk((desk) => work({ desk, county: law as Scene['county'], via: { door: 'cli' } }));
    const order = { department: 'cgj', because: '现场督办未到场', at: at('11-02 09:00'), by: 'hanmei' };
    const proposed = await scene((each) =>
      proposeMark(each, { ...order, event: 'supervisionAbsent', month: '2026-10', tickets: [numberOf(0)] }),
    );
    await scene((each) => proposeMark(each, { ...order, event: 'praise', month: '2026-10' }));
    const before = (await figuresIn(october))[0]?.counts.deductions;
    const id = proposed?.id ?? '';
    await scene((each) => confirmMark(each, id, who('xulei'), new Date(at('11-02 10:00'))));
    expect((await figuresIn(october))[0]?.counts.deductions).toBe((before ?? 0) + 1);
    expect(await columnsOf(id, october)).toEqual([['deductions']]);
    expect(await columnsOf(id, month('2026-11'))).toEqual([]);
    const lines = await rig.desk((desk) => desk.markLines('2026-10'));
    const of = (found: string) =>
      lines.filter(({ event }) => event === found).map(({ kind, state }) => `${kind} ${state}`);
    expect(of('unclaimedAfterReminder')).toEqual(['deduction proposed', 'deduction confirmed']);
    expect(of('closedLate')).toEqual(Array.from({ length: 3 }, () => 'deduction proposed'));
    expect(of('dissatisfiedTwice')).toEqual(['deduction proposed']);
    expect(of('praise')).toEqual(['bonus proposed']);
    expect(lines).toContainEqual({
      ...{ id, department: 'cgj', kind: 'deduction', event: 'supervisionAbsent', because: '现场督办未到场' },
      ...{ tickets: [numberOf(0)], state: 'confirmed' },
    });
    expect(lines.find(({ state, event }) => event === 'unclaimedAfterReminder' && state === 'confirmed')).toMatchObject(
      {
        clause: 'R3.3',
        tickets: [caseNamed('a deduction confirmed')],
      },
    );
    expect(await rig.desk((desk) => desk.markLines('2026-11'))).toEqual([]);
  });
});

describe('the rows of a ticket', () => {
  const rows = async (client: Client): Promise<unknown[]> =>
    (await client.query('SELECT * FROM ticket_fact ORDER BY ticket COLLATE "C", key COLLATE "C"')).rows;

  test('kept step by step are those of its state; made anew from the history, for states of earlier days too', async () => {
    const client = new Client({ connectionString: rig.url });
    await client.connect();
    try {
      const kept = await rows(client);
      const states = await client.query<{ state: Ticket }>('SELECT state FROM ticket ORDER BY no');
      const fresh = states.rows.flatMap(({ state }) => factsOf(state).map((fact) => rowOf({ ticket: state.no, fact })));
      const dates = fresh.map((row) => ({
        ...row,
        at: new Date(row.at),
        doneAt: row.doneAt && new Date(row.doneAt),
        until: row.until && new Date(row.until),
      }));
      const order = (row: { ticket: string; key: string }): string => `${row.ticket} ${row.key}`;
      expect(kept).toEqual(dates.sort((a, b) => (order(a) < order(b) ? -1 : 1)));
      await client.query(`DELETE FROM ticket_fact; UPDATE ticket SET state = state - 'spent'`);
      expect(await rebuildFacts(rig.url, { log: silentLog() })).toBe(CASES.length);
      expect(await rows(client)).toEqual(kept);
      expect((await client.query('SELECT state FROM ticket ORDER BY no')).rows).toEqual(states.rows);
      expect(await rebuildFacts(rig.url, { log: silentLog() })).toBe(0);
    } finally {
      await client.end();
    }
  });

  test('of several instances that start together one makes them anew', async () => {
    const client = new Client({ connectionString: backwards.url });
    await client.connect();
    try {
      const kept = await rows(client);
      const done = await Promise.all([1, 2].map(() => rebuildFacts(backwards.url, { log: silentLog() })));
      expect(done.sort()).toEqual([0, CASES.length]);
      expect(await rows(client)).toEqual(kept);
    } finally {
      await client.end();
    }
  });
});
