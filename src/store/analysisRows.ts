import type { AnalysisDesk, CellCount, RepeatCount, Repeats, Volume, VolumeCount } from '../workflow/analysisDesk.ts';
import type { Tx } from './client.ts';
import { areFilled } from './topicRows.ts';

/** Columns in the order of their bits in `GROUPING(…)`: the one that is 0 is the one it is grouped by. */
const GROUPED: readonly Volume[] = ['type', 'category', 'area', 'department'];
const ALL_GROUPED = (1 << GROUPED.length) - 1;

const volumeOf = (grouping: number): Volume =>
  GROUPED.find((_volume, place) => (grouping & (1 << (GROUPED.length - 1 - place))) === 0) ?? 'all';

const volumes = async (tx: Tx, spans: Parameters<AnalysisDesk['volumes']>[0]): Promise<VolumeCount[]> => {
  const rows = await tx.$queryRaw<
    { span: number; grouping: number; name: string | null; counted: number; merged: number }[]
  >`
    WITH spans AS (
      SELECT "from", "to", "span" - 1 AS "span"
      FROM unnest(${spans.map(({ from }) => from)}::timestamptz[], ${spans.map(({ to }) => to)}::timestamptz[])
        WITH ORDINALITY AS s("from", "to", "span")
    )
    SELECT s."span"::int AS "span", GROUPING(t."type", t."category", t."area", t."department")::int AS "grouping",
      coalesce(t."type", t."category", t."area", t."department") AS "name",
      count(*) FILTER (WHERE t."standing" = 'counted')::int AS "counted",
      count(*) FILTER (WHERE t."standing" = 'merged')::int AS "merged"
    FROM spans s JOIN "ticket_topic" t ON t."receivedAt" >= s."from" AND t."receivedAt" < s."to"
    GROUP BY GROUPING SETS ((s."span"), (s."span", t."type"), (s."span", t."category"), (s."span", t."area"),
      (s."span", t."department"))`;
  return rows.flatMap(({ span, grouping, name, counted, merged }): VolumeCount[] => [
    { by: volumeOf(grouping), name: name ?? '', span, count: counted },
    ...(grouping === ALL_GROUPED ? [{ by: 'merged' as const, name: '', span, count: merged }] : []),
  ]);
};

const cells = (tx: Tx, bounds: readonly Date[]): Promise<CellCount[]> => tx.$queryRaw<CellCount[]>`
  SELECT coalesce("category", '') AS "category", coalesce("area", '') AS "area",
    width_bucket("receivedAt", ${[...bounds]}::timestamptz[]) - 1 AS "month", count(*)::int AS "count"
  FROM "ticket_topic"
  WHERE "receivedAt" >= ${bounds[0]} AND "receivedAt" < ${bounds.at(-1)} AND "standing" = 'counted'
  GROUP BY 1, 2, 3`;

const repeats = (tx: Tx, ...[{ from, to }, times]: Parameters<AnalysisDesk['repeats']>): Promise<RepeatCount[]> =>
  tx.$queryRaw<RepeatCount[]>`
    WITH appeals AS (
      SELECT k."kind", k."key", coalesce(t."category", '') AS "category"
      FROM "ticket_topic" t CROSS JOIN LATERAL (VALUES ('caller', t."callerKey"), ('place', t."placeKey")) AS k("kind", "key")
      WHERE t."receivedAt" >= ${from} AND t."receivedAt" < ${to} AND t."standing" <> 'void' AND k."key" IS NOT NULL
    ), grouped AS (
      SELECT "kind", "key" FROM appeals GROUP BY "kind", "key" HAVING count(*) >= ${times}::int
    )
    SELECT a."kind", a."category", count(*)::int AS "tickets",
      (SELECT count(*)::int FROM grouped g WHERE g."kind" = a."kind") AS "groups"
    FROM appeals a JOIN grouped USING ("kind", "key")
    GROUP BY a."kind", a."category" ORDER BY a."kind", "tickets" DESC, a."category" COLLATE "C"`;

const repeatsOf = async (tx: Tx, no: string, days: number): Promise<Repeats> => {
  const [row] = await tx.$queryRaw<Repeats[]>`
    SELECT
      (SELECT count(*)::int FROM "ticket_topic" o WHERE o."callerKey" = t."callerKey" AND o."standing" <> 'void'
        AND o."receivedAt" > t."receivedAt" - ${days}::int * interval '1 day'
        AND (o."receivedAt", o."no") <= (t."receivedAt", t."no")) AS "caller",
      (SELECT count(*)::int FROM "ticket_topic" o WHERE o."placeKey" = t."placeKey" AND o."standing" <> 'void'
        AND o."receivedAt" > t."receivedAt" - ${days}::int * interval '1 day'
        AND (o."receivedAt", o."no") <= (t."receivedAt", t."no")) AS "place"
    FROM "ticket_topic" t WHERE t."no" = ${no}`;
  return row ?? { caller: 0, place: 0 };
};

/** While a ticket has no row yet, nothing is known: what is compared with half a month is no news. */
const firstReceived = async (tx: Tx): Promise<Date | undefined> => {
  if (!(await areFilled(tx))) return undefined;
  return (await tx.ticketTopic.aggregate({ _min: { receivedAt: true } }))._min.receivedAt ?? undefined;
};

/** The part of a desk that counts for the analysis: one statement each, over narrow rows by the date of receipt. */
export const analysisDesk = (tx: Tx): AnalysisDesk => ({
  firstReceived: () => firstReceived(tx),
  volumes: (spans) => volumes(tx, spans),
  cells: (bounds) => cells(tx, bounds),
  repeats: (span, times) => repeats(tx, span, times),
  repeatsOf: (no, days) => repeatsOf(tx, no, days),
});
