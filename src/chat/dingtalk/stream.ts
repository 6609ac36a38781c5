import WebSocket from 'ws';
import { reasonOf } from '../../kernel/errors.ts';
import { chance } from '../../kernel/ids.ts';
import type { PlatformContext } from '../platform.ts';
import { type DingtalkApi, isFailure } from './api.ts';
import type { DingtalkSettings } from './settings.ts';

type Plain = Record<string, unknown>;

/** A frame from the gateway (stream protocol page). */
interface Frame {
  type: string;
  headers: { topic?: string; messageId?: string };
  data?: string;
}

interface StreamParts {
  settings: DingtalkSettings;
  context: PlatformContext;
  api: DingtalkApi;
  /** Answers a callback: the `response` that goes into the acknowledgement. */
  onCallback(topic: string, body: Plain, messageId: string): Promise<unknown>;
}

export interface Stream {
  start(): void;
  stop(): Promise<void>;
  connected(): boolean;
}

export const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';
export const CARD_TOPIC = '/v1.0/card/instances/callback';

/** Machine milliseconds: the server says something every 20–30 s; silence for a minute is a dead line. */
const PING_MS = 25_000;
const SILENCE_MS = 60_000;
const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

const OPEN_BODY = (settings: DingtalkSettings) => ({
  clientId: settings.clientId,
  clientSecret: settings.clientSecret,
  ua: 'hotline-node/1.0.0',
  subscriptions: [
    { type: 'CALLBACK', topic: ROBOT_TOPIC },
    { type: 'CALLBACK', topic: CARD_TOPIC },
  ],
});

/**
 * The stream connection. On the server's `disconnect` the new socket is opened before the old one is left (warm), a
 * watchdog ends a silent one, and lost ones come back after 1, 2, 4 … 60 s with jitter, for ever.
 */
export const openStream = (parts: StreamParts): Stream => {
  const { settings, context, api } = parts;
  let current: WebSocket | undefined;
  let live = false;
  let stopped = true;
  let failures = 0;
  let retry: NodeJS.Timeout | undefined;
  const open = new Set<WebSocket>();

  const again = (): void => {
    if (stopped || retry) return;
    const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 6)) * (0.5 + chance() / 2);
    failures += 1;
    retry = setTimeout(() => {
      retry = undefined;
      void connect();
    }, wait);
  };

  const connect = async (): Promise<void> => {
    if (stopped) return;
    const answer = await api.open('/v1.0/gateway/connections/open', OPEN_BODY(settings));
    if (stopped) return;
    if (isFailure(answer)) {
      context.log.warn({ code: answer.code }, 'the stream gateway refused');
      if (answer.class === 'authFailed')
        void context
          .tellCentre(
            'dingtalk:stream',
            '钉钉拒绝了 Stream 连接，请管理员检查 DINGTALK_CLIENT_ID 与 DINGTALK_CLIENT_SECRET，并确认机器人版本已发布为 Stream 模式。',
          )
          .catch(() => undefined);
      return again();
    }
    attach(
      new WebSocket(`${String(answer.endpoint)}?ticket=${encodeURIComponent(String(answer.ticket))}`, {
        handshakeTimeout: 10_000,
        maxPayload: 4 * 1024 * 1024,
      }),
    );
  };

  const attach = (socket: WebSocket): void => {
    open.add(socket);
    let silence: NodeJS.Timeout | undefined;
    const heard = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => socket.terminate(), SILENCE_MS);
    };
    const ping = setInterval(() => socket.readyState === WebSocket.OPEN && socket.ping(), PING_MS);
    socket.on('open', () => {
      heard();
      const before = current;
      current = socket;
      live = true;
      failures = 0;
      context.log.info({}, 'the stream is connected');
      before?.close();
    });
    socket.on('pong', heard);
    socket.on('message', (bytes) => {
      heard();
      void onMessage(socket, bytes.toString());
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      open.delete(socket);
      clearInterval(ping);
      clearTimeout(silence);
      if (current !== socket && current?.readyState === WebSocket.OPEN) return;
      live = false;
      again();
    });
  };

  const onMessage = async (socket: WebSocket, text: string): Promise<void> => {
    let frame: Frame;
    try {
      frame = JSON.parse(text) as Frame;
    } catch {
      return context.log.warn({}, 'the stream sent something that is no JSON');
    }
    const { type, headers = {}, data = '{}' } = frame;
    const messageId = headers.messageId ?? '';
    const ack = (code: number, body: string): void => {
      if (socket.readyState === WebSocket.OPEN)
        socket.send(
          JSON.stringify({
            code,
            headers: { contentType: 'application/json', messageId },
            message: code === 200 ? 'OK' : 'error',
            data: body,
          }),
        );
    };
    if (type === 'SYSTEM')
      return headers.topic === 'ping' ? ack(200, data) : headers.topic === 'disconnect' ? void connect() : undefined;
    if (type === 'EVENT') return ack(200, JSON.stringify({ status: 'SUCCESS', message: 'ok' }));
    await answerCallback(headers.topic ?? '', data, messageId, ack);
  };

  const answerCallback = async (
    topic: string,
    data: string,
    messageId: string,
    ack: (code: number, body: string) => void,
  ): Promise<void> => {
    if (topic !== ROBOT_TOPIC && topic !== CARD_TOPIC) return ack(404, '{}');
    try {
      const body = JSON.parse(data) as Plain;
      ack(200, JSON.stringify({ response: await parts.onCallback(topic, body, messageId) }));
    } catch (thrown) {
      context.log.error({ topic, reason: reasonOf(thrown) }, 'a stream callback could not be taken');
      ack(500, '{}');
    }
  };

  return {
    start: () => {
      if (!stopped) return;
      stopped = false;
      void connect();
    },
    stop: async () => {
      stopped = true;
      clearTimeout(retry);
      retry = undefined;
      await Promise.all([...open].map((socket) => closed(socket)));
    },
    connected: () => live,
  };
};

const closed = (socket: WebSocket): Promise<void> =>
  new Promise((resolve) => {
    const force = setTimeout(() => socket.terminate(), 2_000);
    socket.once('close', () => {
      clearTimeout(force);
      resolve();
    });
    socket.close();
  });
