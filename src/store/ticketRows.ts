import { toDate } from '../domain/instant.ts';
import type { TicketEvent } from '../domain/ticket/events.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Status } from '../domain/ticket/status.ts';
import type { Desk, HistoryEntry, TicketFile, TicketText, Via } from '../workflow/ports.ts';
import { link } from './chain.ts';
import { json, type Tx } from './client.ts';
import { Prisma } from './generated/client.ts';
import type { Seal } from './seal.ts';
import { keepTopic } from './topicRows.ts';

type Row = { state: unknown; version: number; chain: string };
const fileOf = (row: Row): TicketFile => ({ ticket: row.state as Ticket, version: row.version, chain: row.chain });

const date = (moment: string | undefined): Date | null => (moment ? new Date(moment) : null);

/** The columns beside `state` that queries need. */
const columnsOf = (ticket: Ticket) => ({
  state: json(ticket),
  status: ticket.status,
  type: ticket.type,
  department: ticket.department ?? null,
  urgent: ticket.flags.includes('urgent'),
  receivedAt: new Date(ticket.receivedAt),
  dispatchedAt: date(ticket.dispatchedAt),
  claimDueAt: date(ticket.claimDueAt),
  claimedAt: date(ticket.claimedAt),
  dueAt: date(ticket.dueAt),
  closedAt: date(ticket.closedAt),
});

/** Appends the events to the ticket's chain and returns its new end. */
const saveEvents = async (tx: Tx, change: Parameters<Desk['save']>[0]): Promise<string> => {
  const { no } = change.after;
  let chain = change.before?.chain ?? '';
  const rows = change.events.map((event, index) => {
    const seq = (change.before?.version ?? 0) + index + 1;
    chain = link(chain, no, seq, event);
    return {
      no,
      seq,
      at: new Date(event.at),
      type: event.type,
      by: event.by,
      via: json(change.via),
      body: json(event),
      before: (index === 0 ? change.before?.ticket.status : change.statuses[index - 1]) ?? null,
      after: change.statuses[index] ?? change.after.status,
      chain,
    };
  });
  if (rows.length > 0) await tx.ticketEvent.createMany({ data: rows });
  return chain;
};

const save = async (tx: Tx, seal: Seal, change: Parameters<Desk['save']>[0]): Promise<void> => {
  const { after } = change;
  const chain = await saveEvents(tx, change);
  const row = {
    ...columnsOf(after),
    version: (change.before?.version ?? 0) + change.events.length,
    chain,
    wakeAt: date(change.wakeAt),
    waiting: change.waiting,
    ...(change.intakeDigest ? { intakeDigest: change.intakeDigest } : {}),
  };
  if (change.before) await tx.ticket.update({ where: { no: after.no }, data: row, select: { no: true } });
  else await tx.ticket.create({ data: { no: after.no, intakeDigest: '', ...row }, select: { no: true } });
  if (change.text) {
    const sealed = seal.close(change.text, after.no);
    await tx.ticketText.upsert({ where: { no: after.no }, create: { no: after.no, sealed }, update: { sealed } });
  }
  await keepTopic(tx, seal, change);
};

const lock = async (tx: Tx, no: string): Promise<TicketFile | undefined> => {
  const rows = await tx.$queryRaw<
    Row[]
  >`SELECT "state", "version", "chain" FROM "ticket" WHERE "no" = ${no} FOR UPDATE`;
  return rows[0] && fileOf(rows[0]);
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

/** Open tickets that wait for one of the tokens: urgent first, then by the limit that comes next. */
const waiting = async (tx: Tx, tokens: readonly string[], limit: number) => {
  const rows = await tx.$queryRaw<{ state: Ticket; total: bigint }[]>`
    SELECT "state", count(*) OVER () AS total FROM "ticket"
    WHERE "waiting" && ${[...tokens]}::text[]
    ORDER BY "urgent" DESC, (CASE WHEN "status" = 'toClaim' THEN "claimDueAt" ELSE "dueAt" END) ASC NULLS LAST, "no"
    LIMIT ${limit}`;
  return { tickets: rows.map((row) => row.state), total: Number(rows[0]?.total ?? 0) };
};

const dueForWatch = async (tx: Tx, at: Date, limit: number): Promise<TicketFile[]> => {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT "state", "version", "chain" FROM "ticket" WHERE "wakeAt" <= ${at}
    ORDER BY "wakeAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
  return rows.map(fileOf);
};

const CLOSED_STATUSES = Prisma.sql`('done','merged','void')`;

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
  | 'history'
  | 'save'
  | 'intakeDigest'
  | 'text'
  | 'discloses'
  | 'waiting'
  | 'endingWith'
  | 'dueForWatch'
  | 'openTickets'
  | 'signedOff'
  | 'list'
>;

/** The part of a desk that keeps tickets, their texts and their history. */
export const ticketDesk = (tx: Tx, seal: Seal, newId: () => string): TicketDesk => ({
  lock: (no) => lock(tx, no),
  read: async (no) => {
    const row = await tx.ticket.findUnique({ where: { no }, select: { state: true, version: true, chain: true } });
    return row ? fileOf(row) : undefined;
  },
  history: (no) => history(tx, no),
  save: (change) => save(tx, seal, change),
  intakeDigest: async (no) =>
    (await tx.ticket.findUnique({ where: { no }, select: { intakeDigest: true } }))?.intakeDigest,
  text: async (no) => {
    const row = await tx.ticketText.findUnique({ where: { no } });
    return row ? (seal.open(row.sealed, no) as TicketText) : undefined;
  },
  discloses: async (entry) => {
    await tx.disclosure.create({ data: { id: newId(), ...entry } });
  },
  waiting: (tokens, limit) => waiting(tx, tokens, limit),
  endingWith: (ending, limit) => endingWith(tx, ending, limit),
  dueForWatch: (at, limit) => dueForWatch(tx, at, limit),
  openTickets: async (department) => {
    const rows = await tx.ticket.findMany({
      where: { status: { notIn: ['done', 'merged', 'void'] }, ...(department ? { department } : {}) },
      orderBy: [{ urgent: 'desc' }, { dueAt: 'asc' }],
      select: { state: true },
    });
    return rows.map((row) => row.state as unknown as Ticket);
  },
  signedOff: (query) => signedOff(tx, query),
  list: (query) => list(tx, query),
});
