import { toDate } from '../domain/instant.ts';
import { CENTRE, type Person } from '../domain/person.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Action, Card, Fact, Field } from './card.ts';
import type { Audience, CardContext } from './context.ts';
import { action, detailsAction, nameOf, namesOf, shortTime, signerOf, ticketCard } from './pieces.ts';

const optionsOf = (people: readonly Person[]): { id: string; text: string }[] =>
  people.map((person) => ({ id: person.id, text: person.name }));

const opinionField: Field = { key: 'opinion', label: '签批意见', kind: 'text', required: false };

const DAYS = [1, 2, 3, 5, 10];

/** The internal deadline (R1.1) as a choice of working days that end before the ticket's own limit. */
const internalLimitField = ({ dueAt }: Ticket, { at, county: { calendar } }: CardContext): Field[] => {
  const today = calendar.localDate(at);
  const fits = (days: number): boolean =>
    dueAt === undefined || calendar.closing(calendar.addWorkingDays(today, days)) <= toDate(dueAt);
  const options = [NO_LIMIT, ...DAYS.filter(fits).map((days) => `${days}个工作日`)];
  return options.length > 1
    ? [
        {
          key: 'dueAt',
          label: '内部时限',
          kind: 'select',
          required: false,
          options: options.map((text) => ({ id: text, text })),
          value: NO_LIMIT,
        },
      ]
    : [];
};

/** No internal deadline: the ticket's own holds. */
const NO_LIMIT = '不另定';

/** Who may lead and handle in the ticket's department: deputies and principals lead, handlers handle. */
export const signOffForm = (ticket: Ticket, context: CardContext, proposing = false): Field[] => {
  const { county } = context;
  const department = ticket.department ?? CENTRE;
  const leads = county.holders(department, 'deputy', 'principal', 'handler');
  const handlers = county.holders(department, 'handler', 'liaison');
  return [
    { key: 'lead', label: '牵头负责人', kind: 'select', required: true, options: optionsOf(leads), ...first(leads) },
    {
      key: 'handlers',
      label: '经办人员',
      kind: 'multiselect',
      required: true,
      options: optionsOf(handlers),
      ...first(handlers),
    },
    ...internalLimitField(ticket, context),
    ...(proposing ? [] : [opinionField]),
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
  const inCase = ticket.status === 'escalated' && ticket.signOff === undefined;
  const open = ticket.status === 'toSignOff' || ticket.status === 'toClaim' || inCase;
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
