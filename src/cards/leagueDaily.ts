import type { DailyRow, DailyTable } from '../domain/assessment/dailyTable.ts';
import { newRef } from '../kernel/ids.ts';
import type { Card, Row } from './card.ts';
import type { CardContext } from './context.ts';
import { departmentName } from './pieces.ts';

const arrow = (movement: number | undefined): string => {
  if (movement === undefined) return '';
  if (movement === 0) return ' →';
  return movement > 0 ? ` ↑${movement}` : ` ↓${-movement}`;
};

const percent = (rate: string | undefined): string => (rate === undefined ? '—' : `${rate}%`);

/** Yesterday's figures and the month's rates of one department. */
const detailOf = ({ day, month, rates, smallSample }: DailyRow): string =>
  [
    `昨日 新${day.dispatched} 办结${day.closedAll}`,
    `本月 按时办结${percent(rates.onTime)}（${month.closedOnTime}/${month.due}）`,
    `及时签收${percent(rates.claimedInTime)}（${month.claimedInTime}/${month.dispatched}）`,
    `满意${percent(rates.satisfaction)}（${month.satisfied}/${month.evaluated}）`,
    `超期在办${month.overdueOpen}`,
    ...(smallSample ? ['样本较少'] : []),
  ].join(' · ');

const rowOf = (row: DailyRow, context: CardContext): Row => ({
  ticket: row.place === undefined ? '—' : `第${row.place}名${arrow(row.movement)}`,
  title: departmentName(row.department, context),
  detail: row.place === undefined ? '本月无工单，不排名' : detailOf(row),
});

/** The daily league table as a card: place, movement, department, figures. `own`: one department's row alone. */
export const drawLeagueDaily = (table: DailyTable, context: CardContext, own?: string): Card => ({
  kind: 'leagueDaily',
  ref: newRef(),
  title: `12345 工单办理日榜 ${table.date}`,
  tone: 'plain',
  body: '按本月累计按时办结率排名，并列看及时签收率、满意率、超期在办件数；比结果，不比热度。',
  facts: [
    {
      label: '数据截至',
      value: new Date(Date.parse(table.asOf) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' '),
    },
  ],
  rows: table.rows.filter((row) => own === undefined || row.department === own).map((row) => rowOf(row, context)),
  actions: [],
  tickets: [],
});
