import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Client } from 'pg';
import { PlainError, reasonOf } from '../../kernel/errors.ts';
import type { Logger } from '../../kernel/log.ts';
import { applyMigrations, readMigrations } from '../migrations.ts';
import { rebuildFacts } from '../rebuildFacts.ts';
import type { Seal } from '../seal.ts';
import { attachmentPath, keyMarkOf, quoted } from './backUp.ts';
import { copyIn } from './copy.ts';
import { checkedHead, type Frame, framesOf, type Head } from './frames.ts';

/** What a start writes by itself: with nothing else in it, a database is empty. */
const BOOKKEEPING = ['note', 'job_run', 'pace', 'platform_note', 'platform_token'];

export interface Restored {
  head: Head;
  rows: number;
  files: number;
  /** Letters that had not gone out when the backup was made: they go out now. */
  requeued: number;
  /** Steps of the schema by which an older program's backup was brought up to this one. */
  upgraded: string[];
}

const checkKnown = async ({ migrations, keyMark }: Head, seal: Seal): Promise<void> => {
  const known = (await readMigrations()).map(({ name }) => name);
  if (migrations.some((name, index) => known[index] !== name))
    throw new PlainError('newer-backup', '备份由更新的或另一版本的程序制作，请用那一版程序恢复。');
  if (keyMark !== keyMarkOf(seal))
    throw new PlainError(
      'wrong-key',
      '密钥与备份时的不同：请先把原机器的 DATA_DIR/secret.key 复制到本机 DATA_DIR（或填写原来的 SECRET_KEY），再恢复。',
    );
};

/** Refuses a database in which anything stands that people or upstream put there. */
const checkEmpty = async (client: Client, { tables }: Head): Promise<void> => {
  for (const table of Object.keys(tables)) {
    if (BOOKKEEPING.includes(table)) continue;
    const { rows } = await client.query<{ found: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM ${quoted(table)}) AS "found"`,
    );
    if (rows[0]?.found)
      throw new PlainError(
        'not-empty',
        `数据库里已有数据（${table}），备份只能恢复到空的数据库，请换一个空的数据库或数据目录。`,
      );
  }
};

/**
 * An older backup is put into tables of its own time and brought up with them; tables brought up before would miss what the
 * steps between do to the rows.
 */
const checkNotAhead = async (client: Client, last: string): Promise<void> => {
  const { rows } = await client.query<{ found: boolean }>(
    'SELECT EXISTS (SELECT 1 FROM _prisma_migrations WHERE finished_at IS NOT NULL AND migration_name > $1) AS "found"',
    [last],
  );
  if (rows[0]?.found)
    throw new PlainError(
      'database-ahead',
      '备份由旧一版程序制作，而这个数据库已按本版程序建好：请换一个还没有启动过工单助手的空数据库（或空的数据目录）再恢复，恢复时会自动升级。',
    );
};

/** The data of one part, up to its end. */
async function* dataOf(frames: AsyncIterator<Frame>, each: (bytes: Buffer) => void): AsyncGenerator<Buffer> {
  for (;;) {
    const { value: frame, done } = await frames.next();
    if (done || frame.kind === 'E') return;
    if (frame.kind !== 'D') throw new PlainError('bad-backup', '备份文件已损坏，请换一份备份。');
    each(frame.bytes);
    yield frame.bytes;
  }
}

const keepFile = async (dataDir: string, name: string, bytes: Buffer): Promise<void> => {
  if (!/^[0-9a-f]{64}$/.test(name)) throw new PlainError('bad-backup', '备份文件已损坏，请换一份备份。');
  const path = attachmentPath(dataDir, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, bytes, { flush: true });
  await rename(`${path}.part`, path);
};

/** Counters go on behind the largest value that came in. */
const moveCounters = async (client: Client): Promise<void> => {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `SELECT c.relname AS "table", a.attname AS "column", pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS "sequence"
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
       AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL`,
  );
  for (const { table, column, sequence } of rows)
    await client.query(
      `SELECT setval($1, coalesce((SELECT max(${quoted(column)}) FROM ${quoted(table)}), 0) + 1, false)`,
      [sequence],
    );
};

/** The queue itself is not in a backup: what waited in it is put there again by the bot at its next look round. */
const REQUEUE = `
  UPDATE "delivery" SET "state" = 'wanted', "queue" = NULL, "heldUntil" = NULL, "nextTry" = to_timestamp(0) WHERE "state" = 'queued'`;

const load = async (
  client: Client,
  path: string,
  head: Head,
  { dataDir, progress }: { dataDir: string; progress?: (done: number, of: number) => void },
): Promise<Omit<Restored, 'upgraded'>> => {
  const found = { head, rows: 0, files: 0, requeued: 0 };
  const of = Object.values(head.tables).reduce((sum, rows) => sum + rows, 0);
  const frames = framesOf(path);
  for (let next = await frames.next(); !next.done; next = await frames.next()) {
    const frame = next.value;
    if (frame.kind !== 'P') continue;
    const { part } = frame;
    if ('table' in part) {
      const list = part.columns.map(quoted).join(', ');
      if (BOOKKEEPING.includes(part.table)) await client.query(`DELETE FROM ${quoted(part.table)}`);
      await copyIn(
        client,
        `COPY ${quoted(part.table)} (${list}) FROM STDIN`,
        dataOf(frames, () => undefined),
      );
      found.rows += head.tables[part.table] ?? 0;
      progress?.(found.rows, of);
    } else {
      const pieces: Buffer[] = [];
      for await (const piece of dataOf(frames, () => undefined)) pieces.push(piece);
      await keepFile(dataDir, part.file, Buffer.concat(pieces));
      found.files += 1;
    }
  }
  await moveCounters(client);
  found.requeued = (await client.query(REQUEUE)).rowCount ?? 0;
  return found;
};

/**
 * Puts a backup into an empty database and the attachments under `dataDir`: all of it or nothing. The file is read and
 * checked whole before anything is written. A backup of an older program is brought up to this one. Refuses (PlainError) a
 * damaged file, another key, a newer program's backup, a database that is not empty, and for an older backup tables that
 * were brought up already.
 */
export const restore = async (
  url: string,
  path: string,
  parts: { dataDir: string; seal: Seal; log: Logger; progress?: (done: number, of: number) => void },
): Promise<Restored> => {
  const head = await checkedHead(path);
  await checkKnown(head, parts.seal);
  const last = head.migrations.at(-1) ?? '';
  await applyMigrations(url, { log: parts.log, through: last });
  const client = new Client({ connectionString: url, application_name: 'hotline restore' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN');
    await checkEmpty(client, head);
    await checkNotAhead(client, last);
    const restored = await load(client, path, head, parts);
    await client.query('COMMIT');
    const { applied } = await applyMigrations(url, { log: parts.log });
    await rebuildFacts(url, { log: parts.log });
    return { ...restored, upgraded: applied };
  } catch (thrown) {
    await client.query('ROLLBACK').catch(() => undefined);
    if (thrown instanceof PlainError) throw thrown;
    throw new PlainError('not-restored', `没有恢复（${reasonOf(thrown)}），数据库保持原样。`);
  } finally {
    await client.end().catch(() => undefined);
  }
};
