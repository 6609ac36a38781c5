import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Router from '@koa/router';
import Koa from 'koa';
import type { ChatPlatform } from '../chat/platform.ts';
import type { IntakeParts } from '../intake/intake.ts';
import type { Logger } from '../kernel/log.ts';
import { openPages, shutPages } from './page/pages.ts';
import type { PageParts } from './page/parts.ts';
import { busy, problem, problems } from './problem.ts';
import { callbackRoutes } from './routes/callbacks.ts';
import { type HealthParts, healthRoutes } from './routes/health.ts';
import { importRoute } from './routes/importFile.ts';
import { leagueRoutes } from './routes/league.ts';
import { leagueMonthRoutes } from './routes/leagueMonth.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { readStatusRoute } from './routes/readStatus.ts';
import { ticketRoutes } from './routes/tickets.ts';

/** What the front desk serves. */
export interface FrontDeskParts {
  host: string;
  port: number;
  intake: IntakeParts;
  intakeToken: string | undefined;
  /** A piece of evidence by its hash. */
  evidence(sha256: string): Promise<Buffer>;
  callbackSecret: string | undefined;
  /** Absent: `PUBLIC_URL` is not set, and there are no pages. */
  pages?: Omit<PageParts, 'platforms' | 'log'>;
  platforms: readonly ChatPlatform[];
  health: HealthParts;
  log: Logger;
}

export interface FrontDesk {
  /** The port really taken (with port 0 the system chooses). */
  port: number;
  /** Takes no more requests and ends after those in hand. */
  stop(): Promise<void>;
}

/** Requests in hand at one time; above it the answer is 503 at once. Callbacks have a bound of their own. */
const MOST_IN_HAND = 400;

const APART = /^\/callbacks\//;
const ALWAYS = /^\/(healthz|readyz|metrics)$/;
/** No number and no name has it, and no database keeps it. */
const UNKEEPABLE = /%00/;

const guarded = (app: Koa): void => {
  let inHand = 0;
  app.use(async (context, next) => {
    context.set('X-Content-Type-Options', 'nosniff');
    if (UNKEEPABLE.test(context.url)) return problem(context, 400, 'bad-request', '地址里有不能使用的字符。');
    if (APART.test(context.path)) return next();
    if (inHand >= MOST_IN_HAND && !ALWAYS.test(context.path)) return busy(context);
    inHand += 1;
    try {
      await next();
    } finally {
      inHand -= 1;
    }
  });
};

/** Opens the HTTP door. Rejects when the port is taken. */
export const openFrontDesk = async (parts: FrontDeskParts): Promise<FrontDesk> => {
  const app = new Koa();
  app.silent = true;
  const router = new Router();
  const api = { ...parts.intake, token: parts.intakeToken };
  callbackRoutes(router, parts.platforms, parts.callbackSecret);
  importRoute(router, api);
  ticketRoutes(router, { ...api, evidence: parts.evidence });
  readStatusRoute(router, { ...api, platforms: parts.platforms });
  leagueRoutes(router, api);
  leagueMonthRoutes(router, api);
  openApiRoutes(router);
  healthRoutes(router, parts.health);
  guarded(app);
  app.use(problems(parts.log));
  app.use(router.routes());
  const { platforms, log } = parts;
  const pages = parts.pages ? openPages(app, { ...parts.pages, platforms, log }) : shutPages(app);
  app.use(async (context) => problem(context, 404, 'not-found', '没有这个地址。'));
  const server = createServer(app.callback());
  server.headersTimeout = 15_000;
  server.requestTimeout = 120_000;
  await listen(server, parts.port, parts.host);
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      // Streams to open pages never end by themselves.
      await pages.stop();
      await close(server);
    },
  };
};

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 5_000).unref();
  });
