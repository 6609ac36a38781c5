import type { Ticket } from '../domain/ticket/state.ts';
import { assistingCard, noteCard } from './assisting.ts';
import type { Card, TicketCardKind } from './card.ts';
import { followUpCard, noDeputyCard, toAcceptCard, toDecideCard, toDispatchCard, unreachedCard } from './centre.ts';
import type { Audience, CardContext } from './context.ts';
import { claimReminderCard, nearDueCard, newTicketCard, plainTicketCard } from './incoming.ts';
import { decidedCard, explainCard, petitionCard, referralCard } from './leaders.ts';
import { signOffCard } from './signOff.ts';
import { stepsCard } from './steps.ts';
import { assignedCard, internalDueCard, reviewCard, sentBackCard } from './work.ts';

/**
 * Draws a card about one ticket as it stands at `context.at`, under a new reference. Once the moment for its action has
 * passed the card shows who did what and offers nothing but 详情.
 */
export const drawCard = (kind: TicketCardKind, ticket: Ticket, context: CardContext, audience: Audience): Card => {
  switch (kind) {
    case 'newTicket':
      return newTicketCard(ticket, context, audience);
    case 'ticket':
      return plainTicketCard(ticket, context, audience);
    case 'assisting':
      return assistingCard(ticket, context, audience);
    case 'note':
      return noteCard(ticket, context, audience);
    case 'claimReminder':
      return claimReminderCard(ticket, context, audience);
    case 'nearDue':
      return nearDueCard(ticket, context, audience);
    case 'noDeputy':
      return noDeputyCard(ticket, context, audience);
    case 'signOff':
      return signOffCard(ticket, context, audience);
    case 'assigned':
      return assignedCard(ticket, context, audience);
    case 'internalDue':
      return internalDueCard(ticket, context, audience);
    case 'sentBack':
      return sentBackCard(ticket, context, audience);
    case 'review':
      return reviewCard(ticket, context, audience);
    case 'followUp':
      return followUpCard(ticket, context, audience);
    case 'toDispatch':
      return toDispatchCard(ticket, context, audience);
    case 'toAccept':
      return toAcceptCard(ticket, context, audience);
    case 'toDecide':
      return toDecideCard(ticket, context, audience);
    case 'unreached':
      return unreachedCard(ticket, context, audience);
    case 'referral':
      return referralCard(ticket, context, audience);
    case 'petition':
      return petitionCard(ticket, context, audience);
    case 'explain':
      return explainCard(ticket, context, audience);
    case 'decided':
      return decidedCard(ticket, context, audience);
    case 'steps':
      return stepsCard(ticket, context, audience);
    default:
      return kind satisfies never;
  }
};
