import type { Compared, MonthAnalysis } from '../domain/analysis/monthAnalysis.ts';
import { Exact } from '../domain/assessment/rates.ts';
import type { PaperChart } from './chart.ts';
import type { CardContext } from './context.ts';
import { monthInWords } from './leaguePicture.ts';
import type { PaperSection } from './paper.ts';
import { departmentName } from './pieces.ts';

/** `升12.50%`; a month of which nothing is known compares with nothing. */
const against = (count: number, then: number | undefined): string => {
  if (then === undefined || then === 0) return '—';
  const by = new Exact(count).minus(then).times(100).div(then);
  return by.isZero() ? '持平' : `${by.gt(0) ? '升' : '降'}${by.abs().toFixed(2)}%`;
};

const comparedRow = (name: string, { count, monthAgo, yearAgo }: Compared): string[] => [
  name,
  String(count),
  against(count, monthAgo),
  against(count, yearAgo),
];

const SHOWN = 10;

const chartOf = (title: string, rows: readonly Compared[]): PaperChart[] => {
  if (rows.length === 0) return [];
  const kept = [
    { name: '本月', of: ({ count }: Compared) => count as number | undefined },
    { name: '上月', of: ({ monthAgo }: Compared) => monthAgo },
    { name: '去年同月', of: ({ yearAgo }: Compared) => yearAgo },
  ].filter(({ of }) => rows.some((row) => of(row) !== undefined));
  const inWords = (row: Compared): string =>
    `${row.name} ${kept.map(({ name, of }) => `${name} ${of(row) ?? '—'} 件`).join('、')}`;
  return [
    {
      title,
      alt: `${title}：${rows.map(inWords).join('；')}。`,
      series: kept.map(({ name }) => name),
      bars: rows.map((row) => ({
        name: row.name,
        values: kept.map(({ of }) => of(row) ?? 0),
        labels: kept.map(({ of }) => (of(row) === undefined ? '—' : String(of(row)))),
      })),
    },
  ];
};

const inSentence = ({ name, count, monthAgo, yearAgo }: Compared): string =>
  `${name} ${count} 件（环比${against(count, monthAgo)}，同比${against(count, yearAgo)}）`;

/** The volumes of the month: by type, category, area and department, against the month before and a year before. */
export const overviewSection = (analysis: MonthAnalysis, context: CardContext): PaperSection => {
  const { totals, byType, byCategory, byArea, byDepartment, month } = analysis;
  const groups: [string, readonly Compared[]][] = [
    ['类型', byType],
    ['类别', byCategory.slice(0, SHOWN)],
    ['区域', byArea.slice(0, SHOWN)],
    ['承办单位', byDepartment.slice(0, SHOWN).map((row) => ({ ...row, name: departmentName(row.name, context) }))],
  ];
  return {
    heading: '一、总体情况',
    lines: [
      totals.length === 0 ? '本月没有统计数据。' : `${monthInWords(month)}，${totals.map(inSentence).join('；')}。`,
      '“—”为没有可比的数据。各表按件数由多到少，列前十位。',
    ],
    charts: [
      ...chartOf(`${monthInWords(month)}各类型诉求量（件）`, byType),
      ...chartOf(`${monthInWords(month)}各类别诉求量（件）`, byCategory.slice(0, SHOWN)),
    ],
    table: {
      head: ['分项', '名称', '本月（件）', '环比', '同比'],
      rows: groups.flatMap(([group, rows]) => rows.map((row) => [group, ...comparedRow(row.name, row)])),
    },
  };
};

const hotSection = ({ hotTopics, repeated }: MonthAnalysis): PaperSection[] => [
  {
    heading: '五、热点诉求',
    ...(hotTopics.length === 0
      ? { lines: ['本月没有突出的热点类别。'] }
      : {
          table: {
            head: ['类别', '件数', '占比', '主要区域'],
            rows: hotTopics.map(({ category, count, share, areas }) => [
              category,
              String(count),
              `${share}%`,
              areas.join('、') || '—',
            ]),
          },
        }),
  },
  {
    heading: '（一）重复诉求',
    level: 2,
    lines:
      repeated.length === 0
        ? ['本月没有发现重复诉求。']
        : [
            ...repeated.map(
              ({ kind, tickets, groups, top }) =>
                `${kind === 'caller' ? '同一诉求人' : '同一地点'}重复反映 ${groups} 组、${tickets} 件${top.length > 0 ? `，主要为${top.map(({ category, count }) => `${category} ${count} 件`).join('、')}` : ''}。`,
            ),
            '重复诉求以不可还原的密文比对，不显示诉求人和地址。',
          ],
  },
];

const trendSections = ({ general, trending, emerging }: MonthAnalysis): PaperSection[] => [
  {
    heading: '六、全局性、倾向性、苗头性问题',
    lines: ['以下由各类别、各区域逐月件数按固定规则得出（第七条），附所依据的数字。'],
  },
  {
    heading: '（一）全局性问题',
    level: 2,
    lines:
      general.length === 0
        ? ['本月没有。']
        : general.map(({ category, areas, count }) => `${category}：本月 ${count} 件，涉及 ${areas} 个区域。`),
  },
  {
    heading: '（二）倾向性问题',
    level: 2,
    lines:
      trending.length === 0
        ? ['本月没有。']
        : trending.map(
            ({ category, counts }) => `${category}：近 ${counts.length} 个月依次为 ${counts.join('、')} 件，逐月上升。`,
          ),
  },
  {
    heading: '（三）苗头性问题',
    level: 2,
    ...(emerging.length === 0
      ? { lines: ['本月没有。'] }
      : {
          lines: [
            '按泊松分布检验：若情况与前几个月相同，本月达到或超过这一件数的概率低于设定值，且件数不少于最低件数，才列为苗头性问题。',
          ],
          table: {
            head: ['类别', '区域', '本月', '前几月平均', '比较月数', '概率'],
            rows: emerging.map(({ category, area, count, expected, probability, months }) => [
              category,
              area,
              String(count),
              expected,
              String(months),
              probability,
            ]),
          },
        }),
  },
];

/** Hot topics, repeated appeals, and what is general, trending or emerging, with the test behind each (R7.1). */
export const analysisSections = (analysis: MonthAnalysis): PaperSection[] => [
  ...hotSection(analysis),
  ...trendSections(analysis),
];
