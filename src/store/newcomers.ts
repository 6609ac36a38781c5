import type { Ticket } from '../domain/ticket/state.ts';
import type { Desk } from '../workflow/ports.ts';
import { FACT_COLUMNS, FACT_SHAPE, factChange } from './factRows.ts';
import type { Seal } from './seal.ts';
import { EVENT_COLUMNS, EVENT_SHAPE, type EventRow, TICKET_COLUMNS, type TicketRow } from './ticketShape.ts';
import { keysOf, TOPIC_COLUMNS, topicOf } from './topicRows.ts';
import type { Run, Statement } from './unit.ts';

/** A ticket that this unit of work creates, as its rows are. */
export interface Newcomer {
  row: TicketRow;
  events: readonly EventRow[];
  after: Ticket;
  text: Parameters<Desk['save']>[0]['text'];
}

/**
 * Tickets that this unit of work creates: gathered, and written together at the latest when the unit ends. Whoever
 * reads in the same unit calls `flush` before. One whose number another unit took meanwhile fails all of the unit.
 */
export interface Newcomers {
  /** Writes them when they are many: nobody waits long for this thread, and no statement grows without bound. */
  put(newcomer: Newcomer): Promise<void>;
  areWaiting(): boolean;
  flush(): Promise<void>;
  /** Empties it; what it returns writes, asking everything of the connection before it first waits. */
  drain(): () => Promise<void>;
}

/** The most that go out with one statement. */
const MANY = 100;

/** History, state, what is counted, sealed text, topic and assisting departments of all of them with one statement. */
const CREATE: Statement = {
  name: 'create tickets',
  text: `
    WITH events AS (
      INSERT INTO "ticket_event" (${EVENT_COLUMNS})
      SELECT ${EVENT_COLUMNS} FROM jsonb_to_recordset($2::jsonb) AS ${EVENT_SHAPE}
    ), facts AS (
      INSERT INTO "ticket_fact" (${FACT_COLUMNS}) SELECT ${FACT_COLUMNS} FROM jsonb_to_recordset($3::jsonb) AS ${FACT_SHAPE}
    ), texts AS (
      INSERT INTO "ticket_text" ("no", "sealed")
      SELECT "no", decode("sealed", 'base64') FROM jsonb_to_recordset($4::jsonb) AS x("no" text, "sealed" text) WHERE "sealed" IS NOT NULL
    ), topics AS (
      INSERT INTO "ticket_topic" (${TOPIC_COLUMNS})
      SELECT "no", "receivedAt", "type", "category", "area", "department", "standing", decode("callerKey", 'hex'), decode("placeKey", 'hex')
      FROM jsonb_to_recordset($4::jsonb) AS p("no" text, "receivedAt" timestamptz, "type" text, "category" text, "area" text,
        "department" text, "standing" text, "callerKey" text, "placeKey" text)
    ), assists AS (
      INSERT INTO "ticket_assist" ("department", "no")
      SELECT unnest(a."departments"), a."no" FROM jsonb_to_recordset($4::jsonb) AS a("no" text, "departments" text[])
      ON CONFLICT DO NOTHING
    )
    INSERT INTO "ticket" (${TICKET_COLUMNS}) SELECT ${TICKET_COLUMNS} FROM jsonb_populate_recordset(NULL::"ticket", $1::jsonb)`,
};

const hex = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString('hex'));

/** What stands beside the ticket, as one record of the statement. */
const besideOf = ({ after, text }: Newcomer, seal: Seal) => {
  const keys = text ? keysOf(text, seal) : { callerKey: null, placeKey: null };
  return {
    no: after.no,
    ...topicOf(after),
    callerKey: hex(keys.callerKey),
    placeKey: hex(keys.placeKey),
    sealed: text ? Buffer.from(seal.close(text, after.no)).toString('base64') : null,
    departments: after.coDepartments,
  };
};

const valuesOf = (newcomers: readonly Newcomer[], seal: Seal): string[] =>
  [
    newcomers.map(({ row }) => ({
      ...row,
      intakeDigest: row.intakeDigest ?? '',
    })),
    newcomers.flatMap(({ events }) => events),
    newcomers.flatMap(({ after }) => factChange(undefined, after)?.changed ?? []),
    newcomers.map((newcomer) => besideOf(newcomer, seal)),
  ].map((records) => JSON.stringify(records));

export const openNewcomers = (run: Run, seal: Seal): Newcomers => {
  let newcomers: Newcomer[] = [];
  /** What is being written while the next ones are made; what was asked before fails before. */
  let writing: Promise<void> = Promise.resolve();
  const drain: Newcomers['drain'] = () => {
    const now = newcomers;
    const before = writing;
    if (now.length === 0) return () => before;
    newcomers = [];
    const values = valuesOf(now, seal);
    return async () => {
      await Promise.all([before, run(CREATE, values)]);
    };
  };
  return {
    put: async (newcomer) => {
      newcomers.push(newcomer);
      if (newcomers.length < MANY) return;
      const before = writing;
      writing = drain()();
      writing.catch(() => undefined);
      await before;
    },
    areWaiting: () => newcomers.length > 0,
    drain,
    flush: () => drain()(),
  };
};
