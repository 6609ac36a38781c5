import type { Ticket } from '../domain/ticket/state.ts';
import type { Database } from './client.ts';

/** Tickets with a reply approved, accepted by the centre or a case concluded in `[from, to)`, as they stand now, by number. */
export const repliedIn = async (database: Database, from: Date, to: Date): Promise<Ticket[]> => {
  const rows = await database.$queryRaw<{ state: Ticket }[]>`
    SELECT "state" FROM "ticket" WHERE "no" IN (SELECT "no" FROM "ticket_event"
      WHERE "type" IN ('ReplyApproved', 'ReplyAccepted', 'CaseConcluded') AND "at" >= ${from} AND "at" < ${to})
    ORDER BY "no"`;
  return rows.map(({ state }) => state);
};
