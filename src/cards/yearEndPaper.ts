import type { YearEnd, YearEndRow } from '../domain/month/yearEnd.ts';
import type { CardContext } from './context.ts';
import type { PaperText } from './paper.ts';
import { departmentName } from './pieces.ts';

const filedInWords = ({ filings }: YearEndRow): string =>
  `按时 ${filings.filed + filings.incomplete}，逾期 ${filings.late}，未归档 ${filings.missing}`;

/** One department's year in a line. */
export const yearEndLine = (row: YearEndRow): string =>
  [
    row.mean === undefined ? '全年未参加排名' : `参加排名 ${row.ranked} 个月，平均 ${row.mean} 分`,
    ...(row.mean === undefined ? [] : [`名次最好第 ${row.best}、最差第 ${row.worst}`]),
    `排名末位 ${row.bottom} 次`,
    `归档 ${filedInWords(row)}`,
  ].join('；');

/** The year-end summary as a paper, one line a department. */
export const yearEndPaper = ({ year, missing, rows }: YearEnd, context: CardContext): PaperText => ({
  name: `${year} 年度热线工单办理考核汇总`,
  title: `${year} 年度热线工单办理考核汇总`,
  subtitle: missing.length === 0 ? '全年各月均已定榜' : `尚未定榜：${missing.join('、')}（以下为已定榜各月的情况）`,
  sections: [
    {
      heading: '一、月度考核与归档',
      table: {
        head: ['单位', '排名月数', '平均得分', '最好', '最差', '末位次数', '归档'],
        rows: rows.map((row) => [
          departmentName(row.department, context),
          String(row.ranked),
          row.mean ?? '—',
          row.best === undefined ? '—' : String(row.best),
          row.worst === undefined ? '—' : String(row.worst),
          String(row.bottom),
          filedInWords(row),
        ]),
      },
    },
    { heading: '二、说明', lines: ['得分、名次取自各月已公布的月榜最新版本；归档情况取自每月5日归档记录（第一条）。'] },
  ],
});
