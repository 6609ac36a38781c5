import type { PlatformName } from '../cards/exchange.ts';
import type { PlatformContext, PlatformMemory } from '../chat/platform.ts';
import type { Database } from './client.ts';
import { gathered } from './gathered.ts';
import type { Seal } from './seal.ts';
import type { Run, Statement } from './unit.ts';

/** What platforms keep in the archive: seen nonces, shared tokens, small memories. Machine times come from `real`. */
export interface PlatformRows {
  nonce: PlatformContext['nonce'];
  token: PlatformContext['token'];
  renew: PlatformContext['renew'];
  memory(platform: PlatformName): PlatformMemory;
  file: PlatformContext['file'];
}

/** A token is fetched anew this long before it ends. */
const TOKEN_MARGIN_MS = 300_000;
const MEMORY_FRESH_MS = 60_000;
/** Refused tokens are replaced this often in a minute; more would be knocking, which the vendors answer with a ban. */
const RENEWALS = 3;
const RENEWAL_WINDOW_MS = 60_000;

const KEEP_NONCES: Statement = {
  name: 'keep nonces',
  text: `
    INSERT INTO "nonce" ("key", "digest", "seenAt") SELECT "key", "digest", $3 FROM unnest($1::text[], $2::text[]) AS n("key", "digest")
    ON CONFLICT DO NOTHING RETURNING "key"`,
};
const NONCES: Statement = { name: 'nonces', text: 'SELECT "key", "digest" FROM "nonce" WHERE "key" = ANY($1::text[])' };

type Nonce = { key: string; digest: string };

/** Of several with one key that come together the first is fresh, the others are compared with it. */
const keepNonces = async (run: Run, real: () => number, nonces: readonly Nonce[]) => {
  const fresh = new Map<string, number>();
  const written = await run<{ key: string }>(KEEP_NONCES, [
    nonces.map(({ key }) => key),
    nonces.map(({ digest }) => digest),
    new Date(real()),
  ]);
  for (const { key } of written)
    fresh.set(
      key,
      nonces.findIndex((nonce) => nonce.key === key),
    );
  const old = nonces.filter(({ key }, place) => fresh.get(key) !== place);
  const rows = old.length > 0 ? await run<Nonce>(NONCES, [old.map(({ key }) => key)]) : [];
  const digests = new Map(rows.map(({ key, digest }) => [key, digest]));
  return nonces.map(({ key, digest }, place) => {
    if (fresh.get(key) === place) return 'fresh' as const;
    return digests.get(key) === digest ? ('repeat' as const) : ('forged' as const);
  });
};

/** One instance at a time fetches: the others wait at the advisory lock and then find the new token. */
const fetchUnderLock = async (
  rows: { database: Database; seal: Seal; real: () => number },
  key: string,
  fetch: Parameters<PlatformContext['token']>[1],
  refuse: string | undefined,
): Promise<string> =>
  rows.database.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`token:${key}`}, 0))`;
      const row = await tx.platformToken.findUnique({ where: { key } });
      const kept =
        row && row.expiresAt.getTime() - TOKEN_MARGIN_MS > rows.real()
          ? String(rows.seal.open(row.value, key))
          : undefined;
      if (kept !== undefined && kept !== refuse) return kept;
      const fetched = await fetch();
      const value = {
        value: rows.seal.close(fetched.value, key),
        expiresAt: new Date(rows.real() + fetched.expiresInSeconds * 1000),
      };
      await tx.platformToken.upsert({ where: { key }, create: { key, ...value }, update: value });
      return fetched.value;
    },
    { timeout: 30_000, maxWait: 30_000 },
  );

/**
 * Opens the platforms' part of the archive. Tokens and memories are also kept in memory, so that a send asks nothing.
 * `side` has connections of its own: what a unit of work asks here never waits for a connection that units hold.
 */
export const openPlatformRows = (database: Database, side: Run, seal: Seal, real: () => number): PlatformRows => {
  const keep = gathered((nonces: readonly Nonce[]) => keepNonces(side, real, nonces));
  const tokens = new Map<string, { value: string; until: number }>();
  const renewals = new Map<string, number[]>();
  /** Whether a refused token may be replaced now; notes that it is. */
  const mayRenew = (key: string): boolean => {
    const recent = (renewals.get(key) ?? []).filter((at) => at > real() - RENEWAL_WINDOW_MS);
    if (recent.length >= RENEWALS) return false;
    renewals.set(key, [...recent, real()]);
    return true;
  };
  return {
    nonce: (key, digest) => keep({ key, digest }),
    token: async (key, fetch, options = {}) => {
      const near = tokens.get(key);
      if (near && near.until > real() && near.value !== options.refuse) return near.value;
      if (options.refuse !== undefined && !mayRenew(key)) return options.refuse;
      const value = await fetchUnderLock({ database, seal, real }, key, fetch, options.refuse);
      tokens.set(key, { value, until: real() + MEMORY_FRESH_MS });
      return value;
    },
    renew: async (cardRef, reference) => void (await side(RENEW, [cardRef, JSON.stringify(reference)])),
    memory: (platform) => memoryOf(side, real, platform),
    file: async (id) => {
      const row = await database.outgoingFile.findUnique({ where: { id }, select: { bytes: true } });
      return row ? Buffer.from(row.bytes) : undefined;
    },
  };
};

const RENEW: Statement = {
  name: 'renew a card reference',
  text: `UPDATE "delivery" SET "reference" = $2::jsonb WHERE "cardRef" = $1 AND "act" = 'send' AND "state" = 'accepted'`,
};

const RECALL: Statement = {
  name: 'recall a platform note',
  text: 'SELECT "value" FROM "platform_note" WHERE "platform" = $1 AND "key" = $2',
};
const NOTE: Statement = {
  name: 'keep a platform note',
  text: `
    INSERT INTO "platform_note" ("platform", "key", "value") VALUES ($1, $2, $3::jsonb)
    ON CONFLICT ("platform", "key") DO UPDATE SET "value" = excluded."value"`,
};

/** In the order of the keys, so that instances wait for each other and never lock each other out. */
const ADD: Statement = {
  name: 'add to platform counters',
  text: `
    INSERT INTO "platform_note" ("platform", "key", "value")
    SELECT $1, "key", jsonb_build_object('count', "count") FROM unnest($2::text[], $3::int[]) AS added("key", "count") ORDER BY "key"
    ON CONFLICT ("platform", "key") DO UPDATE SET "value" =
      jsonb_build_object('count', coalesce(("platform_note"."value"->>'count')::int, 0) + (excluded."value"->>'count')::int)
    RETURNING "key", ("value"->>'count')::int AS "count"`,
};

type Added = { key: string; count: number };

/** Each gets the sum as it stood after its own part. */
const addAll = async (run: Run, platform: PlatformName, added: readonly Added[]): Promise<number[]> => {
  const sums = new Map<string, number>();
  for (const { key, count } of added) sums.set(key, (sums.get(key) ?? 0) + count);
  const rows = await run<Added>(ADD, [platform, [...sums.keys()], [...sums.values()]]);
  const stands = new Map(rows.map(({ key, count }) => [key, count - (sums.get(key) ?? 0)]));
  return added.map(({ key, count }) => {
    const now = (stands.get(key) ?? 0) + count;
    stands.set(key, now);
    return now;
  });
};

const memoryOf = (run: Run, real: () => number, platform: PlatformName): PlatformMemory => {
  const near = new Map<string, { value: Record<string, unknown> | undefined; until: number }>();
  const add = gathered((added: readonly Added[]) => addAll(run, platform, added));
  return {
    add: async (key, count) => {
      const now = await add({ key, count });
      near.set(key, { value: { count: now }, until: real() + MEMORY_FRESH_MS });
      return now;
    },
    get: async (key) => {
      const known = near.get(key);
      if (known && known.until > real()) return known.value;
      const [row] = await run<{ value: Record<string, unknown> }>(RECALL, [platform, key]);
      near.set(key, { value: row?.value, until: real() + MEMORY_FRESH_MS });
      return row?.value;
    },
    set: async (key, value) => {
      const known = near.get(key)?.value;
      near.set(key, { value, until: real() + MEMORY_FRESH_MS });
      if (known && JSON.stringify(known) === JSON.stringify(value)) return;
      await run(NOTE, [platform, key, JSON.stringify(value)]);
    },
  };
};
