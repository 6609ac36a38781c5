import { type Database, json } from './client.ts';
import { touchDirectory } from './directory.ts';

/** A version of the policy document: from which day of the county's calendar it holds, and who put it in use. */
export interface PolicyVersionLine {
  version: number;
  /** `2026-12-01` */
  from: string;
  by: string;
}

/** Every version ever put in use, oldest first. */
export const policyVersions = async (database: Database): Promise<PolicyVersionLine[]> => {
  const rows = await database.policyVersion.findMany({ orderBy: { version: 'asc' } });
  return rows.map(({ version, from, by }) => ({ version, from: from.toISOString().slice(0, 10), by }));
};

/** Keeps a new version beside the old ones and tells every instance. Returns its number. */
export const keepPolicy = (
  database: Database,
  policy: { from: string; document: object; at: Date; by: string },
): Promise<number> =>
  database.$transaction(async (tx) => {
    const newest = await tx.policyVersion.aggregate({ _max: { version: true } });
    const version = (newest._max.version ?? 0) + 1;
    const { from, document, at, by } = policy;
    await tx.policyVersion.create({
      data: { version, from: new Date(`${from}T00:00:00Z`), document: json(document), at, by },
    });
    await touchDirectory(tx);
    return version;
  });
