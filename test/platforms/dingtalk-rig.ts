import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Card } from '../../src/cards/card.ts';
import { type DingtalkSettings, openDingtalk } from '../../src/chat/dingtalk/platform.ts';
import type { Address, ChatPlatform, RawResponse, Sending } from '../../src/chat/platform.ts';
import type { Message } from '../../src/simulator/town/types.ts';
import { type Desk, openDesk, type Respond } from './dingtalk-desk.ts';
import { CID, listen, openRig, type Rig, SECRET, TEMPLATE } from './simulator-dingtalk-rig.ts';

export { type Desk, openDesk } from './dingtalk-desk.ts';

/** The DingTalk door on a real street, with a desk behind it that answers as a test tells it. */

export const CARD_SECRET = 'card-api-secret-01';
export const EVENTS = {
  eventToken: 'EventToken2026',
  eventAesKey: 'EventEventEventEventEventEventEventEventEve',
} as const;
export const GROUP: Address = { platform: 'dingtalk', chat: CID };
export const ZHANG: Address = { platform: 'dingtalk', person: '0001' };

export interface Door {
  rig: Rig;
  desk: Desk;
  platform: ChatPlatform;
  settings: DingtalkSettings;
  /** Where the platform's callbacks are served. */
  url: string;
  /** What the bot has said in the group or to a person, oldest first. */
  said(to: Address): Message[];
  send(
    to: Address,
    what: Card | string,
    more?: { id?: string; reply?: Record<string, unknown>; mention?: string[] },
  ): ReturnType<ChatPlatform['deliver']>;
  close(): Promise<void>;
}

/** Serves a platform's callbacks as the front desk does. */
export const serveCallbacks = (platform: () => ChatPlatform | undefined): Server =>
  createServer((request, response) => {
    void answerCallback(platform(), request).then(({ status, type, body }) => {
      response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(body);
    });
  });

const answerCallback = async (platform: ChatPlatform | undefined, request: IncomingMessage): Promise<RawResponse> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const [path = '', search = ''] = (request.url ?? '').split('?', 2);
  const query = Object.fromEntries(new URLSearchParams(search));
  const door = platform?.callbacks[path.replace('/callbacks/', '')];
  if (!door) return { status: 404, body: '' };
  const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)]));
  return door({ method: 'POST', path, query, headers, body: Buffer.concat(parts) });
};

export interface DoorOptions {
  mode?: 'stream' | 'http';
  limits?: Parameters<typeof openRig>[0] extends infer O ? (O extends { limits?: infer L } ? L : never) : never;
  settings?: Partial<DingtalkSettings>;
  template?: boolean;
  /** Group events come over HTTP, sealed, instead of over the stream. */
  events?: boolean;
  respond?: Respond;
}

/** Opens the door in one mode and waits until it is ready. */
export const openDoor = async ({
  mode = 'stream',
  template = true,
  events = false,
  ...options
}: DoorOptions = {}): Promise<Door> => {
  let platform: ChatPlatform | undefined;
  const server = serveCallbacks(() => platform);
  const url = await listen(server);
  const rig = await openRig({
    botUrl: url,
    ...(options.limits ? { limits: options.limits } : {}),
    dingtalk: { mode, cardCallbackSecret: CARD_SECRET, ...(events ? EVENTS : {}) },
  });
  const settings: DingtalkSettings = {
    apiUrl: `${rig.base}/dingtalk/api`,
    oapiUrl: `${rig.base}/dingtalk/oapi`,
    clientId: rig.settings.dingtalk.clientId,
    clientSecret: SECRET,
    robotCode: rig.settings.dingtalk.robotCode,
    mode,
    cardCallbackSecret: CARD_SECRET,
    ...(events ? EVENTS : {}),
    ...(template ? { cardTemplateId: TEMPLATE } : {}),
    ...options.settings,
  };
  const desk = openDesk(() => rig.town.now(), options.respond);
  const opened = openDingtalk(settings, desk.context);
  platform = opened;
  await opened.start();
  if (mode === 'stream') await until(() => opened.ready().ok);
  return {
    rig,
    desk,
    platform: opened,
    settings,
    url,
    said: (to) => saidTo(rig, to),
    send: (to, what, more = {}) => opened.deliver(sendingOf(to, what, more), 'dingtalk'),
    close: async () => {
      await opened.stop();
      await rig.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const saidTo = ({ town }: Rig, to: Address): Message[] =>
  town.messages.filter(
    (message) =>
      message.from === undefined &&
      ('chat' in to ? message.chat === to.chat : message.person === town.personBy('dingtalk', to.person)?.id),
  );

export const sendingOf = (
  to: Address,
  what: Card | string,
  { id = 'sending-1', reply, mention }: { id?: string; reply?: Record<string, unknown>; mention?: string[] } = {},
): Sending => ({
  act: 'send',
  id,
  to,
  letter: {
    ...(typeof what === 'string' ? { form: 'text', text: what } : { form: 'card', card: what }),
    ...(mention ? { mention } : {}),
  },
  ...(reply ? { reply } : {}),
});

const PATIENCE_MS = 12_000;

/** Resolves when it holds; looked at whenever the event loop comes round. Fails after a generous time. */
export const until = async (holds: () => boolean): Promise<void> => {
  const end = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

export const newTicketCard = (more: Partial<Card> = {}): Card => ({
  kind: 'newTicket',
  ref: 'ref0000000000017',
  title: '新工单',
  status: '待签收',
  tone: 'plain',
  body: '路灯不亮',
  facts: [{ label: '签收时限', value: '10-20 12:00' }],
  actions: [
    { action: 'claim', label: '签收', tone: 'primary', words: '签收 GD20261020000017' },
    { action: 'ticket', label: '详情', words: '工单 GD20261020000017' },
  ],
  tickets: ['GD20261020000017'],
  ...more,
});

export const claimed = (card: Card = newTicketCard()): Card => ({
  ...card,
  status: '待签批',
  tone: 'good',
  facts: [{ label: '签收人', value: '张三' }],
  actions: card.actions.slice(1),
});
