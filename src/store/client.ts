import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { UnitPool } from './unit.ts';

/** The archive's database: Prisma, and beside it the pool on which units of work run (`unit.ts`). */
export type Database = PrismaClient & { readonly pool: UnitPool };
/** One open transaction. */
export type Tx = Prisma.TransactionClient;

/** A transaction left alone for so long is ended by the server: its rows are not locked for ever. */
const LEFT_ALONE_MS = 30_000;

/** Opens the pool. Times go in and out as UTC whatever the server's zone. `$disconnect` closes both. */
export const openDatabase = (url: string, connections = 10): Database => {
  const pool = new UnitPool({
    connectionString: url,
    max: connections,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    idle_in_transaction_session_timeout: LEFT_ALONE_MS,
    // Statements that do not need each other's answers go out together (`unit.ts`).
    pipeline: true,
  });
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    transactionOptions: { maxWait: 10_000, timeout: 30_000 },
  });
  return Object.assign(prisma, { pool });
};

/** A JSON column's value: plain data, `undefined` members dropped. */
export const json = (value: unknown): Prisma.InputJsonValue => JSON.parse(JSON.stringify(value));

/** The database says that two transactions met (P2002, 23505: both made the first of something): doing the work again is right. */
export const metAnother = (thrown: unknown): boolean => {
  const text = thrown instanceof Error ? `${thrown.message} ${'code' in thrown ? String(thrown.code) : ''}` : '';
  return /P2002|P2034|23505|40001|40P01|deadlock detected|could not serialize/.test(text);
};
