import Router from '@koa/router';
import type Koa from 'koa';
import type { Context, Next } from 'koa';
import { ROLE_NAMES } from '../../domain/person.ts';
import { problem } from '../problem.ts';
import { calendarRoute } from './calendar.ts';
import { commandRoutes } from './commands.ts';
import { deskRoutes } from './desk/routes.ts';
import { evidenceRoutes } from './evidence.ts';
import { pageHeaders } from './headers.ts';
import { leaguePages } from './league/routes.ts';
import { departmentNamed } from './lines.ts';
import { openLive } from './live.ts';
import { loginRoutes, openIn } from './login.ts';
import type { PageParts } from './parts.ts';
import { revealRoute } from './reveal.ts';
import { searchRoute } from './search.ts';
import { seesOf } from './sees.ts';
import { keptLogouts, openJar, openSessions, type Sessions, visitorOf } from './session.ts';
import { settingsRoutes } from './settings/routes.ts';
import type { Session } from './shapes.ts';
import { isPage, staticFiles } from './staticFiles.ts';
import { ticketPages } from './tickets.ts';

/** Everything below these is the pages'; the rest of the front desk knows nothing of them. */
const OWN = /^\/(?:page|login|assets)(?:\/|$)|^\/icon\.svg$/;
const isOurs = (path: string): boolean => OWN.test(path) || isPage(path);

const sessionRoutes = (router: Router, parts: PageParts, sessions: Sessions): void => {
  router.get('/page/session', (context) => {
    const { person, csrf, until } = visitorOf(context);
    const county = parts.county();
    const session: Session = {
      person: {
        id: person.id,
        name: person.name,
        department: person.department,
        departmentName: departmentNamed(person.department, county).name,
        roles: person.roles.map((role) => ({ role, name: ROLE_NAMES[role] })),
      },
      county: county.policy.county,
      csrf,
      now: parts.now().toISOString(),
      endsAt: until.toISOString(),
      sees: seesOf(person),
    };
    context.body = session;
  });
  router.post('/page/logout', async (context) => {
    await sessions.end(context);
    context.status = 204;
  });
};

/** In a platform's own app nobody chooses: who is not logged in goes straight on to that platform. */
const straightOn =
  (parts: PageParts, sessions: Sessions) =>
  async (context: Context, next: Next): Promise<void> => {
    const here = openIn(context);
    const opens = here && context.method === 'GET' && isPage(context.path) && context.path !== '/login';
    const way = opens && parts.platforms.some(({ name, login }) => name === here && login !== undefined);
    if (!way || (await sessions.visitor(context))) return next();
    context.redirect(`/login/${here}?to=${encodeURIComponent(context.url)}`);
  };

/** The pages at work. */
export interface Pages {
  /** Ends what would go on by itself. */
  stop(): Promise<void>;
}

/** Without `PUBLIC_URL` nobody could come back from a login: the pages' addresses say that it is to be set. */
export const shutPages = (app: Koa): Pages => {
  app.use((context, next) =>
    isOurs(context.path)
      ? problem(context, 404, 'page-off', '页面未启用：请设置 PUBLIC_URL 为页面的公开地址。')
      : next(),
  );
  return { stop: async () => undefined };
};

/** The pages and what they ask of the front desk (`shapes.ts`): sessions first, then the routes, then the files. */
export const openPages = (app: Koa, parts: PageParts): Pages => {
  app.keys = [parts.cookieKey];
  const jar = openJar(parts.publicUrl);
  const logouts = keptLogouts(parts.archive);
  const sessions = openSessions(jar, logouts, parts);
  const open = new Router();
  loginRoutes(open, parts, { jar, sessions });
  const live = openLive(parts, logouts);
  const known = new Router();
  known.use(sessions.guard);
  sessionRoutes(known, parts, sessions);
  ticketPages(known, parts);
  searchRoute(known, parts);
  commandRoutes(known, parts);
  deskRoutes(known, parts);
  leaguePages(known, parts);
  settingsRoutes(known, parts);
  revealRoute(known, parts);
  evidenceRoutes(known, parts);
  calendarRoute(known, parts);
  live.routes(known);
  app.use((context, next) => (isOurs(context.path) ? pageHeaders(context, next) : next()));
  app.use(open.routes());
  app.use(known.routes());
  app.use(straightOn(parts, sessions));
  app.use(staticFiles());
  return { stop: live.stop };
};
