import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { LockedMonth } from '../domain/assessment/assembleMonth.ts';
import type { Desk } from '../workflow/ports.ts';
import { json, type Tx } from './client.ts';

type LeagueDesk = Pick<Desk, 'leagueTable' | 'keepLeagueTable' | 'lockedMonths' | 'keepLeagueLines' | 'leagueLines'>;

const keep = async (tx: Tx, order: Parameters<Desk['keepLeagueTable']>[0]): Promise<number> => {
  const { kind, period } = order;
  const newest = await tx.leagueTable.findFirst({ where: { kind, period }, orderBy: { version: 'desc' } });
  if (kind === 'daily' && newest?.factsSha256 === order.factsSha256 && newest.state === order.state)
    return newest.version;
  const version = (newest?.version ?? 0) + 1;
  await tx.leagueTable.create({ data: { ...order, table: json(order.table), version } });
  return version;
};

/** The part of a desk that keeps league tables and the lines behind them: rows are added, none is ever changed. */
export const leagueDesk = (tx: Tx): LeagueDesk => ({
  leagueTable: async (kind, period, version) => {
    const row = await tx.leagueTable.findFirst({
      where: { kind, period, ...(version === undefined ? {} : { version }) },
      orderBy: { version: 'desc' },
    });
    if (!row) return undefined;
    const { state, table, factsSha256, at } = row;
    return { version: row.version, state, table, factsSha256, at };
  },
  keepLeagueTable: (order) => keep(tx, order),
  lockedMonths: (before) => tx.$queryRaw<LockedMonth[]>`
    SELECT DISTINCT ON ("period") "period" AS "month", "table"->'rows' AS "rows", "table"->'bottom' AS "bottom"
    FROM "league_table" WHERE "kind" = 'monthly' AND "period" < ${before}
    ORDER BY "period", "version" DESC`,
  keepLeagueLines: async ({ month, version, csv, at }) => {
    const bytes = new Uint8Array(gzipSync(csv));
    const sha256 = createHash('sha256').update(csv).digest('hex');
    await tx.leagueLines.create({ data: { month, version, bytes, sha256, at }, select: { version: true } });
  },
  leagueLines: async (month, version) => {
    const row = await tx.leagueLines.findUnique({ where: { month_version: { month, version } } });
    return row ? { csv: gunzipSync(row.bytes).toString('utf8'), sha256: row.sha256 } : undefined;
  },
});
