import type { DailyRow, DailyTable } from '../domain/assessment/dailyTable.ts';
import { fullOf } from '../domain/assessment/items.ts';
import type { MonthRow, MonthTable } from '../domain/assessment/monthTable.ts';
import type { Item } from '../domain/assessment/scheme.ts';
import { dayInWords, instantInWords } from '../domain/deadline/calendarDate.ts';
import type { CardContext } from './context.ts';
import type { ShownMonth } from './leagueMonthly.ts';
import type { PictureRow, PictureTable } from './picture.ts';
import { departmentName } from './pieces.ts';

/** `2026年10月`. */
export const monthInWords = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5))}月`;

/** `已定榜 第1版`, `草稿`. */
export const editionInWords = ({ state, version }: Pick<ShownMonth, 'state' | 'version'>): string =>
  state === 'draft' ? '草稿，申诉期内可能变动' : version > 1 ? `更正第${version}版` : '已定榜 第1版';

/** How places are found, in words: the scheme and its version. */
export const schemeInWords = ({ name, version }: { name: string; version: string }): string =>
  `${name}，版本 ${version}`;

const placeInWords = (place: string, movement: number | undefined): string => {
  if (place === '') return '不排名';
  if (movement === undefined) return `第${place}名`;
  return `第${place}名${movement === 0 ? '（持平）' : movement > 0 ? `（升${movement}）` : `（降${-movement}）`}`;
};

/** The picture in words: every figure of every row, for search and for screen readers. */
const altOf = ({ title, subtitle, head, rows, notes }: Omit<PictureTable, 'alt' | 'name'>): string =>
  [
    `${title} ${subtitle}`,
    ...rows.map(({ group, place, movement, name, mark, cells }) =>
      [
        ...(group ? [`${group}：`] : []),
        placeInWords(place, movement),
        name,
        ...cells.map((text, index) => `${(head[index] ?? '').replace('\n', '')} ${text}`),
        ...(mark ? [mark] : []),
      ].join(' '),
    ),
    ...notes,
  ].join('\n');

const picture = (name: string, parts: Omit<PictureTable, 'alt' | 'name'>): PictureTable => ({
  name,
  alt: altOf(parts),
  ...parts,
});

const NOBODY = '—';
const TOP = 3;

const dailyRow = (row: DailyRow, context: CardContext): PictureRow => {
  const { place, movement, day, month, rates, smallSample } = row;
  const ranked = place !== undefined;
  const worked = `昨日 新${day.dispatched} 办结${day.closedAll}`;
  return {
    place: ranked ? String(place) : '',
    ...(movement === undefined ? {} : { movement }),
    name: departmentName(row.department, context),
    mark: ranked ? `${worked}${smallSample ? '\n样本较少' : ''}` : '本月无工单，不排名',
    ...(rates.onTime ? { bar: Number(rates.onTime) / 100 } : {}),
    cells: ranked
      ? [rates.onTime ?? NOBODY, rates.claimedInTime ?? NOBODY, rates.satisfaction ?? NOBODY, String(month.overdueOpen)]
      : [NOBODY, NOBODY, NOBODY, NOBODY],
    tone: ranked ? (place <= TOP ? 'good' : 'plain') : 'quiet',
  };
};

/** The daily league table as a picture: the figures of its card. */
export const dailyPicture = (table: DailyTable, context: CardContext): PictureTable =>
  picture(`${table.date} 热线日榜`, {
    title: `${context.county.policy.county}12345热线工单办理日榜`,
    subtitle: `${dayInWords(table.date)} 本月累计`,
    notes: [
      '按本月累计按时办结率排名；并列依次看及时签收率、满意率、超期在办件数。',
      '比结果，不比热度。',
      `数据截至 ${instantInWords(new Date(table.asOf))}`,
    ],
    head: ['按时\n办结%', '及时\n签收%', '满意\n率%', '超期\n在办'],
    rows: table.rows.map((row) => dailyRow(row, context)),
  });

/** How many of the scheme's items have a column of their own: those with most points. */
const ITEMS_SHOWN = 3;

const largestItems = (items: readonly Item[]): Item[] =>
  [...items]
    .map((item, index) => ({ item, index, full: fullOf(item) }))
    .sort((a, b) => b.full.comparedTo(a.full) || a.index - b.index)
    .slice(0, ITEMS_SHOWN)
    .sort((a, b) => a.index - b.index)
    .map(({ item }) => item);

/** Two lines of at most four letters: `及时` over `签收率`, `办理结果` over `满意率`. */
const headOf = (name: string): string => {
  const letters = [...name];
  if (letters.length <= 3) return name;
  const second = name.endsWith('率') && letters.length >= 5 ? 3 : Math.floor(letters.length / 2);
  const first = letters.slice(0, -second).slice(0, 4);
  return `${first.join('')}\n${letters.slice(-second).slice(0, 4).join('')}`;
};

const marksOf = (row: MonthRow, table: MonthTable): string => {
  const atEnd = endOf(table).includes(row.department);
  return [
    ...(row.place === null ? ['本月无工单，不排名'] : []),
    ...(row.status === 'tied' && !table.decidedBottom ? ['并列待定'] : []),
    ...(atEnd ? [row.streak > 1 ? `连续${row.streak}个月后两位` : '后两位', `今年第${row.inYear}次`] : []),
    ...(row.smallSample ? ['样本较少'] : []),
  ].join('\u3000');
};

/** Departments at the end, those included that a person decided on. */
export const endOf = ({ bottom, decidedBottom }: MonthTable): readonly string[] =>
  decidedBottom ? [...new Set([...bottom, ...decidedBottom.departments])] : bottom;

const monthRow = (row: MonthRow, table: MonthTable, items: readonly Item[], context: CardContext): PictureRow => {
  const { place, movement, total } = row;
  const mark = marksOf(row, table);
  const most = Math.max(1, ...table.rows.map((other) => Number(other.total)));
  const bad = endOf(table).includes(row.department);
  return {
    ...(row.group === undefined || !table.scheme.groups ? {} : { group: row.group }),
    place: place === null ? '' : String(place),
    ...(movement === null ? {} : { movement }),
    name: departmentName(row.department, context),
    ...(mark ? { mark } : {}),
    ...(place === null ? {} : { bar: Number(total) / most }),
    cells:
      place === null
        ? [NOBODY, ...items.map(() => NOBODY)]
        : [total, ...items.map(({ id }) => row.items.find((item) => item.id === id)?.points ?? NOBODY)],
    tone: place === null ? 'quiet' : bad ? 'bad' : place <= TOP ? 'good' : 'plain',
  };
};

/** The month's league table as a picture: total points, the items with most points, who stands at the end. */
export const monthPicture = (published: ShownMonth, context: CardContext): PictureTable => {
  const { table } = published;
  const items = largestItems(table.scheme.items);
  return picture(`${table.month} 热线月榜`, {
    title: `${context.county.policy.county}12345热线工单办理月榜`,
    subtitle: `${monthInWords(table.month)} ${editionInWords(published)}`,
    notes: [
      `考核方案：${schemeInWords(table.scheme)}。各列为得分，总分为各项得分之和减扣分加加分，全部项目见工作簿。`,
      `升降与上一个定榜月份相比。数据截至 ${instantInWords(new Date(table.asOf))}`,
      `数据校验 ${published.factsSha256.slice(0, 16)}`,
      ...(table.correction ? [`更正：${table.correction}`] : []),
    ],
    head: ['总分', ...items.map(({ name }) => headOf(name))],
    rows: table.rows.map((row) => monthRow(row, table, items, context)),
  });
};
