import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { actionsOn, readCard, wrongWith } from './cards.ts';
import { changeCard, shownMedia, stand, taskIdUsed } from './sends.ts';
import { overLimit, type StreetState } from './state.ts';
import { uploadBook } from './upload.ts';

type Plain = Record<string, unknown>;
const record = (value: unknown): Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};
const str = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A chat that refuses pushes until somebody speaks to the robot there: the code is UNCONFIRMED. */
export const DORMANT_CODE = 93008;
const WINDOW_MS = 5_000;
/** How long a resident's act waits for the bot's answer before the town goes on. */
const ANSWER_MS = 2_500;
const DAY_MS = 86_400_000;

/** A callback the bot may answer: where it came from, until when it may change the card. */
interface Open {
  chat?: string;
  person: string;
  /** The card clicked, when it was a click. */
  message?: string;
  taskId?: string;
  at: number;
}

/** The robot's long connection as the vendor keeps it (D101463). */
export interface RobotGateway {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  connected(): boolean;
  /** Sends a callback frame and waits a moment for what the bot answers to it; false when nobody is connected. */
  push(cmd: 'aibot_msg_callback' | 'aibot_event_callback', body: Plain, open: Omit<Open, 'at'>): Promise<boolean>;
  kick(): void;
  cut(): void;
  close(): Promise<void>;
}

export const openGateway = (state: StreetState): RobotGateway => {
  const server = new WebSocketServer({ noServer: true });
  let live: WebSocket | undefined;
  const open = new Map<string, Open>();
  const { town } = state;
  const upload = uploadBook(state);

  const waiting = new Map<string, () => void>();
  /** Acknowledgements that come too late: with the bot's next frame. */
  const kept: (() => void)[] = [];
  const answered = (reqId: string): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        waiting.delete(reqId);
        resolve();
      };
      const timer = setTimeout(end, ANSWER_MS);
      waiting.set(reqId, end);
    });

  const kickOut = (socket: WebSocket): void => {
    const body = {
      msgid: randomBytes(8).toString('hex'),
      create_time: Math.floor(town.now().getTime() / 1000),
      aibotid: state.settings.wecom.botId,
      msgtype: 'event',
      event: { eventtype: 'disconnected_event', disconnected_event: {} },
    };
    socket.send(
      JSON.stringify({ cmd: 'aibot_event_callback', headers: { req_id: randomBytes(6).toString('hex') }, body }),
    );
    setTimeout(() => socket.close(), 50);
  };

  const subscribe = (socket: WebSocket, body: Plain): [number, string] => {
    const { botId, botSecret } = state.settings.wecom;
    if (body.bot_id !== botId || body.secret !== botSecret) return [853000, 'invalid bot_id or secret'];
    if (live && live !== socket) kickOut(live);
    live = socket;
    return [0, 'ok'];
  };

  const place = (target: { chat?: string; person: string }): { chat: string } | { person: string } =>
    target.chat === undefined
      ? { person: town.personBy('wecom', target.person)?.id ?? target.person }
      : { chat: target.chat };

  const show = (body: Plain, where: { chat: string } | { person: string }): void => {
    const type = str(body.msgtype);
    if (type === 'image' || type === 'file') {
      town.post({ platform: 'wecom', channel: 'aibot', ...shownMedia(state, type, record(body[type])), ...where });
      return;
    }
    if (type !== 'template_card') {
      const content = type === 'stream' ? str(record(body.stream).content) : str(record(body[type]).content);
      town.post({ platform: 'wecom', channel: 'aibot', kind: 'markdown', text: content, ...where });
      return;
    }
    const card = body.template_card;
    stand(
      state,
      town.post({
        platform: 'wecom',
        channel: 'aibot',
        kind: 'card',
        text: readCard(card),
        card,
        actions: actionsOn(card),
        ...where,
      }),
      'aibot',
    );
  };

  const wrongBody = (body: Plain, allowed: readonly string[]): [number, string] | undefined => {
    const type = str(body.msgtype);
    if (!allowed.includes(type)) return [40008, 'invalid message type'];
    if (type === 'template_card') {
      const wrong = wrongWith(body.template_card, 'aibot');
      if (wrong) return [wrong.startsWith('task_id') ? 42014 : 40058, `template_card: ${wrong}`];
      return taskIdUsed(state, body.template_card, 'aibot') ? [42014, 'task_id duplicate'] : undefined;
    }
    if (type === 'image' || type === 'file')
      return state.media.has(str(record(body[type]).media_id)) ? undefined : [40007, 'invalid media_id'];
    const content = type === 'stream' ? record(body.stream).content : record(body[type]).content;
    if (str(content) === '' && ['stream', 'markdown', 'text'].includes(type)) return [44004, 'empty content'];
    return Buffer.byteLength(str(content)) > 20_480 ? [40058, 'content exceed max length 20480'] : undefined;
  };

  const pushFrom = (body: Plain): [number, string] => {
    const id = str(body.chatid);
    const group = body.chat_type === 1 ? undefined : town.group(id);
    const person = town.personBy('wecom', id);
    if (!group && !person) return [40050, 'chatid not exist'];
    if (group && town.strikes('wecom', 'dissolved', id)) return [40050, 'chatid not exist'];
    const wrong = wrongBody(body, ['markdown', 'template_card', 'file', 'image', 'voice', 'video']);
    if (wrong) return wrong;
    if (group && town.strikes('wecom', 'dormant', group.id)) return [DORMANT_CODE, 'bot not active in this chat'];
    if (!group && !state.spoken.has(id)) return [DORMANT_CODE, 'user has not talked to the bot'];
    if (overLimit(state, `aibot:${id}`, 30, 1000)) return [45009, 'api freq out of limit'];
    if (town.strikes('wecom', 'rate-limit', id)) return [45009, 'api freq out of limit'];
    const busy = town.strikes('wecom', 'busy', id);
    if (busy) return [Number(busy.code ?? -1), 'system busy'];
    if (town.strikes('wecom', 'silent-drop', id)) return [0, 'ok'];
    show(body, group ? { chat: group.id } : { person: person?.id ?? id });
    return [0, 'ok'];
  };

  const respond = (reqId: string, body: Plain): [number, string] => {
    const known = open.get(reqId);
    if (!known || Date.now() - known.at > DAY_MS) return [846605, 'invalid req_id'];
    const wrong = wrongBody(body, [
      'stream',
      'template_card',
      'stream_with_template_card',
      'file',
      'image',
      'voice',
      'video',
    ]);
    if (wrong) return wrong;
    if (overLimit(state, `aibot:${known.chat ?? known.person}`, 30, 1000)) return [45009, 'api freq out of limit'];
    if (record(body.stream).finish !== false) show(body, place(known));
    return [0, 'ok'];
  };

  const update = (reqId: string, body: Plain): [number, string] => {
    const known = open.get(reqId);
    if (!known?.message || Date.now() - known.at > WINDOW_MS) return [846605, 'invalid req_id'];
    const card = record(body.template_card);
    const wrong = wrongWith(card, 'aibot', true);
    if (wrong) return [40058, `template_card: ${wrong}`];
    if (card.card_type !== record(town.message(known.message)?.card).card_type)
      return [40058, 'template_card: card_type must be the clicked one'];
    if (card.task_id !== known.taskId) return [42014, "task_id must be the callback's"];
    changeCard(state, known.message, card);
    return [0, 'ok'];
  };

  const welcome = (reqId: string, body: Plain): [number, string] => {
    const known = open.get(reqId);
    if (!known || Date.now() - known.at > WINDOW_MS) return [846605, 'invalid req_id'];
    const wrong = wrongBody(body, ['text', 'template_card']);
    if (!wrong) show(body, place(known));
    return wrong ?? [0, 'ok'];
  };

  const onFrame = (socket: WebSocket, text: string): void => {
    const frame = record(JSON.parse(text));
    const { cmd } = frame;
    const reqId = str(record(frame.headers).req_id);
    const body = record(frame.body);
    const answer = ([errcode, errmsg, more]: [number, string, Plain?]): void => {
      if (cmd !== 'ping')
        town.note({
          platform: 'wecom',
          direction: 'in',
          what: str(cmd),
          status: String(errcode),
          body:
            cmd === 'aibot_subscribe'
              ? null
              : cmd === 'aibot_upload_media_chunk'
                ? { ...body, base64_data: '…' }
                : body,
        });
      if (cmd !== 'aibot_subscribe' && cmd !== 'ping' && town.strikes('wecom', 'drop-answer'))
        return socket.terminate();
      const acknowledge = (): void => {
        socket.send(JSON.stringify({ headers: { req_id: reqId }, errcode, errmsg, ...(more ? { body: more } : {}) }));
        waiting.get(reqId)?.();
      };
      for (const late of kept.splice(0)) late();
      if (cmd !== 'aibot_subscribe' && cmd !== 'ping' && town.strikes('wecom', 'slow')) kept.push(acknowledge);
      else acknowledge();
    };
    if (cmd === 'aibot_subscribe') return answer(subscribe(socket, body));
    if (cmd === 'ping') return answer([0, 'ok']);
    if (socket !== live) return answer([846605, 'not subscribed']);
    if (cmd === 'aibot_send_msg') return answer(pushFrom(body));
    if (cmd === 'aibot_respond_msg') return answer(respond(reqId, body));
    if (cmd === 'aibot_respond_update_msg') return answer(update(reqId, body));
    if (cmd === 'aibot_respond_welcome_msg') return answer(welcome(reqId, body));
    answer(upload(str(cmd), body) ?? [40008, 'unknown cmd']);
  };

  server.on('connection', (socket: WebSocket) => {
    socket.on('message', (data) => {
      try {
        town.occasion(() => onFrame(socket, data.toString()));
      } catch {
        socket.close();
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (live === socket) live = undefined;
    });
  });
  const watch = setInterval(() => {
    if (live && town.strikes('wecom', 'cut-socket')) live.terminate();
    if (live && town.strikes('wecom', 'kick')) kickOut(live);
  }, 250);

  return {
    upgrade: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (connection) => server.emit('connection', connection, request)),
    connected: () => live !== undefined,
    push: async (cmd, body, where) => {
      if (!live) return false;
      const reqId = randomBytes(8).toString('hex');
      open.set(reqId, { ...where, at: Date.now() });
      live.send(JSON.stringify({ cmd, headers: { req_id: reqId }, body }));
      town.note({ platform: 'wecom', direction: 'out', what: cmd, status: 'sent', body });
      await answered(reqId);
      return true;
    },
    kick: () => live && kickOut(live),
    cut: () => live?.terminate(),
    close: async () => {
      clearInterval(watch);
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
};
