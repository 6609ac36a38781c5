import { maskText } from '../domain/privacy.ts';
import type { Contact, Note, Ticket } from '../domain/ticket/state.ts';
import { isOpen } from '../domain/ticket/status.ts';
import type { Card, Fact } from './card.ts';
import type { Audience, CardContext } from './context.ts';
import { action, departmentName, detailsAction, nameOf, progressFacts, shortTime, ticketCard } from './pieces.ts';

const noteAction = (ticket: Ticket) => action('note', '备注', `备注 ${ticket.no} 内容:…`);

/** 协办: an assisting department's group sees the ticket, adds contacts and notes and answers to the main one. */
export const assistingCard = (ticket: Ticket, context: CardContext, audience: Audience): Card => {
  const working = isOpen(ticket.status) && ticket.closedAt === undefined;
  return ticketCard(ticket, context, audience, {
    kind: 'assisting',
    title: `协办工单：请配合${departmentName(ticket.department, context)}办理`,
    actions: working
      ? [
          action('contact', '联系', `联系 ${ticket.no} 方式:见面 地点:… 情况:…`),
          noteAction(ticket),
          detailsAction(ticket),
        ]
      : [detailsAction(ticket)],
  });
};

/** `县住建局 周杰 10-21 09:30`. */
const writer = (by: string, at: string, context: CardContext): string =>
  `${departmentName(context.county.person(by)?.department, context)} ${nameOf(by, context)} ${shortTime(at)}`;

const contactLine = (contact: Contact): string =>
  `已联系诉求人（${contact.mode}${contact.place ? `，${contact.place}` : ''}）${contact.situation ? `：${contact.situation}` : ''}`;

/** Notes on a ticket, the newest last, for people who may read it; never for a group. */
export const noteFacts = (ticket: Ticket, context: CardContext): Fact[] =>
  (ticket.notes ?? []).slice(-NOTES).map((note: Note) => ({
    label: '备注',
    value: `${writer(note.by, note.at, context)}：${maskText(note.content)}`,
  }));

/** As many notes as a card shows. */
const NOTES = 5;

/** What was said last between main and assisting departments: notes, and contacts that assisting ones made; newest first. */
const exchanges = (ticket: Ticket, context: CardContext): string[] => {
  const assists = ({ by }: Contact): boolean =>
    ticket.coDepartments.includes(context.county.person(by)?.department ?? '');
  const said = [
    ...(ticket.notes ?? []).map(({ by, at, content }) => ({ by, at, words: content })),
    ...ticket.contacts
      .filter(assists)
      .map((contact) => ({ by: contact.by, at: contact.recordedAt, words: contactLine(contact) })),
  ];
  return said
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, EXCHANGES)
    .map(({ by, at, words }) => `${writer(by, at, context)}：${maskText(words)}`);
};

const EXCHANGES = 3;

/** What main and assisting departments tell each other, for people alone: it is free text. */
export const noteCard = (ticket: Ticket, context: CardContext, audience: Audience): Card => {
  const said = 'person' in audience ? exchanges(ticket, context) : [];
  return ticketCard(ticket, context, audience, {
    kind: 'note',
    title: '主办、协办往来',
    ...(said.length > 0 ? { body: said.join('\n') } : {}),
    facts: progressFacts(ticket, context),
    actions: isOpen(ticket.status) ? [noteAction(ticket), detailsAction(ticket)] : [detailsAction(ticket)],
  });
};
