import { CENTRE, type Person } from '../domain/person.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Action, Card, Fact, Field } from './card.ts';
import type { Audience, CardContext } from './context.ts';
import { action, detailsAction, nameOf, namesOf, shortTime, signerOf, ticketCard } from './pieces.ts';

const optionsOf = (people: readonly Person[]): { id: string; text: string }[] =>
  people.map((person) => ({ id: person.id, text: person.name }));

/** Who may lead and handle in the ticket's department: deputies and principals lead, handlers handle. */
export const signOffForm = (ticket: Ticket, { county }: CardContext): Field[] => {
  const department = ticket.department ?? CENTRE;
  const leads = county.holders(department, 'deputy', 'principal', 'handler');
  const handlers = county.holders(department, 'handler', 'liaison');
  return [
    { key: 'lead', label: '牵头负责人', kind: 'select', required: true, options: optionsOf(leads), ...first(leads) },
    {
      key: 'handlers',
      label: '经办人员',
      kind: 'select',
      required: true,
      options: optionsOf(handlers),
      ...first(handlers),
    },
  ];
};

const first = (people: readonly Person[]): { value?: string } => (people[0] ? { value: people[0].id } : {});

const proposalFacts = (ticket: Ticket, context: CardContext): Fact[] => {
  const { proposal } = ticket;
  if (!proposal) return [];
  return [
    { label: '拟牵头', value: nameOf(proposal.lead, context) },
    { label: '拟经办', value: namesOf(proposal.handlers, context) },
    ...(proposal.dueAt ? [{ label: '拟定时限', value: shortTime(proposal.dueAt) }] : []),
    { label: '拟办人', value: nameOf(proposal.by, context) },
  ];
};

const signedFacts = (ticket: Ticket, context: CardContext): Fact[] => {
  const { signOff } = ticket;
  if (!signOff) return [];
  return [
    { label: '签批人', value: `${signerOf(signOff, context)} ${shortTime(signOff.at)}` },
    { label: '牵头', value: nameOf(signOff.lead, context) },
    { label: '经办', value: namesOf(signOff.handlers, context) },
    ...(signOff.opinion ? [{ label: '意见', value: signOff.opinion }] : []),
  ];
};

/** R1.1: the principal's sign-off. With the liaison's proposal one press approves it; without, lead and handlers are picked. */
export const signOffCard = (ticket: Ticket, context: CardContext, audience: Audience): Card => {
  const open = ticket.status === 'toSignOff' || ticket.status === 'toClaim';
  const words = ticket.proposal ? `签批 ${ticket.no}` : `签批 ${ticket.no} 牵头:姓名 经办:姓名`;
  const actions: Action[] = open
    ? [action('signoff', '签批', words, 'primary'), detailsAction(ticket)]
    : [detailsAction(ticket)];
  return ticketCard(ticket, context, audience, {
    kind: 'signOff',
    title: open ? '请签批（第一条）' : '签批情况',
    facts: open ? proposalFacts(ticket, context) : signedFacts(ticket, context),
    actions,
    ...(open && !ticket.proposal ? { form: signOffForm(ticket, context) } : {}),
  });
};
