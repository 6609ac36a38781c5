import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { PlainError, reasonOf } from '../kernel/errors.ts';
import { newId, sha256 } from '../kernel/ids.ts';
import type { Logger } from '../kernel/log.ts';

/** One step of the schema's history: `prisma/migrations/<name>/migration.sql`. */
export interface Migration {
  /** `<timestamp>_<what>`: the order is the names' order. */
  name: string;
  sql: string;
  /** SHA-256 of the file. */
  checksum: string;
}

/** What was done to the database. */
export interface Applied {
  /** Names of the migrations applied now, in order; empty when it was up to date. */
  applied: string[];
}

export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** Any number, the same in every instance: who holds it may change the schema. */
const LOCK = 12_345_001;
/** PostgreSQL 14 is the oldest that still receives fixes (contract, "Environment"). */
const OLDEST_SERVER = 140_000;

/** The migrations on disk, in order; none when the folder does not exist yet. */
export const readMigrations = async (folder = MIGRATIONS_FOLDER): Promise<Migration[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return await Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: sha256(sql) };
    }),
  );
};

/**
 * Brings the database at `url` up to the program, under an advisory lock: of several instances one works, the others
 * wait and find it done. Each migration is one transaction together with its line in the ledger, so an interrupted
 * one leaves nothing. Refuses (PlainError) a database that is newer than the program, one whose history differs from
 * the files, a server older than 14 and an encoding other than UTF8. `through`: those after this one are left for later.
 */
export const applyMigrations = async (
  url: string,
  { log, folder, through }: { log: Logger; folder?: string; through?: string },
): Promise<Applied> => {
  const migrations = await readMigrations(folder);
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'hotline migrations',
  });
  client.on('error', () => undefined);
  await client.connect().catch((thrown) => {
    throw unreachable(reasonOf(thrown));
  });
  try {
    await checkServer(client);
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    return { applied: await bringUp(client, migrations, { log, through }) };
  } finally {
    // The lock goes with the connection.
    await client.end().catch(() => undefined);
  }
};

const checkServer = async (client: Client): Promise<void> => {
  const { rows } = await client.query<{ version: string; encoding: string }>(
    "SELECT current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding",
  );
  const [server] = rows;
  if (Number(server?.version ?? 0) < OLDEST_SERVER) throw tooOld(Math.floor(Number(server?.version ?? 0) / 10_000));
  if (server?.encoding !== 'UTF8') throw notUtf8(server?.encoding ?? '?');
};

const bringUp = async (
  client: Client,
  migrations: Migration[],
  { log, through }: { log: Logger; through: string | undefined },
): Promise<string[]> => {
  await client.query(LEDGER);
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name',
  );
  checkHistory(rows, migrations);
  const done = new Set(rows.map(({ name }) => name));
  const missing = migrations.filter(({ name }) => !done.has(name) && (through === undefined || name <= through));
  for (const migration of missing) {
    await applyOne(client, migration);
    log.info({ migration: migration.name }, 'migration applied');
  }
  return missing.map(({ name }) => name);
};

/** The ledger has the shape that Prisma's own tools read. */
const LEDGER = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

const checkHistory = (done: { name: string; checksum: string }[], migrations: Migration[]): void => {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  const strange = done.find(({ name }) => !known.has(name));
  if (strange) throw newer(strange.name);
  const changed = done.find(({ name, checksum }) => known.get(name) !== checksum);
  if (changed) throw differs(changed.name);
};

const applyOne = async (client: Client, { name, sql, checksum }: Migration): Promise<void> => {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, clock_timestamp(), 1)',
      [newId(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (thrown) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw failed(name, reasonOf(thrown));
  }
};

const refusal = (code: string, chinese: string, english: string) => new PlainError(code, `${chinese}(${english})`, 503);

const newer = (name: string) =>
  refusal(
    'database-newer',
    `数据库比程序新（有未知的升级步骤 ${name}），请改用新版程序，或恢复升级前的备份。`,
    `The database is newer than the program (unknown migration ${name}): use the newer program, or restore the backup made before.`,
  );

const differs = (name: string) =>
  refusal(
    'database-differs',
    `数据库的升级步骤 ${name} 与程序中的不一致，数据库可能比程序新或出自另一版本，请使用建立它的那一版程序。`,
    `Migration ${name} was applied in another form: the database is newer or of another build; use the program that made it.`,
  );

const tooOld = (major: number) =>
  refusal(
    'server-too-old',
    `PostgreSQL ${major} 太旧，需要 14 或更新的版本。`,
    `PostgreSQL ${major} is too old: 14 or newer is needed.`,
  );

const notUtf8 = (encoding: string) =>
  refusal(
    'wrong-encoding',
    `数据库的编码是 ${encoding}，存不了汉字，请用 ENCODING 'UTF8' 重新建立。`,
    `The database's encoding is ${encoding}: make it anew with ENCODING 'UTF8'.`,
  );

const unreachable = (reason: string) =>
  refusal(
    'database-unreachable',
    `连不上数据库（${reason}），请检查 DATABASE_URL 与数据库是否已启动。`,
    'The database cannot be reached: check DATABASE_URL and whether it runs.',
  );

const failed = (name: string, reason: string) =>
  refusal(
    'migration-failed',
    `升级步骤 ${name} 未能执行（${reason}），数据库保持原样。`,
    `Migration ${name} failed and left the database as it was.`,
  );
