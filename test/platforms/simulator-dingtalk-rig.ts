import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RawData, WebSocket } from 'ws';
import type { Limits } from '../../src/simulator/dingtalk/limits.ts';
import { dingtalkStreet } from '../../src/simulator/dingtalk/street.ts';
import type { FaultKind, Group, Message, Person, TenantSettings, Town } from '../../src/simulator/town/types.ts';

/** A DingTalk street on a real port, with a small town behind it and a bot that does what a test tells it. */

export const CID = 'cidHotl1neGroup0001==';
export const TEMPLATE = '11112222-3333-4444-5555-666677778888.schema';
export const SECRET = 'app-secret-example-0001';

const PEOPLE: Person[] = [
  { id: 'zhangsan', name: '张三', department: 'cgj', roles: ['principal'], dingtalk: '0001', mobile: '13800000001' },
  { id: 'lisi', name: '李四', department: 'cgj', roles: ['liaison'], dingtalk: '0002' },
  { id: 'wangwu', name: '王五', department: 'cgj', roles: ['handler'] },
];
const GROUPS: Group[] = [
  { id: CID, platform: 'dingtalk', name: '城管局工单群', webhookKey: 'hook0001', members: ['zhangsan', 'lisi'] },
  { id: 'wrkOther', platform: 'wecom', name: '企业微信群', members: [] },
];

type Noted = Parameters<Town['note']>[0];

export interface SmallTown extends Town {
  messages: Message[];
  traffic: Noted[];
  faults: { kind: FaultKind; times: number; chat?: string }[];
  set(at: string): void;
  /** The next message filed or changed. */
  changes: EventEmitter;
}

export function smallTown(): SmallTown {
  let present = new Date('2026-10-20T08:25:00+08:00');
  const messages: Message[] = [];
  const traffic: Noted[] = [];
  const faults: SmallTown['faults'] = [];
  const changes = new EventEmitter();
  return {
    people: PEOPLE,
    groups: GROUPS,
    messages,
    traffic,
    faults,
    changes,
    set: (at) => {
      present = new Date(at);
    },
    now: () => present,
    personBy: (platform, id) => PEOPLE.find((person) => person[platform] === id),
    person: (id) => PEOPLE.find((person) => person.id === id),
    group: (id) => GROUPS.find((group) => group.id === id),
    message: (id) => messages.find((message) => message.id === id),
    post: (message) => {
      const filed = { ...message, id: `m${messages.length + 1}`, at: present.toISOString() };
      messages.push(filed);
      changes.emit('change');
      return filed;
    },
    amend: (id, change) => {
      const message = messages.find((each) => each.id === id);
      if (message === undefined) throw new Error(`no message ${id}`);
      Object.assign(message, change);
      changes.emit('change');
      return message;
    },
    note: (entry) => {
      traffic.push(entry);
    },
    setAccount: () => undefined,
    occasion: (work) => work(),
    shelve: ({ name, bytes }) => ({ id: name, name, size: bytes.length }),
    wake: () => undefined,
    inTurn: (_platform, push) => push(),
    strikes: (_platform, kind, chat) => {
      const fault = faults.find(
        (each) => each.kind === kind && each.times > 0 && (each.chat === undefined || each.chat === chat),
      );
      if (fault === undefined) return undefined;
      fault.times -= 1;
      return { platform: 'dingtalk', ...fault };
    },
  };
}

export interface Rig {
  town: SmallTown;
  street: ReturnType<typeof dingtalkStreet>;
  base: string;
  person(id: string): Person;
  group: Group;
  settings: TenantSettings;
  /** Calls `api` or `oapi` and reads the JSON answer. */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  oapi(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  token(): Promise<string>;
  /** The same as `api` with a fresh token. */
  signed(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  connect(reply?: Responder): Promise<BotLine>;
  close(): Promise<void>;
}

export interface ApiAnswer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a vendor's answer is read key by key in the assertions
  json: any;
}
// biome-ignore lint/suspicious/noExplicitAny: as above
export type Wire = any;
/** What the bot answers to a frame: the whole ack's code and data, or null for silence. */
export type Responder = (frame: Wire, data: Wire) => { code?: number; data: string } | string | null;

export interface BotLine {
  socket: WebSocket;
  frames: Wire[];
  bodies: Wire[];
  /** Resolves with the data of the next frame that is not a ping. */
  next(): Promise<Wire>;
}

const settingsOf = (botUrl: string, dingtalk: Partial<TenantSettings['dingtalk']>): TenantSettings => ({
  botUrl,
  wecom: {
    corpId: 'c',
    agentId: 1,
    secret: 's',
    token: 't',
    encodingAESKey: 'k',
    botId: 'b',
    botSecret: 's',
    botName: '工单助手',
  },
  dingtalk: {
    clientId: 'dingappkey0000000001',
    clientSecret: SECRET,
    robotCode: 'dingappkey0000000001',
    corpId: 'dingcorp0000000001',
    mode: 'stream',
    cardTemplateId: TEMPLATE,
    robotName: '工单助手',
    ...dingtalk,
  },
});

export async function openRig(
  options: {
    limits?: Partial<Limits>;
    dingtalk?: Partial<TenantSettings['dingtalk']>;
    botUrl?: string;
    callbackSecret?: string;
  } = {},
): Promise<Rig> {
  const town = smallTown();
  let base = '';
  const settings = {
    ...settingsOf(options.botUrl ?? 'http://127.0.0.1:9', options.dingtalk ?? {}),
    ...(options.callbackSecret === undefined ? {} : { callbackSecret: options.callbackSecret }),
  };
  const street = dingtalkStreet({ town, settings, baseUrl: () => base, limits: options.limits ?? {} });
  const server = createServer((request, response) => {
    void street.handle(request, response, (request.url ?? '').slice('/dingtalk'.length)).then((own) => {
      if (!own) response.writeHead(404).end();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    street.upgrade(request, socket, head, (request.url ?? '').slice('/dingtalk'.length));
  });
  base = await listen(server);
  return makeRig({ town, street, base, settings, server });
}

export async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function makeRig(parts: {
  town: SmallTown;
  street: ReturnType<typeof dingtalkStreet>;
  base: string;
  settings: TenantSettings;
  server: Server;
}): Rig {
  const { town, street, base, settings, server } = parts;
  const { clientId: appKey, clientSecret: appSecret } = settings.dingtalk;
  const call = async (
    method: string,
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer> => {
    const response = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: await response.json() };
  };
  const rig: Rig = {
    town,
    street,
    base,
    settings,
    person: (id) => town.person(id) ?? PEOPLE[0] ?? { id, name: id, department: '', roles: [] },
    group: town.group(CID) as Group,
    api: (method, path, body, headers) => call(method, `${base}/dingtalk/api${path}`, body, headers),
    oapi: (method, path, body) => call(method, `${base}/dingtalk/oapi${path}`, body),
    token: async () => (await rig.api('POST', '/v1.0/oauth2/accessToken', { appKey, appSecret })).json.accessToken,
    signed: async (method, path, body) =>
      rig.api(method, path, body, { 'x-acs-dingtalk-access-token': await rig.token() }),
    connect: (reply) => connectBot(rig, reply),
    close: async () => {
      await street.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return rig;
}

export const TOPICS = ['/v1.0/im/bot/messages/get', '/v1.0/card/instances/callback'];

export const openBody = (rig: Rig): Record<string, unknown> => ({
  clientId: rig.settings.dingtalk.clientId,
  clientSecret: rig.settings.dingtalk.clientSecret,
  ua: 'test/1.0',
  subscriptions: TOPICS.map((topic) => ({ type: 'CALLBACK', topic })),
});

async function connectBot(rig: Rig, reply: Responder = () => JSON.stringify({ response: null })): Promise<BotLine> {
  const { json } = await rig.api('POST', '/v1.0/gateway/connections/open', openBody(rig));
  const socket = new WebSocket(`${json.endpoint}?ticket=${encodeURIComponent(json.ticket)}`);
  const arrived = new EventEmitter();
  const line: BotLine = { socket, frames: [], bodies: [], next: async () => (await once(arrived, 'frame'))[0] };
  socket.on('message', (raw: RawData) => {
    const frame = JSON.parse(String(raw));
    line.frames.push(frame);
    const data = JSON.parse(frame.data);
    if (frame.headers.topic === 'ping') {
      ack(socket, frame, { data: frame.data });
      return;
    }
    line.bodies.push(data);
    const answer = reply(frame, data);
    if (answer !== null) ack(socket, frame, typeof answer === 'string' ? { data: answer } : answer);
    arrived.emit('frame', data);
  });
  await once(socket, 'open');
  return line;
}

const ack = (socket: WebSocket, frame: Wire, { code = 200, data }: { code?: number; data: string }): void => {
  const headers = { contentType: 'application/json', messageId: frame.headers.messageId };
  socket.send(JSON.stringify({ code, headers, message: 'OK', data }));
};

/** A bot's HTTP door that answers every callback with `reply` and keeps what came. */
export async function openBotDoor(
  reply: (body: Wire) => unknown,
): Promise<{ url: string; calls: { request: IncomingMessage; body: Wire }[]; close(): Promise<void> }> {
  const calls: { request: IncomingMessage; body: Wire }[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = JSON.parse(Buffer.concat(parts).toString('utf8'));
    calls.push({ request, body });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply(body)));
  });
  const url = await listen(server);
  return {
    url,
    calls,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const cardBody = (outTrackId: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  cardTemplateId: TEMPLATE,
  outTrackId,
  callbackType: 'STREAM',
  userIdType: 1,
  cardData: {
    cardParamMap: {
      title: '新工单 GD0007',
      status: '待签收',
      tone: 'plain',
      body: '路灯不亮',
      facts: JSON.stringify([{ label: '期限', value: '11-30 17:00' }]),
      actions: JSON.stringify([{ action: 'claim', label: '签收' }]),
      link: 'https://bot.example/t/0007',
      ref: 'ref0007',
    },
  },
  openSpaceId: `dtv1.card//IM_GROUP.${CID}`,
  imGroupOpenSpaceModel: { supportForward: false },
  imGroupOpenDeliverModel: { robotCode: 'dingappkey0000000001', atUserIds: { '0001': '张三' } },
  ...more,
});
