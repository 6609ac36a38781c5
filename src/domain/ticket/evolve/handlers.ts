import type { EventType, TicketEvent } from '../events.ts';
import type { Ticket } from '../state.ts';

/** What each event does to a ticket. Pure: an event carries what was fixed when it happened. */
export type Handlers = {
  [T in EventType]: (ticket: Ticket, event: Extract<TicketEvent, { type: T }>) => Ticket;
};
