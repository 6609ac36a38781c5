import type { MarkLine } from '../domain/assessment/facts.ts';
import { monthAfter, monthBegins } from '../domain/deadline/calendarDate.ts';
import type { Mark } from '../domain/mark/mark.ts';
import type { Deduction } from '../domain/ticket/state.ts';
import type { Tx } from './client.ts';

const fromTicket = (no: string, { id, department, event, clause, because, state }: Deduction): MarkLine => ({
  id,
  department,
  kind: 'deduction',
  event,
  clause,
  because,
  tickets: [no],
  state,
});

const fromMark = ({ id, department, kind, event, clause, because, tickets, state }: Mark): MarkLine => ({
  id,
  department,
  kind,
  event,
  ...(clause === undefined ? {} : { clause }),
  because,
  tickets,
  state,
});

const OF_TICKETS = `
  SELECT f."ticket", d."value" AS "deduction"
  FROM "ticket_fact" f JOIN "ticket" t ON t."no" = f."ticket" CROSS JOIN jsonb_array_elements(t."state"->'deductions') AS d("value")
  WHERE f."at" >= $1::timestamptz AND f."at" < $2::timestamptz AND f."key" = 'deduction:' || (d."value"->>'id')`;
const OF_MARKS = `SELECT "state" FROM "matter" WHERE "kind" = 'mark' AND "month" = $1`;

/** Deductions and bonuses of a month, whatever their state. */
export const markLines = async (tx: Tx, month: string): Promise<MarkLine[]> => {
  const [begins, ends] = [monthBegins(month).toISOString(), monthBegins(monthAfter(month)).toISOString()];
  const tickets = await tx.$queryRawUnsafe<{ ticket: string; deduction: Deduction }[]>(OF_TICKETS, begins, ends);
  const marks = await tx.$queryRawUnsafe<{ state: Mark }[]>(OF_MARKS, month);
  const lines = [
    ...tickets.map(({ ticket, deduction }) => fromTicket(ticket, deduction)),
    ...marks.map(({ state }) => fromMark(state)),
  ];
  return lines.sort((a, b) => (`${a.department} ${a.id}` < `${b.department} ${b.id}` ? -1 : 1));
};
