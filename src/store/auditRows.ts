import type { AuditLine, AuditQuery, CentreDesk } from '../workflow/centreDesk.ts';
import type { Tx } from './client.ts';
import { Prisma } from './generated/client.ts';

/** A number as a text that sorts like it. */
const IN_ORDER = Prisma.sql`lpad("seq"::text, 10, '0')`;

/** Where each kind of trace stands, in the columns all of them share. */
const TRACES: Record<AuditLine['kind'], { from: Prisma.Sql; about: Prisma.Sql; seq: Prisma.Sql; body: Prisma.Sql }> = {
  ticket: {
    from: Prisma.sql`"ticket_event"`,
    about: Prisma.sql`"no"`,
    seq: IN_ORDER,
    body: Prisma.sql`"type", "via", "body", "before", "after"`,
  },
  matter: {
    from: Prisma.sql`"matter_event"`,
    about: Prisma.sql`"kind" || ':' || "id"`,
    seq: IN_ORDER,
    body: Prisma.sql`"type", "via", "body", NULL AS "before", NULL AS "after"`,
  },
  disclosure: {
    from: Prisma.sql`"disclosure"`,
    about: Prisma.sql`"ticket"`,
    seq: Prisma.sql`"id"`,
    body: Prisma.sql`'Disclosed' AS "type", jsonb_build_object('door', "via") AS "via",
      jsonb_build_object('purpose', "purpose") AS "body", NULL AS "before", NULL AS "after"`,
  },
  desk: {
    from: Prisma.sql`"desk_act"`,
    about: Prisma.sql`"about"`,
    seq: IN_ORDER,
    body: Prisma.sql`"type", "via", "body", NULL AS "before", NULL AS "after"`,
  },
};

/** What is looked for by name: a number exactly; of matters their own number too. */
const named = (kind: AuditLine['kind'], names: readonly string[]): Prisma.Sql => {
  const any = [...names];
  if (kind === 'matter') return Prisma.sql`"id" = ANY(${any}::text[])`;
  const { about } = TRACES[kind];
  return Prisma.sql`${about} = ANY(${any}::text[])`;
};

const conditions = (kind: AuditLine['kind'], query: AuditQuery): Prisma.Sql[] => {
  const { names, people, from, to, before, shown } = query;
  const { about, seq } = TRACES[kind];
  return [
    ...(kind === 'ticket' ? [Prisma.sql`"type" = ANY(${[...shown]}::text[])`] : []),
    ...(names ? [named(kind, names)] : []),
    ...(people ? [Prisma.sql`"by" = ANY(${[...people]}::text[])`] : []),
    ...(from ? [Prisma.sql`"at" >= ${from}`] : []),
    ...(to ? [Prisma.sql`"at" < ${to}`] : []),
    ...(before
      ? [
          Prisma.sql`"at" <= ${before.at}`,
          Prisma.sql`("at", ${kind}::text, ${about}, ${seq}) < (${before.at}, ${before.kind}, ${before.about}, ${before.seq})`,
        ]
      : []),
  ];
};

/** Newest first; what happened at one moment in the order of kind, name and place. */
const ORDER = Prisma.sql`ORDER BY "at" DESC, "kind" DESC, "about" DESC, "seq" DESC`;

const part = (kind: AuditLine['kind'], query: AuditQuery): Prisma.Sql => {
  const { from, about, seq, body } = TRACES[kind];
  const all = conditions(kind, query);
  const where = all.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(all, ' AND ')}`;
  // The newest are cut out by the index on `at` before anything else is made of them.
  return Prisma.sql`(
    SELECT ${kind}::text AS "kind", ${about} AS "about", ${seq} AS "seq", "at", "by", ${body} FROM ${from} ${where}
    ${ORDER} LIMIT ${query.limit})`;
};

interface Row extends Omit<AuditLine, 'via' | 'before' | 'after'> {
  via: AuditLine['via'] | null;
  before: string | null;
  after: string | null;
}

const lineOf = ({ via, before, after, ...row }: Row): AuditLine => ({
  ...row,
  ...(via ? { via } : {}),
  ...(before ? { before: before as NonNullable<AuditLine['before']> } : {}),
  ...(after ? { after: after as NonNullable<AuditLine['after']> } : {}),
});

/** What people and clocks did, over all traces that are kept. */
export const auditSearch =
  (tx: Tx): CentreDesk['audit'] =>
  async (query) => {
    const kinds = query.kind ? [query.kind] : (Object.keys(TRACES) as AuditLine['kind'][]);
    const rows = await tx.$queryRaw<Row[]>`
      SELECT * FROM (${Prisma.join(
        kinds.map((kind) => part(kind, query)),
        ' UNION ALL ',
      )}) AS traces ${ORDER} LIMIT ${query.limit}`;
    return rows.map(lineOf);
  };
