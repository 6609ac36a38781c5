import type { Ticket } from '../domain/ticket/state.ts';
import { noteFacts } from './assisting.ts';
import type { Card } from './card.ts';
import type { Audience, CardContext } from './context.ts';
import { action, BOT_NAME, detailsAction, progressFacts, ticketCard } from './pieces.ts';

const claimAction = (ticket: Ticket) =>
  ticket.status === 'toClaim' ? [action('claim', '签收', `签收 ${ticket.no}`, 'primary')] : [];

/** R1.1: claimed, the liaison proposes from here. */
const proposeAction = (ticket: Ticket) =>
  ticket.status === 'toSignOff' && !ticket.proposal
    ? [action('propose', '拟办', `拟办 ${ticket.no} 牵头:姓名 经办:姓名`, 'primary')]
    : [];

/** A ticket dispatched to the department: its group's card, claimed by one press (R1.1's beginning). */
export const newTicketCard = (ticket: Ticket, context: CardContext, audience: Audience): Card =>
  ticketCard(ticket, context, audience, {
    kind: 'newTicket',
    title: ticket.round > 1 ? `重办工单（第${ticket.round}轮）` : '新工单',
    actions: [
      ...claimAction(ticket),
      ...(ticket.status === 'toClaim' && !ticket.binding && !ticket.flags.includes('returnAsked')
        ? [action('return', '退单', `退单 ${ticket.no} 原因:…`)]
        : []),
      ...proposeAction(ticket),
      detailsAction(ticket),
    ],
  });

/** A ticket shown for knowledge, as the answer to `/工单`; its notes are for persons alone. */
export const plainTicketCard = (ticket: Ticket, context: CardContext, audience: Audience): Card =>
  ticketCard(ticket, context, audience, {
    kind: 'ticket',
    title: '工单',
    facts: [...progressFacts(ticket, context), ...('person' in audience ? noteFacts(ticket, context) : [])],
    actions: [detailsAction(ticket)],
  });

/** R3.2: an urgent ticket past its claim limit. */
export const claimReminderCard = (ticket: Ticket, context: CardContext, audience: Audience): Card =>
  ticketCard(ticket, context, audience, {
    kind: 'claimReminder',
    title: ticket.status === 'toClaim' ? '超期未签收，请尽快签收（第三条）' : '工单已签收',
    tone: ticket.status === 'toClaim' ? 'urgent' : 'plain',
    actions: [...claimAction(ticket), detailsAction(ticket)],
  });

/** R3.2: the line that calls people by name beside that card. It says all by itself: the two go different ways. */
export const claimCall = ({ no }: Ticket): string =>
  `请尽快签收 ${no}（第三条）：点卡片上的“签收”，或发送 @${BOT_NAME} 签收 ${no}`;

/** R3.4: less than two working days left, for the deputy. */
export const nearDueCard = (ticket: Ticket, context: CardContext, audience: Audience): Card =>
  ticketCard(ticket, context, audience, {
    kind: 'nearDue',
    title: '临期交办：距办结期不足两个工作日（第三条）',
    tone: 'warning',
    actions: [action('seen', '知道了', `知道了 ${ticket.no}`), detailsAction(ticket)],
  });
