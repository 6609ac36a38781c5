import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from './generated/client.ts';

export type Database = PrismaClient;
/** One open transaction. */
export type Tx = Prisma.TransactionClient;

/** Opens the pool. Times go in and out as UTC whatever the server's zone. */
export const openDatabase = (url: string, connections = 10): Database =>
  new PrismaClient({
    adapter: new PrismaPg({
      connectionString: url,
      max: connections,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: 10_000,
    }),
    transactionOptions: { maxWait: 10_000, timeout: 30_000 },
  });

/** A JSON column's value: plain data, `undefined` members dropped. */
export const json = (value: unknown): Prisma.InputJsonValue => JSON.parse(JSON.stringify(value));

/** The database says that two transactions met (P2002: both made the first of something): doing the work again is right. */
export const metAnother = (thrown: unknown): boolean => {
  const text = thrown instanceof Error ? `${thrown.message} ${'code' in thrown ? String(thrown.code) : ''}` : '';
  return /P2002|P2034|40001|40P01|deadlock detected|could not serialize/.test(text);
};
