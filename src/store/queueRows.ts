import type { Ticket } from '../domain/ticket/state.ts';
import type { CentreDesk, DepartmentCounts, QueuePlace, TicketQueue } from '../workflow/centreDesk.ts';
import type { Tx } from './client.ts';
import { Prisma } from './generated/client.ts';

/** What is asked of the centre is found among what waits for its operators, by the index on `waiting`. */
const asked = (flag: string): Prisma.Sql =>
  Prisma.sql`"waiting" && '{operator@centre}'::text[] AND "state"->'flags' @> ${JSON.stringify([flag])}::jsonb`;

/** Which tickets stand in a queue, and the moment by which they do. */
const QUEUES: Record<TicketQueue, { where: Prisma.Sql; due: Prisma.Sql }> = {
  toDispatch: { where: Prisma.sql`"status" = 'toDispatch'`, due: Prisma.sql`"receivedAt"` },
  difficult: { where: Prisma.sql`"status" = 'referred'`, due: Prisma.sql`"dueAt"` },
  returns: { where: asked('returnAsked'), due: Prisma.sql`"dueAt"` },
  extensions: { where: asked('extensionAsked'), due: Prisma.sql`"dueAt"` },
  toFollowUp: { where: Prisma.sql`"status" = 'toFollowUp'`, due: Prisma.sql`"closedAt"` },
};

const NEVER = new Date('9999-12-31T00:00:00Z');

interface Row {
  state: Ticket;
  no: string;
  urgent: boolean;
  due: Date;
}

const placeOf = ({ no, urgent, due }: Row): QueuePlace => ({ no, urgent, ...(due < NEVER ? { due } : {}) });

const queue = async (
  tx: Tx,
  name: TicketQueue,
  { after, limit }: { after?: QueuePlace; limit: number },
): ReturnType<CentreDesk['queue']> => {
  const { where, due } = QUEUES[name];
  const moment = Prisma.sql`coalesce(${due}, ${NEVER})`;
  const rest = after
    ? Prisma.sql`AND (NOT "urgent", ${moment}, "no") > (${!after.urgent}, ${after.due ?? NEVER}::timestamptz, ${after.no})`
    : Prisma.empty;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT "state", "no", "urgent", ${moment} AS "due" FROM "ticket" WHERE ${where} ${rest}
    ORDER BY NOT "urgent", ${moment}, "no" LIMIT ${limit + 1}`;
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    tickets: page.map(({ state }) => state),
    ...(rows.length > limit && last ? { last: placeOf(last) } : {}),
  };
};

const counts = async (tx: Tx): Promise<Record<TicketQueue, number>> => {
  const count = ({ where }: { where: Prisma.Sql }): Prisma.Sql =>
    Prisma.sql`(SELECT count(*)::int FROM "ticket" WHERE ${where})`;
  const [row] = await tx.$queryRaw<Record<TicketQueue, number>[]>`
    SELECT ${Prisma.join(
      Object.entries(QUEUES).map(([name, entry]) => Prisma.sql`${count(entry)} AS ${Prisma.raw(`"${name}"`)}`),
      ', ',
    )}`;
  return row ?? { toDispatch: 0, difficult: 0, returns: 0, extensions: 0, toFollowUp: 0 };
};

const departmentCounts = (tx: Tx): Promise<DepartmentCounts[]> => tx.$queryRaw<DepartmentCounts[]>`
  SELECT "department", count(*)::int AS "open",
    count(*) FILTER (WHERE "status" = 'toClaim')::int AS "toClaim",
    count(*) FILTER (WHERE "status" = 'toSignOff')::int AS "toSignOff",
    count(*) FILTER (WHERE "status" = 'toReview')::int AS "toReview",
    count(*) FILTER (WHERE "state"->'flags' ? 'nearDue' AND NOT "state"->'flags' ? 'overdue')::int AS "nearDue",
    count(*) FILTER (WHERE "state"->'flags' ? 'overdue')::int AS "overdue"
  FROM "ticket"
  WHERE "status" IN ('toClaim', 'toSignOff', 'handling', 'toReview', 'toAccept', 'toConsult', 'referred', 'escalated')
    AND "closedAt" IS NULL AND "department" IS NOT NULL
  GROUP BY "department"`;

/** The tickets of the centre's desk: queues and the board, counted from the columns beside the states. */
export const queueDesk = (tx: Tx): Pick<CentreDesk, 'queue' | 'queueCounts' | 'departmentCounts'> => ({
  queue: (name, query) => queue(tx, name, query),
  queueCounts: () => counts(tx),
  departmentCounts: () => departmentCounts(tx),
});
