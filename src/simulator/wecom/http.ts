import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Message } from '../town/types.ts';
import { actionsOn, isInteractive, readCard, wrongWith } from './cards.ts';
import { nextId, overLimit, type StreetState } from './state.ts';

type Plain = Record<string, unknown>;
const record = (value: unknown): Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};
const str = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
const bytes = (text: unknown): number => Buffer.byteLength(str(text));

/** What a call comes to: an errcode and members. `cut`: it took effect, but the answer never arrives. */
interface Answer {
  errcode: number;
  errmsg?: string;
  [member: string]: unknown;
}

const ok = (members: Plain = {}): Answer => ({ errcode: 0, errmsg: 'ok', ...members });
const no = (errcode: number, errmsg: string): Answer => ({
  errcode,
  errmsg: `${errmsg}, hint: [${Date.now()}_1], from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`,
});

const HOURS_72 = 72 * 3_600_000;
const TOKEN_MS = 7_200_000;

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const getToken = (state: StreetState, query: URLSearchParams): Answer => {
  const { corpId, secret } = state.settings.wecom;
  if (!query.get('corpsecret')) return no(41004, 'corpsecret missing');
  if (query.get('corpid') !== corpId) return no(40013, 'invalid corpid');
  if (query.get('corpsecret') !== secret) return no(40001, 'invalid credential');
  if (!state.token || state.token.until < Date.now())
    state.token = { value: randomBytes(24).toString('base64url'), until: Date.now() + TOKEN_MS };
  return ok({ access_token: state.token.value, expires_in: Math.floor((state.token.until - Date.now()) / 1000) });
};

/** The token is looked at before anything else (D90313). */
const badToken = (state: StreetState, query: URLSearchParams): Answer | undefined => {
  const given = query.get('access_token') ?? '';
  if (given === '') return no(41001, 'access_token missing');
  if (state.town.strikes('wecom', 'token-expired')) {
    delete state.token;
    return no(42001, 'access_token expired');
  }
  return state.token?.value === given ? undefined : no(40014, 'invalid access_token');
};

const textOf = (type: string, body: Plain): string => str(record(body[type]).content);

/** Byte limits and shapes of message types; undefined when accepted. */
const wrongMessage = (body: Plain, channel: 'app' | 'webhook'): Answer | undefined => {
  const type = str(body.msgtype);
  if (type === 'template_card') {
    const wrong = wrongWith(body.template_card, channel);
    return wrong ? no(wrong.startsWith('task_id') ? 42014 : 40058, `template_card: ${wrong}`) : undefined;
  }
  const limits: Record<string, number> =
    channel === 'webhook'
      ? { text: 2048, markdown: 4096, markdown_v2: 4096 }
      : { text: Number.POSITIVE_INFINITY, markdown: 2048 };
  if (type in limits) {
    if (textOf(type, body) === '') return no(44004, 'empty content');
    return bytes(textOf(type, body)) > (limits[type] ?? 0)
      ? no(type === 'text' ? 45002 : 40058, `${type}.content exceed max length ${limits[type]}`)
      : undefined;
  }
  if (type === 'image' && channel === 'webhook') {
    const image = record(body.image);
    const md5 = createHash('md5')
      .update(Buffer.from(str(image.base64), 'base64'))
      .digest('hex');
    return md5 === str(image.md5) ? undefined : no(40009, 'invalid image md5');
  }
  if (type === 'file' || type === 'news' || type === 'textcard' || type === 'image' || type === 'voice')
    return undefined;
  return no(40008, 'invalid message type');
};

const shown = (body: Plain): Pick<Message, 'kind' | 'text' | 'card' | 'actions'> => {
  const type = str(body.msgtype);
  if (type === 'template_card')
    return {
      kind: 'card',
      text: readCard(body.template_card),
      card: body.template_card,
      actions: actionsOn(body.template_card),
    };
  if (type === 'image' || type === 'file')
    return { kind: type, text: type === 'image' ? '[图片]' : '[文件]', card: body[type] };
  return { kind: type === 'text' ? 'text' : 'markdown', text: textOf(type, body) };
};

/** Remembers a card that can be pressed: a task id serves once (D90236). */
export const stand = (state: StreetState, message: Message, channel: 'app' | 'aibot'): void => {
  const taskId = str(record(message.card).task_id);
  if (taskId === '') return;
  state.taskIds.add(`${channel}:${taskId}`);
};

export const taskIdUsed = (state: StreetState, card: unknown, channel: 'app' | 'aibot'): boolean =>
  state.taskIds.has(`${channel}:${str(record(card).task_id)}`);

/** A code with which the app may change a card once within 72 hours (D94888). */
export const newResponseCode = (state: StreetState, message: string, person: string): string => {
  const code = `RC_${randomBytes(9).toString('base64url')}`;
  state.responseCodes.set(code, { message, person, until: state.town.now().getTime() + HOURS_72 });
  return code;
};

const sendAsApp = (state: StreetState, body: Plain): Answer => {
  const { town, settings } = state;
  if (Number(body.agentid) !== settings.wecom.agentId)
    return no(301002, 'not allow operate another agent with this accesstoken');
  const wrong = wrongMessage(body, 'app');
  if (wrong) return wrong;
  if (body.msgtype === 'template_card' && isInteractive(record(body.template_card))) {
    if (state.callbackVerified !== true) return no(43012, 'app has no callback url');
    if (taskIdUsed(state, body.template_card, 'app')) return no(42014, 'task_id duplicate');
  }
  const wanted =
    str(body.touser) === '@all'
      ? town.people.map((person) => person.wecom ?? '')
      : str(body.touser)
          .split('|')
          .filter((id) => id !== '');
  if (wanted.length === 0) return no(82001, 'no receiver');
  if (wanted.length > 1000) return no(40032, 'too many users');
  const known = wanted.filter((id) => town.personBy('wecom', id) !== undefined);
  const invaliduser = wanted
    .filter((id) => !known.includes(id))
    .join('|')
    .toLowerCase();
  if (known.length === 0) return no(81013, 'user & party & tag all invalid');
  if (body.enable_duplicate_check === 1 && isDuplicate(state, body))
    return ok({ invaliduser, msgid: nextId(state, 'msg') });
  let responseCode = '';
  for (const id of known) {
    const person = town.personBy('wecom', id);
    if (!person || overLimit(state, `app:${id}`, 30, 1000) || town.strikes('wecom', 'silent-drop')) continue;
    const message = town.post({ platform: 'wecom', person: person.id, channel: 'app', ...shown(body) });
    if (message.kind !== 'card' || !isInteractive(record(message.card))) continue;
    stand(state, message, 'app');
    responseCode = newResponseCode(state, message.id, id);
  }
  return ok({
    invaliduser,
    invalidparty: '',
    invalidtag: '',
    unlicenseduser: '',
    msgid: nextId(state, 'msg'),
    ...(responseCode ? { response_code: responseCode } : {}),
  });
};

/** An identical repeat inside the window is swallowed (D90236; the answer in that case is UNCONFIRMED: 0). */
const isDuplicate = (state: StreetState, body: Plain): boolean => {
  const key = createHash('sha1')
    .update(JSON.stringify([body.touser, body.msgtype, body[str(body.msgtype)]]))
    .digest('hex');
  const until = state.duplicates.get(key) ?? 0;
  state.duplicates.set(key, Date.now() + Number(body.duplicate_check_interval ?? 1800) * 1000);
  return until > Date.now();
};

const updateCard = (state: StreetState, body: Plain): Answer => {
  const code = str(body.response_code);
  const known = state.responseCodes.get(code);
  if (!known || known.until < state.town.now().getTime()) return no(60140, 'invalid response_code');
  const button = record(body.button);
  if (body.button === undefined) {
    const wrong = wrongWith(body.template_card, 'app', true);
    if (wrong) return no(40058, `template_card: ${wrong}`);
  }
  state.responseCodes.delete(code);
  const card =
    body.button === undefined
      ? body.template_card
      : {
          ...record(state.town.message(known.message)?.card),
          button_list: undefined,
          replace_text: str(button.replace_name),
        };
  const taskId = record(state.town.message(known.message)?.card).task_id;
  changeCard(state, known.message, { ...record(card), task_id: taskId });
  return ok({ invaliduser: [] });
};

/** The card as everybody who has it now sees it. */
export const changeCard = (state: StreetState, id: string, card: unknown): void => {
  const message = state.town.message(id);
  if (!message) return;
  const updates = [...(message.updates ?? []), { at: state.town.now().toISOString(), card }];
  state.town.amend(id, { card, updates, text: readCard(card), actions: actionsOn(card) });
};

const sendByWebhook = (state: StreetState, query: URLSearchParams, body: Plain): Answer => {
  const group = state.town.groups.find(
    (candidate) =>
      candidate.platform === 'wecom' && candidate.webhookKey !== undefined && candidate.webhookKey === query.get('key'),
  );
  if (!group) return no(93000, 'invalid webhook url');
  const wrong = wrongMessage(body, 'webhook');
  if (wrong) return wrong;
  if (overLimit(state, `webhook:${group.webhookKey}`, 20)) return no(45009, 'api freq out of limit');
  if (state.town.strikes('wecom', 'silent-drop', group.id)) return ok();
  const text = record(body.text);
  const called = [
    ...(Array.isArray(text.mentioned_list) ? text.mentioned_list.map(str) : []),
    ...[...textOf('markdown', body).matchAll(/<@([^>]+)>/g)].map((match) => match[1] ?? ''),
  ];
  state.town.post({
    platform: 'wecom',
    chat: group.id,
    channel: 'webhook',
    ...shown(body),
    ...(called.length > 0 ? { mentions: called } : {}),
  });
  return ok();
};

const byResponseUrl = (state: StreetState, query: URLSearchParams, body: Plain): Answer => {
  const code = query.get('response_code') ?? '';
  const known = state.responseUrls.get(code);
  if (!known || known.until < state.town.now().getTime()) return no(60140, 'invalid response_code');
  const type = str(body.msgtype);
  if (type !== 'markdown' && type !== 'template_card') return no(40008, 'invalid message type');
  if (type === 'template_card' && known.chat !== undefined) return no(40008, 'template_card only in single chat');
  const wrong =
    type === 'template_card'
      ? wrongWith(body.template_card, 'aibot')
      : bytes(textOf('markdown', body)) > 20_480
        ? 'markdown too long'
        : undefined;
  if (wrong) return no(40058, wrong);
  state.responseUrls.delete(code);
  const person = state.town.personBy('wecom', known.person)?.id ?? known.person;
  const message = state.town.post({
    platform: 'wecom',
    channel: 'aibot',
    ...(known.chat === undefined ? { person } : { chat: known.chat }),
    ...shown(body),
  });
  if (type === 'template_card') stand(state, message, 'aibot');
  return ok();
};

const withToken: Record<string, (state: StreetState, query: URLSearchParams, body: Plain) => Answer> = {
  '/cgi-bin/message/send': (state, _query, body) => sendAsApp(state, body),
  '/cgi-bin/message/update_template_card': (state, _query, body) => updateCard(state, body),
  '/cgi-bin/message/recall': (state, _query, body) =>
    str(body.msgid) === '' ? no(40058, 'msgid') : ok({ count: state.count }),
  '/cgi-bin/user/get': (state, query) => {
    const person = state.town.personBy('wecom', query.get('userid') ?? '');
    return person ? ok({ userid: person.wecom, name: person.name, department: [1] }) : no(60111, 'userid not found');
  },
  '/cgi-bin/user/getuserid': (state, _query, body) => {
    const person = state.town.people.find((candidate) => candidate.mobile === str(body.mobile) && candidate.wecom);
    return person ? ok({ userid: person.wecom }) : no(46004, 'user not exist');
  },
  '/cgi-bin/auth/getuserinfo': (state, query) => {
    const person = state.town.personBy('wecom', (query.get('code') ?? '').replace(/^code-/, ''));
    return person ? ok({ userid: person.wecom }) : no(40029, 'invalid code');
  },
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

const reply = (response: ServerResponse, answer: Answer): void => {
  response
    .writeHead(200, {
      'content-type': 'application/json; charset=UTF-8',
      'error-code': String(answer.errcode),
      'error-msg': encodeURIComponent(answer.errmsg ?? ''),
    })
    .end(JSON.stringify(answer));
};

/** Faults of the interface: answered instead of, or after, the real thing. */
const faulty = (state: StreetState, response: ServerResponse, path: string): boolean => {
  if (path === '/cgi-bin/gettoken') return false;
  if (state.town.strikes('wecom', 'http-500')) return void response.writeHead(500).end() === undefined;
  if (state.town.strikes('wecom', 'busy')) return void reply(response, no(-1, 'system busy')) === undefined;
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
    const bad = badToken(state, query);
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
  if (path === '/cgi-bin/media/upload' || path === '/cgi-bin/webhook/upload_media')
    return upload(state, request, response, { path, query, raw });
  if (path === '/cgi-bin/media/get') return download(state, response, query);
  const body = jsonOf(raw);
  if (faulty(state, response, path))
    return state.town.note({ platform: 'wecom', direction: 'in', what: path, status: 'fault', body: body ?? null });
  const answer = answerTo(state, path, query, body);
  if (!answer) return void response.writeHead(404).end();
  state.town.note({
    platform: 'wecom',
    direction: 'in',
    what: `${path}?${blank(query)}`,
    status: String(answer.errcode),
    body: path.endsWith('gettoken') ? null : (body ?? null),
  });
  await late(state);
  if (path !== '/cgi-bin/gettoken' && state.town.strikes('wecom', 'drop-answer')) return void request.socket.destroy();
  reply(response, answer);
};

const upload = (
  state: StreetState,
  request: IncomingMessage,
  response: ServerResponse,
  call: { path: string; query: URLSearchParams; raw: Buffer },
): void => {
  const bad = call.path === '/cgi-bin/media/upload' ? badToken(state, call.query) : undefined;
  if (bad) return reply(response, bad);
  const boundary = /boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1];
  const text = call.raw.toString('latin1');
  const name = /name="media"; ?filename="([^"]*)"/.exec(text)?.[1];
  if (!boundary || name === undefined) return reply(response, no(41005, 'media data missing'));
  const start = text.indexOf('\r\n\r\n', text.indexOf('name="media"')) + 4;
  const bytes = call.raw.subarray(start, text.lastIndexOf(`\r\n--${boundary}`));
  if (bytes.length <= 5) return reply(response, no(44001, 'empty media data'));
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
