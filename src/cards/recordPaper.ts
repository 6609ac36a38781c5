import { maskText } from '../domain/privacy.ts';
import { isRestricted } from '../domain/ticket/access.ts';
import type { TicketEvent } from '../domain/ticket/events.ts';
import type { Evidence, FollowUp, Ticket } from '../domain/ticket/state.ts';
import { STATUS_NAMES, type Status } from '../domain/ticket/status.ts';
import type { CardContext } from './context.ts';
import { EVENT_WORDS } from './history.ts';
import type { PaperSection, PaperText } from './paper.ts';
import { departmentName, nameOf, namesOf, shortTime, signerOf } from './pieces.ts';

/** What a ticket's record on paper is made of. `text` only where its disclosure was asked for and noted. */
export interface TicketRecord {
  ticket: Ticket;
  history: readonly { event: TicketEvent; after: Status }[];
  text?: { content: string; address?: string; caller?: { name?: string; phone?: string } };
  /** Evidence with the name of its file in the bundle. */
  files: readonly { evidence: Evidence; file: string }[];
  /** What an inspector would miss. */
  missing: readonly string[];
}

const none = '—';
const year = (moment: string | undefined): string => (moment ? `${moment.slice(0, 4)}-${shortTime(moment)}` : none);

const basics = ({ ticket, missing }: TicketRecord, context: CardContext): PaperSection => ({
  heading: '一、基本情况',
  table: {
    head: ['项目', '内容'],
    rows: [
      ['编号', [ticket.no, ticket.cityNo].filter(Boolean).join(' / ')],
      ['类型', [ticket.type, ticket.category].filter(Boolean).join(' · ')],
      ['诉求', isRestricted(ticket) ? '（不公开工单）' : maskText(ticket.title)],
      ['承办单位', departmentName(ticket.department, context)],
      ...(ticket.coDepartments.length > 0
        ? [['协办单位', ticket.coDepartments.map((code) => departmentName(code, context)).join('、')]]
        : []),
      ['来件时间', year(ticket.receivedAt)],
      ['派单时间', year(ticket.dispatchedAt)],
      ['办理时限', year(ticket.dueAt)],
      ['办结时间', year(ticket.closedAt)],
      ['状态', `${STATUS_NAMES[ticket.status]}，第${ticket.round}轮`],
      ...(ticket.excludedBecause ? [['不计入考核', ticket.excludedBecause]] : []),
      ['归档材料', missing.length === 0 ? '齐全' : missing.join('、')],
    ],
  },
});

const demand = ({ text }: TicketRecord): PaperSection[] =>
  text
    ? [
        {
          heading: '二、诉求内容',
          lines: [
            text.content,
            ...(text.address ? [`地址：${text.address}`] : []),
            ...(text.caller ? [`诉求人：${[text.caller.name, text.caller.phone].filter(Boolean).join(' ')}`] : []),
          ],
        },
      ]
    : [{ heading: '二、诉求内容', lines: ['诉求正文和诉求人信息未随本件导出，可由有权限的人员在系统中查阅。'] }];

const signing = ({ ticket: { signOff } }: TicketRecord, context: CardContext): PaperSection => ({
  heading: '三、签批（第一条）',
  ...(signOff
    ? {
        table: {
          head: ['签批人', '时间', '牵头负责人', '经办人员', '内部时限', '意见'],
          rows: [
            [
              signerOf(signOff, context),
              year(signOff.at),
              nameOf(signOff.lead, context),
              namesOf(signOff.handlers, context),
              year(signOff.dueAt),
              signOff.opinion ?? none,
            ],
          ],
        },
      }
    : { lines: ['未签批。'] }),
});

/** What main and assisting departments told each other (主办, 协办). */
const notes = ({ notes: said = [] }: Ticket, context: CardContext): string[] =>
  said.map(({ by, at, content }) => `备注 ${year(at)} ${nameOf(by, context)}：${maskText(content)}`);

const contacts = ({ ticket, files }: TicketRecord, context: CardContext): PaperSection => ({
  heading: '四、联系记录（见人、见事、见结果）',
  lines: [...(ticket.contacts.length > 0 ? [] : ['无联系记录。']), ...notes(ticket, context)],
  ...(ticket.contacts.length > 0
    ? {
        table: {
          head: ['轮次', '方式', '时间', '地点', '情况', '原因', '经办', '佐证'],
          rows: ticket.contacts.map((contact) => [
            String(contact.round),
            contact.mode,
            year(contact.at),
            contact.place ? maskText(contact.place) : none,
            contact.situation ? maskText(contact.situation) : none,
            contact.reason ? maskText(contact.reason) : none,
            nameOf(contact.by, context),
            files
              .filter(({ evidence }) => contact.attachments.includes(evidence.id))
              .map(({ file }) => file)
              .join('\n') || none,
          ]),
        },
      }
    : {}),
});

const replies = ({ ticket }: TicketRecord, context: CardContext): PaperSection => ({
  heading: '五、答复与审核',
  ...(ticket.replies.length > 0
    ? {
        table: {
          head: ['轮次', '牵头负责人', '办理流程', '办理结果', '答复', '审核'],
          rows: ticket.replies.map((reply, index) => {
            const next = ticket.replies[index + 1];
            const review = ticket.reviews.find(({ at }) => at >= reply.at && (!next || at < next.at));
            return [
              String(reply.round),
              nameOf(reply.lead, context),
              maskText(reply.process),
              maskText(reply.result),
              `${nameOf(reply.by, context)} ${year(reply.at)}`,
              review
                ? `${signerOf(review, context)} ${year(review.at)} ${review.approved ? `通过，${review.seal ?? ''}` : `退回：${review.opinion ?? ''}`}`
                : none,
            ];
          }),
        },
      }
    : { lines: ['尚未答复。'] }),
});

const answerOf = (entry: FollowUp): string => {
  if (entry.outcome === 'noAnswer') return '未接通';
  if (entry.outcome === 'unreachable') return `无法回访：${entry.reason}`;
  return [
    `联系${entry.contacted ? '是' : '否'}`,
    ...(entry.met === undefined ? [] : [`见面${entry.met ? '是' : '否'}`]),
    `过程${entry.process}`,
    `结果${entry.result}`,
    ...(entry.solved === undefined ? [] : [`解决${entry.solved ? '是' : '否'}`]),
    ...(entry.note ? [maskText(entry.note)] : []),
  ].join('，');
};

const followUps = ({ ticket }: TicketRecord, context: CardContext): PaperSection => ({
  heading: '六、回访（第六条）',
  ...(ticket.followUps.length > 0
    ? {
        table: {
          head: ['轮次', '时间', '回访员', '情况'],
          rows: ticket.followUps.map((entry) => [
            String(entry.round),
            year(entry.at),
            nameOf(entry.by, context),
            answerOf(entry),
          ]),
        },
      }
    : { lines: ['尚未回访。'] }),
});

const course = ({ history }: TicketRecord, context: CardContext): PaperSection => ({
  heading: '七、办理经过',
  table: {
    head: ['时间', '事项', '办理人', '状态'],
    rows: history.flatMap(({ event, after }) => {
      const words = EVENT_WORDS[event.type];
      return words ? [[year(event.at), words, doerOf(event.by, context), STATUS_NAMES[after]]] : [];
    }),
  },
});

const doerOf = (by: string, context: CardContext): string =>
  by === 'system' ? '系统' : by === 'upstream' ? '上级平台' : nameOf(by, context);

const material = ({ files }: TicketRecord, context: CardContext): PaperSection => ({
  heading: '八、佐证材料',
  ...(files.length > 0
    ? {
        table: {
          head: ['文件', '提交人', '时间', '大小', 'SHA-256'],
          rows: files.map(({ evidence, file }) => [
            file,
            nameOf(evidence.by, context),
            year(evidence.at),
            `${Math.ceil(evidence.size / 1024)} KB`,
            evidence.sha256,
          ]),
        },
      }
    : { lines: ['无。'] }),
});

/** R1.7: the whole record of one ticket on paper. `exported`: who had it made, as a line under the title. */
export const recordPaper = (record: TicketRecord, exported: string, context: CardContext): PaperText => ({
  name: record.ticket.no,
  title: '热线工单办理档案',
  subtitle: `${record.ticket.no} · ${exported}`,
  sections: [
    basics(record, context),
    ...demand(record),
    signing(record, context),
    contacts(record, context),
    replies(record, context),
    followUps(record, context),
    course(record, context),
    material(record, context),
  ],
});
