import type { Run, Statement } from './unit.ts';

/** What open pages look at: tickets by number, and what waits for people, by the tokens they are found by. */
export interface Watched {
  tickets: readonly string[];
  people: readonly { id: string; tokens: readonly string[] }[];
}

/** How these stand: versions by number, and by person a mark that changes with what waits for them. */
export interface Standings {
  tickets: Map<string, number>;
  people: Map<string, string>;
}

const VERSIONS: Statement = {
  name: 'versions of watched tickets',
  text: 'SELECT "no", "version" FROM "ticket" WHERE "no" = ANY ($1::text[])',
};

/** Numbers with their versions: a ticket that comes, goes or changes makes another mark. */
const WAITING: Statement = {
  name: 'marks of what waits',
  text: `
    SELECT w."id", md5(concat(
      (SELECT string_agg(t."no" || ':' || t."version", ',' ORDER BY t."no") FROM "ticket" t WHERE t."waiting" && w."tokens"), ';',
      (SELECT string_agg(m."kind" || m."id" || ':' || m."version", ',' ORDER BY m."kind", m."id")
        FROM "matter" m WHERE m."open" AND m."waiting" && w."tokens"))) AS "mark"
    FROM jsonb_to_recordset($1::jsonb) AS w("id" text, "tokens" text[])`,
};

/** Looks once for all: two statements however many pages are open, none when none is. */
export const standings = async (run: Run, { tickets, people }: Watched): Promise<Standings> => {
  const [versions, marks] = await Promise.all([
    tickets.length > 0 ? run<{ no: string; version: number }>(VERSIONS, [tickets]) : [],
    people.length > 0 ? run<{ id: string; mark: string }>(WAITING, [JSON.stringify(people)]) : [],
  ]);
  return {
    tickets: new Map(versions.map(({ no, version }) => [no, version])),
    people: new Map(marks.map(({ id, mark }) => [id, mark])),
  };
};
