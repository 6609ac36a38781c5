import type { Agenda } from '../domain/consultation/agenda.ts';
import type { Meeting } from '../domain/consultation/meeting.ts';
import type { Resolution } from '../domain/consultation/resolution.ts';
import { maskText } from '../domain/privacy.ts';
import type { Submission } from '../domain/submission/submission.ts';
import { isRestricted } from '../domain/ticket/access.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { STATUS_NAMES } from '../domain/ticket/status.ts';
import type { CardContext } from './context.ts';
import type { PaperSection, PaperText } from './paper.ts';
import { departmentName, shortTime } from './pieces.ts';
import { ownerOf, progressOf } from './resolution.ts';

/** What a consultation looks at besides the tickets. */
export interface Backlog {
  /** Resolutions of earlier months: what came of them. */
  resolutions: readonly Resolution[];
  /** Cases published since the last consultation. */
  cases: readonly Submission[];
}

const ticketLine = (ticket: Ticket, context: CardContext): string[] => [
  ticket.no,
  maskText(ticket.title),
  [
    departmentName(ticket.department, context),
    ...ticket.coDepartments.map((code) => departmentName(code, context)),
  ].join('、'),
  STATUS_NAMES[ticket.status],
  `第${ticket.round}轮`,
];

/** Tickets as a table of a paper; restricted ones are only counted. */
export const ticketSection = (heading: string, tickets: readonly Ticket[], context: CardContext): PaperSection => {
  const shown = tickets.filter((ticket) => !isRestricted(ticket));
  const hidden = tickets.length - shown.length;
  return {
    heading: `${heading}（${tickets.length} 件）`,
    ...(tickets.length === 0 ? { lines: ['无。'] } : {}),
    ...(hidden > 0 ? { lines: [`其中不公开工单 ${hidden} 件，由县热线中心在会上说明。`] } : {}),
    ...(shown.length > 0
      ? {
          table: {
            head: ['编号', '诉求', '承办单位', '状态', '轮次'],
            rows: shown.map((ticket) => ticketLine(ticket, context)),
          },
        }
      : {}),
  };
};

const hotSection = ({ hot }: Agenda): PaperSection => ({
  heading: '四、热点问题',
  ...(hot.length === 0
    ? { lines: ['无三件以上的同类在办诉求。'] }
    : { table: { head: ['类别', '在办件数'], rows: hot.map(({ category, count }) => [category, String(count)]) } }),
});

const resolutionSection = (resolutions: readonly Resolution[], context: CardContext): PaperSection => ({
  heading: '五、以往决议落实情况',
  ...(resolutions.length === 0
    ? { lines: ['无。'] }
    : {
        table: {
          head: ['决议', '工单', '内容', '责任', '时限', '落实'],
          rows: resolutions.map((resolution) => [
            resolution.id,
            resolution.ticket,
            maskText(resolution.content),
            ownerOf(resolution, context),
            resolution.dueAt ? shortTime(resolution.dueAt) : '—',
            [progressOf(resolution, context.at), ...(resolution.done ? [maskText(resolution.done.note)] : [])].join(
              '：',
            ),
          ]),
        },
      }),
});

const caseSection = (cases: readonly Submission[], context: CardContext): PaperSection => ({
  heading: '六、经验案例',
  lines:
    cases.length === 0
      ? ['无。']
      : cases.map(
          ({ department, title, content }) =>
            `${departmentName(department, context)}《${maskText(title)}》：${maskText(content)}`,
        ),
});

/** R2.1–R2.4: the agenda of the month's consultation on paper; restricted tickets are only counted. */
export const agendaPaper = (meeting: Meeting, agenda: Agenda, backlog: Backlog, context: CardContext): PaperText => ({
  name: `${meeting.id} 热线会商议题`,
  title: `${meeting.id} 热线工单会商会议议题`,
  subtitle: `${meeting.confirmed ? '定于' : '建议'} ${shortTime(meeting.when)} 召开，由县政府热线分管领导召集`,
  sections: [
    ticketSection('一、二次不满意工单', agenda.dissatisfiedTwice, context),
    ticketSection('二、疑难工单', agenda.difficult, context),
    ticketSection('三、涉及多个部门的工单', agenda.multiDepartment, context),
    hotSection(agenda),
    resolutionSection(backlog.resolutions, context),
    caseSection(backlog.cases, context),
    {
      heading: '七、参会单位',
      lines: [
        meeting.departments.length === 0
          ? '由县热线中心通知。'
          : `${meeting.departments.map((code) => departmentName(code, context)).join('、')}主要负责人；需要时请法律专家参加。`,
      ],
    },
  ],
});
