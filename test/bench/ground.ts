import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { silentLog } from '../../src/kernel/log.ts';
import { demoSettings } from '../../src/simulator/settings.ts';
import type { TenantSettings } from '../../src/simulator/town/types.ts';
import { startEmbedded } from '../../src/store/embedded/startEmbedded.ts';
import { applyMigrations } from '../../src/store/migrations.ts';
import { type BenchClock, openClock } from './clock.ts';
import { fillCounty, fillTickets } from './fill.ts';
import { type Program, startBot, startFloor } from './programs.ts';
import { openStreets, type Streets } from './streets.ts';

/** What the rows share: a durable database with 100,000 tickets, the bot and the floor as programs of their own. */
export interface Ground {
  databaseUrl: string;
  /** The embedded database's folder. */
  dataDir: string;
  settings: TenantSettings;
  clock: BenchClock;
  streets: Streets;
  /** The bot that serves the rows, started with the first that asks. */
  bot(): Promise<Program>;
  floor(): Promise<Program>;
  /** A database of its own on the same server, migrated and empty. Returns its address. */
  another(name: string): Promise<string>;
  /** Tickets that wait to be claimed, spread over the departments. Returns their numbers in that order. */
  claimable(prefix: string, count: number): Promise<Claimable[]>;
  close(): Promise<void>;
}

/** A ticket and its department, by its place in the county. */
export interface Claimable {
  no: string;
  department: number;
}

export const DEPARTMENTS = 100;
const TICKETS = 100_000;

/** Opens it. The statements of a claim's transaction are the floor's too: see `programs.ts`. */
export const openGround = async (): Promise<Ground> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'hotline-bench-'));
  const server = await startEmbedded({ dataDir, log: silentLog() });
  const databaseUrl = server.url;
  const clear = async (): Promise<void> => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  await fillAll(databaseUrl).catch(async (thrown) => {
    await clear();
    throw thrown;
  });
  const settings = demoSettings('');
  const clock = await openClock();
  const streets = await openStreets();
  let bot: Promise<Program> | undefined;
  let floor: Promise<Program> | undefined;
  return {
    databaseUrl,
    dataDir,
    settings,
    clock,
    streets,
    bot: () => {
      bot ??= startBot({ databaseUrl, dataDir, settings, clockUrl: clock.url, streetsUrl: streets.url });
      return bot;
    },
    floor: () => {
      floor ??= startFloor({ databaseUrl, tenant: settings.wecom });
      return floor;
    },
    another: (name) => anotherDatabase(databaseUrl, name),
    claimable: (prefix, count) => fillClaimable(databaseUrl, prefix, count),
    close: async () => {
      await (await bot)?.stop();
      await (await floor)?.stop();
      await streets.close();
      await clock.close();
      await clear();
    },
  };
};

const anotherDatabase = async (databaseUrl: string, name: string): Promise<string> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`CREATE DATABASE "${name}"`);
  await client.end();
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  await applyMigrations(url.href, { log: silentLog() });
  return url.href;
};

const fillAll = async (databaseUrl: string): Promise<void> => {
  await applyMigrations(databaseUrl, { log: silentLog() });
  await fillCounty(databaseUrl, DEPARTMENTS);
  await fillTickets(databaseUrl, TICKETS);
};

const fillClaimable = async (databaseUrl: string, prefix: string, count: number): Promise<Claimable[]> => {
  await fillTickets(databaseUrl, count, { prefix, departments: DEPARTMENTS });
  return Array.from({ length: count }, (_none, index) => ({
    no: `${prefix}${String(index + 1).padStart(9, '0')}`,
    department: index % DEPARTMENTS,
  }));
};
