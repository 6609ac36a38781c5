import { spawn } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import type { Keeping } from './cluster.ts';
import type { Identity } from './identity.ts';
import type { Layout } from './layout.ts';
import { choosePort } from './port.ts';
import { findPostmaster, type Postmaster } from './postmaster.ts';
import { explain } from './refuse.ts';
import { run, surroundings } from './run.ts';

const LOOK_EVERY_MS = 20;
/** Recovery after a power loss replays the log first; a minute is far above what the default log size takes. */
const PATIENCE_MS = 60_000;
/** Another program may take the port between our look and the server's. */
const PORT_TRIES = 3;
/** Past this size the server's log of the last start is put aside. */
const LOG_BYTES = 5_000_000;

/**
 * Settings of every start. Loopback only and no Unix socket; durable unless a test says otherwise; the log names no
 * statement and no value, since those carry callers' details.
 */
const settings = (port: number, fsync: boolean): string[] =>
  [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `fsync=${fsync ? 'on' : 'off'}`,
    `synchronous_commit=${fsync ? 'on' : 'off'}`,
    `full_page_writes=${fsync ? 'on' : 'off'}`,
    'timezone=UTC',
    'log_timezone=UTC',
    'logging_collector=off',
    'log_min_messages=log',
    'log_min_error_statement=panic',
    'log_error_verbosity=terse',
    'max_connections=200',
  ].flatMap((setting) => ['-c', setting]);

/** Starts the server on the folder and waits until it accepts connections; one sentence when it gives up. */
export const startServer = async (keeping: Keeping, fsync: boolean): Promise<Postmaster> => {
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(keeping.layout);
    const outcome = await launch(keeping, settings(port, fsync));
    if (typeof outcome !== 'string') return outcome;
    const failure = explain(keeping.layout.home, outcome);
    if (failure.code !== 'port-taken' || attempt === PORT_TRIES) throw failure;
  }
};

/** The ready server, or what it said before it gave up. */
const launch = async ({ layout, binaries, who }: Keeping, flags: string[]): Promise<Postmaster | string> => {
  const before = await turnLog(layout);
  const sink = await open(layout.log, 'a', 0o600);
  // A group of its own: Ctrl-C in the terminal reaches us alone, and what is in flight can still be written.
  const child = spawn(binaries.postgres, ['-D', layout.cluster, ...flags], {
    ...surroundings(layout.home, who),
    detached: true,
    stdio: ['ignore', sink.fd, sink.fd],
  });
  let ended: string | undefined;
  child.once('error', (thrown) => {
    ended = thrown.message;
  });
  child.once('exit', () => {
    ended ??= '';
  });
  child.unref();
  await sink.close();
  const ready = await untilReady(layout.cluster, () => ended !== undefined);
  if (ready) return ready;
  return `${(await readFile(layout.log, 'utf8')).slice(before)}\n${ended ?? 'FATAL: no answer within a minute'}`;
};

const turnLog = async (layout: Layout): Promise<number> => {
  const size = (await stat(layout.log).catch(() => undefined))?.size ?? 0;
  if (size <= LOG_BYTES) return size;
  await rename(layout.log, `${layout.log}.1`);
  return 0;
};

/** Waits until the folder's server accepts connections; undefined when `given up` or after a minute. */
export const untilReady = async (cluster: string, givenUp: () => boolean): Promise<Postmaster | undefined> => {
  for (let waited = 0; waited < PATIENCE_MS && !givenUp(); waited += LOOK_EVERY_MS) {
    const found = await findPostmaster(cluster);
    if (found?.ready) return found;
    await pause(LOOK_EVERY_MS);
  }
  return undefined;
};

/** Stops the folder's server: open connections are cut, everything committed is on the disk afterwards. */
export const stopServer = async (layout: Layout, binaries: Binaries, who: Identity | undefined): Promise<void> => {
  const stop = (mode: string) =>
    run(binaries.pgCtl, ['stop', '-D', layout.cluster, '-m', mode, '-w', '-t', '30'], surroundings(layout.home, who));
  if ((await findPostmaster(layout.cluster)) === undefined) return;
  const { code } = await stop('fast');
  if (code !== 0 && (await findPostmaster(layout.cluster)) !== undefined) await stop('immediate');
};
