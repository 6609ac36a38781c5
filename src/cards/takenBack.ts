import type { Ticket } from '../domain/ticket/state.ts';
import { type Card, LISTED_AS, type TicketCardKind } from './card.ts';
import type { Audience, CardContext } from './context.ts';
import { drawTicketList } from './lists.ts';

/** What stands where a card was that the platform cannot take away: nothing of the ticket, and nothing to press. */
export const takenBackCard = ({ ref, kind }: Card): Card => ({
  kind,
  ref,
  title: '已撤回',
  status: '已撤回',
  tone: 'plain',
  body: '这条消息已由县热线中心撤回。',
  facts: [],
  actions: [],
  tickets: [],
});

/** A list without the tickets that are taken out of it; empty or of a kind that is not drawn again, it is neutral as a whole. */
export const listWithout = (card: Card, rest: readonly Ticket[], context: CardContext, audience: Audience): Card => {
  const kind = (Object.keys(LISTED_AS) as TicketCardKind[]).find((candidate) => LISTED_AS[candidate] === card.kind);
  return kind === undefined || card.kind === 'tickets' || rest.length === 0
    ? takenBackCard(card)
    : { ...drawTicketList(kind, rest, context, audience), ref: card.ref };
};
