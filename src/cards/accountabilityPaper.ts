import { type Accountability, RUNG_NAMES } from '../domain/month/accountability.ts';
import type { Investigation } from '../domain/month/investigation.ts';
import { maskText } from '../domain/privacy.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { STATUS_NAMES } from '../domain/ticket/status.ts';
import { coveredInWords, pastMonths } from './accountability.ts';
import type { CardContext } from './context.ts';
import type { PaperText } from './paper.ts';
import { departmentName, nameOf, shortTime } from './pieces.ts';

/** R8.1–R8.3: the notice as a paper: to whom, why, the history behind it, what is to be done. */
export const noticePaper = (state: Accountability, context: CardContext): PaperText => {
  const name = departmentName(state.department, context);
  const what = state.rung === 3 ? '限期整改通知' : '约谈通知';
  const covered = coveredInWords(state);
  return {
    name: `${state.month} ${name} ${what}`,
    title: what,
    subtitle: `${state.id} · ${name}`,
    sections: [
      { heading: '一、事由', lines: [`${state.month} 月度考核：${state.reason}。`] },
      {
        heading: '二、依据的历史',
        table: {
          head: ['月份', '名次', '得分', '末位'],
          rows: state.history.map(({ month, place, of, total, bottom }) => [
            month,
            `${place}/${of}`,
            total,
            bottom ? '是' : '否',
          ]),
        },
      },
      {
        heading: '三、办理',
        lines: [
          `${RUNG_NAMES[state.rung].does}。`,
          ...(covered ? [`本通知一并包含：${covered}。`] : []),
          state.rung === 3 ? '整改内容和限期由县政府督查室另行责令。' : '约谈时间、地点另行通知，约谈形成纪要存档。',
        ],
      },
    ],
  };
};

const ticketRow = (ticket: Ticket): string[] => [
  ticket.no,
  maskText(ticket.title),
  STATUS_NAMES[ticket.status],
  `退单 ${ticket.returns.length} 次，第 ${ticket.round} 轮${ticket.flags.includes('overdue') ? '，已超期' : ''}`,
  ticket.dispatchedAt ? shortTime(ticket.dispatchedAt) : '',
];

/** R8.4, rung 4: the referral file that a person opened, with the tickets and the accountability record behind it. */
export const investigationPaper = (
  state: Investigation,
  parts: { tickets: readonly Ticket[]; record: readonly Accountability[] },
  context: CardContext,
): PaperText => ({
  name: `${state.id} ${departmentName(state.department, context)} 问责移送材料`,
  title: '问责移送材料',
  subtitle: `${state.id} · ${departmentName(state.department, context)} · ${nameOf(state.by, context)}提出`,
  sections: [
    { heading: '一、移送事由', lines: [maskText(state.reason), '依据：第八条，推诿扯皮、久拖不办且群众反映强烈。'] },
    {
      heading: `二、涉及工单（${parts.tickets.length} 件）`,
      ...(parts.tickets.length === 0
        ? { lines: ['未指明工单。'] }
        : { table: { head: ['编号', '诉求', '状态', '办理经过', '派发'], rows: parts.tickets.map(ticketRow) } }),
    },
    {
      heading: '三、月度考核与约谈记录',
      lines:
        parts.record.length === 0
          ? ['无约谈和整改记录。']
          : parts.record.flatMap((entry) => [
              `${entry.id} ${RUNG_NAMES[entry.rung].name}：${entry.reason}。`,
              ...pastMonths(entry),
              ...(entry.minutes ? [`约谈纪要：${maskText(entry.minutes.content)}`] : []),
              ...entry.reports.map(({ content }) => `整改报告：${maskText(content)}`),
            ]),
    },
    { heading: '四、说明', lines: ['本材料由人工提出，系统不作任何自动移送；是否调查处理由相关职能部门决定。'] },
  ],
});
