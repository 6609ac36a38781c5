import type { DailyRow, DailyTable } from '../../../domain/assessment/dailyTable.ts';
import { CENTRE } from '../../../domain/person.ts';
import type { PublishedTable } from '../../../workflow/leagueDaily.ts';
import { departmentNamed, type View } from '../lines.ts';
import type { LeagueView } from '../shapes.ts';

const COLUMNS = [
  ['onTime', '按时办结率'],
  ['claimedInTime', '及时签收率'],
  ['satisfaction', '满意率'],
  ['overdueOpen', '超期在办'],
  ['dispatched', '本月派单'],
  ['due', '本月到期'],
  ['closedOnTime', '本月按时办结'],
  ['evaluated', '本月回访评价'],
  ['newToday', '当日派单'],
  ['closedToday', '当日办结'],
] as const;

const rate = (text: string | undefined): string => (text === undefined ? '—' : `${text}%`);

const cellsOf = ({ day, month, rates }: DailyRow): Record<(typeof COLUMNS)[number][0], string> => ({
  onTime: rate(rates.onTime),
  claimedInTime: rate(rates.claimedInTime),
  satisfaction: rate(rates.satisfaction),
  overdueOpen: String(month.overdueOpen),
  dispatched: String(month.dispatched),
  due: String(month.due),
  closedOnTime: String(month.closedOnTime),
  evaluated: String(month.evaluated),
  newToday: String(day.dispatched),
  closedToday: String(day.closedAll),
});

const noteOf = ({ place, smallSample }: DailyRow): string | undefined => {
  if (place === undefined) return '本月无工单，不排名';
  return smallSample ? '样本较少' : undefined;
};

const rowsOf = ({ rows }: DailyTable, { county }: View, own: string | undefined): LeagueView['rows'] =>
  rows
    .filter(({ department }) => department !== CENTRE && (own === undefined || department === own))
    .map((row) => {
      const note = noteOf(row);
      const group = county.department(row.department)?.group;
      return {
        department: departmentNamed(row.department, county),
        ...(group ? { group } : {}),
        place: row.place ?? null,
        movement: row.movement ?? null,
        ...(note ? { note } : {}),
        cells: cellsOf(row),
      };
    });

/** The daily table as the page shows it; `own`: one department's row alone. */
export const dailyView = ({ table, state, version }: PublishedTable, view: View, own?: string): LeagueView => ({
  period: table.date,
  kind: 'daily',
  state,
  stateName: state === 'published' ? '已公布' : '草稿',
  version,
  asOf: table.asOf,
  columns: COLUMNS.map(([key, name]) => ({ key, name })),
  rows: rowsOf(table, view, own),
});
