import type { Ticket } from '../domain/ticket/state.ts';
import { newRef } from '../kernel/ids.ts';
import { type Action, type Card, LISTED_AS, type TicketCardKind } from './card.ts';
import type { Audience, CardContext } from './context.ts';
import { action, isUrgent, rowsOf } from './pieces.ts';

const TITLES: Record<TicketCardKind, (count: number) => string> = {
  newTicket: (count) => `新工单 ${count} 件`,
  toDispatch: (count) => `待派单 ${count} 件`,
  signOff: (count) => `待签批 ${count} 件（第一条）`,
  assigned: (count) => `已签批，请办理 ${count} 件`,
  review: (count) => `待审核答复 ${count} 件（第一条）`,
  followUp: (count) => `待回访 ${count} 件（第六条）`,
  ticket: (count) => `工单 ${count} 件`,
  assisting: (count) => `协办工单 ${count} 件`,
  note: (count) => `主办、协办往来 ${count} 件`,
  internalDue: (count) => `内部时限提醒 ${count} 件（第一条）`,
  sentBack: (count) => `答复被退回 ${count} 件`,
  toAccept: (count) => `待中心审核 ${count} 件`,
  toDecide: (count) => `待中心决定 ${count} 件`,
  claimReminder: (count) => `超期未签收 ${count} 件（第三条）`,
  nearDue: (count) => `临期工单 ${count} 件（第三条）`,
  noDeputy: (count) => `没有分管领导可交办的临期工单 ${count} 件（第三条）`,
  unreached: (count) => `无法送达 ${count} 件，请电话告知`,
  referral: (count) => `呈批件 ${count} 件，请批示（第三条）`,
  petition: (count) => `提级转办 ${count} 件（第四条）`,
  explain: (count) => `不合规诉求 ${count} 件，请当面解释（第六条）`,
  decided: (count) => `申请已决定 ${count} 件`,
  steps: (count) => `可办理 ${count} 件`,
};

const numbers = (tickets: readonly Ticket[]): string => tickets.map((ticket) => ticket.no).join(' ');

/** What a list offers for several tickets at once, or for the next in its queue. */
export interface Offers {
  claim: boolean;
  signOff: boolean;
  confirm?: boolean;
  followUp?: boolean;
  /** R3.4: 知道了 for what is near due. */
  seen?: boolean;
}

/** 全部签收 for what waits to be claimed; 签批 for what has a proposal; the rest is done one by one. */
export const listActions = (tickets: readonly Ticket[], offers: Offers): Action[] => {
  const nearDue = tickets.filter((ticket) => ticket.flags.includes('nearDue'));
  const proposedPoints = tickets.filter((ticket) => ticket.deductions.some((entry) => entry.state === 'proposed'));
  const toCall = tickets.filter((ticket) => ticket.status === 'toFollowUp');
  const unclaimed = tickets.filter((ticket) => ticket.status === 'toClaim');
  const proposed = tickets.filter(
    (ticket) => (ticket.status === 'toSignOff' || ticket.status === 'toClaim') && ticket.proposal,
  );
  return [
    ...(offers.claim && unclaimed.length > 0
      ? [action('claim', '全部签收', `签收 ${numbers(unclaimed)}`, 'primary')]
      : []),
    ...(offers.signOff && proposed.length > 0
      ? [action('signoff', `签批已拟办 ${proposed.length} 件`, `签批 ${numbers(proposed)}`, 'primary')]
      : []),
    ...(offers.followUp && toCall[0] ? [action('followup', '回访下一件', `回访 ${toCall[0].no}`, 'primary')] : []),
    ...(offers.confirm && proposedPoints.length > 0
      ? [action('confirm', `确认扣分 ${proposedPoints.length} 件`, `确认扣分 ${numbers(proposedPoints)}`, 'primary')]
      : []),
    ...(offers.seen && nearDue.length > 0 ? [action('seen', '知道了', `知道了 ${numbers(nearDue)}`)] : []),
  ];
};

/** Several tickets of one occasion on one card, urgent first as handed in; at most twenty rows. */
export const drawTicketList = (
  kind: TicketCardKind,
  tickets: readonly Ticket[],
  context: CardContext,
  audience: Audience,
): Card => ({
  kind: LISTED_AS[kind],
  ref: newRef(),
  title: TITLES[kind](tickets.length),
  tone: tickets.some(isUrgent) ? 'urgent' : 'plain',
  facts: [],
  ...rowsOf(tickets, context, audience),
  actions: listActions(tickets, {
    claim: kind === 'newTicket' || kind === 'claimReminder',
    signOff: kind === 'signOff',
    followUp: kind === 'followUp',
  }),
  tickets: tickets.map((ticket) => ticket.no),
});
