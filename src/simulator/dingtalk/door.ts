import type { IncomingMessage, ServerResponse } from 'node:http';
import { findRoute, type Route } from './api/route.ts';
import { blankQuery, blankSecrets } from './blank.ts';
import { type Call, readCall, textOf } from './call.ts';
import type { Dialect } from './dialect.ts';
import { groupOfRobot } from './oapi/webhooks.ts';
import type { Office } from './office.ts';
import { REFUSALS, Refusal, type Reply, refuseWith } from './refusal.ts';

interface Visit {
  office: Office;
  dialect: Dialect;
  call: Call;
}

/**
 * Answers one API request: standing faults, token, throttle and month first, then the API's own rule. Every request is
 * noted with its outcome, secrets blanked.
 */
export async function answerRequest(
  office: Office,
  dialect: Dialect,
  { request, response, path }: { request: IncomingMessage; response: ServerResponse; path: string },
): Promise<void> {
  const call = await readCall(request, path).catch(() => undefined);
  if (call === undefined) {
    request.socket.destroy();
    return;
  }
  const found = findRoute(dialect.routes, call.method, call.path);
  const visit = { office, dialect, call };
  const chat = chatOf(visit);
  const { reply, done } =
    found === undefined ? { reply: dialect.unknown(), done: false } : attempt(() => serve(visit, found, chat));
  const cut =
    done && found?.route.exempt !== true && office.town.strikes('dingtalk', 'drop-answer', chat) !== undefined;
  note(visit, reply, cut);
  if (cut) request.socket.destroy();
  else write(response, reply);
}

function serve(visit: Visit, found: { route: Route; part: string }, chat: string | undefined): Reply {
  const { office, dialect, call } = visit;
  const { route } = found;
  if (route.exempt !== true || route.token === 'person') strikeBefore(visit, route, chat);
  checkToken(visit, route, chat);
  if (route.token === 'app' && !office.counters.allowSecond(`${route.method} ${route.path}`, office.limits.qps)) {
    throw dialect.refusals.tooFast(office, route);
  }
  if (route.token === 'app' && route.exempt !== true) checkMonth(visit, chat);
  return route.answer(call, office, found.part);
}

function strikeBefore({ office, dialect }: Visit, route: Route, chat: string | undefined): void {
  const { town } = office;
  if (town.strikes('dingtalk', 'http-500', chat)) throw REFUSALS.unknown();
  const busy = town.strikes('dingtalk', 'busy', chat);
  if (busy) throw busy.code === undefined ? dialect.refusals.busy() : refuseWith(busy.code);
  if (town.strikes('dingtalk', 'rate-limit', chat)) throw dialect.refusals.tooFast(office, route);
}

function checkToken({ office, dialect, call }: Visit, route: Route, chat: string | undefined): void {
  if (route.token === 'none') return;
  const token = dialect.tokenOf(call);
  if (token === undefined) throw dialect.refusals.noToken();
  if (route.token === 'person') {
    if (office.tokens.userOf(token) === undefined) throw dialect.refusals.badToken();
    return;
  }
  if (office.town.strikes('dingtalk', 'token-expired', chat)) office.tokens.revoke();
  if (!office.tokens.accepts(token)) throw dialect.refusals.badToken();
}

function checkMonth({ office, dialect }: Visit, chat: string | undefined): void {
  const { town, counters, limits } = office;
  if (town.strikes('dingtalk', 'quota', chat) || !counters.countCall(town.now(), limits.monthlyCalls)) {
    throw dialect.refusals.spent();
  }
}

/** The group a call concerns, for faults of one chat; undefined when it concerns none. */
function chatOf({ office, call }: Visit): string | undefined {
  const { body, query, path } = call;
  const named = textOf(body, 'openConversationId');
  if (named !== undefined) return named;
  const space = /IM_GROUP\.([^;]+)/i.exec(textOf(body, 'openSpaceId') ?? '');
  if (space?.[1] !== undefined) return space[1];
  if (path === '/robot/sendBySession') return office.sessions.find(query.get('session') ?? '', office.town.now())?.chat;
  if (path === '/robot/send') return groupOfRobot(office, query.get('access_token') ?? '')?.id;
  const card = office.cards.byTrack(textOf(body, 'outTrackId') ?? '');
  return card?.showings.find((showing) => showing.spaceType === 'IM_GROUP')?.spaceId;
}

/** `done`: the call had its effect, so that losing the answer matters. */
function attempt(serveCall: () => Reply): { reply: Reply; done: boolean } {
  try {
    return { reply: serveCall(), done: true };
  } catch (error) {
    if (error instanceof Refusal) return { reply: { status: error.status, body: error.body }, done: false };
    throw error;
  }
}

function note({ office, call }: Visit, reply: Reply, cut: boolean): void {
  const answer = reply.body as Record<string, unknown>;
  const code = answer.code ?? answer.errcode ?? 'ok';
  const why = answer.message ?? answer.errmsg;
  const words = [
    reply.status,
    code,
    why !== 'ok' && why !== code ? why : undefined,
    cut ? '(answer dropped)' : undefined,
  ];
  office.town.note({
    platform: 'dingtalk',
    direction: 'in',
    what: `${call.method} ${call.path}${blankQuery(call.query)}`,
    status: words.filter((word) => word !== undefined).join(' '),
    body: call.upload ? { file: call.upload.name, bytes: call.bytes } : blankSecrets(call.body),
  });
}

function write(response: ServerResponse, reply: Reply): void {
  const type = reply.type ?? 'application/json;charset=utf-8';
  const body = reply.type === undefined ? JSON.stringify(reply.body) : String(reply.body);
  response.writeHead(reply.status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
