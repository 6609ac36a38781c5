import { Client } from 'pg';
import { DATABASE, ROLE } from './layout.ts';
import { refuse } from './refuse.ts';

/** Where a server listens and how it is entered. */
export interface Entrance {
  port: number;
  password: string;
}

/** The address of one of the server's databases. */
export const urlOf = ({ port, password }: Entrance, database = DATABASE): string =>
  `postgresql://${ROLE}:${password}@127.0.0.1:${port}/${database}`;

const within = async <T>(entrance: Entrance, database: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: urlOf(entrance, database), connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** 28P01 invalid_password. */
const WRONG_PASSWORD = '28P01';

/** The folder of the server that lets us in with our password; a refusal when it does not. */
export const folderServed = (entrance: Entrance): Promise<string> =>
  within(entrance, 'postgres', async (client) => {
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory ?? '';
  }).catch((thrown: { code?: string }) => {
    if (thrown.code !== WRONG_PASSWORD) throw thrown;
    throw refuse(
      'not-let-in',
      '正在运行的内置数据库不接受本程序的密码，请恢复数据目录中的 postgres.password 文件，或停止该数据库后重新启动。',
      'The running embedded PostgreSQL does not accept our password: restore the file postgres.password in the data folder, or stop that server and start again.',
    );
  });

/** Makes the program's database when it is missing and refuses one that cannot hold every character. */
export const ensureDatabase = async (entrance: Entrance): Promise<void> => {
  const encoding = await within(entrance, 'postgres', async (client) => {
    const found = await encodingOf(client);
    if (found !== undefined) return found;
    await client
      .query(`CREATE DATABASE "${DATABASE}" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'`)
      .catch(ignoreDuplicate);
    return await encodingOf(client);
  });
  if (encoding !== 'UTF8') throw wrongEncoding(encoding ?? '?');
};

const encodingOf = async (client: Client): Promise<string | undefined> => {
  const { rows } = await client.query<{ encoding: string }>(
    'SELECT pg_encoding_to_char(encoding) AS encoding FROM pg_database WHERE datname = $1',
    [DATABASE],
  );
  return rows[0]?.encoding;
};

/** Somebody else made it a moment earlier: duplicate_database, or in the very same moment unique_violation. */
const ignoreDuplicate = (thrown: { code?: string }): void => {
  if (thrown.code !== '42P04' && thrown.code !== '23505') throw thrown;
};

/** How many others are connected at the moment. */
export const othersConnected = (entrance: Entrance): Promise<number> =>
  within(entrance, 'postgres', async (client) => {
    const { rows } = await client.query<{ others: string }>(
      "SELECT count(*) AS others FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
    );
    return Number(rows[0]?.others ?? 0);
  });

const wrongEncoding = (encoding: string) =>
  refuse(
    'wrong-encoding',
    `数据库的编码是 ${encoding}，存不了汉字；请备份后换一个空的数据目录（DATA_DIR），由程序重新建立 UTF8 数据库。`,
    `The database's encoding is ${encoding}, not UTF8: choose an empty DATA_DIR and let the program make a new one.`,
  );
