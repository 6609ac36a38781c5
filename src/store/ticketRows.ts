import { TICKET_CARD_KINDS } from '../cards/card.ts';
import { toDate } from '../domain/instant.ts';
import type { TicketEvent } from '../domain/ticket/events.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Status } from '../domain/ticket/status.ts';
import type { Desk, HistoryEntry, TicketFile, TicketText, Via } from '../workflow/ports.ts';
import type { Tx } from './client.ts';
import { keepFacts } from './factRows.ts';
import { Prisma } from './generated/client.ts';
import type { Newcomers } from './newcomers.ts';
import type { Outbox } from './outbox.ts';
import type { Seal } from './seal.ts';
import { keepAssists, search } from './searchRows.ts';
import { newestOf, type Standing, type StandingRow, standingOfTicket } from './standing.ts';
import { EVENT_COLUMNS, EVENT_SHAPE, type EventRow, eventRows, type TicketRow, ticketRow } from './ticketShape.ts';
import { keepTopic } from './topicRows.ts';
import type { Run, Statement, Unit } from './unit.ts';

type Row = { state: unknown; version: number; chain: string };
const fileOf = (row: Row): TicketFile => ({ ticket: row.state as Ticket, version: row.version, chain: row.chain });

/** The history and the state with one statement. An intake's digest that is not given stays. Returns the standing cards: whoever changed it looks at them next. */
const UPDATE: Statement = {
  name: 'update a ticket',
  text: `
  WITH events AS (
    INSERT INTO "ticket_event" (${EVENT_COLUMNS}) SELECT ${EVENT_COLUMNS} FROM jsonb_to_recordset($1::jsonb) AS ${EVENT_SHAPE}
  ), saved AS (
    UPDATE "ticket" SET "state" = $3::jsonb, "version" = $4, "chain" = $5, "status" = $6, "type" = $7, "department" = $8, "urgent" = $9,
      "receivedAt" = $10, "dispatchedAt" = $11, "claimDueAt" = $12, "claimedAt" = $13, "dueAt" = $14, "closedAt" = $15, "wakeAt" = $16,
      "waiting" = $17, "intakeDigest" = coalesce($18, "intakeDigest")
    WHERE "no" = $2
  ), ${standingOfTicket('$2', '$19')}`,
};

type Change = Parameters<Desk['save']>[0];

/** Saves a ticket that there was before. */
const update = async (
  { run, tx }: Unit,
  found: Standing,
  seal: Seal,
  change: Change,
  rows: { row: TicketRow; events: readonly EventRow[] },
): Promise<void> => {
  const { after, before } = change;
  const { state, ...row } = rows.row;
  const [no, ...columns] = Object.values(row);
  const values = [JSON.stringify(rows.events), no, JSON.stringify(state), ...columns, TICKET_CARD_KINDS];
  // Both go out in one turn.
  const [standing] = await Promise.all([run<StandingRow>(UPDATE, values), keepFacts(run, before?.ticket, after)]);
  found.keep(after.no, newestOf(standing));
  if (change.text) {
    const sealed = seal.close(change.text, after.no);
    await tx.ticketText.upsert({ where: { no: after.no }, create: { no: after.no, sealed }, update: { sealed } });
  }
  await keepTopic(tx, seal, change);
  await keepAssists(tx, before?.ticket, after);
};

const READ: Statement = {
  name: 'read a ticket',
  text: 'SELECT "state", "version", "chain" FROM "ticket" WHERE "no" = $1',
};
/** With the version read before, an unchanged state is not sent again. */
const LOCK: Statement = {
  name: 'lock a ticket',
  text: `
    SELECT CASE WHEN "version" = $2 THEN NULL ELSE "state" END AS "state", "version", "chain" FROM "ticket" WHERE "no" = $1 FOR UPDATE`,
};

const DIGESTS: Statement = {
  name: 'digests of intakes',
  text: 'SELECT "no", "intakeDigest" FROM "ticket" WHERE "no" = ANY($1::text[])',
};

/** Tickets as this unit of work knows them: one that is locked cannot change but by this unit. */
const filesOf = (run: Run) => {
  const files = new Map<string, { file: TicketFile | undefined; locked: boolean }>();
  /** By number, undefined where there is no such ticket: creating one that came meanwhile fails, and the unit is done again. */
  const digests = new Map<string, string | undefined>();
  const keep = (no: string, file: TicketFile | undefined, locked: boolean): TicketFile | undefined => {
    files.set(no, { file, locked });
    return file;
  };
  return {
    keep,
    read: async (no: string) => {
      const known = files.get(no);
      if (known) return known.file;
      const [row] = await run<Row>(READ, [no]);
      return keep(no, row && fileOf(row), false);
    },
    lock: async (no: string) => {
      const known = files.get(no);
      if (known?.locked) return known.file;
      if (digests.has(no) && digests.get(no) === undefined) return undefined;
      const [row] = await run<Row>(LOCK, [no, known?.file?.version ?? -1]);
      if (!row) return undefined;
      return keep(no, fileOf({ ...row, state: row.state ?? known?.file?.ticket }), true);
    },
    digests: async (nos: readonly string[]) => {
      const asked = nos.filter((no) => !digests.has(no));
      if (asked.length > 0) {
        const rows = await run<{ no: string; intakeDigest: string }>(DIGESTS, [asked]);
        for (const no of asked) digests.set(no, undefined);
        for (const { no, intakeDigest } of rows) digests.set(no, intakeDigest);
      }
      return nos.map((no) => digests.get(no));
    },
    digested: (no: string, digest: string) => void digests.set(no, digest),
  };
};

const history = async (tx: Tx, no: string): Promise<HistoryEntry[]> => {
  const rows = await tx.ticketEvent.findMany({ where: { no }, orderBy: { seq: 'asc' } });
  return rows.map((row) => ({
    seq: row.seq,
    event: row.body as unknown as TicketEvent,
    ...(row.via ? { via: row.via as unknown as Via } : {}),
    ...(row.before ? { before: row.before as Status } : {}),
    after: row.after as Status,
  }));
};

const WAITING: Statement = {
  name: 'tickets waiting',
  text: `
    SELECT "state", count(*) OVER ()::int AS "total" FROM "ticket" WHERE "waiting" && $1::text[]
    ORDER BY "urgent" DESC, (CASE WHEN "status" = 'toClaim' THEN "claimDueAt" ELSE "dueAt" END) ASC NULLS LAST, "no"
    LIMIT $2`,
};

/** Open tickets that wait for one of the tokens: urgent first, then by the limit that comes next. */
const waiting = async (run: Run, tokens: readonly string[], limit: number) => {
  const rows = await run<{ state: Ticket; total: number }>(WAITING, [tokens, limit]);
  return { tickets: rows.map((row) => row.state), total: rows[0]?.total ?? 0 };
};

const DUE: Statement = {
  name: 'tickets due',
  text: `
    SELECT "state", "version", "chain" FROM "ticket" WHERE "wakeAt" <= $1 ORDER BY "wakeAt" LIMIT $2 FOR UPDATE SKIP LOCKED`,
};

const CLOSED_STATUSES = Prisma.sql`('done','merged','void')`;

const endedWaiting = async (tx: Tx, tokens: readonly string[]): Promise<Ticket[]> => {
  const rows = await tx.$queryRaw<{ state: Ticket }[]>`
    SELECT "state" FROM "ticket" WHERE "waiting" && ${[...tokens]}::text[] AND "status" IN ${CLOSED_STATUSES} ORDER BY "no"`;
  return rows.map((row) => row.state);
};

const endingWith = async (tx: Tx, ending: string, limit: number): Promise<Ticket[]> => {
  const rows = await tx.$queryRaw<{ state: Ticket }[]>`
    SELECT "state" FROM "ticket" WHERE "status" NOT IN ${CLOSED_STATUSES} AND right("no", length(${ending}::text)) = ${ending}
    ORDER BY "no" LIMIT ${limit}`;
  return rows.map((row) => row.state);
};

const list: (tx: Tx, query: Parameters<Desk['list']>[0]) => ReturnType<Desk['list']> = async (tx, query) => {
  const rows = await tx.ticket.findMany({
    where: {
      ...(query.status ? { status: query.status } : {}),
      ...(query.department ? { department: query.department } : {}),
      ...(query.cursor ? { no: { gt: query.cursor } } : {}),
    },
    orderBy: { no: 'asc' },
    take: query.limit + 1,
    select: { no: true, state: true },
  });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    tickets: page.map((row) => row.state as unknown as Ticket),
    ...(rows.length > query.limit && last ? { cursor: last.no } : {}),
  };
};

/** By the sign-off that stands: an earlier one of another department, before a return, is not this one's. */
const signedOff = async (tx: Tx, { from, to, department }: Parameters<Desk['signedOff']>[0]): Promise<Ticket[]> => {
  const rows = await tx.$queryRaw<{ state: Ticket }[]>`
    SELECT "state" FROM "ticket"
    WHERE "no" IN (SELECT "no" FROM "ticket_event" WHERE "type" = 'TicketSignedOff' AND "at" >= ${from} AND "at" < ${to})
      AND "status" NOT IN ('merged', 'void') AND (${department ?? null}::text IS NULL OR "department" = ${department ?? null})
    ORDER BY "no"`;
  return rows
    .map(({ state }) => state)
    .filter(({ signOff }) => signOff && toDate(signOff.at) >= from && toDate(signOff.at) < to);
};

type TicketDesk = Pick<
  Desk,
  | 'lock'
  | 'read'
  | 'readAll'
  | 'history'
  | 'save'
  | 'intakeDigests'
  | 'text'
  | 'discloses'
  | 'waiting'
  | 'endingWith'
  | 'dueForWatch'
  | 'openTickets'
  | 'keepWaiting'
  | 'endedWaiting'
  | 'signedOff'
  | 'list'
  | 'search'
>;

/** The part of a desk that keeps tickets, their texts and their history. */
export const ticketDesk = (
  unit: Unit,
  { outbox, newcomers }: { outbox: Outbox; newcomers: Newcomers },
  found: Standing,
  { seal, newId }: { seal: Seal; newId(): string },
): TicketDesk => {
  const { tx, run } = unit;
  const files = filesOf(run);
  return {
    lock: files.lock,
    read: files.read,
    readAll: async (nos) => {
      const rows = await tx.ticket.findMany({
        where: { no: { in: [...nos] } },
        orderBy: { no: 'asc' },
        select: { state: true },
      });
      return rows.map((row) => row.state as unknown as Ticket);
    },
    history: (no) => history(tx, no),
    save: async (change) => {
      const { after, before, text, intakeDigest } = change;
      const events = eventRows(change);
      const row = ticketRow(change, events);
      if (before) {
        await outbox.flush();
        await update(unit, found, seal, change, { row, events });
      } else await newcomers.put({ row, events, after, text });
      files.keep(after.no, { ticket: after, version: row.version, chain: row.chain }, true);
      if (intakeDigest !== undefined) files.digested(after.no, intakeDigest);
    },
    intakeDigests: files.digests,
    text: async (no) => {
      const row = await tx.ticketText.findUnique({ where: { no } });
      return row ? (seal.open(row.sealed, no) as TicketText) : undefined;
    },
    discloses: async (entry) => {
      await tx.disclosure.create({ data: { id: newId(), ...entry } });
    },
    waiting: (tokens, limit) => waiting(run, tokens, limit),
    endingWith: (ending, limit) => endingWith(tx, ending, limit),
    dueForWatch: async (at, limit) => {
      const due = (await run<Row>(DUE, [at, limit])).map(fileOf);
      for (const file of due) files.keep(file.ticket.no, file, true);
      return due;
    },
    openTickets: async (department) => {
      const rows = await tx.ticket.findMany({
        where: { status: { notIn: ['done', 'merged', 'void'] }, ...(department ? { department } : {}) },
        orderBy: [{ urgent: 'desc' }, { dueAt: 'asc' }],
        select: { state: true },
      });
      return rows.map((row) => row.state as unknown as Ticket);
    },
    keepWaiting: async (no, tokens) =>
      (await tx.$executeRaw`
        UPDATE "ticket" SET "waiting" = ${[...tokens]}::text[]
        WHERE "no" = ${no} AND "waiting" IS DISTINCT FROM ${[...tokens]}::text[]`) > 0,
    endedWaiting: (tokens) => endedWaiting(tx, tokens),
    signedOff: (query) => signedOff(tx, query),
    list: (query) => list(tx, query),
    search: (query) => search(tx, query),
  };
};
