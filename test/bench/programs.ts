import { type ChildProcess, fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { TenantSettings } from '../../src/simulator/town/types.ts';

/** A program that is measured: never in the process that drives it. */
export interface Program {
  url: string;
  pid: number;
  /** From the start of the process to its first answer, seconds. */
  seconds: number;
  residentMb(): number;
  /** The most it has held since it began. */
  peakMb(): number;
  stop(): Promise<void>;
}

const ENTRY = fileURLToPath(new URL('../../src/cli/hotline.mjs', import.meta.url));
const FLOOR = fileURLToPath(new URL('./floor.ts', import.meta.url));
/** As in `npm start`: a small young generation keeps an idle bot small. */
const NODE_FLAGS = ['--max-semi-space-size=4'];

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const megabytes = (pid: number, which: RegExp): number =>
  Number(which.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

const started = async (child: ChildProcess, url: string, path: string): Promise<Program> => {
  const begun = performance.now();
  const answers = (): Promise<boolean> =>
    fetch(`${url}${path}`)
      .then((answer) => answer.ok)
      .catch(() => false);
  while (!(await answers())) {
    if (child.exitCode !== null) throw new Error(`a program ended with ${child.exitCode} before it was ready`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const pid = child.pid ?? 0;
  return {
    url,
    pid,
    seconds: (performance.now() - begun) / 1000,
    residentMb: () => megabytes(pid, /VmRSS:\s+(\d+)/),
    peakMb: () => megabytes(pid, /VmHWM:\s+(\d+)/),
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
    },
  };
};

interface BotParts {
  databaseUrl: string;
  dataDir: string;
  settings: TenantSettings;
  clockUrl?: string;
  /** DingTalk's side; without it the bot has WeCom's app alone. */
  streetsUrl?: string;
  /** With it the bot takes tickets in. */
  intakeToken?: string;
}

const NOWHERE = '127.0.0.1:9';

/**
 * Starts the bot as `npm start` does. With `streetsUrl` it also has a robot whose socket is nowhere: what people are
 * told of a claim is kept and queued, and waits, so that the sending is no part of what is measured.
 */
export const startBot = async ({ settings, ...parts }: BotParts): Promise<Program> => {
  const port = await freePort();
  const { wecom, dingtalk } = settings;
  const environment = {
    DATABASE_URL: parts.databaseUrl,
    DATA_DIR: parts.dataDir,
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'error',
    SECRET_KEY: 'a-key-for-benchmarks',
    WECOM_CORP_ID: wecom.corpId,
    WECOM_AGENT_ID: String(wecom.agentId),
    WECOM_SECRET: wecom.secret,
    WECOM_TOKEN: wecom.token,
    WECOM_ENCODING_AES_KEY: wecom.encodingAESKey,
    WECOM_API_URL: `http://${NOWHERE}`,
    ...(parts.clockUrl ? { CLOCK_URL: parts.clockUrl } : {}),
    ...(parts.intakeToken ? { INTAKE_TOKEN: parts.intakeToken } : {}),
    ...(parts.streetsUrl
      ? {
          WECOM_BOT_ID: wecom.botId,
          WECOM_BOT_SECRET: wecom.botSecret,
          WECOM_BOT_WS_URL: `ws://${NOWHERE}`,
          DINGTALK_CLIENT_ID: dingtalk.clientId,
          DINGTALK_CLIENT_SECRET: dingtalk.clientSecret,
          DINGTALK_ROBOT_CODE: dingtalk.robotCode,
          DINGTALK_CORP_ID: dingtalk.corpId,
          DINGTALK_API_URL: parts.streetsUrl,
          DINGTALK_OAPI_URL: parts.streetsUrl,
        }
      : {}),
  };
  const flags = process.env.BENCH_NODE_FLAGS?.split(' ') ?? [];
  const child = spawn(process.execPath, [...NODE_FLAGS, ...flags, ENTRY, 'start'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return started(child, `http://127.0.0.1:${port}`, parts.streetsUrl ? '/healthz' : '/readyz');
};

/** Starts the bot beside the strict simulator, with everything on both platforms, until both let it in. */
export const startTownBot = async (environment: Record<string, string>): Promise<Program> => {
  const port = await freePort();
  const child = spawn(process.execPath, [...NODE_FLAGS, ENTRY, 'start'], {
    env: { ...process.env, ...environment, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return started(child, `http://127.0.0.1:${port}`, '/readyz');
};

/** Starts the demo as `npm run demo` does, in an empty folder, until the town's page answers. */
export const startDemo = async (dataDir: string): Promise<Program> => {
  const [port, simulatorPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, [ENTRY, 'demo'], {
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: String(port),
      SIMULATOR_PORT: String(simulatorPort),
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return started(child, `http://127.0.0.1:${simulatorPort}`, '/');
};

/** Runs a floor that does one thing and tells of it in one line of JSON. */
export const runFloor = async <T>(file: string, parts: object): Promise<T> => {
  const child = spawn(process.execPath, [...NODE_FLAGS, fileURLToPath(new URL(file, import.meta.url))], {
    env: { ...process.env, FLOOR: JSON.stringify(parts) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let said = '';
  for await (const bytes of child.stdout) said += String(bytes);
  const code = await ended;
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
  return JSON.parse(said) as T;
};

/** A program that does its work each time it is asked, and tells how long it took. */
export interface Asked {
  ask(what: { at: string; times: number }): Promise<{ ms: number; seen: number }>;
  stop(): Promise<void>;
}

/** Starts one of the bench's programs that answer messages. */
export const startAsked = async (file: string, environment: Record<string, string>): Promise<Asked> => {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    env: { ...process.env, ...environment },
    execArgv: NODE_FLAGS,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      child.once('message', resolve as (word: unknown) => void);
      void ended.then(() => reject(new Error(`${file} ended`)));
    });
  await said();
  return {
    ask: (what) => {
      const answer = said<{ ms: number; seen: number }>();
      child.send(what);
      return answer;
    },
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
};

/** Starts the floor: HTTP and a bare socket on one port. */
export const startFloor = async (parts: { databaseUrl: string; tenant: TenantSettings['wecom'] }): Promise<Program> => {
  const port = await freePort();
  const child = spawn(process.execPath, [...NODE_FLAGS, FLOOR], {
    env: { ...process.env, FLOOR: JSON.stringify({ ...parts, port }) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return started(child, `http://127.0.0.1:${port}`, '/healthz');
};
