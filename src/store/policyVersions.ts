import type { PolicyVersionLine } from '../workflow/centreDesk.ts';
import type { Database, Tx } from './client.ts';

/** Every version ever put in use, oldest first. */
export const policyVersions = async (database: Database | Tx): Promise<PolicyVersionLine[]> => {
  const rows = await database.policyVersion.findMany({ orderBy: { version: 'asc' } });
  return rows.map(({ version, from, at, by, document }) => ({
    version,
    from: from.toISOString().slice(0, 10),
    at,
    by,
    document,
  }));
};
