import { sameCaller, samePlace } from '../domain/analysis/sameness.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Desk, TicketText } from '../workflow/ports.ts';
import { type Database, metAnother, type Tx } from './client.ts';
import type { Seal } from './seal.ts';

const standingOf = ({ status }: Ticket): string => (status === 'merged' || status === 'void' ? status : 'counted');

export const TOPIC_COLUMNS =
  '"no", "receivedAt", "type", "category", "area", "department", "standing", "callerKey", "placeKey"';

/** What the analysis counts of a ticket, in the order of the columns. */
export const topicOf = (ticket: Ticket) => ({
  receivedAt: new Date(ticket.receivedAt),
  type: ticket.type,
  category: ticket.category ?? null,
  area: ticket.area ?? null,
  department: ticket.department ?? null,
  standing: standingOf(ticket),
});

/** By what the caller and the place are recognised: hashes that nobody makes without the house's key. */
export const keysOf = (text: TicketText, seal: Seal) => {
  const phone = sameCaller(text.caller?.phone);
  const place = samePlace(text.address);
  return {
    callerKey: phone === undefined ? null : seal.fingerprint('caller', phone),
    placeKey: place === undefined ? null : seal.fingerprint('place', place),
  };
};

const isSame = (before: Ticket | undefined, after: Ticket): boolean =>
  before !== undefined && JSON.stringify(topicOf(before)) === JSON.stringify(topicOf(after));

/**
 * Keeps what the analysis counts beside a ticket that is saved: the keys with its text, the rest when it differs. A
 * ticket older than these rows gets its own from `fillTopics`, which reads it as it is then.
 */
export const keepTopic = async (
  tx: Tx,
  seal: Seal,
  { before, after, text }: Pick<Parameters<Desk['save']>[0], 'before' | 'after' | 'text'>,
): Promise<void> => {
  if (!text && isSame(before?.ticket, after)) return;
  const { no } = after;
  const topic = topicOf(after);
  if (before && !text) {
    await tx.ticketTopic.updateMany({ where: { no }, data: topic });
    return;
  }
  const row = { ...topic, ...(text ? keysOf(text, seal) : {}) };
  await tx.ticketTopic.upsert({ where: { no }, create: { no, ...row }, update: row, select: { no: true } });
};

const PAGE = 500;

/** Whether every ticket has its row. */
export const areFilled = async (on: Pick<Tx, '$queryRaw'>): Promise<boolean> => {
  const rows = await on.$queryRaw<object[]>`
    SELECT 1 FROM "ticket" t WHERE NOT EXISTS (SELECT 1 FROM "ticket_topic" p WHERE p."no" = t."no") LIMIT 1`;
  return rows.length === 0;
};

/**
 * The tickets of a page that have no row, each locked: whoever changes one waits, and finds its row. Returns the page's
 * last number, undefined past the end.
 */
const fillPage = async (tx: Tx, seal: Seal, after: string): Promise<{ last: string; made: number } | undefined> => {
  const [page] = await tx.$queryRaw<{ last: string | null }[]>`
    SELECT max("no") AS "last" FROM (SELECT "no" FROM "ticket" WHERE "no" > ${after} ORDER BY "no" LIMIT ${PAGE}) AS page`;
  const last = page?.last;
  if (typeof last !== 'string') return undefined;
  const rows = await tx.$queryRaw<{ no: string; state: Ticket; sealed: Uint8Array | null }[]>`
    SELECT t."no", t."state", x."sealed" FROM "ticket" t LEFT JOIN "ticket_text" x USING ("no")
    WHERE t."no" > ${after} AND t."no" <= ${last} AND NOT EXISTS (SELECT 1 FROM "ticket_topic" p WHERE p."no" = t."no")
    ORDER BY t."no" FOR UPDATE OF t`;
  const { count } = await tx.ticketTopic.createMany({
    data: rows.map(({ no, state, sealed }) => ({
      no,
      ...topicOf(state),
      ...(sealed ? keysOf(seal.open(sealed, no) as TicketText, seal) : {}),
    })),
    skipDuplicates: true,
  });
  return { last, made: count };
};

/** The same again when somebody changed the same tickets in another order. */
const fillPageSurely = async (...[database, seal, after]: [Database, Seal, string]): ReturnType<typeof fillPage> => {
  for (;;) {
    try {
      return await database.$transaction((tx) => fillPage(tx, seal, after));
    } catch (thrown) {
      if (!metAnother(thrown)) throw thrown;
    }
  }
};

/**
 * Fills the rows of tickets that are older than these rows, page by page by number, until there is none or `stopped`
 * says so; until then no month counts as known. Returns how many rows were made: none, once they are there.
 */
export const fillTopics = async (
  database: Database,
  seal: Seal,
  stopped: () => boolean = () => false,
): Promise<number> => {
  if (await areFilled(database)) return 0;
  let made = 0;
  for (let after: string | undefined = ''; after !== undefined && !stopped(); ) {
    const page: Awaited<ReturnType<typeof fillPage>> = await fillPageSurely(database, seal, after);
    made += page?.made ?? 0;
    after = page?.last;
  }
  return made;
};
