import { COUNTED, type Counted, factsOf, type TicketFact } from '../domain/assessment/ticketFacts.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Run, Statement } from './unit.ts';

/** Columns as bits, in the order of `COUNTED`. A new one goes to the end, and `FACTS_REVISION` up. */
export const bits = (columns: readonly Counted[]): number =>
  columns.reduce((all, column) => all | (1 << COUNTED.indexOf(column)), 0);
export const columnsOf = (counts: number): Counted[] => COUNTED.filter((_column, bit) => counts & (1 << bit));

/** A row of `ticket_fact`, as JSON for the statement. */
export const rowOf = ({ ticket, fact }: { ticket: string; fact: TicketFact }) => ({
  ticket,
  key: fact.key,
  department: fact.department,
  at: fact.at,
  counts: bits(fact.columns),
  doneAt: fact.doneAt ?? null,
  until: fact.until ?? null,
  excluded: fact.excluded?.from ?? null,
  because: fact.excluded?.because ?? null,
});

export const FACT_COLUMNS = '"ticket", "key", "department", "at", "counts", "doneAt", "until", "excluded", "because"';
export const FACT_SHAPE = `f("ticket" text, "key" text, "department" text, "at" timestamptz, "counts" int, "doneAt" timestamptz, "until" timestamptz,
  "excluded" text, "because" text)`;

/** Facts of one ticket that are gone, and those that are new or different, with one statement. */
const KEEP_FACTS: Statement = {
  name: 'keep the facts of a ticket',
  text: `
    WITH gone AS (DELETE FROM "ticket_fact" WHERE "ticket" = $1 AND "key" = ANY($2::text[]))
    INSERT INTO "ticket_fact" (${FACT_COLUMNS}) SELECT ${FACT_COLUMNS} FROM jsonb_to_recordset($3::jsonb) AS ${FACT_SHAPE}
    ON CONFLICT ("ticket", "key") DO UPDATE SET "department" = EXCLUDED."department", "at" = EXCLUDED."at", "counts" = EXCLUDED."counts",
      "doneAt" = EXCLUDED."doneAt", "until" = EXCLUDED."until", "excluded" = EXCLUDED."excluded", "because" = EXCLUDED."because"`,
};

/** What differs between two states of a ticket: the rows that are new or different, the keys that are gone; undefined: nothing. */
export const factChange = (
  before: Ticket | undefined,
  after: Ticket,
): { changed: ReturnType<typeof rowOf>[]; gone: string[] } | undefined => {
  const known = new Map((before ? factsOf(before) : []).map((fact) => [fact.key, JSON.stringify(fact)]));
  const facts = factsOf(after);
  const changed = facts.filter((fact) => known.get(fact.key) !== JSON.stringify(fact));
  const kept = new Set(facts.map(({ key }) => key));
  const gone = [...known.keys()].filter((key) => !kept.has(key));
  if (changed.length + gone.length === 0) return undefined;
  return {
    changed: changed.map((fact) => rowOf({ ticket: after.no, fact })),
    gone,
  };
};

/** Keeps the facts in step with the state, in the transaction that saves it. */
export const keepFacts = async (run: Run, before: Ticket | undefined, after: Ticket): Promise<void> => {
  const change = factChange(before, after);
  if (change) await run(KEEP_FACTS, [after.no, change.gone, JSON.stringify(change.changed)]);
};
