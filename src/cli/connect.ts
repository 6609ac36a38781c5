import { Client } from 'pg';
import { type Configuration, processEnvironment, readEnvironment } from '../config/environment.ts';
import { PlainError, reasonOf } from '../kernel/errors.ts';
import { silentLog } from '../kernel/log.ts';
import { startEmbedded } from '../store/embedded/startEmbedded.ts';

/** One connection of its own, for work that needs the database as it is: nothing is migrated, nothing computed anew. */
export interface Connected {
  configuration: Configuration;
  url: string;
  client: Client;
}

/** Connects, works, closes. An embedded server that runs already is joined, not stopped. Throws `PlainError`. */
export const withConnection = async <T>(work: (connected: Connected) => Promise<T>): Promise<T> => {
  const configuration = readEnvironment(processEnvironment());
  const embedded = configuration.databaseUrl
    ? undefined
    : await startEmbedded({ dataDir: configuration.dataDir, log: silentLog(), purpose: 'join' });
  const url = configuration.databaseUrl ?? embedded?.url ?? '';
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'hotline' });
  client.on('error', () => undefined);
  try {
    await client.connect().catch((thrown) => {
      throw new PlainError(
        'database-unreachable',
        `连不上数据库（${reasonOf(thrown)}），请检查 DATABASE_URL 与数据库是否已启动。`,
      );
    });
    return await work({ configuration, url, client });
  } finally {
    await client.end().catch(() => undefined);
    await embedded?.stop();
  }
};

/** Whether the program's tables are there at all. */
export const hasTables = async (client: Client): Promise<boolean> => {
  const { rows } = await client.query<{ found: boolean }>(`SELECT to_regclass('"ticket"') IS NOT NULL AS "found"`);
  return rows[0]?.found ?? false;
};
