import type { Client } from 'pg';
import { canonical } from '../kernel/canonical.ts';
import { sha256 } from '../kernel/ids.ts';
import { link } from './chain.ts';
import { DESK_CHAIN } from './deskActs.ts';

/** The first place at which a history is not what was written. `seq`: the event; absent: the end of the history. */
export interface Break {
  of: 'ticket' | 'matter' | 'desk';
  /** The ticket's number, the matter's `kind:id`; all acts at the desk are one history. */
  name: string;
  seq?: number;
  what: 'missing' | 'changed' | 'columns' | 'end';
}

/** What was walked. `tip`: SHA-256 over the ends of all chains; noted on paper, it shows later whether any of them was written anew. */
export interface Audit {
  tickets: number;
  matters: number;
  events: number;
  tip: string;
  broken?: Break;
}

interface Head {
  name: string;
  version: number;
  chain: string;
}
interface Line {
  name: string;
  seq: number;
  type: string;
  by: string;
  at: Date;
  body: { type: string; by: string; at: string };
  chain: string;
}

const BATCH = 500;

const KINDS = [
  {
    of: 'ticket',
    heads: 'SELECT "no" AS "name", "version", "chain" FROM "ticket"',
    lines: 'SELECT "no" AS "name", "seq", "type", "by", "at", "body", "chain" FROM "ticket_event"',
  },
  {
    of: 'matter',
    heads: `SELECT "kind" || ':' || "id" AS "name", "version", "chain" FROM "matter"`,
    lines: `SELECT "kind" || ':' || "id" AS "name", "seq", "type", "by", "at", "body", "chain" FROM "matter_event"`,
  },
  {
    of: 'desk',
    heads: `SELECT '${DESK_CHAIN}' AS "name", "seq" AS "version", "chain" FROM "desk_act" WHERE "seq" = (SELECT max("seq") FROM "desk_act")`,
    lines: `SELECT '${DESK_CHAIN}' AS "name", "seq", "type", "by", "at", "body", "chain" FROM "desk_act"`,
  },
] as const;

/** A backup of an older program has no acts at the desk. */
const kindsIn = async (client: Client): Promise<(typeof KINDS)[number][]> => {
  const { rows } = await client.query<{ found: boolean }>(`SELECT to_regclass('"desk_act"') IS NOT NULL AS "found"`);
  return KINDS.filter(({ of }) => of !== 'desk' || rows[0]?.found);
};

/** The first break in one history, walked from its beginning to the end that its state names. */
const breakIn = (of: Break['of'], { name, version, chain }: Head, lines: readonly Line[]): Break | undefined => {
  let end = '';
  for (const [index, line] of lines.entries()) {
    const seq = index + 1;
    if (line.seq !== seq) return { of, name, seq, what: 'missing' };
    if (link(end, name, seq, line.body) !== line.chain) return { of, name, seq, what: 'changed' };
    const told = canonical([line.type, line.by, line.at.toISOString()]);
    if (told !== canonical([line.body.type, line.body.by, new Date(line.body.at).toISOString()]))
      return { of, name, seq, what: 'columns' };
    end = line.chain;
  }
  if (lines.length < version) return { of, name, seq: lines.length + 1, what: 'missing' };
  return lines.length > version || end !== chain ? { of, name, what: 'end' } : undefined;
};

/** All names of a kind in one order, read once; a history whose ticket is gone is among them. */
const openNames = async (client: Client, kind: (typeof KINDS)[number]): Promise<void> => {
  await client.query(
    `DECLARE names CURSOR FOR SELECT "name" FROM (SELECT "name" FROM (${kind.heads}) AS h
       UNION SELECT "name" FROM (${kind.lines}) AS l) AS n ORDER BY "name" COLLATE "C"`,
  );
};

/** Reads the next batch of histories. */
const nextBatch = async (client: Client, kind: (typeof KINDS)[number]) => {
  const { rows: names } = await client.query<{ name: string }>(`FETCH ${BATCH} FROM names`);
  const asked = names.map(({ name }) => name);
  const heads = await client.query<Head>(`SELECT * FROM (${kind.heads}) AS h WHERE "name" = ANY($1::text[])`, [asked]);
  const lines = await client.query<Line>(
    `SELECT * FROM (${kind.lines}) AS l WHERE "name" = ANY($1::text[]) ORDER BY "seq"`,
    [asked],
  );
  const headOf = new Map(heads.rows.map((head) => [head.name, head]));
  const linesOf = Map.groupBy(lines.rows, ({ name }) => name);
  return asked.map((name) => ({
    head: headOf.get(name) ?? { name, version: 0, chain: '' },
    lines: linesOf.get(name) ?? [],
  }));
};

const count = async (client: Client): Promise<number> => {
  const { rows } = await client.query<{ n: number }>(
    'SELECT (SELECT count(*) FROM "ticket")::int + (SELECT count(*) FROM "matter")::int AS n',
  );
  return rows[0]?.n ?? 0;
};

/**
 * Walks the hash chains of all tickets' and matters' histories and of the desk's acts (`chain.ts`) and stops at the first broken one. Reads one
 * snapshot, so a bot that works meanwhile breaks nothing. `progress` is told how many histories of how many.
 */
export const auditChains = async (
  client: Client,
  progress: (done: number, of: number) => void = () => undefined,
): Promise<Audit> => {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    return await walk(client, progress);
  } finally {
    await client.query('ROLLBACK');
  }
};

const walk = async (client: Client, progress: (done: number, of: number) => void): Promise<Audit> => {
  const of = await count(client);
  const found = { ticket: 0, matter: 0, desk: 0, events: 0 };
  let tip = '';
  const audit = (): Audit => ({ tickets: found.ticket, matters: found.matter, events: found.events, tip });
  for (const kind of await kindsIn(client)) {
    await openNames(client, kind);
    for (let last = false; !last; ) {
      const histories = await nextBatch(client, kind);
      for (const { head, lines } of histories) {
        const broken = breakIn(kind.of, head, lines);
        if (broken) return { ...audit(), broken };
        found[kind.of] += 1;
        found.events += lines.length;
        tip = sha256(`${tip}\n${kind.of}\n${head.name}\n${head.chain}`);
      }
      progress(Math.min(found.ticket + found.matter, of), of);
      last = histories.length < BATCH;
    }
    await client.query('CLOSE names');
  }
  return audit();
};
