import { type Database, json, type Tx } from './client.ts';
import { touchDirectory } from './directory.ts';

/** A policy to be put in use from a day of the county's calendar on. */
export interface NewPolicy {
  from: string;
  document: object;
  at: Date;
  by: string;
}

/** Keeps a new version beside the old ones and tells every instance. Returns its number. */
export const addPolicy = async (tx: Tx, { from, document, at, by }: NewPolicy): Promise<number> => {
  const newest = await tx.policyVersion.aggregate({ _max: { version: true } });
  const version = (newest._max.version ?? 0) + 1;
  await tx.policyVersion.create({
    data: { version, from: new Date(`${from}T00:00:00Z`), document: json(document), at, by },
  });
  await touchDirectory(tx);
  return version;
};

/** The same as a unit of work of its own. */
export const keepPolicy = (database: Database, policy: NewPolicy): Promise<number> =>
  database.$transaction((tx) => addPolicy(tx, policy));
