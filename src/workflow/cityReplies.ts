import type { WorkbookPages } from '../cards/workbook.ts';
import { isoWithOffset } from '../domain/deadline/calendarDate.ts';
import { toDate } from '../domain/instant.ts';
import { noCallerDetails } from '../domain/privacy.ts';
import type { Contact, Ticket } from '../domain/ticket/state.ts';
import type { TicketText } from './ports.ts';

/** An answer to be entered into the city's platform (回填). Texts are masked; the caller's details are never in it. */
export interface CityReply {
  cityNo?: string;
  no: string;
  /** The department's code; absent: nobody had it. */
  department?: string;
  process: string;
  result: string;
  /** 见面 where the caller was met, else the last contact's way; absent: none on record. */
  contactMode?: Contact['mode'];
  /** Why nobody was contacted: 匿名, 保密, 本人拒绝. */
  noContactReason?: string;
  /** 办结, with the county's offset. */
  closedAt: string;
}

/** When the answer was ready for the city: accepted by the centre where the policy asks for it, else closed. */
const readyAt = (ticket: Ticket): Date | undefined => {
  if (ticket.status === 'toAccept' || ticket.status === 'merged' || ticket.status === 'void') return undefined;
  const ready = ticket.acceptedAt ?? ticket.closedAt;
  return ready === undefined ? undefined : toDate(ready);
};

const contactOf = ({ contacts, round }: Ticket): Contact | undefined => {
  const mine = contacts.filter((contact) => contact.round === round);
  return mine.findLast(({ mode }) => mode === '见面') ?? mine.at(-1);
};

/** The answer that stands, when it became ready in `[from, to)`; a ticket that was sent back since has none. */
export const cityReplyOf = (
  ticket: Ticket,
  { from, to }: { from: Date; to: Date },
  text: TicketText | undefined,
): CityReply | undefined => {
  const ready = readyAt(ticket);
  const { closedAt, escalation, cityNo, department, no } = ticket;
  if (!ready || ready < from || ready >= to || closedAt === undefined) return undefined;
  const reply = ticket.replies.findLast(({ round }) => round === ticket.round);
  const conclusion = escalation?.conclusion;
  if (!reply && conclusion === undefined) return undefined;
  const { address, caller } = text ?? {};
  const known = { ...(caller?.name ? { name: caller.name } : {}), ...(address ? { address } : {}) };
  const plain = (words: string): string => noCallerDetails(words, known);
  const contact = contactOf(ticket);
  return {
    ...(cityNo ? { cityNo } : {}),
    no,
    ...(department ? { department } : {}),
    process: plain(reply?.process ?? ''),
    result: plain(conclusion ?? reply?.result ?? ''),
    ...(contact ? { contactMode: contact.mode } : {}),
    ...(contact?.mode === '无' && contact.reason ? { noContactReason: contact.reason } : {}),
    closedAt: isoWithOffset(toDate(closedAt)),
  };
};

const COLUMNS = [
  { head: '市级编号', width: 24 },
  { head: '工单编号', width: 22 },
  { head: '承办单位', width: 22 },
  { head: '办理流程', width: 50 },
  { head: '办理结果', width: 50 },
  { head: '联系方式', width: 16 },
  { head: '办结时间', width: 20 },
];

/** The answers of a day as a workbook with one sheet; every cell is text, so that long numbers stay as they are. */
export const cityReplyBook = (
  date: string,
  replies: readonly CityReply[],
  departmentName: (code: string) => string,
): WorkbookPages => ({
  name: `回填-${date}`,
  title: `${date} 市平台回填`,
  pages: [
    {
      name: '回填',
      lines: [],
      columns: COLUMNS,
      rows: replies.map((reply) => [
        reply.cityNo ?? '',
        reply.no,
        reply.department ? departmentName(reply.department) : '',
        reply.process,
        reply.result,
        `${reply.contactMode ?? ''}${reply.noContactReason ? `（${reply.noContactReason}）` : ''}`,
        reply.closedAt.slice(0, 16).replace('T', ' '),
      ]),
    },
  ],
});
