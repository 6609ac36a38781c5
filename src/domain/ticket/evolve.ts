import { withFlags } from './changes.ts';
import type { Intake } from './commands.ts';
import type { TicketEvent } from './events.ts';
import { asked } from './evolve/asked.ts';
import { ending } from './evolve/ending.ts';
import type { Handlers } from './evolve/handlers.ts';
import { leaders } from './evolve/leaders.ts';
import { watched } from './evolve/watched.ts';
import { work } from './evolve/work.ts';
import type { Ticket } from './state.ts';

const registered = (intake: Intake): Ticket => {
  const { urgent, anonymous, confidential, department, dispatchedAt: _when, dueAt, ...rest } = intake;
  const blank: Ticket = {
    ...rest,
    status: 'toDispatch',
    flags: [],
    round: 1,
    contacts: [],
    replies: [],
    reviews: [],
    followUps: [],
    reminders: [],
    deductions: [],
    returns: [],
    passedThrough: [],
    binding: false,
    ...(department || dueAt
      ? { upstream: { ...(department ? { department } : {}), ...(dueAt ? { dueAt } : {}) } }
      : {}),
  };
  return { ...blank, flags: withFlags(blank, { urgent, anonymous, confidential }) };
};

/** Closed by the compiler: an event without its line here does not check. */
const HANDLERS: Omit<Handlers, 'TicketRegistered'> = { ...work, ...watched, ...asked, ...leaders, ...ending };

/** The ticket after an event. Pure; needs no calendar, no policy: events carry what was fixed when they happened. */
export const evolve = (ticket: Ticket | undefined, event: TicketEvent): Ticket => {
  if (event.type === 'TicketRegistered') return registered(event.intake);
  if (!ticket) throw new Error(`${event.type} cannot be a ticket's first event`);
  const handle: ((ticket: Ticket, event: never) => Ticket) | undefined = HANDLERS[event.type];
  if (!handle) throw new Error(`${event.type} is not understood by evolve`);
  return handle(ticket, event as never);
};

/** The state a history leads to; undefined for an empty one. */
export const replay = (events: readonly TicketEvent[]): Ticket | undefined =>
  events.reduce<Ticket | undefined>((ticket, event) => evolve(ticket, event), undefined);
