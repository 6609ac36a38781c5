import { standing } from '../../../cards/leagueMonthly.ts';
import { blemishesOf } from '../../../domain/assessment/assembleMonth.ts';
import type { FactLine } from '../../../domain/assessment/facts.ts';
import type { MonthRow, MonthTable } from '../../../domain/assessment/monthTable.ts';
import { columnsOfRate } from '../../../domain/assessment/rates.ts';
import type { Item } from '../../../domain/assessment/scheme.ts';
import { maskTitle } from '../../../domain/privacy.ts';
import { mayRead } from '../../../domain/ticket/access.ts';
import type { Scene } from '../../../workflow/act.ts';
import { type MonthView, monthLines } from '../../../workflow/month/view.ts';
import { departmentNamed, type View } from '../lines.ts';
import type { LeagueLinesView, LeagueView } from '../shapes.ts';
import { columnName } from './columnNames.ts';

const noteOf = (row: MonthRow, { bottom }: MonthTable): string | undefined => {
  const notes = [
    ...(row.place === null ? ['本月无工单，不排名'] : []),
    ...(row.status === 'tied' ? ['并列待定'] : []),
    ...(bottom.includes(row.department) ? [`末位：连续 ${row.streak} 个月，本年 ${row.inYear} 次`] : []),
    ...(row.smallSample && row.place !== null ? ['样本较少'] : []),
  ];
  return notes.length > 0 ? notes.join('，') : undefined;
};

const cellsOf = (row: MonthRow): Record<string, string> => ({
  ...Object.fromEntries(
    row.items.map(({ id, points, rate, grade }) => [
      id,
      `${points}${rate === undefined ? '' : `（${rate}%）`}${grade === undefined ? '' : ` ${grade}`}`,
    ]),
  ),
  deductions: row.deductions,
  bonuses: row.bonuses,
});

/** The month's table as the page shows it; `own`: one department's row alone. */
export const monthlyView = (month: MonthView, { county }: View, own?: string): LeagueView => {
  const { table, state, version } = month;
  return {
    period: table.month,
    kind: 'monthly',
    state,
    stateName: standing(month),
    version,
    asOf: table.asOf,
    columns: [
      ...table.scheme.items.map(({ id, name }) => ({ key: id, name })),
      { key: 'deductions', name: '扣分' },
      { key: 'bonuses', name: '加分' },
    ],
    rows: table.rows
      .filter(({ department }) => own === undefined || department === own)
      .map((row) => {
        const note = noteOf(row, table);
        return {
          department: departmentNamed(row.department, county),
          ...(row.group ? { group: row.group } : {}),
          place: row.place,
          movement: row.movement,
          total: row.total,
          ...(note ? { note } : {}),
          cells: cellsOf(row),
        };
      }),
  };
};

const ratesOf = (item: Item): readonly string[] => {
  if ('rates' in item) return item.rates;
  return 'rate' in item ? [item.rate] : [];
};

/** The counted columns behind a column of the table; a counted column stands for itself. */
const countedFor = (column: string, { scheme }: MonthTable): string[] => {
  const item = scheme.items.find(({ id }) => id === column);
  if (!item) return [column];
  if ('events' in item) return item.events.map(({ event }) => event);
  return ratesOf(item).flatMap((name) => columnsOfRate(name, scheme) ?? []);
};

/** The tickets behind a figure of one department; those that are not the viewer's to see are counted. */
export const linesView = async (
  scene: Scene,
  month: MonthView,
  { department, column }: { department: string; column?: string | undefined },
  { viewer }: View,
): Promise<LeagueLinesView> => {
  const counted = column === undefined ? undefined : new Set(countedFor(column, month.table));
  const behind = (line: FactLine): boolean =>
    line.department === department && (counted === undefined || line.columns.some((name) => counted.has(name)));
  const lines = (await monthLines(scene, month)).filter(behind);
  const exclusions = month.table.exclusions.filter((entry) => entry.department === department);
  const numbers = [...new Set([...lines, ...exclusions].map(({ ticket }) => ticket))];
  const tickets = new Map((await scene.desk.readAll(numbers)).map((ticket) => [ticket.no, ticket]));
  /** A line of a mark's own number stands for no ticket. */
  const open = (no: string): boolean => {
    const ticket = tickets.get(no);
    return ticket === undefined || mayRead(viewer, ticket);
  };
  const shown = lines.filter(({ ticket }) => open(ticket));
  return {
    lines: shown.map((line) => {
      const ticket = tickets.get(line.ticket);
      const cost = blemishesOf(line).join('、');
      const at = ticket?.dispatchedAt ?? ticket?.receivedAt;
      return {
        ticket: line.ticket,
        ...(ticket ? { title: maskTitle(ticket.title) } : {}),
        ...(at ? { at } : {}),
        columns: line.columns.map(columnName),
        ...(cost === '' ? {} : { detail: cost }),
      };
    }),
    exclusions: exclusions.filter(({ ticket }) => open(ticket)).map(({ ticket, because }) => ({ ticket, because })),
    hidden: lines.length - shown.length,
  };
};
