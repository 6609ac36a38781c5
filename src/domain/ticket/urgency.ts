import { followUpDue } from '../followUp/due.ts';
import type { Law } from '../law.ts';
import type { Ticket } from './state.ts';

/** The limit that matters next: the claim limit until it is claimed, the call's once it is closed, else the handling limit. */
const nextLimit = (ticket: Ticket, law: Law): string =>
  followUpDue(ticket, law)?.toISOString() ??
  (ticket.status === 'toClaim' ? ticket.claimDueAt : ticket.dueAt) ??
  NO_LIMIT;

/** Behind every date. */
const NO_LIMIT = '9999';

/** Most urgent first: 紧急 before the others, then by the limit that comes next, then by number. */
export const mostUrgentFirst = <T extends Ticket>(tickets: readonly T[], law: Law): T[] => {
  const urgent = (ticket: Ticket): number => (ticket.flags.includes('urgent') ? 0 : 1);
  const keys = new Map(tickets.map((ticket) => [ticket, `${urgent(ticket)} ${nextLimit(ticket, law)} ${ticket.no}`]));
  return [...tickets].sort((a, b) => ((keys.get(a) ?? '') < (keys.get(b) ?? '') ? -1 : 1));
};
