import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dingtalkStreet } from './dingtalk/street.ts';
import { townApi } from './town/api.ts';
import { openTown, openTownClock, type TownBook } from './town/town.ts';
import type { Group, Message, Person, Platform, Street, TenantSettings } from './town/types.ts';
import { wecomStreet } from './wecom/street.ts';

/** How the town is opened. Port 0: the system chooses. */
export interface SimulatorOptions {
  port: number;
  host?: string;
  settings: TenantSettings;
  organisation: { people: Person[]; groups: Group[] };
  /** Where the clock begins; with `realTime` it is the machine's. */
  startAt?: Date;
  realTime?: boolean;
  /** What an earlier run kept: its messages, and its cards that can still be pressed. */
  kept?: KeptTown;
}

/** The town between two runs. */
export interface KeptTown {
  now: string;
  messages: readonly Message[];
  streets: Record<Platform, unknown>;
}

export interface Simulator {
  url: string;
  port: number;
  town: TownBook;
  streets: Record<Platform, Street>;
  /** The bot's address, when it is known only after the town is open. */
  setBotUrl(url: string): void;
  /** Everything a second run needs to go on where this one ended: plain JSON. */
  keep(): KeptTown;
  stop(): Promise<void>;
}

const START = new Date('2026-10-20T08:25:00+08:00');
const PAGE = fileURLToPath(new URL('./page', import.meta.url));
const require = createRequire(import.meta.url);
const VENDOR: Record<string, () => string> = {
  'vue.js': () => join(dirname(require.resolve('vue/package.json')), 'dist/vue.runtime.esm-browser.prod.js'),
  'htm.js': () => join(dirname(require.resolve('htm')), 'htm.module.js'),
};
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};
const POLICY =
  "default-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The page's files and its two libraries; nothing from another host. */
const serveFile = async (response: ServerResponse, path: string): Promise<boolean> => {
  const name = path === '/' ? 'index.html' : path.startsWith('/page/') ? path.slice('/page/'.length) : undefined;
  if (name === undefined) return false;
  const vendor = name.startsWith('vendor/') ? VENDOR[name.slice('vendor/'.length)] : undefined;
  const file = vendor ? vendor() : join(PAGE, normalize(`/${name}`));
  const bytes = await readFile(file).catch(() => undefined);
  if (!bytes) return false;
  response
    .writeHead(200, {
      'content-type': `${TYPES[extname(file)] ?? 'application/octet-stream'}; charset=utf-8`,
      'content-security-policy': POLICY,
      'cache-control': 'no-cache',
    })
    .end(bytes);
  return true;
};

/** The fault `refuse`: noted, and not heard. */
const refused = (town: TownBook, street: string, path: string): boolean => {
  if (street !== 'wecom' && street !== 'dingtalk') return false;
  if (!town.strikes(street, 'refuse')) return false;
  town.note({ platform: street, direction: 'in', what: path, status: 'connection refused', body: null });
  return true;
};

/** Opens the model town: both platforms, the town's API and its page, on loopback. */
export const startSimulator = async (options: SimulatorOptions): Promise<Simulator> => {
  const town = openTown(options.organisation, openTownClock(options.startAt ?? START, options.realTime ?? false));
  const { settings } = options;
  let url = '';
  const parts = { town, settings, baseUrl: () => url };
  const streets: Record<Platform, Street> = { wecom: wecomStreet(parts), dingtalk: dingtalkStreet(parts) };
  if (options.kept) {
    town.restore(options.kept.messages);
    for (const street of Object.values(streets)) street.takeUp(options.kept.streets[street.platform]);
  }
  const api = townApi({
    town,
    streets,
    get botUrl() {
      return settings.botUrl;
    },
    intakeToken: settings.intakeToken,
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://town');
    const [, first = ''] = pathname.split('/');
    if (refused(town, first, pathname)) return void request.socket.destroy();
    if (
      (first === 'wecom' || first === 'dingtalk') &&
      (await streets[first].handle(request, response, pathname.slice(first.length + 1)))
    )
      return;
    if ((await api(request, response, pathname)) || (await serveFile(response, pathname))) return;
    response.writeHead(404).end();
  };
  const server = createServer((request, response) => {
    town
      .occasion(() => answer(request, response))
      .catch((thrown: unknown) => {
        if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: thrown instanceof Error ? thrown.message : String(thrown) }));
      });
  });
  server.on('upgrade', (request, socket, head) => {
    const { pathname } = new URL(request.url ?? '/', 'http://town');
    const [, first = ''] = pathname.split('/');
    const taken =
      !refused(town, first, pathname) &&
      (first === 'wecom' || first === 'dingtalk') &&
      streets[first].upgrade(request, socket, head, pathname.slice(first.length + 1));
    if (!taken) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host ?? '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  url = `http://${options.host ?? '127.0.0.1'}:${port}`;
  return {
    url,
    port,
    town,
    streets,
    setBotUrl: (botUrl) => {
      settings.botUrl = botUrl;
    },
    keep: () => ({
      now: town.now().toISOString(),
      messages: town.messages,
      streets: { wecom: streets.wecom.keep(), dingtalk: streets.dingtalk.keep() },
    }),
    stop: async () => {
      await Promise.all(Object.values(streets).map((street) => street.close()));
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
};
