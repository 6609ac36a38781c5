import type { Ticket } from '../ticket/state.ts';

/** R2.3: what a consultation deals with, in its order; a ticket stands under the first heading that fits. */
export interface Agenda {
  dissatisfiedTwice: Ticket[];
  difficult: Ticket[];
  multiDepartment: Ticket[];
  /** Categories with the most open tickets (hot topics): three or more of one category. */
  hot: { category: string; count: number }[];
}

const HOT = 3;
const HOT_SHOWN = 5;

/** Builds the agenda from the open tickets. Pure; the same tickets give the same agenda. */
export const agendaOf = (open: readonly Ticket[]): Agenda => {
  const dissatisfiedTwice = open.filter((ticket) => ticket.status === 'toConsult');
  const difficult = open.filter((ticket) => ticket.status !== 'toConsult' && ticket.flags.includes('difficult'));
  const multiDepartment = open.filter(
    (ticket) => ticket.coDepartments.length > 0 && !dissatisfiedTwice.includes(ticket) && !difficult.includes(ticket),
  );
  const counts = new Map<string, number>();
  for (const { category } of open) if (category) counts.set(category, (counts.get(category) ?? 0) + 1);
  const hot = [...counts]
    .map(([category, count]) => ({ category, count }))
    .filter(({ count }) => count >= HOT)
    .sort((a, b) => b.count - a.count || (a.category < b.category ? -1 : 1))
    .slice(0, HOT_SHOWN);
  return { dissatisfiedTwice, difficult, multiDepartment, hot };
};

/** Tickets of the agenda, without the hot topics' own. */
export const agendaTickets = ({ dissatisfiedTwice, difficult, multiDepartment }: Agenda): Ticket[] => [
  ...dissatisfiedTwice,
  ...difficult,
  ...multiDepartment,
];
