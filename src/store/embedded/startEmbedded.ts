import { realpath } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../kernel/log.ts';
import { prepareBinaries } from './binaries.ts';
import { type Keeping, passwordOf, prepareCluster } from './cluster.ts';
import { chooseIdentity } from './identity.ts';
import { layoutOf } from './layout.ts';
import { claimOwnership, livingOwner, releaseOwnership } from './owner.ts';
import { findPostmaster, type Postmaster } from './postmaster.ts';
import { openHome } from './reach.ts';
import { refuse } from './refuse.ts';
import { awaitRunning, startServer, stopServer } from './server.ts';
import { ensureDatabase, folderServed, othersConnected, urlOf } from './sessions.ts';
import { supervise } from './supervise.ts';

/** How the embedded server is wanted. */
export interface EmbeddedOptions {
  /** `DATA_DIR`; made when missing. */
  dataDir: string;
  log: Logger;
  /**
   * `own` (default): the service, whose `stop` stops the server and which refuses a second service on the folder.
   * `join`: a tool, which uses a running server or starts one, and stops it only when nobody else is left.
   */
  purpose?: 'own' | 'join';
  /** Off only for throw-away test folders: a power loss would then destroy the data. Default on. */
  fsync?: boolean;
}

/** A usable database server. */
export interface Embedded {
  /** Address of the database `hotline`, with the password: never to be logged. */
  url: string;
  /** A running server was found and taken over, or joined. */
  joined: boolean;
  /** Close your own connections first. May be called twice. */
  stop(): Promise<void>;
}

/** Closed connections leave the server's list a moment later. */
const LEAVING_TRIES = 10;
const LEAVING_MS = 50;

/**
 * PostgreSQL from the npm registry, started under `DATA_DIR/postgres` on 127.0.0.1 (or found running there), with an
 * empty or filled database `hotline` in UTF8. Throws a `PlainError` of one sentence for everything that a person has
 * to put right: folder out of reach, in use, damaged, of another version or encoding, disk full, programs missing.
 */
export const startEmbedded = async ({
  dataDir,
  log,
  purpose = 'own',
  fsync = true,
}: EmbeddedOptions): Promise<Embedded> => {
  const keeping = await prepare(dataDir, log);
  const { layout } = keeping;
  if (purpose === 'own') await claimOwnership(layout);
  try {
    const { server, joined } = await findOrStart(keeping, fsync);
    const entrance = { port: server.port, password: await passwordOf(keeping) };
    await ensureDatabase(entrance).catch(async (thrown) => {
      if (!joined) await stopServer(keeping);
      throw thrown;
    });
    log.info({ port: server.port, joined }, 'the embedded database is ready');
    const stop = purpose === 'own' ? owned(keeping, fsync) : shared(keeping, entrance);
    let stopping: Promise<void> | undefined;
    return {
      url: urlOf(entrance),
      joined,
      stop: () => {
        stopping ??= stop();
        return stopping;
      },
    };
  } catch (thrown) {
    if (purpose === 'own') await releaseOwnership(layout);
    throw thrown;
  }
};

/**
 * Stops the server that a killed process left running on the folder, without starting one: for tools that clear the
 * folder away. Refused while a living process owns it.
 */
export const stopOrphan = async (dataDir: string, log: Logger): Promise<void> => {
  const layout = layoutOf(dataDir);
  if ((await findPostmaster(layout.cluster)) === undefined) return;
  await claimOwnership(layout);
  await stopServer(await prepare(dataDir, log)).finally(() => releaseOwnership(layout));
};

const prepare = async (dataDir: string, log: Logger): Promise<Keeping> => {
  const wanted = layoutOf(dataDir);
  const who = await chooseIdentity(wanted);
  await openHome(wanted.home, who);
  const layout = layoutOf(await realpath(wanted.home));
  return { layout, who, log, binaries: await prepareBinaries(layout, who) };
};

const findOrStart = async (keeping: Keeping, fsync: boolean): Promise<{ server: Postmaster; joined: boolean }> => {
  const { cluster } = keeping.layout;
  const running = await awaitRunning(cluster);
  if (!running) {
    await prepareCluster(keeping);
    return { server: await startServer(keeping, fsync), joined: false };
  }
  const served = await folderServed({ port: running.port, password: await passwordOf(keeping) });
  if ((await realpath(served)) !== (await realpath(cluster))) throw stranger(running.port);
  return { server: running, joined: true };
};

const owned = (keeping: Keeping, fsync: boolean): (() => Promise<void>) => {
  const { layout, log } = keeping;
  const running = async () => (await findPostmaster(layout.cluster)) !== undefined;
  const leave = supervise(running, () => startServer(keeping, fsync), log);
  return async () => {
    await leave();
    await stopServer(keeping);
    await releaseOwnership(layout);
  };
};

const shared = (keeping: Keeping, entrance: { port: number; password: string }) => async (): Promise<void> => {
  for (let attempt = 0; attempt < LEAVING_TRIES; attempt += 1) {
    if ((await livingOwner(keeping.layout)) !== undefined) return;
    if ((await othersConnected(entrance).catch(() => 1)) === 0) return await stopServer(keeping);
    await pause(LEAVING_MS);
  }
};

const stranger = (port: number) =>
  refuse(
    'stranger-on-port',
    `端口 ${port} 上的数据库不是本数据目录的，请停止它后重新启动。`,
    `The database on port ${port} serves another folder: stop it and start again.`,
  );
