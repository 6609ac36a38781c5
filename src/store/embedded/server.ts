import { spawn } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Keeping } from './cluster.ts';
import type { Layout } from './layout.ts';
import { choosePort } from './port.ts';
import { clearStaleLock, findPostmaster, type Postmaster } from './postmaster.ts';
import { explain } from './refuse.ts';
import { run, startFailure, surroundings } from './run.ts';

const LOOK_EVERY_MS = 20;
/** Recovery after a power loss replays the log first: seconds as a rule, minutes on a slow disk. */
const PATIENCE_MS = 600_000;
/** What may pass by itself is tried again so often, with this pause between. */
const TRIES = 20;
const AGAIN_MS = 250;
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

/** The port went to another program after our look, or a killed server's last sessions have not ended yet. */
const PASSING = ['port-taken', 'no-shared-memory'];

/**
 * Starts the server on the folder and waits until it accepts connections; one sentence when it gives up. Where another
 * process starts it at the same moment, that server is the answer.
 */
export const startServer = async (keeping: Keeping, fsync: boolean): Promise<Postmaster> => {
  const { layout } = keeping;
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(layout);
    const outcome = await launch(keeping, settings(port, fsync));
    if (typeof outcome !== 'string') return outcome;
    const locked = /lock file .* already exists/.test(outcome);
    const failure = explain(layout.home, outcome);
    if (attempt === TRIES || !(locked || PASSING.includes(failure.code))) throw failure;
    const other = locked ? await awaitRunning(layout.cluster) : undefined;
    if (other) return other;
    if (locked) await clearStaleLock(layout.cluster);
    await pause(AGAIN_MS);
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
    ended = startFailure(thrown);
  });
  child.once('exit', (_code, signal) => {
    ended ??= signal ? `FATAL: ended by ${signal}` : '';
  });
  child.unref();
  await sink.close();
  const ready = await untilReady(layout.cluster, () => ended !== undefined);
  if (ready) return ready;
  const said = (await readFile(layout.log)).subarray(before).toString('utf8');
  return `${said}\n${ended ?? 'FATAL: no answer within ten minutes'}`;
};

const turnLog = async (layout: Layout): Promise<number> => {
  const size = (await stat(layout.log).catch(() => undefined))?.size ?? 0;
  if (size <= LOG_BYTES) return size;
  await rename(layout.log, `${layout.log}.1`);
  return 0;
};

/** Waits until the folder's server accepts connections; undefined when it has given up, or after ten minutes. */
const untilReady = async (
  cluster: string,
  givenUp: (found: Postmaster | undefined) => boolean,
): Promise<Postmaster | undefined> => {
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    const found = await findPostmaster(cluster);
    if (found?.ready) return found;
    if (givenUp(found)) return undefined;
    await pause(LOOK_EVERY_MS);
  }
  return undefined;
};

/** The server that runs the folder already; one that is still starting, recovering or stopping is waited for. */
export const awaitRunning = (cluster: string): Promise<Postmaster | undefined> =>
  untilReady(cluster, (found) => found === undefined);

/** Stops the folder's server: open connections are cut, everything committed is on the disk afterwards. */
export const stopServer = async ({
  layout,
  binaries,
  who,
}: Pick<Keeping, 'layout' | 'binaries' | 'who'>): Promise<void> => {
  const stop = (mode: string) =>
    run(binaries.pgCtl, ['stop', '-D', layout.cluster, '-m', mode, '-w', '-t', '30'], surroundings(layout.home, who));
  if ((await findPostmaster(layout.cluster)) === undefined) return;
  const { code } = await stop('fast');
  if (code !== 0 && (await findPostmaster(layout.cluster)) !== undefined) await stop('immediate');
};
