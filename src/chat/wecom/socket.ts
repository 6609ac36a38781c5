import WebSocket from 'ws';
import { chance, newRef } from '../../kernel/ids.ts';

/** An acknowledgement: every frame of ours gets one with our `req_id` (D101463). */
export interface Ack {
  errcode: number;
  errmsg?: string;
  body?: Record<string, unknown>;
}

/** A frame of the vendor's: a message or an event. */
export interface Frame {
  cmd: string;
  headers: { req_id: string };
  body: Record<string, unknown>;
}

/** A frame with a message or an event; undefined when it is another one. */
export const robotFrame = (frame: unknown): Frame | undefined => {
  if (typeof frame !== 'object' || frame === null) return undefined;
  const { cmd, headers, body } = frame as Partial<Frame>;
  if (!body || (cmd !== 'aibot_msg_callback' && cmd !== 'aibot_event_callback')) return undefined;
  return { cmd, headers: { req_id: headers?.req_id ?? '' }, body };
};

export interface RobotSocket {
  start(): void;
  stop(): Promise<void>;
  /** Stops after another instance has taken the place, so that no message falls between the two. */
  handOver(): Promise<void>;
  subscribed(): boolean;
  /** Sends a frame and waits for its acknowledgement; rejects when the socket is down or nothing comes in time. */
  send(cmd: string, body: object, reqId?: string): Promise<Ack>;
}

interface SocketParts {
  url: string;
  bot: { id: string; secret: string };
  /** How long an acknowledgement is waited for, machine milliseconds. */
  ackMs?: number;
  onFrame(frame: Frame): void;
  /** After the third kick in a row, and when the credentials are refused. */
  onTrouble(what: 'kicked' | 'refused'): void;
  log: { info(fields: object, text: string): void; warn(fields: object, text: string): void };
}

/** Times in milliseconds of the machine (D101463: ping every 30 s; measured: ack within half a second). */
const PING_MS = 30_000;
const ACK_MS = 8_000;
const FASTEST_MS = 500;
const SLOWEST_MS = 30_000;
const KICK_FIRST_MS = 1_000;
const KICK_LONGEST_MS = 60_000;
const REFUSED_MS = 60_000;
const MISSED_PINGS = 2;
const KICKS_BEFORE_TELLING = 3;
/** A connection that lasts this long is no longer part of a fight over the place. */
const SETTLED_MS = 120_000;
/** The next instance has the place long before; then the old connection is closed in any case. */
const HAND_OVER_MS = 4_000;

const REFUSED = 853000;

type End = 'cut' | 'kicked' | 'refused';

/**
 * The smart robot's long connection. One live connection a robot: whoever subscribes last has the place. Reconnects for
 * ever, and tells apart being cut (fast), kicked (1, 2, 4 … 60 s before it takes the place back) and refused (slowly).
 */
export const openRobotSocket = (parts: SocketParts): RobotSocket => {
  let socket: WebSocket | undefined;
  let live = false;
  let stopped = true;
  let end: End = 'cut';
  let cuts = 0;
  let kicks = 0;
  let missed = 0;
  let retry: NodeJS.Timeout | undefined;
  let pinging: NodeJS.Timeout | undefined;
  let calm: NodeJS.Timeout | undefined;
  const waiting = new Map<string, { resolve(ack: Ack): void; reject(reason: Error): void; timer: NodeJS.Timeout }>();

  const reqId = (cmd: string): string => `${cmd}_${newRef()}`;

  const send = (cmd: string, body: object, id = reqId(cmd)): Promise<Ack> =>
    new Promise((resolve, reject) => {
      if (socket?.readyState !== WebSocket.OPEN) return reject(new Error('socket down'));
      const timer = setTimeout(
        () => settle(id, (wait) => wait.reject(new Error('no acknowledgement'))),
        parts.ackMs ?? ACK_MS,
      );
      waiting.set(id, { resolve, reject, timer });
      socket.send(JSON.stringify({ cmd, headers: { req_id: id }, ...(cmd === 'ping' ? {} : { body }) }));
    });

  const settle = (id: string, how: (wait: { resolve(ack: Ack): void; reject(reason: Error): void }) => void): void => {
    const wait = waiting.get(id);
    if (!wait) return;
    clearTimeout(wait.timer);
    waiting.delete(id);
    how(wait);
  };

  const subscribe = async (): Promise<void> => {
    const ack = await send('aibot_subscribe', { bot_id: parts.bot.id, secret: parts.bot.secret });
    if (ack.errcode === 0) {
      live = true;
      cuts = 0;
      parts.log.info({}, 'the robot is connected');
      calm = setTimeout(() => {
        kicks = 0;
      }, SETTLED_MS);
      return;
    }
    end = ack.errcode === REFUSED ? 'refused' : 'cut';
    if (end === 'refused') parts.onTrouble('refused');
    parts.log.warn({ errcode: ack.errcode }, 'the robot was not let in');
    socket?.close();
  };

  const ping = (): void => {
    if (missed >= MISSED_PINGS) return socket?.terminate();
    missed += 1;
    send('ping', {}).then(
      () => {
        missed = 0;
      },
      () => undefined,
    );
  };

  const delay = (): number => {
    if (end === 'refused') return REFUSED_MS;
    if (end === 'kicked') return Math.min(KICK_LONGEST_MS, KICK_FIRST_MS * 2 ** Math.max(0, kicks - 1));
    return Math.min(SLOWEST_MS, FASTEST_MS * 2 ** Math.min(cuts, 6)) * (0.5 + chance() / 2);
  };

  const onMessage = (text: string, from: WebSocket): void => {
    let frame: unknown;
    try {
      frame = JSON.parse(text);
    } catch {
      return parts.log.warn({}, 'the robot got a frame that is no JSON');
    }
    if (typeof frame !== 'object' || frame === null || !('headers' in frame)) return;
    const { cmd, headers, body } = frame as Partial<Frame>;
    const id = headers?.req_id ?? '';
    if (cmd === undefined) return settle(id, (wait) => wait.resolve(frame as unknown as Ack));
    const type = (body?.event as { eventtype?: string } | undefined)?.eventtype;
    if (type === 'disconnected_event') {
      end = 'kicked';
      if (stopped) return from.close();
      kicks += 1;
      parts.log.warn({ kicks }, 'the robot was kicked: another connection took its place');
      if (kicks >= KICKS_BEFORE_TELLING) parts.onTrouble('kicked');
      from.close();
      return;
    }
    const told = robotFrame(frame);
    if (told) parts.onFrame(told);
  };

  const onClose = (): void => {
    live = false;
    clearInterval(pinging);
    clearTimeout(calm);
    for (const id of [...waiting.keys()]) settle(id, (wait) => wait.reject(new Error('socket closed')));
    if (stopped) return;
    const wait = delay();
    cuts += 1;
    parts.log.warn({ end, wait: Math.round(wait) }, 'the robot is not connected; it tries again');
    retry = setTimeout(connect, wait);
  };

  const connect = (): void => {
    if (stopped) return;
    end = 'cut';
    missed = 0;
    const opening = new WebSocket(parts.url, { handshakeTimeout: 10_000, maxPayload: 4 * 1024 * 1024 });
    socket = opening;
    opening.on('open', () => {
      pinging = setInterval(ping, PING_MS);
      subscribe().catch(() => opening.close());
    });
    opening.on('message', (bytes) => onMessage(bytes.toString(), opening));
    opening.on('error', () => undefined);
    opening.on('close', () => socket === opening && onClose());
  };

  const stop = async (): Promise<void> => {
    stopped = true;
    live = false;
    clearTimeout(retry);
    clearInterval(pinging);
    if (!socket || socket.readyState === WebSocket.CLOSED) return;
    const closing = socket;
    const closed = new Promise<void>((resolve) => closing.once('close', () => resolve()));
    closing.close();
    const force = setTimeout(() => closing.terminate(), 2_000);
    await closed;
    clearTimeout(force);
  };

  const handOver = async (): Promise<void> => {
    const leaving = socket;
    if (live && leaving) {
      stopped = true;
      let longest: NodeJS.Timeout | undefined;
      await Promise.race([
        new Promise<void>((resolve) => leaving.once('close', () => resolve())),
        new Promise<void>((resolve) => {
          longest = setTimeout(resolve, HAND_OVER_MS);
        }),
      ]);
      clearTimeout(longest);
    }
    await stop();
  };

  return {
    start: () => {
      if (!stopped) return;
      stopped = false;
      connect();
    },
    stop,
    handOver,
    subscribed: () => live,
    send,
  };
};
