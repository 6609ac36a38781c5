import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { type DiffTarget, SchemaEngine } from '@prisma/schema-engine-wasm';
import { silentLog } from '../src/kernel/log.ts';
import { startEmbedded } from '../src/store/embedded/startEmbedded.ts';
import { MIGRATIONS_FOLDER, readMigrations } from '../src/store/migrations.ts';

const SCHEMA_NAME = 'schema.prisma';
const SCHEMA = join(dirname(fileURLToPath(import.meta.url)), SCHEMA_NAME);

const datamodel = (content: string): DiffTarget => ({
  tag: 'schemaDatamodel',
  files: [{ path: SCHEMA_NAME, content }],
});

/**
 * Each migration keeps the schema it leads to beside its SQL, so the next one is the difference of two schemas (the
 * engine's WASM build cannot describe a PostgreSQL database through the adapter: it stumbles over the type "char").
 */
const schemaBefore = async (): Promise<DiffTarget> => {
  const last = (await readMigrations()).at(-1);
  return last ? datamodel(await readFile(join(MIGRATIONS_FOLDER, last.name, SCHEMA_NAME), 'utf8')) : { tag: 'empty' };
};

/** The SQL between two schemas; empty when they agree. The engine asks the server at `url` for its version and nothing else. */
const sqlBetween = async (url: string, from: DiffTarget, schema: string): Promise<string> => {
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: url }));
  const engine = await SchemaEngine.new({ datamodels: [[SCHEMA_NAME, schema]] }, () => undefined, adapter);
  const { stdout } = await engine.diff({
    from,
    to: datamodel(schema),
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  const sql = (stdout ?? '').trim();
  return sql === '' || sql === '-- This is an empty migration.' ? '' : `${sql}\n`;
};

/** The SQL that leads from the migrations on disk to `prisma/schema.prisma`; empty when they agree. */
export const difference = async (url: string): Promise<string> =>
  await sqlBetween(url, await schemaBefore(), await readFile(SCHEMA, 'utf8'));

/** The SQL that makes `prisma/schema.prisma` from nothing: what all migrations together must amount to. */
export const wholeSchema = async (url: string): Promise<string> =>
  await sqlBetween(url, { tag: 'empty' }, await readFile(SCHEMA, 'utf8'));

/** Writes the difference as a new migration with the schema it leads to. Returns its name, or undefined when there is none. */
const writeMigration = async (what: string, stamp: string): Promise<string | undefined> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'hotline-migrate-'));
  const server = await startEmbedded({ dataDir, log: silentLog(), fsync: false });
  const sql = await difference(server.url).finally(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  if (sql === '') return undefined;
  const name = `${stamp}_${what}`;
  await mkdir(join(MIGRATIONS_FOLDER, name), { recursive: true });
  await writeFile(join(MIGRATIONS_FOLDER, name, 'migration.sql'), sql);
  await copyFile(SCHEMA, join(MIGRATIONS_FOLDER, name, SCHEMA_NAME));
  return name;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [verb, what] = process.argv.slice(2);
  if (verb !== 'new' || !what || !/^[a-z][a-z0-9_]*$/.test(what)) {
    console.error('usage: node prisma/migrate.ts new <name>   (lower case letters, digits and _)');
    process.exitCode = 2;
  } else {
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
    const name = await writeMigration(what, stamp);
    console.log(name ? `written: prisma/migrations/${name}/migration.sql` : 'the migrations and the schema agree');
  }
}
