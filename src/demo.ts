import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { groups, membersOf, organisation, people } from '../prisma/sample/county.ts';
import { fresh } from '../prisma/sample/tickets.ts';
import { loadSample } from '../prisma/seed.ts';
import { demoNumbers, processEnvironment, startedByNpm } from './config/environment.ts';
import { PlainError } from './kernel/errors.ts';
import { openLog } from './kernel/log.ts';
import { whenLeftAlone } from './kernel/parent.ts';
import { type KeptTown, type Simulator, startSimulator } from './simulator/server.ts';
import { botEnvironment, demoSettings } from './simulator/settings.ts';
import { startEmbedded } from './store/embedded/startEmbedded.ts';
import { applyMigrations } from './store/migrations.ts';

const SECRET_KEY = 'demo-secret-key-of-the-model-town';
const INTAKE_TOKEN = 'demo-intake-token';
const START = new Date('2026-10-20T08:25:00+08:00');
const ENTRY = fileURLToPath(new URL('./cli/hotline.mjs', import.meta.url));
const PATIENCE_MS = 60_000;
const SAVE_MS = 3_000;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const townOrganisation = () => ({
  people: people.map((person) => ({ ...person })),
  groups: groups.map((group) => ({ ...group, members: membersOf(group) })),
});

const readTown = async (file: string): Promise<KeptTown | undefined> =>
  existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as KeptTown) : undefined;

const saveTown = (simulator: Simulator, file: string): Promise<void> =>
  writeFile(file, JSON.stringify(simulator.keep()));

const ready = async (botUrl: string): Promise<void> => {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(100)) {
    const ok = await fetch(`${botUrl}/readyz`)
      .then((response) => response.ok)
      .catch(() => false);
    if (ok) return;
  }
  throw new Error('工单助手一分钟内没有就绪，请看上面的日志');
};

/** Keeps the bot running: killed, it starts again, as a service would; told to stop, it stops cleanly. */
const keepBot = (environment: Record<string, string>): { stop(): Promise<void> } => {
  let stopping = false;
  let child: ChildProcess;
  const start = (): void => {
    child = spawn(process.execPath, [ENTRY, 'start'], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    child.once('exit', (code, signal) => {
      if (stopping) return;
      console.log(`工单助手退出（${signal ?? code}），重新启动……`);
      setTimeout(start, 500);
    });
  };
  start();
  return {
    stop: () =>
      new Promise((done) => {
        stopping = true;
        if (child.exitCode !== null || child.signalCode !== null) return done();
        child.once('exit', () => done());
        child.kill('SIGTERM');
        setTimeout(() => child.kill('SIGKILL'), 20_000).unref();
      }),
  };
};

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    () => true,
    () => false,
  );

const bringFreshTickets = async (botUrl: string): Promise<void> => {
  await fetch(`${botUrl}/api/v1/tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${INTAKE_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(fresh()),
  });
};

/**
 * The demo: the embedded PostgreSQL, the model town and the bot, with the sample county loaded. A second run finds its
 * data and the town's clock again; `fresh` begins anew. Ctrl-C stops all three.
 */
export const runDemo = async (options: { fresh?: boolean; now?: boolean }): Promise<void> => {
  const { dataDir, port, simulatorPort } = demoNumbers(processEnvironment());
  const home = resolve(dataDir, 'demo');
  const townFile = join(home, 'town.json');
  if (await answers(`http://127.0.0.1:${simulatorPort}/clock`))
    throw new PlainError(
      'demo-runs',
      `端口 ${simulatorPort} 上已有演示在运行，请先停止它，或用 SIMULATOR_PORT 换一个端口。`,
    );
  if (options.fresh) await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  const log = openLog('warn');
  const database = await startEmbedded({ dataDir: home, log });
  await applyMigrations(database.url, { log });
  const kept = await readTown(townFile);
  const startAt = options.now ? new Date() : kept ? new Date(kept.now) : START;
  const loaded = await loadSample(database.url, SECRET_KEY, startAt);
  const botUrl = `http://127.0.0.1:${port}`;
  const settings = { ...demoSettings(botUrl), intakeToken: INTAKE_TOKEN };
  const simulator = await startSimulator({
    port: simulatorPort,
    settings,
    organisation: townOrganisation(),
    startAt,
    realTime: options.now ?? false,
    ...(kept ? { kept } : {}),
  });
  const saving = setInterval(() => void saveTown(simulator, townFile), SAVE_MS);
  const bot = keepBot({
    ...botEnvironment(settings, simulator.url),
    DATABASE_URL: database.url,
    DATA_DIR: home,
    PORT: String(port),
    PUBLIC_URL: botUrl,
    HOST: '127.0.0.1',
    SECRET_KEY,
    INTAKE_TOKEN,
    LOG_LEVEL: 'warn',
    NODE_ENV: 'development',
  });
  let closing = false;
  const close = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    console.log('\n正在停止……');
    clearInterval(saving);
    await bot.stop();
    await saveTown(simulator, townFile);
    await simulator.stop();
    await database.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void close());
  if (startedByNpm(processEnvironment())) whenLeftAlone(() => void close());
  await ready(botUrl);
  if (loaded > 0) await bringFreshTickets(botUrl);
  console.log(
    `\n演示已就绪：请用浏览器打开 ${simulator.url}/\n工单助手接口 ${botUrl}/docs（令牌 ${INTAKE_TOKEN}），单位 ${organisation.departments.length - 1} 个，人员 ${organisation.people.length} 人。按 Ctrl-C 停止。`,
  );
};
