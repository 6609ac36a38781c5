import type { ServerResponse } from 'node:http';
import type Router from '@koa/router';
import type { Context } from 'koa';
import { mayRead } from '../../domain/ticket/access.ts';
import { reasonOf } from '../../kernel/errors.ts';
import { tokensOf } from '../../workflow/posts.ts';
import { problem } from '../problem.ts';
import type { PageParts } from './parts.ts';
import { type Logouts, type Visitor, visitorOf } from './session.ts';
import type { Changed } from './shapes.ts';
import { readable, unreadable, viewOf } from './tickets.ts';

const EVERY_MS = 1_000;
const HEARTBEAT_MS = 20_000;
/** Open pages of one person, and of all on this instance. */
const MOST_EACH = 8;
const MOST = 1_000;

/** One open page: what it looks at, and how that stood when it was last told. */
interface Watcher {
  visitor: Visitor;
  /** A ticket's number; absent: the list of what waits. */
  no?: string;
  known: number | string | undefined;
  response: ServerResponse;
}

/** Tells open pages that something has changed; one look a second serves them all. */
export interface Live {
  routes(router: Router): void;
  /** Ends every stream and looks no more. */
  stop(): Promise<void>;
}

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // A proxy in between must not gather it.
  'X-Accel-Buffering': 'no',
};

export const openLive = (parts: PageParts, logouts: Logouts): Live => {
  const watchers = new Set<Watcher>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  let stopped = false;
  let beat = parts.real();

  const end = (watcher: Watcher): void => {
    watchers.delete(watcher);
    watcher.response.end();
  };

  const tell = (watcher: Watcher, changed: Changed): void => {
    if (watcher.response.writableEnded) return;
    watcher.response.write(`event: changed\ndata: ${JSON.stringify(changed)}\n\n`);
  };

  /** Whoever has left, or whose session is over, is shown no more. */
  const isOver = ({ visitor: { until, person, platform, account } }: Watcher): boolean =>
    until.getTime() <= parts.real() || parts.county().personOn(platform, account)?.id !== person.id;

  const mayStillRead = (watcher: Watcher, no: string): Promise<boolean> =>
    parts.archive.work(async (desk) => {
      const file = await desk.read(no);
      return file !== undefined && mayRead(watcher.visitor.person, file.ticket);
    });

  const update = async (watcher: Watcher, now: number | string | undefined): Promise<void> => {
    if (now === watcher.known || !watchers.has(watcher)) return;
    watcher.known = now;
    const { no } = watcher;
    const at = parts.now().toISOString();
    if (no === undefined) return tell(watcher, { at });
    if (await mayStillRead(watcher, no))
      tell(watcher, { no, at, ...(typeof now === 'number' ? { version: now } : {}) });
    else end(watcher);
  };

  /** A page left open where its person logged out elsewhere: until then it heard that something changed, never what. */
  const endLoggedOut = async (): Promise<void> => {
    for (const id of new Set([...watchers].map(({ visitor }) => visitor.person.id))) {
      const last = await logouts.last(id);
      for (const watcher of [...watchers])
        if (watcher.visitor.person.id === id && watcher.visitor.since < last) end(watcher);
    }
  };

  const look = async (): Promise<void> => {
    const all = [...watchers];
    for (const watcher of all) if (isOver(watcher)) end(watcher);
    const people = new Map(
      all.filter(({ no }) => no === undefined).map(({ visitor: { person } }) => [person.id, [...tokensOf(person)]]),
    );
    const found = await parts.standings({
      tickets: [...new Set(all.flatMap(({ no }) => (no === undefined ? [] : [no])))],
      people: [...people].map(([id, tokens]) => ({ id, tokens })),
    });
    for (const watcher of all)
      await update(
        watcher,
        watcher.no === undefined ? found.people.get(watcher.visitor.person.id) : found.tickets.get(watcher.no),
      );
    if (parts.real() - beat < HEARTBEAT_MS) return;
    beat = parts.real();
    await endLoggedOut();
    for (const { response } of watchers) response.write(': here\n\n');
  };

  const again = (): void => {
    timer = undefined;
    if (stopped || watchers.size === 0) return;
    timer = setTimeout(() => {
      looking = look()
        .catch((thrown) => parts.log.warn({ reason: reasonOf(thrown) }, 'open pages could not be looked after'))
        .finally(again);
    }, EVERY_MS);
  };

  /** How it stands now: what changes from here on is told. */
  const begin = async (context: Context, no: string | undefined): Promise<Watcher['known']> => {
    const { person } = visitorOf(context);
    const found = await parts.standings(
      no === undefined
        ? { tickets: [], people: [{ id: person.id, tokens: [...tokensOf(person)] }] }
        : { tickets: [no], people: [] },
    );
    return no === undefined ? found.people.get(person.id) : found.tickets.get(no);
  };

  const open = (context: Context, no: string | undefined, known: Watcher['known']): void => {
    const { res: response } = context;
    // Who left while the ticket was looked up would never close again.
    if (response.destroyed) return;
    const watcher: Watcher = { visitor: visitorOf(context), known, response, ...(no === undefined ? {} : { no }) };
    context.respond = false;
    response.writeHead(200, HEADERS);
    response.write('retry: 3000\n\n');
    if (typeof known === 'number' && no !== undefined)
      tell(watcher, { no, version: known, at: parts.now().toISOString() });
    watchers.add(watcher);
    response.once('close', () => watchers.delete(watcher));
    if (timer === undefined) again();
  };

  const mine = (visitor: Visitor): number =>
    [...watchers].filter(({ visitor: { person } }) => person.id === visitor.person.id).length;

  /** Why no more page is looked after, for `problem`. */
  const full = (context: Context): [number, string, string] | undefined => {
    if (stopped || watchers.size >= MOST) return [503, 'busy', '现在太忙，页面不会自动更新，请手动刷新。'];
    if (mine(visitorOf(context)) < MOST_EACH) return undefined;
    return [429, 'too-many', '您打开的页面太多，这一页不会自动更新，请关闭一些页面。'];
  };

  return {
    routes: (router) => {
      router.get('/page/live', async (context) => {
        const { ticket } = context.query;
        const no = typeof ticket === 'string' ? ticket : undefined;
        const early = full(context);
        if (early) return problem(context, ...early);
        const view = viewOf(context, parts);
        if (no !== undefined && !(await parts.archive.work((desk) => readable(desk, no, view))))
          return unreadable(context, no, view);
        const known = await begin(context, no);
        // Many that come at once have all been let in above.
        const refusal = full(context);
        if (refusal) return problem(context, ...refusal);
        open(context, no, known);
      });
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      for (const watcher of [...watchers]) end(watcher);
      await looking;
    },
  };
};
