import { Client } from 'pg';
import type { Leadership } from '../chat/platform.ts';
import { reasonOf } from '../kernel/errors.ts';
import type { Logger } from '../kernel/log.ts';

/** How often an instance asks for the place, or that it still has it (ms of the machine). */
const LOOK_MS = 1_000;
/** A database that does not answer for this long has lost us: the place is given up before it can be another's. */
const ANSWER_MS = 3_000;
/** The database notices within seven seconds that an instance's machine is gone, and the place is free. */
const NOTICED = 'SET tcp_keepalives_idle = 4; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3';

const ASK = `SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS "held"`;
const STILL = 'SELECT true AS "held"';
const OTHERS = `
  SELECT count(*)::int AS "count" FROM pg_stat_activity
  WHERE "application_name" = $1 AND "datname" = current_database() AND "pid" <> pg_backend_pid()`;

/**
 * One place among all instances on this database: an advisory lock on a connection of its own, which the database frees
 * with the connection. Another instance has it within ten seconds of any end, within one of an orderly one.
 */
export const openLeadership = (url: string, key: string, log: Pick<Logger, 'info' | 'warn'>): Leadership => {
  const name = `hotline leader ${key}`.slice(0, 63);
  const listeners: ((held: boolean) => void)[] = [];
  let client: Client | undefined;
  let held: boolean | undefined;
  let released = false;
  let timer: NodeJS.Timeout | undefined;

  const tell = (now: boolean): void => {
    if (held === now) return;
    held = now;
    log.info({ key, held }, 'the place among the instances');
    for (const listener of listeners) listener(now);
  };
  const lose = (lost: Client | undefined, reason: string): void => {
    if (lost === undefined || lost !== client) return;
    client = undefined;
    lost.end().catch(() => undefined);
    log.warn({ key, reason }, 'the connection of the place is lost');
    if (held) tell(false);
  };
  const connect = async (): Promise<Client> => {
    const opening = new Client({
      connectionString: url,
      application_name: name,
      query_timeout: ANSWER_MS,
      connectionTimeoutMillis: ANSWER_MS,
    });
    opening.on('error', (error) => lose(opening, error.message));
    await opening.connect();
    await opening.query(NOTICED);
    return opening;
  };
  const look = async (): Promise<void> => {
    try {
      client ??= await connect();
      const asked = await (held ? client.query(STILL) : client.query(ASK, [`leader:${key}`]));
      if (client) tell(asked.rows[0]?.held === true);
    } catch (thrown) {
      lose(client, reasonOf(thrown));
    }
    if (!released) timer = setTimeout(go, LOOK_MS);
  };
  let looking: Promise<void> = Promise.resolve();
  const go = (): void => {
    looking = look();
  };
  go();

  return {
    held: () => held,
    onChange: (listener) => {
      listeners.push(listener);
      if (held !== undefined) listener(held);
    },
    release: async () => {
      released = true;
      clearTimeout(timer);
      await looking;
      const leaving = client;
      client = undefined;
      const waits = held ? await leaving?.query<{ count: number }>(OTHERS, [name]).catch(() => undefined) : undefined;
      held = false;
      await leaving?.end().catch(() => undefined);
      return { others: (waits?.rows[0]?.count ?? 0) > 0 };
    },
  };
};
