import { remainingInWords } from '../domain/deadline/watch.ts';
import { followUpDue, unansweredCalls } from '../domain/followUp/due.ts';
import { type Instant, toDate } from '../domain/instant.ts';
import { maskText } from '../domain/privacy.ts';
import { isRestricted } from '../domain/ticket/access.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { STATUS_NAMES } from '../domain/ticket/status.ts';
import { newRef } from '../kernel/ids.ts';
import type { Action, Card, Fact, Row, Tone } from './card.ts';
import type { Audience, CardContext } from './context.ts';

/** The bot's name as people mention it. */
export const BOT_NAME = '工单助手';

const offset = 8 * 3_600_000;

/** `10-26 17:30`, Asia/Shanghai. */
export const shortTime = (moment: Instant | Date): string => {
  const date = typeof moment === 'string' ? toDate(moment) : moment;
  return new Date(date.getTime() + offset).toISOString().slice(5, 16).replace('T', ' ');
};

/** `10-26 17:30（还剩1个工作日3小时）`; a limit that rests on an unpublished calendar is marked 暂定. */
export const limitInWords = (due: Instant, ticket: Ticket, { at, county }: CardContext): string => {
  const provisional = ticket.flags.includes('provisionalDue') ? '，暂定' : '';
  return `${shortTime(due)}（${remainingInWords(at, toDate(due), county.calendar, isUrgent(ticket))}${provisional}）`;
};

export const nameOf = (id: string, { county }: CardContext): string => county.person(id)?.name ?? id;
/** Who signed, and on whose behalf: `赵毅（受李建国委托）`. */
export const signerOf = (signed: { by: string; onBehalfOf?: string }, context: CardContext): string =>
  `${nameOf(signed.by, context)}${signed.onBehalfOf ? `（受${nameOf(signed.onBehalfOf, context)}委托）` : ''}`;
export const namesOf = (ids: readonly string[], context: CardContext): string =>
  ids.map((id) => nameOf(id, context)).join('、');
export const departmentName = (code: string | undefined, { county }: CardContext): string =>
  code === undefined ? '未定' : (county.department(code)?.name ?? code);

/** The title as it may be shown: masked for everyone, and not at all for a restricted ticket in a group. */
export const shownTitle = (ticket: Ticket, audience: Audience): string =>
  'group' in audience && isRestricted(ticket) ? '（不公开工单）' : maskText(ticket.title);

export const isUrgent = (ticket: Ticket): boolean => ticket.flags.includes('urgent');

/** The limit that matters now: the claim limit until it is claimed, then the handling limit until it is closed. */
export const currentLimit = (ticket: Ticket): Instant | undefined => {
  if (ticket.closedAt) return undefined;
  return ticket.status === 'toClaim' ? ticket.claimDueAt : ticket.dueAt;
};

export const toneOf = (ticket: Ticket): Tone => {
  if (isUrgent(ticket) || ticket.flags.includes('overdue')) return 'urgent';
  if (ticket.flags.includes('overdueClaim') || ticket.flags.includes('nearDue')) return 'warning';
  return ticket.status === 'done' || ticket.status === 'toFollowUp' ? 'good' : 'plain';
};

/** `action` for one ticket, with the words that do the same. */
export const action = (alias: string, label: string, words: string, tone: Action['tone'] = 'plain'): Action => ({
  action: alias,
  label,
  words,
  tone,
});

export const detailsAction = (ticket: Ticket): Action => action('ticket', '详情', `工单 ${ticket.no}`);

/** The facts every ticket card begins with. Nothing of the caller is among them. */
export const ticketFacts = (ticket: Ticket, context: CardContext): Fact[] => {
  const facts: Fact[] = [{ label: '编号', value: ticket.no }];
  facts.push({ label: '类型', value: [ticket.type, ticket.category].filter(Boolean).join(' · ') });
  if (ticket.area) facts.push({ label: '区域', value: ticket.area });
  if (ticket.department) facts.push({ label: '承办', value: departmentName(ticket.department, context) });
  if (ticket.coDepartments.length > 0)
    facts.push({
      label: '协办',
      value: ticket.coDepartments.map((code) => departmentName(code, context)).join('、'),
    });
  if (ticket.status === 'toClaim' && ticket.claimDueAt)
    facts.push({ label: '签收时限', value: limitInWords(ticket.claimDueAt, ticket, context) });
  if (ticket.dueAt && !ticket.closedAt)
    facts.push({ label: '办理时限', value: limitInWords(ticket.dueAt, ticket, context) });
  return facts;
};

/** Who has done what so far, as far as it matters to the next one. */
export const progressFacts = (ticket: Ticket, context: CardContext): Fact[] => {
  const facts: Fact[] = [];
  if (ticket.claimedBy && ticket.claimedAt)
    facts.push({ label: '签收人', value: `${nameOf(ticket.claimedBy, context)} ${shortTime(ticket.claimedAt)}` });
  if (ticket.signOff) {
    facts.push(
      { label: '牵头', value: nameOf(ticket.signOff.lead, context) },
      { label: '经办', value: namesOf(ticket.signOff.handlers, context) },
    );
  }
  return facts;
};

export const linkOf = (ticket: Ticket, { county }: CardContext): { link?: string } =>
  county.publicUrl ? { link: `${county.publicUrl.replace(/\/$/, '')}/t/${encodeURIComponent(ticket.no)}` } : {};

/** The frame of a card about one ticket. */
export const ticketCard = (
  ticket: Ticket,
  context: CardContext,
  audience: Audience,
  parts: Pick<Card, 'kind' | 'actions'> & {
    title: string;
    facts?: Fact[];
    form?: Card['form'];
    body?: string;
    tone?: Tone;
  },
): Card => ({
  kind: parts.kind,
  ref: newRef(),
  title: `${isUrgent(ticket) ? '【紧急】' : ''}${parts.title}`,
  status: STATUS_NAMES[ticket.status],
  tone: parts.tone ?? toneOf(ticket),
  body: parts.body ?? shownTitle(ticket, audience),
  facts: [...ticketFacts(ticket, context), ...(parts.facts ?? progressFacts(ticket, context))],
  actions: parts.actions,
  ...(parts.form && parts.form.length > 0 ? { form: parts.form } : {}),
  ...linkOf(ticket, context),
  tickets: [ticket.no],
});

const unansweredInWords = (ticket: Ticket): string[] => {
  const calls = ticket.status === 'toFollowUp' ? unansweredCalls(ticket).length : 0;
  return calls > 0 ? [`未接通 ${calls} 次`] : [];
};

/** What is left until the limit that matters now; for one to be called (R6.1), until the call is due. */
const limitOfRow = (ticket: Ticket, { at, county }: CardContext): string | undefined => {
  const call = followUpDue(ticket, county);
  if (call) return `回访${remainingInWords(at, call, county.calendar)}`;
  const due = currentLimit(ticket);
  return due && remainingInWords(at, toDate(due), county.calendar, isUrgent(ticket));
};

/** One line of a list: number, masked title, the limit in words. */
export const rowOf = (ticket: Ticket, context: CardContext, audience: Audience): Row => {
  const detail = [STATUS_NAMES[ticket.status], limitOfRow(ticket, context), ...unansweredInWords(ticket)]
    .filter(Boolean)
    .join(' · ');
  return {
    ticket: ticket.no,
    title: shownTitle(ticket, audience),
    detail,
    ...(isUrgent(ticket) ? { urgent: true } : {}),
  };
};

export const LIST_ROWS = 20;

/** Rows of a list and what is left out: 20 rows, then 及其余 n 件. */
export const rowsOf = (
  tickets: readonly Ticket[],
  context: CardContext,
  audience: Audience,
): Pick<Card, 'rows' | 'more'> => ({
  rows: tickets.slice(0, LIST_ROWS).map((ticket) => rowOf(ticket, context, audience)),
  ...(tickets.length > LIST_ROWS ? { more: `及其余 ${tickets.length - LIST_ROWS} 件` } : {}),
});
