import { type Card, isTicketCardKind, LISTED_AS, type TicketCardKind } from '../cards/card.ts';
import { drawCard } from '../cards/draw.ts';
import type { Answer, Incoming } from '../cards/exchange.ts';
import { drawTicketList } from '../cards/lists.ts';
import type { Person } from '../domain/person.ts';
import { commandsFor, mayRead } from '../domain/ticket/access.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { officeFor } from '../workflow/matters.ts';
import { firstToCall } from './numbers.ts';
import { COMMANDS } from './registry.ts';
import { carryOut, type Occasion, pendingOf, say } from './respond.ts';
import type { CommandSpec } from './spec.ts';

type Click = Extract<Incoming, { kind: 'click' }>;

/** Which of a list card's tickets a button means: those its command can apply to now. */
const APPLIES: Record<string, (ticket: Ticket, actor: Person) => boolean> = {
  claim: (ticket, actor) => ticket.status === 'toClaim' && ticket.department === actor.department,
  followup: (ticket) => ticket.status === 'toFollowUp',
  confirm: (ticket) => ticket.deductions.some((entry) => entry.state === 'proposed'),
  seen: (ticket) => ticket.flags.includes('nearDue'),
  signoff: (ticket) => ticket.proposal !== undefined && (ticket.status === 'toSignOff' || ticket.status === 'toClaim'),
};

const ticketsOn = async ({ scene, actor }: Occasion, card: Card): Promise<Ticket[]> => {
  const tickets: Ticket[] = [];
  for (const no of card.tickets) {
    const file = await scene.desk.read(no);
    if (file && mayRead(actor, file.ticket)) tickets.push(file.ticket);
  }
  return tickets;
};

/** Boxes ticked on a list narrow it further. */
const ticked = (values: Click['values']): readonly string[] | undefined => {
  const { tickets } = values;
  return tickets === undefined ? undefined : Array.isArray(tickets) ? tickets : [tickets];
};

/** Those that wait for one of this command's orders of this very person, in the order of the list. */
const waitingHere = ({ scene, actor }: Occasion, spec: CommandSpec, tickets: readonly Ticket[]): Ticket[] =>
  tickets.filter((ticket) =>
    commandsFor(ticket, actor, scene.county).some((command) => (spec.acts ?? []).includes(command)),
  );

const meant = (
  occasion: Occasion,
  card: Card,
  spec: CommandSpec,
  listed: readonly Ticket[],
  values: Click['values'],
): string[] => {
  const boxes = ticked(values);
  const chosen = listed.filter(({ no }) => boxes === undefined || boxes.includes(no));
  // A question is about all the tickets it was asked for.
  if (card.tickets.length <= 1 || card.kind === 'question') return chosen.map(({ no }) => no);
  const applies = APPLIES[spec.alias];
  const tickets = applies
    ? chosen.filter((ticket) => applies(ticket, occasion.actor))
    : waitingHere(occasion, spec, chosen).slice(0, 1);
  const first = spec.queue ? firstToCall(tickets, occasion.scene) : undefined;
  return (first ? [first] : tickets).map((ticket) => ticket.no);
};

/** What is judged before it is done: on a personal list these buttons open the ticket's own card. */
const OPENS: Record<string, (ticket: Ticket) => TicketCardKind> = {
  signoff: () => 'signOff',
  review: () => 'review',
  dispatch: () => 'toDispatch',
  accept: (ticket) => (ticket.status === 'toAccept' ? 'toAccept' : 'toDecide'),
  decide: () => 'referral',
  take: () => 'petition',
  conclude: () => 'petition',
  explain: () => 'explain',
};

/** The most urgent ticket's own card; undefined where the button acts by itself. */
const opened = (
  occasion: Occasion,
  card: Card,
  spec: CommandSpec,
  listed: readonly Ticket[],
  values: Click['values'],
): Card | undefined => {
  const kind = OPENS[spec.alias];
  if (card.kind !== 'personalList' || !kind) return undefined;
  const { scene, actor, at } = occasion;
  const boxes = ticked(values);
  const chosen = listed.filter(({ no }) => boxes === undefined || boxes.includes(no));
  if (spec.alias === 'signoff' && chosen.some((ticket) => ticket.proposal && ticket.status === 'toSignOff'))
    return undefined;
  const [first] = waitingHere(occasion, spec, chosen);
  return first && drawCard(kind(first), first, { at, county: scene.county }, { person: actor.id });
};

const rawOf = (values: Click['values'], verdict: string | undefined): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(values)
      .map(([key, value]) => [key, Array.isArray(value) ? value.join(',') : value] as const)
      .filter(([key, value]) => value !== '' && key !== 'tickets'),
  ),
  ...(verdict === 'approve' ? { verdict: '通过' } : verdict === 'refuse' ? { verdict: '退回' } : {}),
});

/** A form that asks for what is still missing goes on where the question before it ended. */
const answeredBefore = async (occasion: Occasion, card: Card, spec: CommandSpec): Promise<Record<string, string>> => {
  const pending = card.kind === 'question' ? await pendingOf(occasion) : undefined;
  const same = pending?.command === spec.alias && pending.tickets.join() === card.tickets.join();
  return same ? pending.raw : {};
};

/** The clicked card as it is now: redrawn from the present state under its old reference. */
const redrawn = async (occasion: Occasion, card: Card): Promise<Card | undefined> => {
  const { scene, at, incoming, actor } = occasion;
  const context = { at, county: scene.county };
  const audience = incoming.chat === undefined ? { person: actor.id } : ({ group: true } as const);
  if (card.matter) {
    const now = await officeFor(card.matter.kind)?.draw(scene, { ...card.matter, audience, at });
    return now && { ...now, ref: card.ref };
  }
  const tickets: Ticket[] = [];
  for (const no of card.tickets) {
    const file = await scene.desk.read(no);
    if (file) tickets.push(file.ticket);
  }
  const [only] = tickets;
  if (isTicketCardKind(card.kind))
    return only ? { ...drawCard(card.kind, only, context, audience), ref: card.ref } : undefined;
  const kind = (Object.keys(LISTED_AS) as TicketCardKind[]).find((candidate) => LISTED_AS[candidate] === card.kind);
  return kind && card.kind !== 'tickets'
    ? { ...drawTicketList(kind, tickets, context, audience), ref: card.ref }
    : undefined;
};

/** Somebody pressed a button or sent a form: the same orders as typing, and the card shows the present state. */
export const respondToClick = async (occasion: Occasion, click: Click): Promise<Answer> => {
  const card = await occasion.scene.desk.card(click.ref);
  if (!card) return say('这张卡片已失效，请发送“待办”查看最新情况。');
  const [alias, verdict] = click.action.split(':');
  const spec = COMMANDS.find((candidate) => candidate.alias === alias);
  if (!spec) return say('这个按钮已停用，请发送“帮助”查看可用命令。');
  const tickets = await ticketsOn(occasion, card);
  const own = click.chat === undefined ? opened(occasion, card, spec, tickets, click.values) : undefined;
  if (own) return { say: { form: 'card', card: own } };
  const numbers = meant(occasion, card, spec, tickets, click.values);
  if (card.tickets.length > 0 && numbers.length === 0) {
    const now = await redrawn(occasion, card);
    const hint = tickets.length > 0 ? `卡片上已没有可${spec.name}的工单。` : '您不能查看这件工单。';
    return now && tickets.length > 0 ? { replace: now, hint } : say(hint);
  }
  const { outcome, answer } = await carryOut(occasion, {
    spec,
    tickets: numbers,
    raw: {
      ...card.actions.find(({ action }) => action === click.action)?.preset,
      ...(await answeredBefore(occasion, card, spec)),
      ...rawOf(click.values, verdict),
    },
    action: click.action,
    matters: card.matter ? [card.matter] : [],
  });
  return outcome && !outcome.card ? afterAction(occasion, card, outcome.say) : answer;
};

/** Question cards are spent once answered; every other card shows the state after the action, with the words beside it. */
const afterAction = async (occasion: Occasion, card: Card, words: string): Promise<Answer> => {
  const now = await redrawn(occasion, card);
  if (now) return { replace: now, hint: words };
  if (card.kind === 'question')
    return { replace: { ...card, body: words, actions: [], status: '已提交', tone: 'good', form: [] } };
  return say(words);
};
