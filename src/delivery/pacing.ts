import type { Pool } from 'pg';
import type { Lane } from '../chat/platform.ts';

/** Keeps every sending below the platforms' limits, shared by all instances (PostgreSQL). */
export interface Pacing {
  /** Takes a place in every lane; returns 0 when it may go, else how many milliseconds to wait (nothing was taken then). */
  take(lanes: readonly Lane[], at?: number): Promise<number>;
  /** The vendor has answered what left at `at`: it counted it now at the latest, so its place is free a window from now. */
  arrived(lanes: readonly Lane[], at: number): Promise<void>;
  /** When what is noted left, by lane: machine epoch ms, oldest first. A lane without any is not in it. */
  left(keys: readonly string[]): Promise<Map<string, number[]>>;
}

/**
 * A sending is noted when it leaves us and counted by the vendor when it arrives: two that arrive closer together than
 * they left must not fall into one of the vendor's windows.
 */
const JITTER_S = 0.5;
/** Short windows allow less, or the limit would not be used; what was answered is noted anew (`arrived`) and needs none. */
const JITTER_SHARE = 0.01;

const windowOf = (seconds: number): number => seconds + Math.min(JITTER_S, seconds * JITTER_SHARE);

const MAKE = `INSERT INTO "pace" ("key", "sent") SELECT unnest($1::text[]), '{}' ON CONFLICT DO NOTHING`;

/**
 * All lanes or none, in one statement: what left within each lane's window is kept; with room in every lane this one is
 * noted too, else the longest wait until a place is free. The window slides, so the whole limit is used and never more
 * than `points` fall into any `seconds`, wherever the vendor begins to count.
 */
const TAKE = `
  WITH lane AS (
    SELECT * FROM unnest($1::text[], $2::int[], $3::float8[]) AS l("key", "points", "seconds")
  ), held AS (
    SELECT p."key", p."sent", l."points", l."seconds" * interval '1 second' AS "window"
    FROM "pace" p JOIN lane l USING ("key") ORDER BY p."key" FOR UPDATE OF p
  ), kept AS (
    SELECT "key", "points", "window",
      ARRAY(SELECT t FROM unnest("sent") t WHERE t > $4::timestamptz - "window" ORDER BY t) AS "sent"
    FROM held
  ), verdict AS (
    SELECT max(CASE WHEN cardinality("sent") < "points" THEN 0
      ELSE extract(epoch FROM "sent"[cardinality("sent") - "points" + 1] + "window" - $4::timestamptz) * 1000 END) AS "wait"
    FROM kept
  ), noted AS (
    UPDATE "pace" p SET "sent" = array_append(k."sent", $4::timestamptz)
    FROM kept k, verdict v WHERE p."key" = k."key" AND v."wait" = 0
  )
  SELECT "wait" FROM verdict`;

const ARRIVED = `
  WITH lane AS (SELECT "key" FROM "pace" WHERE "key" = ANY($1::text[]) ORDER BY "key" FOR UPDATE)
  UPDATE "pace" p SET "sent" = array_replace(p."sent", $2::timestamptz, $3::timestamptz) FROM lane WHERE p."key" = lane."key"`;
const LEFT = `SELECT "key", ARRAY(SELECT t FROM unnest("sent") t ORDER BY t) AS "sent" FROM "pace" WHERE "key" = ANY($1::text[])`;

/** Opens the pacing on the archive's database. `real` is the machine's time in epoch ms. */
export const openPacing = (pool: Pick<Pool, 'query'>, real: () => number): Pacing => {
  const made = new Set<string>();
  const make = async (keys: readonly string[]): Promise<void> => {
    const missing = keys.filter((key) => !made.has(key));
    if (missing.length === 0) return;
    await pool.query({ name: 'pace-make', text: MAKE, values: [missing] });
    for (const key of missing) made.add(key);
  };
  return {
    arrived: async (lanes, at) => {
      if (lanes.length === 0) return;
      const values = [lanes.map(({ key }) => key), new Date(at), new Date(real())];
      await pool.query({ name: 'pace-arrived', text: ARRIVED, values });
    },
    left: async (keys) => {
      const { rows } = await pool.query<{ key: string; sent: Date[] }>({
        name: 'pace-left',
        text: LEFT,
        values: [keys],
      });
      return new Map(rows.map(({ key, sent }) => [key, sent.map((at) => at.getTime())]));
    },
    take: async (lanes, at = real()) => {
      if (lanes.length === 0) return 0;
      const keys = lanes.map(({ key }) => key);
      await make(keys);
      const values = [
        keys,
        lanes.map(({ points }) => points),
        lanes.map(({ seconds }) => windowOf(seconds)),
        new Date(at),
      ];
      const { rows } = await pool.query<{ wait: string | null }>({ name: 'pace-take', text: TAKE, values });
      return Math.ceil(Number(rows[0]?.wait ?? 0));
    },
  };
};
