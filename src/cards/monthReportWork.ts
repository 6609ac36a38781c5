import type { MonthAnalysis } from '../domain/analysis/monthAnalysis.ts';
import { countyFacts, countyRate } from '../domain/assessment/countyFacts.ts';
import { rungFor } from '../domain/assessment/ladder.ts';
import { RATES } from '../domain/assessment/rates.ts';
import type { Resolution } from '../domain/consultation/resolution.ts';
import { addDays } from '../domain/deadline/calendarDate.ts';
import { maskText } from '../domain/privacy.ts';
import type { Submission } from '../domain/submission/submission.ts';
import type { Supervision } from '../domain/supervision/supervision.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { ticketSection } from './agendaPaper.ts';
import type { CardContext } from './context.ts';
import type { ShownMonth } from './leagueMonthly.ts';
import { endOf, monthInWords } from './leaguePicture.ts';
import type { PaperSection } from './paper.ts';
import { departmentName, shortTime } from './pieces.ts';
import { ownerOf, progressOf } from './resolution.ts';

/** What was done about tickets besides the assessment. */
export interface MonthWork {
  difficult: readonly Ticket[];
  escalated: readonly Ticket[];
  dissatisfiedTwice: readonly Ticket[];
  supervisions: readonly Supervision[];
  resolutions: readonly Resolution[];
  /** Adopted cases (R2.4) and social conditions (R7.4). */
  cases: readonly Submission[];
  signals: readonly Submission[];
}

/** The month's figures a section may need. */
interface Figures {
  published: ShownMonth;
  analysis: MonthAnalysis;
}

const ticketSections = (work: MonthWork, context: CardContext): PaperSection[] => [
  { heading: '七、疑难、提级转办和二次不满意工单', lines: ['列出定稿时仍在办理的工单，不公开工单只计数。'] },
  { ...ticketSection('（一）疑难工单', work.difficult, context), level: 2 },
  { ...ticketSection('（二）提级转办工单', work.escalated, context), level: 2 },
  { ...ticketSection('（三）二次不满意工单', work.dissatisfiedTwice, context), level: 2 },
];

const yes = (fact: boolean): string => (fact ? '是' : '否');

const supervisionSection = (supervisions: readonly Supervision[], context: CardContext): PaperSection => ({
  heading: '八、现场督办',
  ...(supervisions.length === 0
    ? { lines: ['本月没有现场督办。'] }
    : {
        lines: [`本月现场督办 ${supervisions.length} 次。`],
        table: {
          head: ['编号', '时间', '工单', '单位', '到场', '表态', '处理'],
          rows: supervisions.flatMap(({ id, when, listed, tickets, departments }) =>
            departments.map(({ department, presence }) => [
              id,
              shortTime(when),
              [
                ...listed,
                ...(tickets.length > listed.length ? [`不公开工单${tickets.length - listed.length}件`] : []),
              ].join('\n'),
              departmentName(department, context),
              ...(presence
                ? [yes(presence.attended), yes(presence.answered), yes(presence.handled)]
                : ['未登记', '未登记', '未登记']),
            ]),
          ),
        },
      }),
});

const resolutionSection = (resolutions: readonly Resolution[], context: CardContext): PaperSection => ({
  heading: '九、会商决议落实情况',
  ...(resolutions.length === 0
    ? { lines: ['没有需要报告的会商决议。'] }
    : {
        table: {
          head: ['决议', '工单', '内容', '责任', '时限', '落实'],
          rows: resolutions.map((resolution) => [
            resolution.id,
            resolution.ticket,
            maskText(resolution.content),
            ownerOf(resolution, context),
            resolution.dueAt ? shortTime(resolution.dueAt) : '—',
            progressOf(resolution, context.at),
          ]),
        },
      }),
});

/** Follow-up in the order of the questions (R6.2). */
const FOLLOW_UP: readonly [rate: string, name: string][] = [
  ['validFollowUp', '有效回访（占办结）'],
  ['contact', '承办单位已联系'],
  ['met', '其中见面'],
  ['processSatisfaction', '服务过程满意'],
  ['resultSatisfaction', '办理结果满意'],
  ['resolution', '问题已解决'],
];

const followUpSection = ({ published: { table } }: Figures): PaperSection => {
  const county = countyFacts(table.facts);
  return {
    heading: '十、回访情况',
    lines: [`本月有效回访 ${county.counts.followedUp ?? '—'} 件；未接通、无法回访的不计入，见附件3。`],
    table: {
      head: ['回访项目', '件数', '基数', '比例'],
      rows: FOLLOW_UP.map(([rate, name]) => {
        const columns = RATES[rate] ?? (['', ''] as const);
        const found = countyRate(rate, columns, county, { rates: {} });
        return [
          name,
          county.counts[columns[0]] ?? '—',
          county.counts[columns[1]] ?? '—',
          found === undefined ? '—' : `${found}%`,
        ];
      }),
    },
  };
};

const submissionLines = (found: readonly Submission[], none: string, context: CardContext): string[] =>
  found.length === 0
    ? [none]
    : found.map(
        ({ department, title, content }) =>
          `${departmentName(department, context)}《${maskText(title)}》：${maskText(content)}`,
      );

const caseSections = ({ cases, signals }: MonthWork, context: CardContext): PaperSection[] => [
  { heading: '十一、经验案例和社情', lines: [] },
  { heading: '（一）经验案例', level: 2, lines: submissionLines(cases, '本月没有采纳的案例。', context) },
  { heading: '（二）重大社情', level: 2, lines: submissionLines(signals, '本月没有采纳的社情。', context) },
];

/** What the month's own figures leave to be done. */
const nextSection = (work: MonthWork, { published, analysis }: Figures, context: CardContext): PaperSection => {
  const { table } = published;
  const next = addDays(`${table.month}-28`, 7).slice(0, 7);
  const consultation = context.county.calendar.workingDayNearest(
    `${next}-${String(context.county.policy.consultation.day).padStart(2, '0')}`,
  );
  const called = endOf(table).flatMap((code) => {
    const row = table.rows.find(({ department }) => department === code);
    const rung = row && rungFor(row.streak, row.inYear);
    return rung ? [`${departmentName(code, context)}：${rung.does}（第八条）。`] : [];
  });
  const open = work.resolutions.filter(({ done }) => !done).length;
  const watched = analysis.emerging.map(({ category, area }) => `${area}${category}`);
  const stuck = work.difficult.length + work.escalated.length + work.dissatisfiedTwice.length;
  return {
    heading: '十二、下月工作',
    lines: [
      ...called,
      `${monthInWords(next)}会商会议定于 ${consultation} 前后召开，研究疑难、提级转办和二次不满意工单 ${stuck} 件。`,
      ...(open > 0 ? [`继续督促落实会商决议 ${open} 项。`] : []),
      ...(watched.length > 0 ? [`重点关注苗头性问题：${watched.join('、')}。`] : []),
      `各承办单位于每月5日前归档上月签批工单（第一条）。`,
    ],
  };
};

/** Chapters seven to twelve. */
export const workSections = (work: MonthWork, figures: Figures, context: CardContext): PaperSection[] => [
  ...ticketSections(work, context),
  supervisionSection(work.supervisions, context),
  resolutionSection(work.resolutions, context),
  followUpSection(figures),
  ...caseSections(work, context),
  nextSection(work, figures, context),
];
