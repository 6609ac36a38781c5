import { type Database, json, type Tx } from './client.ts';
import { touchDirectory } from './directory.ts';

/** A 考核方案 as it was put in use. */
export interface SchemeVersionLine {
  version: number;
  name: string;
  /** `2026-11` */
  fromMonth: string;
  by: string;
}

/** Every version ever put in use, oldest first. */
export const schemeVersions = (database: Database | Tx): Promise<SchemeVersionLine[]> =>
  database.schemeVersion.findMany({
    orderBy: { version: 'asc' },
    select: { version: true, name: true, fromMonth: true, by: true },
  });

/** States of a month's table from which on it no longer moves. */
const SETTLED = ['locked', 'published'];

/**
 * Keeps a new version beside the old ones and tells every instance. Refused, with the month, when the table of a month
 * from `fromMonth` on is locked or published: what is settled never follows another scheme.
 */
export const keepScheme = (
  database: Database,
  scheme: { name: string; fromMonth: string; document: object; at: Date; by: string },
): Promise<{ version: number } | { settled: string }> =>
  database.$transaction(async (tx) => {
    const { name, fromMonth, document, at, by } = scheme;
    const settled = await tx.leagueTable.findFirst({
      where: { kind: 'monthly', state: { in: SETTLED }, period: { gte: fromMonth } },
      orderBy: { period: 'desc' },
      select: { period: true },
    });
    if (settled) return { settled: settled.period };
    const newest = await tx.schemeVersion.aggregate({ _max: { version: true } });
    const version = (newest._max.version ?? 0) + 1;
    await tx.schemeVersion.create({ data: { version, name, fromMonth, document: json(document), at, by } });
    await touchDirectory(tx);
    return { version };
  });
