import { AsyncLocalStorage } from 'node:async_hooks';
import type { Socket } from 'node:net';
import { Pool, type PoolClient, type QueryConfig, type QueryResult } from 'pg';
import type { Database, Tx } from './client.ts';

/** A statement of the hot path: prepared once on each connection, under its name. */
export interface Statement {
  name: string;
  text: string;
}

/** Runs a statement and returns its rows. JSON goes in as text, times as `Date`. */
export type Run = <Row>(statement: Statement, values: readonly unknown[]) => Promise<Row[]>;

/** One open transaction. Hot paths use `run`; the rest goes through Prisma on the same connection. */
export interface Unit {
  run: Run;
  /** Prisma in this transaction, opened with its first use. Before every use `beforeTx` has been done. */
  tx: Tx;
  /** What must be written before anything reads through `tx`. */
  beforeTx(write: () => Promise<void>): void;
  /** What is written last, together with the commit: made ready, then asked of the connection in one turn. */
  atLast(prepare: () => Promise<() => Promise<void>>): void;
  /** The directory reads differently once this is kept. */
  directory: { changed: boolean };
}

const lent = new AsyncLocalStorage<PoolClient>();

/** The statements by which Prisma would begin and end a transaction that is not its own. */
const BRACKETS = new Set(['BEGIN', 'COMMIT', 'ROLLBACK']);
const NOTHING = { rows: [], fields: [], rowCount: 0, command: '', oid: 0 };

/** A connection as it is lent to Prisma: it may neither end the transaction nor give the connection back. */
const onLoan = (client: PoolClient): unknown => ({
  query: (config: QueryConfig): Promise<QueryResult> =>
    BRACKETS.has(config.text) ? Promise.resolve(NOTHING) : client.query(config),
  on: () => undefined,
  removeListener: () => undefined,
  release: () => undefined,
});

/** The pool of the archive: Prisma gets the unit's own connection inside `lent`, else a free one. */
export class UnitPool extends Pool {
  // biome-ignore lint/suspicious/noExplicitAny: two shapes of one method, with and without a callback
  override connect(...given: any[]): any {
    const client = given.length === 0 ? lent.getStore() : undefined;
    // biome-ignore lint/suspicious/noExplicitAny: the rest parameter carries the caller's callback, if any
    return client ? Promise.resolve(onLoan(client)) : (super.connect as any)(...given);
  }
}

export const runOn =
  (on: Pick<Pool, 'query'> | PoolClient): Run =>
  async <Row>({ name, text }: Statement, values: readonly unknown[]): Promise<Row[]> =>
    (await (on as Pool).query({ name, text, values: [...values] })).rows as Row[];

interface Loan {
  tx: Promise<Tx>;
  end(failed?: unknown): Promise<void>;
}

const LONGEST_MS = 30_000;

/** Prisma's part of the transaction, held open until the unit ends. */
const lend = (database: Database, client: PoolClient): Loan => {
  const { promise: tx, resolve, reject } = Promise.withResolvers<Tx>();
  const held = Promise.withResolvers<void>();
  const ended = lent.run(client, () =>
    database.$transaction(
      (opened) => {
        resolve(opened);
        return held.promise;
      },
      { timeout: LONGEST_MS },
    ),
  );
  ended.catch(reject);
  return {
    tx,
    end: async (failed) => {
      if (failed === undefined) held.resolve();
      else held.reject(failed);
      await ended.catch((thrown) => {
        if (failed === undefined) throw thrown;
      });
    },
  };
};

type Verb = (...given: unknown[]) => unknown;
type Models = Record<string, Record<string, Verb> & Verb>;

/** Stands for a transaction of Prisma's that is opened with the first call of one of its methods. */
const lazily = (open: () => Promise<Tx>): Tx => {
  const models = async (): Promise<Models> => (await open()) as unknown as Models;
  const standIn = (name: string): unknown =>
    name.startsWith('$')
      ? async (...given: unknown[]) => (await models())[name]?.(...given)
      : new Proxy(
          {},
          {
            get:
              (_none, verb: string) =>
              async (...given: unknown[]) =>
                (await models())[name]?.[verb]?.(...given),
          },
        );
  return new Proxy({}, { get: (_none, name: string) => standIn(name) }) as Tx;
};

/** What is asked of the connection until the next turn goes out with one write. */
const together = (client: PoolClient): void => {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
};

/** The last writes and the commit go out together: when one of them fails, the server makes a rollback of the commit. */
const commit = async (client: PoolClient, writeLast: () => Promise<void>): Promise<void> => {
  together(client);
  const written = writeLast();
  const committed = client.query('COMMIT');
  const [last, { command }] = await Promise.all([settled(written), committed]);
  if (last) throw last.thrown;
  if (command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
};

const settled = (written: Promise<void>): Promise<{ thrown: unknown } | undefined> =>
  written.then(
    () => undefined,
    (thrown: unknown) => ({ thrown }),
  );

/**
 * One unit of work in one transaction (read committed) on one connection: kept whole, or rolled back when `work` throws.
 * A unit idle for half a minute is cut off by the server (`openDatabase`).
 */
export const inUnit = async <T>(database: Database, work: (unit: Unit) => Promise<T>): Promise<T> => {
  const client: PoolClient = await database.pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  let loan: Loan | undefined;
  let before = async (): Promise<void> => undefined;
  let last = async () => async (): Promise<void> => undefined;
  const openTx = async (): Promise<Tx> => {
    await before();
    loan ??= lend(database, client);
    return loan.tx;
  };
  const unit: Unit = {
    run: runOn(client),
    tx: lazily(openTx),
    beforeTx: (write) => {
      before = write;
    },
    atLast: (prepare) => {
      last = prepare;
    },
    directory: { changed: false },
  };
  try {
    // Goes out with the first statement; when it fails, so does that.
    together(client);
    const begun = client.query('BEGIN');
    begun.catch(() => undefined);
    const value = await work(unit);
    await begun;
    const writeLast = await last();
    await loan?.end();
    await commit(client, writeLast);
    return value;
  } catch (thrown) {
    await loan?.end(thrown);
    await client.query('ROLLBACK').catch((error: Error) => onError(error));
    throw thrown;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
};
