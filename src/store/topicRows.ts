import { sameCaller, samePlace } from '../domain/analysis/sameness.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Desk, TicketText } from '../workflow/ports.ts';
import { type Database, metAnother, type Tx } from './client.ts';
import type { Seal } from './seal.ts';

const standingOf = ({ status }: Ticket): string => (status === 'merged' || status === 'void' ? status : 'counted');

/** What the analysis counts of a ticket, in the order of the columns. */
const topicOf = (ticket: Ticket) => ({
  receivedAt: new Date(ticket.receivedAt),
  type: ticket.type,
  category: ticket.category ?? null,
  area: ticket.area ?? null,
  department: ticket.department ?? null,
  standing: standingOf(ticket),
});

/** By what the caller and the place are recognised: hashes that nobody makes without the house's key. */
const keysOf = (text: TicketText, seal: Seal) => {
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

const BATCH = 200;
/** Up to a batch of tickets without a row, each locked: whoever changes one waits, and finds its row. Returns the last. */
const fillBatch = async (tx: Tx, seal: Seal, after: string): Promise<{ last: string; made: number } | undefined> => {
  const rows = await tx.$queryRaw<{ no: string; state: Ticket; sealed: Uint8Array | null }[]>`
    SELECT t."no", t."state", x."sealed" FROM "ticket" t LEFT JOIN "ticket_text" x USING ("no")
    WHERE t."no" > ${after} AND NOT EXISTS (SELECT 1 FROM "ticket_topic" p WHERE p."no" = t."no")
    ORDER BY t."no" LIMIT ${BATCH} FOR UPDATE OF t`;
  const { count } = await tx.ticketTopic.createMany({
    data: rows.map(({ no, state, sealed }) => ({
      no,
      ...topicOf(state),
      ...(sealed ? keysOf(seal.open(sealed, no) as TicketText, seal) : {}),
    })),
    skipDuplicates: true,
  });
  const last = rows.at(-1)?.no;
  return last === undefined ? undefined : { last, made: count };
};

/** The same again when somebody changed the same tickets in another order. */
const fillBatchSurely = async (...[database, seal, after]: [Database, Seal, string]): ReturnType<typeof fillBatch> => {
  for (;;) {
    try {
      return await database.$transaction((tx) => fillBatch(tx, seal, after));
    } catch (thrown) {
      if (!metAnother(thrown)) throw thrown;
    }
  }
};

/**
 * Fills the rows of tickets that are older than these rows, batch by batch by number, until there is none or `stopped`
 * says so; until then no month counts as known. Returns how many rows were made: none, once they are there.
 */
export const fillTopics = async (
  database: Database,
  seal: Seal,
  stopped: () => boolean = () => false,
): Promise<number> => {
  let made = 0;
  for (let after: string | undefined = ''; after !== undefined && !stopped(); ) {
    const batch: Awaited<ReturnType<typeof fillBatch>> = await fillBatchSurely(database, seal, after);
    made += batch?.made ?? 0;
    after = batch?.last;
  }
  return made;
};
