import type { Column, DepartmentFacts, FactLine } from '../domain/assessment/facts.ts';
import { COLUMNS } from '../domain/assessment/facts.ts';
import type { MonthRow, MonthTable } from '../domain/assessment/monthTable.ts';
import { Exact, RATES } from '../domain/assessment/rates.ts';
import { instantInWords } from '../domain/deadline/calendarDate.ts';
import { maskText } from '../domain/privacy.ts';
import type { CardContext } from './context.ts';
import type { ShownMonth } from './leagueMonthly.ts';
import { editionInWords, endOf, monthInWords, schemeInWords } from './leaguePicture.ts';
import { EXCLUDED_FROM, MARK_STATES, markName } from './monthReportAppendix.ts';
import { departmentName } from './pieces.ts';
import type { SheetCell, SheetPage, WorkbookPages } from './workbook.ts';

/** The counted columns in the office's words. */
export const COLUMN_NAMES: Record<Column, string> = {
  dispatched: '派单',
  claimedInTime: '及时签收',
  due: '到期',
  closed: '到期已办结',
  closedOnTime: '按时办结',
  closedAll: '办结',
  feedbackOnTime: '按时答复',
  followedUp: '有效回访',
  contacted: '已联系',
  met: '已见面',
  evaluated: '有效评价',
  processSatisfied: '过程满意',
  resultSatisfied: '结果满意',
  assessed: '评价是否解决',
  resolved: '已解决',
  returned: '退单',
  reworked: '重办',
  overdue: '到期未按时办结',
  deductions: '扣分次数',
};

/** `A`, `B` … `AA`: a column of a sheet, from 0. */
export const letter = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : `${letter(Math.floor(index / 26) - 1)}${letter(index % 26)}`;

const number = (value: string, digits = 0): SheetCell => ({ number: value, digits });

const heading = (title: string, published: ShownMonth): string[] => [
  title,
  `${editionInWords(published)}；考核方案 ${schemeInWords(published.table.scheme)}；数据截至 ${instantInWords(new Date(published.table.asOf))}；校验 ${published.factsSha256.slice(0, 16)}`,
];

/** Sum of the items, less deductions, more bonuses; where it is rounded once the total is given as it is. */
const totalCell = (row: MonthRow, table: MonthTable, line: number, first: number): SheetCell => {
  const { digits, roundItems, items } = table.scheme;
  if (row.place === null) return '—';
  if (!roundItems || items.length === 0) return number(row.total, digits);
  const last = first + items.length - 1;
  const formula = `ROUND(MAX(0,SUM(${letter(first)}${line}:${letter(last)}${line})-${letter(last + 1)}${line}+${letter(last + 2)}${line}),${digits})`;
  return { formula, value: row.total, digits };
};

/** Nobody is given points for a month without a ticket. */
const pointsCell = (row: MonthRow, id: string, digits: number): SheetCell => {
  const points = row.items.find((item) => item.id === id)?.points;
  return row.place === null || points === undefined ? '—' : number(points, digits);
};

const FIRST_ITEM = 3;

const scorePage = (published: ShownMonth, context: CardContext): SheetPage => {
  const { table } = published;
  const { scheme } = table;
  const lines = heading(`${context.county.policy.county}12345热线工单办理月榜 ${monthInWords(table.month)}`, published);
  const end = endOf(table);
  return {
    name: '月榜',
    lines,
    columns: [
      { head: '名次', width: 7 },
      { head: '单位', width: 26 },
      { head: '组别', width: 10 },
      ...scheme.items.map(({ name }) => ({ head: name, width: 12 })),
      { head: '扣分', width: 8 },
      { head: '加分', width: 8 },
      { head: '总分', width: 10 },
      { head: '升降', width: 8 },
      { head: '连续末位（月）', width: 14 },
      { head: '本年末位（次）', width: 14 },
      { head: '备注', width: 22 },
    ],
    rows: table.rows.map((row, index): SheetCell[] => [
      row.place === null ? '—' : number(String(row.place)),
      departmentName(row.department, context),
      row.group ?? '',
      ...scheme.items.map(({ id }) => pointsCell(row, id, scheme.digits)),
      number(row.deductions, scheme.digits),
      number(row.bonuses, scheme.digits),
      totalCell(row, table, lines.length + 2 + index, FIRST_ITEM),
      row.movement === null ? '—' : number(String(row.movement)),
      number(String(row.streak)),
      number(String(row.inYear)),
      [
        ...(row.status === 'none' ? ['本月无工单，不排名'] : []),
        ...(row.status === 'tied' && !table.decidedBottom ? ['并列待定'] : []),
        ...(end.includes(row.department) ? ['后两位'] : []),
        ...(row.smallSample ? ['样本较少'] : []),
      ].join('，'),
    ]),
  };
};

const percentText = (part: string, whole: string): string => new Exact(part).times(100).div(whole).toFixed(2);

/** Rates of the scheme that two counted columns make. */
const ratesOf = (table: MonthTable): [name: string, part: string, whole: string][] =>
  table.scheme.items.flatMap((item) => {
    if (!('rate' in item)) return [];
    const columns = table.scheme.rates[item.rate] ?? RATES[item.rate];
    return columns ? [[item.name, columns[0], columns[1]] as [string, string, string]] : [];
  });

const countCell = ({ counts }: DepartmentFacts, column: string): SheetCell => {
  const found = counts[column];
  return found === undefined ? '—' : number(found);
};

const factsPage = (published: ShownMonth, context: CardContext): SheetPage => {
  const { table } = published;
  const lines = heading(`各单位考核数据 ${monthInWords(table.month)}`, published);
  const own = Object.values(table.scheme.rates).flat();
  const columns = [...new Set<string>([...COLUMNS, ...own])];
  const named = (column: string): string => COLUMN_NAMES[column as Column] ?? column;
  const rates = ratesOf(table);
  const rateCell = (facts: DepartmentFacts, line: number, [, part, whole]: [string, string, string]): SheetCell => {
    const [above, below] = [facts.counts[part], facts.counts[whole]];
    if (above === undefined || below === undefined || new Exact(below).isZero()) return '—';
    const [p, w] = [letter(1 + columns.indexOf(part)), letter(1 + columns.indexOf(whole))];
    return { formula: `ROUND(${p}${line}/${w}${line}*100,2)`, value: percentText(above, below), digits: 2 };
  };
  return {
    name: '考核数据',
    lines,
    columns: [
      { head: '单位', width: 26 },
      ...columns.map((column) => ({ head: named(column), width: 9 })),
      ...rates.map(([name]) => ({ head: `${name}%`, width: 11 })),
    ],
    rows: table.facts.map((facts, index) => [
      departmentName(facts.department, context),
      ...columns.map((column) => countCell(facts, column)),
      ...rates.map((rate) => rateCell(facts, lines.length + 2 + index, rate)),
    ]),
  };
};

const marksPage = (published: ShownMonth, context: CardContext): SheetPage => ({
  name: '扣分加分',
  lines: heading('扣分、加分明细', published),
  columns: ['单位', '类别', '项目', '条款', '工单', '事由', '状态', '编号'].map((head, index) => ({
    head,
    width: [26, 8, 18, 10, 22, 40, 18, 26][index] ?? 12,
  })),
  rows: published.table.marks.map((mark) => [
    departmentName(mark.department, context),
    mark.kind === 'deduction' ? '扣分' : '加分',
    markName(mark, published.table),
    mark.clause ?? '—',
    mark.tickets.join('、'),
    maskText(mark.because),
    MARK_STATES[mark.state],
    mark.id,
  ]),
});

const exclusionsPage = (published: ShownMonth, context: CardContext): SheetPage => ({
  name: '不计入工单',
  lines: heading('不计入考核的工单和申诉调整', published),
  columns: [
    { head: '单位', width: 26 },
    { head: '工单或扣分', width: 26 },
    { head: '不计入', width: 22 },
    { head: '原因', width: 44 },
  ],
  rows: [
    ...published.table.exclusions.map(({ department, ticket, from, because }) => [
      departmentName(department, context),
      ticket,
      EXCLUDED_FROM[from],
      maskText(because),
    ]),
    ...published.table.adjustments.map((adjusted) => [
      '—',
      adjusted.kind === 'exempt' ? adjusted.ticket : adjusted.mark,
      adjusted.kind === 'exempt'
        ? (adjusted.columns?.map((column) => COLUMN_NAMES[column as Column] ?? column).join('、') ?? '全部统计')
        : '该项扣分',
      `申诉 ${adjusted.appeal}：${maskText(adjusted.because)}`,
    ]),
  ],
});

/** One department's tickets: where each counts, and under the head how many do. */
const departmentPage = (
  facts: DepartmentFacts,
  lines: readonly FactLine[],
  published: ShownMonth,
  context: CardContext,
): SheetPage => {
  const shown = COLUMNS.filter((column) => column !== 'deductions');
  const above = heading(
    `${departmentName(facts.department, context)} ${monthInWords(published.table.month)}工单明细`,
    published,
  );
  const first = above.length + 3;
  const last = Math.max(first, first + lines.length - 1);
  const sum = (column: Column, index: number): SheetCell => ({
    formula: `SUM(${letter(index + 1)}${first}:${letter(index + 1)}${last})`,
    value: String(lines.filter(({ columns }) => columns.includes(column)).length),
  });
  return {
    name: departmentName(facts.department, context),
    lines: above,
    columns: [{ head: '工单', width: 24 }, ...shown.map((column) => ({ head: COLUMN_NAMES[column], width: 9 }))],
    rows: [
      ['合计', ...shown.map(sum)],
      ...lines.map(({ ticket, columns }) => [
        ticket,
        ...shown.map((column): SheetCell => (columns.includes(column) ? number('1') : '')),
      ]),
    ],
  };
};

/** The month's workbook: the table, the figures, marks, exclusions, and a sheet a department with its tickets. */
export const monthBook = (published: ShownMonth, lines: readonly FactLine[], context: CardContext): WorkbookPages => {
  const byDepartment = Map.groupBy(lines, ({ department }) => department);
  const { table } = published;
  return {
    name: `${table.month} 热线月榜`,
    title: `${context.county.policy.county}12345热线工单办理月榜 ${monthInWords(table.month)}`,
    pages: [
      scorePage(published, context),
      factsPage(published, context),
      marksPage(published, context),
      exclusionsPage(published, context),
      ...table.facts.map((facts) =>
        departmentPage(facts, byDepartment.get(facts.department) ?? [], published, context),
      ),
    ],
  };
};
