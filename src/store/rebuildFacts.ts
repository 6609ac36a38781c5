import { Client } from 'pg';
import { factsOf } from '../domain/assessment/ticketFacts.ts';
import type { TicketEvent } from '../domain/ticket/events.ts';
import { replay } from '../domain/ticket/evolve.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Logger } from '../kernel/log.ts';
import { FACT_COLUMNS, FACT_SHAPE, rowOf } from './factRows.ts';

/** One more whenever `factsOf` counts differently or a clock is spent that was not: every ticket's facts are made anew. */
export const FACTS_REVISION = 1;

const NOTE = 'facts:revision';
/** Any number, the same in every instance (`migrations.ts` has the one before). */
const LOCK = 12_345_002;
const BATCH = 1_000;

interface Progress {
  revision: number;
  /** The last ticket done; absent: all of them are. */
  through?: string;
}

/**
 * Makes the facts of all tickets anew when they are of an older revision, at the start and before anybody reads them: in
 * batches, each a transaction that says how far it came, so that a start cut short goes on where it was. Of several
 * instances one works and the others wait. Returns how many tickets were read.
 */
export const rebuildFacts = async (url: string, { log }: { log: Logger }): Promise<number> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    return await rebuildAll(client, log);
  } finally {
    // The lock goes with the connection.
    await client.end().catch(() => undefined);
  }
};

const rebuildAll = async (client: Client, log: Logger): Promise<number> => {
  let done = 0;
  for (let after = await firstAfter(client); after !== undefined; ) {
    const numbers = await inTransaction(client, () => rebuildBatch(client, after ?? ''));
    done += numbers.length;
    after = numbers.length < BATCH ? undefined : numbers.at(-1);
    if (numbers.length > 0) log.info({ tickets: done }, 'facts of an assessment made anew');
  }
  return done;
};

/** The number after which to begin; undefined: nothing is to be done. */
const firstAfter = async (client: Client): Promise<string | undefined> => {
  const { rows } = await client.query<{ value: Progress }>('SELECT "value" FROM "note" WHERE "key" = $1', [NOTE]);
  const known = rows[0]?.value;
  return known?.revision === FACTS_REVISION ? known.through : '';
};

const inTransaction = async <T>(client: Client, work: () => Promise<T>): Promise<T> => {
  await client.query('BEGIN');
  try {
    const value = await work();
    await client.query('COMMIT');
    return value;
  } catch (thrown) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw thrown;
  }
};

const rebuildBatch = async (client: Client, after: string): Promise<string[]> => {
  const { rows } = await client.query<{ state: Ticket }>(
    'SELECT "state" FROM "ticket" WHERE "no" > $1 ORDER BY "no" LIMIT $2 FOR UPDATE',
    [after, BATCH],
  );
  const tickets = await withSpentClocks(
    client,
    rows.map(({ state }) => state),
  );
  const numbers = tickets.map(({ no }) => no);
  const facts = tickets.flatMap((ticket) => factsOf(ticket).map((fact) => rowOf({ ticket: ticket.no, fact })));
  await client.query('DELETE FROM "ticket_fact" WHERE "ticket" = ANY($1::text[])', [numbers]);
  await client.query(
    `INSERT INTO "ticket_fact" (${FACT_COLUMNS}) SELECT ${FACT_COLUMNS} FROM jsonb_to_recordset($1::jsonb) AS ${FACT_SHAPE}`,
    [JSON.stringify(facts)],
  );
  await keepProgress(client, numbers);
  return numbers;
};

const keepProgress = async (client: Client, numbers: readonly string[]): Promise<void> => {
  const through = numbers.length < BATCH ? undefined : numbers.at(-1);
  const progress: Progress = { revision: FACTS_REVISION, ...(through === undefined ? {} : { through }) };
  await client.query(
    'INSERT INTO "note" ("key", "value") VALUES ($1, $2) ON CONFLICT ("key") DO UPDATE SET "value" = EXCLUDED."value"',
    [NOTE, JSON.stringify(progress)],
  );
};

/** Whether a clock of this ticket may have given way to another one. */
const mayHaveSpent = (ticket: Ticket): boolean =>
  ticket.round > 1 ||
  ticket.escalation !== undefined ||
  ticket.referral !== undefined ||
  ticket.flags.includes('supervised');

/** States of earlier days do not have their spent clocks: the history does, and the state gets them from there. */
const withSpentClocks = async (client: Client, tickets: readonly Ticket[]): Promise<Ticket[]> => {
  const asked = tickets.filter(mayHaveSpent).map(({ no }) => no);
  if (asked.length === 0) return [...tickets];
  const { rows } = await client.query<{ no: string; body: TicketEvent }>(
    'SELECT "no", "body" FROM "ticket_event" WHERE "no" = ANY($1::text[]) ORDER BY "no", "seq"',
    [asked],
  );
  const histories = Map.groupBy(rows, ({ no }) => no);
  const renewed: Ticket[] = [];
  for (const ticket of tickets) {
    const history = histories.get(ticket.no);
    const spent = history && replay(history.map(({ body }) => body))?.spent;
    const now = spent ? { ...ticket, spent } : ticket;
    if (JSON.stringify(now.spent) !== JSON.stringify(ticket.spent))
      await client.query('UPDATE "ticket" SET "state" = $2::jsonb WHERE "no" = $1', [ticket.no, JSON.stringify(now)]);
    renewed.push(now);
  }
  return renewed;
};
