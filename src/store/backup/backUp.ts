import { createWriteStream } from 'node:fs';
import { readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Client } from 'pg';
import type { Seal } from '../seal.ts';
import { copyOut } from './copy.ts';
import { frameWriter, type Head } from './frames.ts';

/** Not in a backup: the ledger of migrations (its names stand in the head), and platforms' tokens, which are fetched anew. */
const LEFT_OUT = ['_prisma_migrations', 'platform_token'];

const KEY_NOTE =
  '诉求人信息和附件按 SECRET_KEY 加密；密钥不在本文件内，须另行保管（DATA_DIR/secret.key 或环境变量 SECRET_KEY），没有它不能恢复。';

/** By this a restore knows the key without the file giving it away. */
export const keyMarkOf = (seal: Seal): string => Buffer.from(seal.fingerprint('backup', 'key')).toString('hex');

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Where an attachment's sealed bytes lie (`evidenceRows.ts`). */
export const attachmentPath = (dataDir: string, sha256: string): string =>
  join(dataDir, 'attachments', sha256.slice(0, 2), sha256);

export interface BackedUp {
  head: Head;
  /** Size of the file. */
  bytes: number;
  /** Attachments that the rows name and that are not on the disk. */
  missing: string[];
}

const tablesOf = async (client: Client): Promise<{ table: string; columns: string[] }[]> => {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `SELECT c.relname AS "table", array_agg(a.attname::text ORDER BY a.attnum) AS "columns"
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname <> ALL($1::text[])
     GROUP BY c.relname ORDER BY c.relname`,
    [LEFT_OUT],
  );
  return rows;
};

const headOf = async (client: Client, tables: readonly { table: string }[], seal: Seal, at: Date): Promise<Head> => {
  const counts: Record<string, number> = {};
  for (const { table } of tables) {
    const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${quoted(table)}`);
    counts[table] = Number(rows[0]?.n ?? 0);
  }
  const migrations = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1',
  );
  return {
    format: 'hotline-backup',
    version: 1,
    at: at.toISOString(),
    migrations: migrations.rows.map(({ name }) => name),
    keyMark: keyMarkOf(seal),
    keyNote: KEY_NOTE,
    tables: counts,
    files: 0,
  };
};

/** An older program kept none on the disk, and its tables say nothing of it: a backup is made before an upgrade too. */
const attachmentsOf = async (client: Client, tables: readonly { table: string; columns: string[] }[]) => {
  if (!tables.some(({ table, columns }) => table === 'attachment' && columns.includes('state'))) return [];
  const { rows } = await client.query<{ sha256: string }>(
    `SELECT DISTINCT "sha256" FROM "attachment" WHERE "state" = 'kept' AND "sha256" IS NOT NULL ORDER BY "sha256"`,
  );
  return rows.map(({ sha256 }) => sha256);
};

/** A row of COPY's text ends with a line feed, and there is none inside. */
const rowsIn = (piece: Buffer): number => {
  let rows = 0;
  for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) rows += 1;
  return rows;
};

/**
 * Copies every table in one snapshot (the bot may go on working), then the attachments it names, into one compressed file
 * with checksums. Written beside and renamed: a file under its name is always whole. `progress`: rows and files of all.
 */
export const backUp = async (
  client: Client,
  wanted: { out: string; dataDir: string; seal: Seal; at: Date; progress?: (done: number, of: number) => void },
): Promise<BackedUp> => {
  const { out, dataDir, seal, at, progress } = wanted;
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const tables = await tablesOf(client);
    const files = await attachmentsOf(client, tables);
    const head = { ...(await headOf(client, tables, seal, at)), files: files.length };
    const missing: string[] = [];
    const of = Object.values(head.tables).reduce((sum, rows) => sum + rows, files.length);
    let done = 0;
    const step = (more: number): void => {
      done += more;
      progress?.(done, of);
    };
    const writer = frameWriter();
    const counted = async function* (rows: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const piece of rows) {
        yield piece;
        step(rowsIn(piece));
      }
    };
    const frames = async function* (): AsyncGenerator<Buffer> {
      yield writer.head(head);
      for (const { table, columns } of tables) {
        const list = columns.map(quoted).join(', ');
        yield* writer.part(
          { table, columns },
          counted(copyOut(client, `COPY (SELECT ${list} FROM ${quoted(table)}) TO STDOUT`)),
        );
      }
      for (const file of files) {
        const bytes = await readFile(attachmentPath(dataDir, file)).catch(() => undefined);
        if (bytes) yield* writer.part({ file }, [bytes]);
        else missing.push(file);
        step(1);
      }
      yield writer.tail();
    };
    await pipeline(frames, createGzip(), createWriteStream(`${out}.part`, { flush: true, mode: 0o600 }));
    await rename(`${out}.part`, out);
    return { head, bytes: (await stat(out)).size, missing };
  } catch (thrown) {
    await rm(`${out}.part`, { force: true });
    throw thrown;
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
  }
};
