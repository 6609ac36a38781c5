import type { Ticket } from '../domain/ticket/state.ts';
import type { Desk, TicketQuery } from '../workflow/ports.ts';
import type { Tx } from './client.ts';
import { Prisma } from './generated/client.ts';

/** An ending of a number may fit more tickets than anybody looks through. */
const NUMBERS = 500;

/** The words as a pattern of ILIKE, their own signs taken as they are. */
const within = (words: string): string => `%${words.replace(/[\\%_]/g, '\\$&')}%`;

const conditions = (query: TicketQuery): Prisma.Sql[] => {
  const { within: scope, of, status, type, flag, from, to, number, words = [], before } = query;
  return [
    ...(scope === undefined
      ? []
      : [
          Prisma.sql`("department" = ${scope} OR "no" = ANY (ARRAY(SELECT "no" FROM "ticket_assist" WHERE "department" = ${scope})))`,
        ]),
    ...(of === undefined ? [] : [Prisma.sql`"department" = ${of}`]),
    ...(status === undefined ? [] : [Prisma.sql`"status" = ${status}`]),
    ...(type === undefined ? [] : [Prisma.sql`"type" = ${type}`]),
    ...(flag === undefined ? [] : [Prisma.sql`"state"->'flags' @> ${JSON.stringify([flag])}::jsonb`]),
    ...(from === undefined ? [] : [Prisma.sql`"receivedAt" >= ${from}`]),
    ...(to === undefined ? [] : [Prisma.sql`"receivedAt" < ${to}`]),
    ...(number === undefined
      ? []
      : [
          Prisma.sql`"no" = ANY (ARRAY(SELECT "no" FROM "ticket" WHERE right("no", length(${number}::text)) = ${number} LIMIT ${NUMBERS}))`,
        ]),
    ...words.map(
      (word) =>
        Prisma.sql`concat_ws(' ', "no", "state"->>'cityNo', "state"->>'title', "state"->>'category', "state"->>'area') ILIKE ${within(word)}`,
    ),
    ...(before === undefined ? [] : [Prisma.sql`("receivedAt", "no") < (${before.receivedAt}, ${before.no})`]),
  ];
};

/** Tickets by what a person looks for, newest first. */
export const search = async (tx: Tx, query: TicketQuery): ReturnType<Desk['search']> => {
  const all = conditions(query);
  const where = all.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(all, ' AND ')}`;
  const rows = await tx.$queryRaw<{ state: Ticket }[]>`
    SELECT "state" FROM "ticket" ${where} ORDER BY "receivedAt" DESC, "no" DESC LIMIT ${query.limit}`;
  return rows.map(({ state }) => state);
};

const same = (a: readonly string[] = [], b: readonly string[]): boolean => a.join() === b.join();

/** Keeps which departments assist with a ticket that is saved; most have none, and most changes none. */
export const keepAssists = async (tx: Tx, before: Ticket | undefined, after: Ticket): Promise<void> => {
  const { no, coDepartments } = after;
  if (same(before?.coDepartments, coDepartments)) return;
  await tx.ticketAssist.deleteMany({ where: { no, department: { notIn: coDepartments } } });
  await tx.ticketAssist.createMany({
    data: coDepartments.map((department) => ({ department, no })),
    skipDuplicates: true,
  });
};
