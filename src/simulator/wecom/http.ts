import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { keepImage } from './images.ts';
import { userInfo } from './login.ts';
import { createMenu, getMenu } from './menu.ts';
import { byResponseUrl, recallAppMessage, sendAsApp, sendByWebhook, updateCard } from './sends.ts';
import type { StreetState } from './state.ts';
import { type Answer, badToken, getToken, no, ok, type Plain, record, str } from './vendor.ts';

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const withToken: Record<string, (state: StreetState, query: URLSearchParams, body: Plain) => Answer> = {
  '/cgi-bin/message/send': (state, _query, body) => sendAsApp(state, body),
  '/cgi-bin/message/update_template_card': (state, _query, body) => updateCard(state, body),
  '/cgi-bin/message/recall': (state, _query, body) => recallAppMessage(state, body),
  '/cgi-bin/user/get': (state, query) => {
    const person = state.town.personBy('wecom', query.get('userid') ?? '');
    return person ? ok({ userid: person.wecom, name: person.name, department: [1] }) : no(60111, 'userid not found');
  },
  '/cgi-bin/user/getuserid': (state, _query, body) => {
    const person = state.town.people.find((candidate) => candidate.mobile === str(body.mobile) && candidate.wecom);
    return person ? ok({ userid: person.wecom }) : no(46004, 'user not exist');
  },
  '/cgi-bin/agent/get': (state, query) =>
    query.get('agentid') === String(state.settings.wecom.agentId)
      ? ok({
          ...{ agentid: state.settings.wecom.agentId, name: '工单助手', close: 0 },
          ...{ allow_userinfos: { user: [] }, allow_partys: { partyid: [1] }, allow_tags: { tagid: [] } },
        })
      : no(40056, 'invalid agentid'),
  '/cgi-bin/auth/getuserinfo': userInfo,
  '/cgi-bin/menu/create': createMenu,
  '/cgi-bin/menu/get': getMenu,
  '/cgi-bin/getcallbackip': () => ok({ ip_list: ['127.0.0.1'] }),
  '/cgi-bin/department/list': () => ok({ department: [{ id: 1, name: '县', parentid: 0, order: 1 }] }),
};

const withoutToken: Record<string, (state: StreetState, query: URLSearchParams, body: Plain) => Answer> = {
  '/cgi-bin/gettoken': (state, query) => getToken(state, query),
  '/cgi-bin/webhook/send': sendByWebhook,
  '/cgi-bin/aibot/response': byResponseUrl,
};

const SECRET = /secret|token|key/i;
const blank = (query: URLSearchParams): string =>
  [...query].map(([name, value]) => `${name}=${SECRET.test(name) ? '***' : value}`).join('&');

/** A picture that came in the message is not written down twice. */
const noted = (body: Plain | undefined): Plain | null =>
  body?.msgtype === 'image' && record(body.image).base64 !== undefined
    ? { ...body, image: { ...record(body.image), base64: '…' } }
    : (body ?? null);

const reply = (response: ServerResponse, answer: Answer): void => {
  response
    .writeHead(200, {
      'content-type': 'application/json; charset=UTF-8',
      'error-code': String(answer.errcode),
      'error-msg': encodeURIComponent(answer.errmsg ?? ''),
    })
    .end(JSON.stringify(answer));
};

/** Begun by the bot itself beside what people do: a fault that a story orders is meant for something else. */
const BESIDE = new Set(['/cgi-bin/gettoken', '/cgi-bin/menu/get', '/cgi-bin/menu/create']);

/** Faults of the interface: answered instead of, or after, the real thing. */
const faulty = (state: StreetState, response: ServerResponse, path: string): boolean => {
  if (BESIDE.has(path)) return false;
  if (state.town.strikes('wecom', 'http-500')) return void response.writeHead(500).end() === undefined;
  const busy = state.town.strikes('wecom', 'busy');
  if (busy) return void reply(response, no(Number(busy.code ?? -1), 'system busy')) === undefined;
  if (state.town.strikes('wecom', 'rate-limit'))
    return void reply(response, no(45009, 'api freq out of limit')) === undefined;
  return false;
};

const jsonOf = (raw: Buffer): Plain | undefined => {
  if (raw.length === 0) return {};
  try {
    return record(JSON.parse(raw.toString('utf8')));
  } catch {
    return undefined;
  }
};

const answerTo = (
  state: StreetState,
  path: string,
  query: URLSearchParams,
  body: Plain | undefined,
): Answer | undefined => {
  const open = withoutToken[path];
  const closed = withToken[path];
  if (!open && !closed) return undefined;
  if (closed) {
    const bad = badToken(state, query, !BESIDE.has(path));
    if (bad) return bad;
  }
  if (!body) return no(40035, 'invalid json');
  return (open ?? closed)?.(state, query, body);
};

const late = (state: StreetState): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, state.town.strikes('wecom', 'late') ? 3_000 : 0));

/** Answers `/cgi-bin/…`; unknown paths get the vendor's empty 404. */
export const handleApi = async (
  state: StreetState,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> => {
  const query = new URL(request.url ?? '/', 'http://town').searchParams;
  const raw = await readBody(request);
  if (
    path === '/cgi-bin/media/upload' ||
    path === '/cgi-bin/media/uploadimg' ||
    path === '/cgi-bin/webhook/upload_media'
  )
    return upload(state, request, response, { path, query, raw });
  if (path === '/cgi-bin/media/get') return download(state, response, query);
  if (path === '/cgi-bin/aibot/file') return sentFile(state, response, query);
  const body = jsonOf(raw);
  if (faulty(state, response, path))
    return state.town.note({ platform: 'wecom', direction: 'in', what: path, status: 'fault', body: noted(body) });
  const answer = answerTo(state, path, query, body);
  if (!answer) return void response.writeHead(404).end();
  state.town.note({
    platform: 'wecom',
    direction: 'in',
    what: `${path}?${blank(query)}`,
    status: String(answer.errcode),
    body: path.endsWith('gettoken') ? null : noted(body),
  });
  if (BESIDE.has(path)) return reply(response, answer);
  await late(state);
  // The bot ends the connection when its patience is over.
  if (state.town.strikes('wecom', 'slow')) return;
  if (state.town.strikes('wecom', 'drop-answer')) return void request.socket.destroy();
  reply(response, answer);
};

const upload = (
  state: StreetState,
  request: IncomingMessage,
  response: ServerResponse,
  call: { path: string; query: URLSearchParams; raw: Buffer },
): void => {
  const bad = call.path.startsWith('/cgi-bin/media/') ? badToken(state, call.query) : undefined;
  if (bad) return reply(response, bad);
  const boundary = /boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1];
  const text = call.raw.toString('latin1');
  const name = /name="media"; ?filename="([^"]*)"/.exec(text)?.[1];
  if (!boundary || name === undefined) return reply(response, no(41005, 'media data missing'));
  const start = text.indexOf('\r\n\r\n', text.indexOf('name="media"')) + 4;
  const bytes = call.raw.subarray(start, text.lastIndexOf(`\r\n--${boundary}`));
  if (bytes.length <= 5) return reply(response, no(44001, 'empty media data'));
  if (call.path === '/cgi-bin/media/uploadimg') return reply(response, keepImage(state, bytes));
  const mediaId = `M${randomBytes(12).toString('base64url')}`;
  const type = call.query.get('type') ?? 'file';
  state.media.set(mediaId, {
    bytes,
    type,
    name: Buffer.from(name, 'latin1').toString('utf8'),
    ...(call.query.get('key') ? { webhookKey: call.query.get('key') ?? '' } : {}),
  });
  reply(response, ok({ errmsg: '', type, media_id: mediaId, created_at: String(Math.floor(Date.now() / 1000)) }));
};

/** What a resident sent to the robot: for five minutes, without a token, sealed (D100719). */
const sentFile = (state: StreetState, response: ServerResponse, query: URLSearchParams): void => {
  const file = state.sent.get(query.get('sign') ?? '');
  if (!file || file.until < state.town.now().getTime()) return void response.writeHead(403).end();
  response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.bytes);
};

const download = (state: StreetState, response: ServerResponse, query: URLSearchParams): void => {
  const bad = badToken(state, query);
  const media = state.media.get(query.get('media_id') ?? '');
  if (bad || !media) return reply(response, bad ?? no(40007, 'invalid media_id'));
  response
    .writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${encodeURIComponent(media.name)}"`,
    })
    .end(media.bytes);
};
