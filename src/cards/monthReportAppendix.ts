import type { MarkLine } from '../domain/assessment/facts.ts';
import { fullOf } from '../domain/assessment/items.ts';
import type { MonthTable } from '../domain/assessment/monthTable.ts';
import { maskText } from '../domain/privacy.ts';
import type { CardContext } from './context.ts';
import type { ShownMonth } from './leagueMonthly.ts';
import { schemeInWords } from './leaguePicture.ts';
import type { PaperSection } from './paper.ts';
import { departmentName } from './pieces.ts';

export const MARK_STATES: Record<MarkLine['state'], string> = {
  proposed: '待确认，不计分',
  confirmed: '已确认',
  lapsed: '到期未确认，不计分',
};

/** The name the scheme gives a mark's event. */
export const markName = ({ event }: MarkLine, { scheme }: MonthTable): string =>
  [...scheme.deductions, ...scheme.bonuses].find((rule) => rule.event === event)?.name ?? event;

/** What an exclusion leaves. */
export const EXCLUDED_FROM = { everything: '全部统计', evaluations: '满意率、解决率' } as const;

const itemsAppendix = ({ table }: ShownMonth, context: CardContext): PaperSection => ({
  heading: '附件1 各单位分项得分',
  lines: [
    `${schemeInWords(table.scheme)}：${table.scheme.items.map((item) => `${item.name} ${fullOf(item).toFixed()} 分`).join('、')}。`,
  ],
  table: {
    head: ['单位', ...table.scheme.items.map(({ name }) => name), '总分'],
    rows: table.rows.map((row) => [
      departmentName(row.department, context),
      ...table.scheme.items.map(({ id }) =>
        row.place === null ? '—' : (row.items.find((item) => item.id === id)?.points ?? '—'),
      ),
      row.place === null ? '—' : row.total,
    ]),
  },
});

const marksAppendix = ({ table }: ShownMonth, context: CardContext): PaperSection => ({
  heading: '附件2 扣分、加分明细',
  ...(table.marks.length === 0
    ? { lines: ['本月没有扣分、加分。'] }
    : {
        table: {
          head: ['单位', '项目', '条款', '工单', '事由', '状态'],
          rows: table.marks.map((mark) => [
            departmentName(mark.department, context),
            `${mark.kind === 'deduction' ? '扣' : '加'}：${markName(mark, table)}`,
            mark.clause ?? '—',
            mark.tickets.join('\n') || '—',
            maskText(mark.because),
            MARK_STATES[mark.state],
          ]),
        },
      }),
});

const exclusionsAppendix = ({ table }: ShownMonth, context: CardContext): PaperSection => ({
  heading: '附件3 不计入考核的工单',
  ...(table.exclusions.length + table.adjustments.length === 0
    ? { lines: ['本月没有。'] }
    : {
        table: {
          head: ['单位', '工单', '不计入', '原因'],
          rows: [
            ...table.exclusions.map(({ department, ticket, from, because }) => [
              departmentName(department, context),
              ticket,
              EXCLUDED_FROM[from],
              maskText(because),
            ]),
            ...table.adjustments.map((adjusted) => [
              '申诉',
              adjusted.kind === 'exempt' ? adjusted.ticket : adjusted.mark,
              adjusted.kind === 'exempt' ? '申诉所涉统计' : '扣分',
              `${adjusted.appeal}：${maskText(adjusted.because)}`,
            ]),
          ],
        },
      }),
});

/** What the figures rest on: points by item, marks with clause and ticket, exclusions with the reason, the digest. */
export const appendixSections = (published: ShownMonth, context: CardContext): PaperSection[] => [
  itemsAppendix(published, context),
  marksAppendix(published, context),
  exclusionsAppendix(published, context),
  {
    heading: '附件4 数据校验',
    lines: [
      `本月考核数据的 SHA-256 为 ${published.factsSha256}。同样的数据和方案得出同样的结果，各单位可据工作簿逐件核对。`,
      ...(published.table.correction ? [`本版更正原因：${published.table.correction}。`] : []),
    ],
  },
];
