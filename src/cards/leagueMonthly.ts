import { blemishesOf } from '../domain/assessment/assembleMonth.ts';
import type { FactLine } from '../domain/assessment/facts.ts';
import { fullOf } from '../domain/assessment/items.ts';
import type { MonthRow, MonthTable } from '../domain/assessment/monthTable.ts';
import { maskText } from '../domain/privacy.ts';
import { newRef } from '../kernel/ids.ts';
import type { Action, Card, Fact, Row } from './card.ts';
import type { CardContext } from './context.ts';
import { action, departmentName, LIST_ROWS, shortTime } from './pieces.ts';

/** A month's table with its standing: `workflow/month/view.ts`. */
export interface ShownMonth {
  table: MonthTable;
  state: 'draft' | 'published';
  version: number;
  factsSha256: string;
  appealsUntil?: string;
}

const arrow = (movement: number | null): string => {
  if (movement === null) return '';
  if (movement === 0) return ' →';
  return movement > 0 ? ` ↑${movement}` : ` ↓${-movement}`;
};

/** `草稿`, `已定榜`, `更正第 2 版`. */
export const standing = ({ state, version }: Pick<ShownMonth, 'state' | 'version'>): string =>
  state === 'draft' ? '草稿' : version > 1 ? `更正第 ${version} 版` : '已定榜';

/** `第3名 ↑2`, `无工单`. */
export const placeOf = ({ place, movement }: Pick<MonthRow, 'place' | 'movement'>): string =>
  place === null ? '无工单' : `第${place}名${arrow(movement)}`;

const endOf = (row: MonthRow, { bottom }: MonthTable): string[] => {
  if (row.status === 'tied') return ['并列待定'];
  if (!bottom.includes(row.department)) return [];
  return [`末位：连续 ${row.streak} 个月，本年 ${row.inYear} 次`];
};

const detailOf = (row: MonthRow, table: MonthTable): string =>
  row.place === null
    ? '本月无工单，不排名'
    : [
        `${row.total} 分`,
        ...(Number(row.deductions) > 0 ? [`扣 ${row.deductions}`] : []),
        ...(Number(row.bonuses) > 0 ? [`加 ${row.bonuses}`] : []),
        ...(row.smallSample ? ['样本较少'] : []),
        ...endOf(row, table),
      ].join(' · ');

/** What a table rests on: `asOf`, scheme, the digest by which anyone can check it. */
export const restsOn = ({ table, factsSha256 }: ShownMonth): Fact[] => [
  { label: '数据截至', value: shortTime(table.asOf) },
  { label: '方案', value: `${table.scheme.name}（${table.scheme.version}）` },
  { label: '数据校验', value: factsSha256.slice(0, 16) },
];

export const bottomInWords = ({ bottom }: MonthTable, context: CardContext): string =>
  bottom.length === 0 ? '无' : bottom.map((code) => departmentName(code, context)).join('、');

/** R7.2: the monthly table with figures of departments alone: place, movement, points, who stands at the end. */
export const drawLeagueMonthly = (view: ShownMonth, context: CardContext): Card => ({
  kind: 'leagueMonthly',
  ref: newRef(),
  title: `12345 工单办理月榜 ${view.table.month}`,
  status: standing(view),
  tone: 'plain',
  body: [
    ...(view.table.correction === undefined ? [] : [`更正原因：${maskText(view.table.correction)}`]),
    `排名末位：${bottomInWords(view.table, context)}（第八条）`,
  ].join('\n'),
  facts: restsOn(view),
  rows: view.table.rows.map((row) => ({
    ticket: placeOf(row),
    title: departmentName(row.department, context),
    detail: detailOf(row, view.table),
  })),
  actions: [],
  tickets: [],
});

/** Points of each item that lost some, those that are full by name, marks and for what. */
const itemFacts = (row: MonthRow, { scheme, marks, adjustments }: MonthTable): Fact[] => {
  const struck = new Set(adjustments.flatMap((entry) => (entry.kind === 'strike' ? [entry.mark] : [])));
  const items = row.items.map(({ id, points, rate }) => {
    const item = scheme.items.find((entry) => entry.id === id);
    return { name: item?.name ?? id, points, rate, full: item !== undefined && fullOf(item).lte(points) };
  });
  const full = items.filter((item) => item.full);
  return [
    ...items
      .filter((item) => !item.full)
      .map(({ name, points, rate }) => ({
        label: name,
        value: `${points} 分${rate === undefined ? '' : `（${rate}%）`}`,
      })),
    ...(full.length > 0 ? [{ label: '满分', value: full.map(({ name }) => name).join('、') }] : []),
    ...marks
      .filter(({ department, state }) => department === row.department && state !== 'lapsed')
      .map(({ id, kind, clause, because, state }) => ({
        label: `${kind === 'bonus' ? '加分' : '扣分'}${struck.has(id) ? '（申诉撤销）' : state === 'proposed' ? '（待确认）' : ''}`,
        value: `${id}${clause ? ` ${clause}` : ''} ${maskText(because)}`,
      })),
  ];
};

/** A ticket that costs points, as a department may look it up. */
const lineRow = (line: FactLine): Row => ({ ticket: line.ticket, title: blemishesOf(line).join('、'), detail: '' });

/**
 * A department's own month: its place, every item, marks with clause, the tickets that cost points. `lines` are those
 * that may be shown where the card goes; `hidden` how many may not. While it is a draft it can be appealed against.
 */
export const ownMonthCard = (
  view: ShownMonth,
  own: { department: string; lines: readonly FactLine[]; hidden: number },
  context: CardContext,
): Card => {
  const { table, state, appealsUntil } = view;
  const { department, hidden } = own;
  const row = table.rows.find((entry) => entry.department === department);
  const lines = own.lines.filter((line) => blemishesOf(line).length > 0);
  const ranked = table.rows.filter(({ place }) => place !== null).length;
  const open = state === 'draft' && appealsUntil !== undefined && context.at <= new Date(appealsUntil);
  const actions: Action[] = open
    ? [
        {
          ...action('appeal', '申诉', `申诉 ${table.month} 原因:… 工单:…`, 'primary'),
          preset: { month: table.month },
        },
      ]
    : [];
  const excluded = table.exclusions.filter((entry) => entry.department === department).length;
  return {
    kind: 'matter',
    ref: newRef(),
    title: `${departmentName(department, context)} ${table.month} 月榜`,
    status: standing(view),
    tone: table.bottom.includes(department) ? 'warning' : 'plain',
    body: row
      ? `${placeOf(row)}${row.place === null ? '' : ` / ${ranked}，${detailOf(row, table)}`}`
      : '本月不参加排名',
    facts: [
      ...(open && appealsUntil ? [{ label: '申诉截止', value: shortTime(appealsUntil) }] : []),
      ...(row ? itemFacts(row, table) : []),
      ...(excluded > 0 ? [{ label: '不计入', value: `${excluded} 件，原因见月榜明细` }] : []),
      ...(hidden > 0 ? [{ label: '不公开工单', value: `${hidden} 件，另行私下查询` }] : []),
      ...restsOn(view),
    ],
    rows: lines.slice(0, LIST_ROWS).map(lineRow),
    ...(lines.length > LIST_ROWS ? { more: `及其余 ${lines.length - LIST_ROWS} 件` } : {}),
    actions,
    tickets: [],
    matter: { kind: 'assessment', id: table.month, face: `own:${department}` },
  };
};
