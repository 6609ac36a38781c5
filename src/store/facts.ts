import { COLUMNS, type Exclusion, type FactLine } from '../domain/assessment/facts.ts';
import { COUNTED, type Counted } from '../domain/assessment/ticketFacts.ts';
import { localDate, monthAfter, monthBegins } from '../domain/deadline/calendarDate.ts';
import type { AssessmentDesk, FactPeriod, PeriodFigures } from '../workflow/ports.ts';
import type { Tx } from './client.ts';
import { bits, columnsOf } from './factRows.ts';
import { markLines } from './markLines.ts';

const CLOSED = bits(['closed']);
const DUE = bits(['due']);
const DEDUCTIONS = bits(['deductions']);
const ALL_BUT_DEDUCTIONS = bits(COUNTED) & ~DEDUCTIONS;

/** Who and when: `$1` from, `$2` the end of the period or asOf if that is earlier, `$3` the department or null. */
const IN_PERIOD = `f."at" >= $1::timestamptz AND f."at" < $2::timestamptz AND ($3::text IS NULL OR f."department" = $3)`;

/**
 * The rows of a period, which every figure and every line is made of: department, number, columns as bits. `$4` is asOf,
 * `$5` what appeals took out (`[{ ticket, counts }]`), `$6` the months whose marks count. Of the follow-ups of a ticket
 * the last one of the period stands, whose successor comes after it.
 */
const ROWS = `
  SELECT f."department", f."ticket",
    f."counts" & ~(CASE WHEN f."doneAt" >= $4::timestamptz THEN ${CLOSED} ELSE 0 END) & ~coalesce(e."counts", 0) AS "counts"
  FROM "ticket_fact" f LEFT JOIN jsonb_to_recordset($5::jsonb) AS e("ticket" text, "counts" int) ON e."ticket" = f."ticket"
  WHERE ${IN_PERIOD} AND f."counts" <> 0 AND (f."until" IS NULL OR f."until" >= $2::timestamptz)
  UNION ALL
  SELECT "state"->>'department', "id", ${DEDUCTIONS} FROM "matter"
  WHERE "kind" = 'mark' AND "month" = ANY($6::text[]) AND "state"->>'state' = 'confirmed' AND "state"->>'kind' = 'deduction'
    AND ($3::text IS NULL OR "state"->>'department' = $3)`;

/** Months that begin in the period: a mark counts where its month does. */
const monthsOf = (from: Date, end: Date): string[] => {
  const months: string[] = [];
  for (let month = localDate(from).slice(0, 7); monthBegins(month) < end; month = monthAfter(month))
    if (monthBegins(month) >= from) months.push(month);
  return months;
};

/** One ticket may have been exempted by several appeals. */
const exemptions = (exempt: FactPeriod['exempt'] = []): { ticket: string; counts: number }[] => {
  const all = new Map<string, number>();
  for (const { ticket, columns } of exempt) {
    const counts = columns ? bits(COUNTED.filter((column) => columns.includes(column))) : ALL_BUT_DEDUCTIONS;
    all.set(ticket, (all.get(ticket) ?? 0) | counts);
  }
  return [...all].map(([ticket, counts]) => ({ ticket, counts }));
};

const endOf = ({ to, asOf }: FactPeriod): Date => (asOf < to ? asOf : to);

const valuesOf = (period: FactPeriod): unknown[] => {
  const { from, asOf, department, exempt } = period;
  const end = endOf(period);
  return [
    from.toISOString(),
    end.toISOString(),
    department ?? null,
    asOf.toISOString(),
    JSON.stringify(exemptions(exempt)),
    monthsOf(from, end),
  ];
};

/** Clocks past their limit and not stopped at `$1`, whenever they fell due. */
const OVERDUE_OPEN = `
  SELECT f."department", count(*)::int AS "times" FROM "ticket_fact" f
  WHERE (f."doneAt" IS NULL OR f."doneAt" >= $1::timestamptz) AND f."at" < $1::timestamptz AND f."counts" & ${DUE} <> 0
    AND ($2::text IS NULL OR f."department" = $2)
  GROUP BY f."department"`;

interface Sum {
  department: string;
  counts: number;
  times: number;
}

/** By code units, as everywhere: a database's collation differs from machine to machine. */
const byDepartment = <T extends { department: string; ticket?: string }>(a: T, b: T): number => {
  if (a.department !== b.department) return a.department < b.department ? -1 : 1;
  return (a.ticket ?? '') < (b.ticket ?? '') ? -1 : 1;
};

const figures = async (tx: Tx, period: FactPeriod): Promise<PeriodFigures[]> => {
  const sums = await tx.$queryRawUnsafe<Sum[]>(
    `SELECT "department", "counts", count(*)::int AS "times" FROM (${ROWS}) AS rows GROUP BY "department", "counts"`,
    ...valuesOf(period),
  );
  const open = await tx.$queryRawUnsafe<{ department: string; times: number }[]>(
    OVERDUE_OPEN,
    period.asOf.toISOString(),
    period.department ?? null,
  );
  const found = new Map<string, PeriodFigures>();
  const of = (department: string): PeriodFigures => {
    const known = found.get(department) ?? nothing(department);
    found.set(department, known);
    return known;
  };
  for (const { department, counts, times } of sums)
    for (const column of columnsOf(counts)) add(of(department), column, times);
  for (const { department, times } of open) of(department).overdueOpen = times;
  return [...found.values()].sort(byDepartment);
};

const nothing = (department: string): PeriodFigures => ({
  department,
  counts: Object.fromEntries(COLUMNS.map((column) => [column, 0])) as PeriodFigures['counts'],
  overdueOpen: 0,
  defective: 0,
});

const add = (figures: PeriodFigures, column: Counted, times: number): void => {
  if (column === 'defective') figures.defective += times;
  else figures.counts[column] += times;
};

/** What a ticket counts as, on as many lines as it counts often in one column. */
const linesOf = (department: string, ticket: string, all: readonly number[]): FactLine[] => {
  const times = new Map<Counted, number>();
  for (const column of all.flatMap(columnsOf)) times.set(column, (times.get(column) ?? 0) + 1);
  const most = Math.max(0, ...times.values());
  return Array.from({ length: most }, (_none, line) => ({
    department,
    ticket,
    columns: COUNTED.filter((column) => (times.get(column) ?? 0) > line),
  }));
};

const factLines = async (tx: Tx, period: FactPeriod): Promise<FactLine[]> => {
  const rows = await tx.$queryRawUnsafe<{ department: string; ticket: string; all: number[] }[]>(
    `SELECT "department", "ticket", array_agg("counts") AS "all" FROM (${ROWS}) AS rows GROUP BY "department", "ticket"`,
    ...valuesOf(period),
  );
  return rows.sort(byDepartment).flatMap(({ department, ticket, all }) => linesOf(department, ticket, all));
};

/** A ticket is listed in a period in which it would have counted. */
const exclusions = async (tx: Tx, period: FactPeriod): Promise<Exclusion[]> => {
  const rows = await tx.$queryRawUnsafe<Exclusion[]>(
    `SELECT DISTINCT f."department", f."ticket", f."excluded" AS "from", f."because" FROM "ticket_fact" f
     WHERE ${IN_PERIOD} AND f."excluded" IS NOT NULL`,
    ...valuesOf(period).slice(0, 3),
  );
  return rows.sort(byDepartment);
};

/** The part of a desk that an assessment reads. */
export const factDesk = (tx: Tx): AssessmentDesk => ({
  figures: (period) => figures(tx, period),
  factLines: (period) => factLines(tx, period),
  exclusions: (period) => exclusions(tx, period),
  markLines: (month) => markLines(tx, month),
});
