import type { MonthAnalysis } from '../domain/analysis/monthAnalysis.ts';
import { countyFacts, countyRate } from '../domain/assessment/countyFacts.ts';
import type { DepartmentFacts } from '../domain/assessment/facts.ts';
import { fullOf } from '../domain/assessment/items.ts';
import { rungFor } from '../domain/assessment/ladder.ts';
import type { MonthRow, MonthTable } from '../domain/assessment/monthTable.ts';
import { Exact, RATES } from '../domain/assessment/rates.ts';
import { isoWithOffset } from '../domain/deadline/calendarDate.ts';
import type { CardContext } from './context.ts';
import type { ShownMonth } from './leagueMonthly.ts';
import { editionInWords, endOf, monthInWords, schemeInWords } from './leaguePicture.ts';
import { analysisSections, overviewSection } from './monthReportAnalysis.ts';
import { appendixSections } from './monthReportAppendix.ts';
import { type MonthWork, workSections } from './monthReportWork.ts';
import type { PaperSection, PaperText } from './paper.ts';
import { departmentName } from './pieces.ts';

/** Everything a month's report is written from. */
export interface MonthReportParts {
  published: ShownMonth;
  /** The month before and the same month a year before, where they are kept. */
  monthAgo?: ShownMonth;
  yearAgo?: ShownMonth;
  analysis: MonthAnalysis;
  work: MonthWork;
}

/** County-wide rates of the report, in its order. */
const QUALITY: readonly [rate: string, name: string][] = [
  ['claimedInTime', '及时签收率'],
  ['onTime', '按时办结率'],
  ['contact', '联系率'],
  ['met', '见面率'],
  ['processSatisfaction', '服务过程满意率'],
  ['resultSatisfaction', '办理结果满意率'],
  ['resolution', '解决率'],
  ['return', '退单率'],
  ['rework', '重办率'],
];

const rateIn = (published: ShownMonth | undefined, rate: string): string | undefined => {
  const columns = RATES[rate];
  if (!published || !columns) return undefined;
  return countyRate(rate, columns, countyFacts(published.table.facts), { rates: {} });
};

const orNone = (rate: string | undefined): string => (rate === undefined ? '—' : `${rate}%`);

/** `升1.20` of two rates in percent. */
const change = (now: string | undefined, then: string | undefined): string => {
  if (now === undefined || then === undefined) return '—';
  const by = new Exact(now).minus(then);
  return by.isZero() ? '持平' : `${by.gt(0) ? '升' : '降'}${by.abs().toFixed(2)}`;
};

const fraction = (county: DepartmentFacts, rate: string): string => {
  const [part = '', whole = ''] = RATES[rate] ?? [];
  return `${county.counts[part] ?? '—'}/${county.counts[whole] ?? '—'}`;
};

const qualitySection = ({ published, monthAgo, yearAgo }: MonthReportParts): PaperSection => {
  const county = countyFacts(published.table.facts);
  const overClosed = countyRate('satisfiedOfClosed', ['resultSatisfied', 'closedAll'], county, {
    rates: { satisfiedOfClosed: ['resultSatisfied', 'closedAll'] },
  });
  return {
    heading: '二、办理质量',
    lines: [
      `本月到期 ${county.counts.due ?? '—'} 件，按时办结 ${county.counts.closedOnTime ?? '—'} 件，到期未按时办结 ${county.counts.overdue ?? '—'} 件；退单 ${county.counts.returned ?? '—'} 件次，重办 ${county.counts.reworked ?? '—'} 件次。`,
      `办理结果满意率以有效评价件为分母；如以办结件为分母，为 ${orNone(overClosed)}。`,
    ],
    table: {
      head: ['指标', '件数', '本月', '环比（百分点）', '同比（百分点）'],
      rows: QUALITY.map(([rate, name]) => {
        const now = rateIn(published, rate);
        return [
          name,
          fraction(county, rate),
          orNone(now),
          change(now, rateIn(monthAgo, rate)),
          change(now, rateIn(yearAgo, rate)),
        ];
      }),
    },
  };
};

const movement = ({ movement: by }: MonthRow): string =>
  by === null ? '—' : by === 0 ? '持平' : by > 0 ? `升${by}` : `降${-by}`;

const placeOf = (row: MonthRow, { decidedBottom }: MonthTable): string =>
  row.place === null ? '无工单' : `${row.place}${row.status === 'tied' && !decidedBottom ? '（并列待定）' : ''}`;

/** More bars than these make a chart that nobody reads: the appendix has everybody. */
const BARS = 30;

const scoreSection = ({ published }: MonthReportParts, context: CardContext): PaperSection => {
  const { table } = published;
  const ranked = table.rows.filter(({ place }) => place !== null);
  const shown = ranked.length > BARS ? [...ranked.slice(0, BARS / 2), ...ranked.slice(-BARS / 2)] : ranked;
  const end = endOf(table);
  const name = (row: MonthRow): string => departmentName(row.department, context);
  const title =
    shown.length < ranked.length
      ? `${monthInWords(table.month)}各单位总分（前后各${BARS / 2}个单位）`
      : `${monthInWords(table.month)}各单位总分`;
  return {
    heading: '三、考核得分和排名',
    lines: [
      `按${schemeInWords(table.scheme)}计分，参加排名 ${ranked.length} 个单位，本月无工单不排名 ${table.rows.length - ranked.length} 个单位。`,
    ],
    charts:
      shown.length === 0
        ? []
        : [
            {
              title,
              alt: `${title}：${shown.map((row) => `${name(row)} ${row.total} 分`).join('，')}。`,
              series: ['总分'],
              bars: shown.map((row) => ({
                name: name(row),
                values: [Number(row.total)],
                labels: [row.total],
                tone: end.includes(row.department) ? ('bad' as const) : ('plain' as const),
              })),
            },
          ],
    table: {
      head: ['名次', '单位', '总分', '扣分', '加分', '升降', '备注'],
      rows: table.rows.map((row) => [
        placeOf(row, table),
        name(row),
        row.place === null ? '—' : row.total,
        row.deductions,
        row.bonuses,
        movement(row),
        [...(end.includes(row.department) ? ['后两位'] : []), ...(row.smallSample ? ['样本较少'] : [])].join('，'),
      ]),
    },
  };
};

/** The items in which a department lost most, in words. */
const reasonsOf = (row: MonthRow, { scheme }: MonthTable): string => {
  const lost = row.items
    .map((found) => {
      const item = scheme.items.find(({ id }) => id === found.id);
      return { found, item, by: item ? fullOf(item).minus(found.points) : new Exact(0) };
    })
    .filter(({ by }) => by.gt(0))
    .sort((a, b) => b.by.comparedTo(a.by))
    .slice(0, 3)
    .map(
      ({ found, item, by }) =>
        `${item?.name ?? found.id}${found.rate === undefined ? '' : ` ${found.rate}%`}，失 ${by.toFixed(scheme.digits)} 分`,
    );
  const taken = new Exact(row.deductions).gt(0) ? [`扣分 ${row.deductions} 分`] : [];
  return [...lost, ...taken].join('\n') || '各项得分与其他单位接近';
};

const endSection = ({ published }: MonthReportParts, context: CardContext): PaperSection => {
  const { table } = published;
  const end = endOf(table).flatMap((code) => table.rows.find(({ department }) => department === code) ?? []);
  const tied = table.decidedBottom ? [] : table.rows.filter(({ status }) => status === 'tied');
  const names = tied.map((row) => departmentName(row.department, context)).join('、');
  return {
    heading: '四、排名后两位单位',
    lines: [
      ...(tied.length > 0 ? [`${names}得分相同且处于后两位界线，并列待定，由县热线中心负责人决定。`] : []),
      ...(end.length === 0 && tied.length === 0 ? ['本月没有列入后两位的单位。'] : []),
      ...(table.decidedBottom ? [`界线上得分相同的单位由 ${personName(table.decidedBottom.by, context)} 决定。`] : []),
    ],
    ...(end.length > 0
      ? {
          table: {
            head: ['单位', '名次、总分', '主要原因', '连续', '本年累计', '拟办（第八条）'],
            rows: end.map((row) => [
              departmentName(row.department, context),
              `第${row.place ?? '—'}名\n${row.total}分`,
              reasonsOf(row, table),
              `${row.streak}个月`,
              `${row.inYear}次`,
              rungFor(row.streak, row.inYear)?.does ?? '—',
            ]),
          },
        }
      : {}),
  };
};

const personName = (id: string, { county }: CardContext): string => county.person(id)?.name ?? id;

/** 热线月报 (R7.3): the month for the county's leaders; every figure is that of the league table and of the analysis. */
export const monthReport = (parts: MonthReportParts, context: CardContext): PaperText => {
  const { published, analysis } = parts;
  const { table } = published;
  return {
    name: `${table.month} 热线月报`,
    title: `${context.county.policy.county}12345热线月报`,
    subtitle: `${table.month.slice(0, 4)}年第${Number(table.month.slice(5))}期 · 县热线中心 · ${editionInWords(published)} · 数据截至 ${isoWithOffset(new Date(table.asOf)).slice(0, 16).replace('T', ' ')}`,
    sections: [
      overviewSection(analysis, context),
      qualitySection(parts),
      scoreSection(parts, context),
      endSection(parts, context),
      ...analysisSections(analysis),
      ...workSections(parts.work, { published, analysis }, context),
      ...appendixSections(published, context),
    ],
  };
};
