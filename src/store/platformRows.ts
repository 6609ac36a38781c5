import type { PlatformName } from '../cards/exchange.ts';
import type { PlatformContext, PlatformMemory } from '../chat/platform.ts';
import { type Database, json } from './client.ts';
import type { Seal } from './seal.ts';

/** What platforms keep in the archive: seen nonces, shared tokens, small memories. Machine times come from `real`. */
export interface PlatformRows {
  nonce: PlatformContext['nonce'];
  token: PlatformContext['token'];
  memory(platform: PlatformName): PlatformMemory;
  file: PlatformContext['file'];
}

/** A token is fetched anew this long before it ends. */
const TOKEN_MARGIN_MS = 300_000;
const MEMORY_FRESH_MS = 60_000;

const nonce = async (database: Database, real: () => number, key: string, digest: string) => {
  const seenAt = new Date(real());
  const written = await database.$executeRaw`
    INSERT INTO "nonce" ("key", "digest", "seenAt") VALUES (${key}, ${digest}, ${seenAt}) ON CONFLICT DO NOTHING`;
  if (written > 0) return 'fresh' as const;
  const row = await database.nonce.findUnique({ where: { key } });
  return row?.digest === digest ? ('repeat' as const) : ('forged' as const);
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

/** Opens the platforms' part of the archive. Tokens and memories are also kept in memory, so that a send asks nothing. */
export const openPlatformRows = (database: Database, seal: Seal, real: () => number): PlatformRows => {
  const tokens = new Map<string, { value: string; until: number }>();
  return {
    nonce: (key, digest) => nonce(database, real, key, digest),
    token: async (key, fetch, options = {}) => {
      const near = tokens.get(key);
      if (near && near.until > real() && near.value !== options.refuse) return near.value;
      const value = await fetchUnderLock({ database, seal, real }, key, fetch, options.refuse);
      tokens.set(key, { value, until: real() + MEMORY_FRESH_MS });
      return value;
    },
    memory: (platform) => memoryOf(database, real, platform),
    file: async (id) => {
      const row = await database.outgoingFile.findUnique({ where: { id }, select: { bytes: true } });
      return row ? Buffer.from(row.bytes) : undefined;
    },
  };
};

const memoryOf = (database: Database, real: () => number, platform: PlatformName): PlatformMemory => {
  const near = new Map<string, { value: Record<string, unknown> | undefined; until: number }>();
  return {
    get: async (key) => {
      const known = near.get(key);
      if (known && known.until > real()) return known.value;
      const row = await database.platformNote.findUnique({ where: { platform_key: { platform, key } } });
      const value = row ? (row.value as Record<string, unknown>) : undefined;
      near.set(key, { value, until: real() + MEMORY_FRESH_MS });
      return value;
    },
    set: async (key, value) => {
      const known = near.get(key)?.value;
      near.set(key, { value, until: real() + MEMORY_FRESH_MS });
      if (known && JSON.stringify(known) === JSON.stringify(value)) return;
      const row = { value: json(value) };
      await database.platformNote.upsert({
        where: { platform_key: { platform, key } },
        create: { platform, key, ...row },
        update: row,
      });
    },
  };
};
