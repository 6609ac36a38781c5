import { maskText } from '../domain/privacy.ts';
import { hasSealedScan } from '../domain/ticket/decide/reply.ts';
import { SEALS, type Seal, type Ticket } from '../domain/ticket/state.ts';
import type { Action, Card, Fact, Field } from './card.ts';
import type { Audience, CardContext } from './context.ts';
import {
  action,
  detailsAction,
  limitInWords,
  nameOf,
  namesOf,
  progressFacts,
  shortTime,
  signerOf,
  ticketCard,
} from './pieces.ts';

const working = (ticket: Ticket): boolean => ticket.status === 'handling' || ticket.status === 'escalated';

const workActions = (ticket: Ticket): Action[] =>
  working(ticket)
    ? [
        action('contact', '联系', `联系 ${ticket.no} 方式:见面 地点:… 情况:…`, 'primary'),
        action('reply', '回复', `回复 ${ticket.no} 流程:… 结果:…`, 'primary'),
        ...(ticket.extension || ticket.status === 'escalated'
          ? []
          : [action('extend', '延期', `延期 ${ticket.no} 天数:… 原因:…`)]),
        ...(ticket.binding || ticket.status === 'escalated' || ticket.flags.includes('returnAsked')
          ? []
          : [action('return', '退单', `退单 ${ticket.no} 原因:…`)]),
        ...(ticket.unreasonable || ticket.status === 'escalated'
          ? []
          : [action('unreasonable', '不合理', `不合理 ${ticket.no} 依据:…`)]),
        detailsAction(ticket),
      ]
    : [detailsAction(ticket)];

/** R1.1: tells lead and handlers what was signed; from here they record the contact and reply. */
export const assignedCard = (ticket: Ticket, context: CardContext, audience: Audience): Card => {
  const { signOff } = ticket;
  const signed: Fact[] = signOff
    ? [
        { label: '签批人', value: signerOf(signOff, context) },
        { label: '牵头', value: nameOf(signOff.lead, context) },
        { label: '经办', value: namesOf(signOff.handlers, context) },
        ...(signOff.dueAt ? [{ label: '内部时限', value: shortTime(signOff.dueAt) }] : []),
        ...(signOff.opinion ? [{ label: '意见', value: signOff.opinion }] : []),
      ]
    : [];
  return ticketCard(ticket, context, audience, {
    kind: 'assigned',
    title: ticket.round > 1 ? `请重新办理（第${ticket.round}轮）` : '请办理：先与诉求人见面联系（第一条）',
    facts: signed,
    actions: workActions(ticket),
  });
};

const isWorker = ({ signOff }: Ticket, audience: Audience): boolean =>
  'person' in audience && signOff !== undefined && [signOff.lead, ...signOff.handlers].includes(audience.person);

/** R1.1: the internal deadline of the sign-off is near, or has passed without a reply. */
export const internalDueCard = (ticket: Ticket, context: CardContext, audience: Audience): Card => {
  const { signOff, internalPassedSince } = ticket;
  const dueAt = signOff?.dueAt;
  return ticketCard(ticket, context, audience, {
    kind: 'internalDue',
    title: internalPassedSince ? '已过本单位内部时限，请尽快答复（第一条）' : '本单位内部时限将到（第一条）',
    tone: working(ticket) ? 'warning' : 'plain',
    facts: [
      ...(dueAt ? [{ label: '内部时限', value: limitInWords(dueAt, ticket, context) }] : []),
      ...progressFacts(ticket, context),
    ],
    actions: isWorker(ticket, audience) ? workActions(ticket) : [detailsAction(ticket)],
  });
};

/** A reply that came back: with the opinion, and what to do. */
export const sentBackCard = (ticket: Ticket, context: CardContext, audience: Audience): Card => {
  const review = ticket.reviews.at(-1);
  const facts: Fact[] =
    review && !review.approved
      ? [
          { label: '退回人', value: nameOf(review.by, context) },
          { label: '意见', value: review.opinion ?? '' },
        ]
      : [];
  return ticketCard(ticket, context, audience, {
    kind: 'sentBack',
    title: working(ticket) ? '答复被退回，请修改后重新回复' : '答复已重新提交',
    tone: working(ticket) ? 'warning' : 'plain',
    facts,
    actions: workActions(ticket),
  });
};

/** A scan that is there is the default (contract, 审核). */
const sealField = (seal: Seal): Field => ({
  key: 'seal',
  label: '用印方式',
  kind: 'select',
  required: true,
  options: [...SEALS].reverse().map((seal) => ({ id: seal, text: seal })),
  value: seal,
});

const contactFact = (ticket: Ticket, context: CardContext): Fact[] => {
  const contact = ticket.contacts.findLast((entry) => entry.round === ticket.round && !entry.byCentre);
  return contact
    ? [{ label: '联系', value: `${contact.mode} ${shortTime(contact.at)} ${nameOf(contact.by, context)}` }]
    : [];
};

/** R1.6: the principal checks, signs and seals the reply. */
export const reviewCard = (ticket: Ticket, context: CardContext, audience: Audience): Card => {
  const reply = ticket.replies.at(-1);
  const open = ticket.status === 'toReview';
  const body = reply ? `办理流程：${maskText(reply.process)}\n办理结果：${maskText(reply.result)}` : undefined;
  const actions: Action[] = open
    ? [
        action('review:approve', '审核通过', `审核 ${ticket.no} 通过 用印:电子签`, 'primary'),
        action('review:refuse', '审核退回', `审核 ${ticket.no} 退回 意见:…`, 'danger'),
        detailsAction(ticket),
      ]
    : [detailsAction(ticket)];
  return ticketCard(ticket, context, audience, {
    kind: 'review',
    title: open ? '请审核答复（第一条）' : '审核情况',
    facts: [...contactFact(ticket, context), ...progressFacts(ticket, context)],
    actions,
    ...(body ? { body } : {}),
    ...(open ? { form: [sealField(hasSealedScan(ticket, context.county) ? '扫描件' : '电子签')] } : {}),
  });
};
