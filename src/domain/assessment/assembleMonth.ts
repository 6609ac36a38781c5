import type { Adjustment, DepartmentFacts, Exclusion, FactLine, MarkLine } from './facts.ts';
import { COLUMNS } from './facts.ts';
import { ladder, type MonthEnd } from './ladder.ts';
import { type LeagueRow, leagueTable } from './leagueTable.ts';
import type { MonthTable } from './monthTable.ts';
import type { Scheme } from './scheme.ts';

/** What the archive counted for one department in the month. */
export interface CountedMonth {
  department: string;
  counts: Readonly<Record<string, number>>;
  defective: number;
}

/** Events a scheme gives or takes points for; every department has a count for each, if only 0. */
const eventsOf = (scheme: Scheme): string[] => [
  ...scheme.items.flatMap((item) => ('events' in item ? item.events.map(({ event }) => event) : [])),
  ...[...scheme.deductions, ...scheme.bonuses].map(({ event }) => event),
];

/** Marks that count: confirmed, and not struck by an appeal. */
export const countedMarks = (marks: readonly MarkLine[], adjustments: readonly Adjustment[]): MarkLine[] => {
  const struck = new Set(adjustments.flatMap((entry) => (entry.kind === 'strike' ? [entry.mark] : [])));
  return marks.filter(({ id, state }) => state === 'confirmed' && !struck.has(id));
};

const tally = (names: readonly string[]): Record<string, string> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].map(([name, count]) => [name, String(count)]));
};

/**
 * The facts of a month: counts by the archive, events from marks that count, from filings and from tickets out of
 * order. Every department of the county has an entry, by code; a new order of the input changes nothing.
 */
export const monthFacts = (input: {
  departments: readonly { code: string; group?: string }[];
  scheme: Scheme;
  counted: readonly CountedMonth[];
  /** Marks that count (`countedMarks`). */
  marks: readonly MarkLine[];
  /** R1.7, of the filing due in the month: `archiveLate` or `archiveMissing`, by department. */
  filings: readonly { department: string; event: string }[];
}): DepartmentFacts[] => {
  const counted = new Map(input.counted.map((entry) => [entry.department, entry]));
  const none = Object.fromEntries(eventsOf(input.scheme).map((event) => [event, '0']));
  return [...input.departments]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, group }) => {
      const found = counted.get(code);
      const marks = input.marks.filter(({ department }) => department === code);
      const filings = input.filings.filter(({ department }) => department === code);
      const deductions = marks.filter(({ kind }) => kind === 'deduction').length;
      const counts = Object.fromEntries(COLUMNS.map((column) => [column, String(found?.counts[column] ?? 0)]));
      return {
        department: code,
        ...(group === undefined ? {} : { group }),
        counts: { ...counts, deductions: String(deductions) },
        rates: {},
        events: {
          ...none,
          ...tally([...marks, ...filings].map(({ event }) => event)),
          defective: String(found?.defective ?? 0),
        },
        manual: {},
      };
    });
};

/** 并列待定 in one list: who is equal across the cut, and how many of them stand at the end. */
export interface Tie {
  departments: string[];
  seats: number;
}

/** The ties a person has to decide, one a list (with groups each group has its own end). */
export const tiesOf = (table: { rows: readonly LeagueRow[]; bottom: readonly string[] }, scheme: Scheme): Tie[] => {
  const lists = scheme.groups ? [...Map.groupBy(table.rows, ({ group }) => group ?? '').values()] : [table.rows];
  return lists.flatMap((rows) => {
    const departments = rows.filter(({ status }) => status === 'tied').map(({ department }) => department);
    const certain = rows.filter(({ department }) => table.bottom.includes(department)).length;
    return departments.length > 0 ? [{ departments, seats: scheme.bottom - certain }] : [];
  });
};

/** Whether the named departments decide every tie: of each as many as there are seats, and nobody else. */
export const decides = (ties: readonly Tie[], named: readonly string[]): boolean =>
  ties.every(({ departments, seats }) => departments.filter((code) => named.includes(code)).length === seats) &&
  named.every((code) => ties.some(({ departments }) => departments.includes(code)));

/** A month's place in the history: what the ladder and the notices need of a locked month. */
export interface LockedMonth {
  month: string;
  rows: readonly Pick<LeagueRow, 'department' | 'place' | 'total'>[];
  bottom: readonly string[];
}

/** The locked months as the ladder reads them. */
export const monthEnds = (months: readonly LockedMonth[]): MonthEnd[] =>
  months.flatMap(({ month, rows, bottom }) =>
    rows.map(({ department, place }) => ({
      department,
      month,
      ranked: place !== null,
      bottom: bottom.includes(department),
    })),
  );

/**
 * A month's table: scored and ranked, with the movement against the last locked month, streak and count by the ladder
 * over the locked months and this one. `decidedBottom`: how a person decided the ties.
 */
export const assembleMonth = (input: {
  month: string;
  asOf: string;
  scheme: Scheme;
  facts: DepartmentFacts[];
  marks: MarkLine[];
  exclusions: Exclusion[];
  adjustments: Adjustment[];
  /** Locked months before this one, in order. */
  history: readonly LockedMonth[];
  decidedBottom?: MonthTable['decidedBottom'];
  correction?: string;
}): MonthTable => {
  const { history, decidedBottom, correction, ...kept } = input;
  const { rows, bottom: certain } = leagueTable(input);
  const bottom = [...certain, ...(decidedBottom?.departments ?? [])].sort();
  const before = new Map(history.at(-1)?.rows.map(({ department, place }) => [department, place]));
  const steps = ladder(monthEnds([...history, { month: input.month, rows, bottom }]));
  return {
    ...kept,
    rows: rows.map((row) => {
      const was = before.get(row.department) ?? null;
      const step = steps.find(({ department, month }) => department === row.department && month === input.month);
      const atEnd = bottom.includes(row.department);
      return {
        ...row,
        status: row.status === 'tied' && decidedBottom ? 'ranked' : row.status,
        movement: row.place === null || was === null ? null : was - row.place,
        streak: atEnd ? (step?.streak ?? 0) : 0,
        inYear: atEnd ? (step?.inYear ?? 0) : 0,
      };
    }),
    bottom,
    ...(decidedBottom ? { decidedBottom } : {}),
    ...(correction === undefined ? {} : { correction }),
  };
};

/** What a ticket costs its department in the month, in the office's words; empty: nothing. */
export const blemishesOf = ({ columns }: Pick<FactLine, 'columns'>): string[] => {
  const has = (column: string): boolean => columns.includes(column);
  return [
    ...(has('dispatched') && !has('claimedInTime') ? ['签收超时'] : []),
    ...(has('due') && !has('closedOnTime') ? ['未按期办结'] : []),
    ...(has('followedUp') && !has('contacted') ? ['未联系'] : []),
    ...(has('evaluated') && !has('resultSatisfied') ? ['结果不满意'] : []),
    ...(has('evaluated') && !has('processSatisfied') ? ['过程不满意'] : []),
    ...(has('assessed') && !has('resolved') ? ['未解决'] : []),
    ...(has('defective') ? ['答复或签批不规范'] : []),
    ...(has('returned') ? ['退单'] : []),
    ...(has('reworked') ? ['重办'] : []),
  ];
};

const HEAD = 'department,ticket,columns';

/** The lines behind a table as CSV, by department and ticket: frozen with the lock, the same lines give the same bytes. */
export const linesAsCsv = (lines: readonly FactLine[]): string =>
  [
    HEAD,
    ...[...lines]
      .map(({ department, ticket, columns }) => `${department},${ticket},${[...columns].sort().join(' ')}`)
      .sort(),
    '',
  ].join('\n');

/** Reads them back. */
export const linesFromCsv = (text: string): FactLine[] =>
  text
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => {
      const [department = '', ticket = '', columns = ''] = line.split(',');
      return { department, ticket, columns: columns === '' ? [] : columns.split(' ') };
    });
