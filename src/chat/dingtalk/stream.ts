import { reasonOf } from '../../kernel/errors.ts';
import { chance } from '../../kernel/ids.ts';
import type { Failure, PlatformContext } from '../platform.ts';
import { type DingtalkApi, isFailure } from './api.ts';
import { CARD_TOPIC, hearFrame, type OnCallback, type OnEvent, ROBOT_TOPIC } from './frames.ts';
import { type Line, openLine } from './line.ts';
import type { DingtalkSettings } from './settings.ts';

interface StreamParts {
  settings: DingtalkSettings;
  context: PlatformContext;
  api: DingtalkApi;
  onCallback: OnCallback;
  onEvent: OnEvent;
}

export interface Stream {
  start(): void;
  /** Finishes the frames in hand and closes every socket. */
  stop(): Promise<void>;
  connected(): boolean;
}

/** Machine milliseconds between tries; a line that stood so long begins the count anew. */
const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
const STEADY_MS = 10_000;

const openBody = (settings: DingtalkSettings) => ({
  clientId: settings.clientId,
  clientSecret: settings.clientSecret,
  ua: 'hotline-node/1.0.0',
  subscriptions: [
    // Which events come is chosen in the console; none cost nothing.
    { type: 'EVENT', topic: '*' },
    { type: 'CALLBACK', topic: ROBOT_TOPIC },
    { type: 'CALLBACK', topic: CARD_TOPIC },
  ],
});

/** 1, 2, 4 … 60 s, each with a jitter that takes up to half. */
export const waitMs = (failures: number, dice: number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 6)) * (1 - dice / 2);

const tellRefusal = async ({ context }: StreamParts, failure: Failure): Promise<void> => {
  context.log.warn({ code: failure.code, class: failure.class }, 'the stream gateway refused');
  if (failure.class !== 'authFailed') return;
  await context.tellCentre(
    'dingtalk:stream',
    '钉钉拒绝了 Stream 连接，请管理员检查 DINGTALK_CLIENT_ID 与 DINGTALK_CLIENT_SECRET，并确认机器人版本已发布为 Stream 模式。',
  );
};

/**
 * The stream connection. On the server's `disconnect` the new socket is opened before the old one is left (warm); a
 * lost one comes back after 1, 2, 4 … 60 s with jitter, for ever. At most one connection is being opened at a time.
 * A ticket is good for one socket and never used again (stream protocol page).
 */
export const openStream = (parts: StreamParts): Stream => {
  const { settings, context, api } = parts;
  const lines = new Set<Line>();
  let current: Line | undefined;
  let opening = false;
  let giveUp = new AbortController();
  let stopped = true;
  let failures = 0;
  let retry: NodeJS.Timeout | undefined;

  const wanted = (): boolean => !stopped && !opening && (current === undefined || current.leaving);

  const again = (): void => {
    if (!wanted() || retry) return;
    retry = setTimeout(
      () => {
        retry = undefined;
        void connect();
      },
      waitMs(failures, chance()),
    );
    failures += 1;
  };

  const connect = async (): Promise<void> => {
    if (!wanted()) return;
    clearTimeout(retry);
    retry = undefined;
    opening = true;
    const { signal } = giveUp;
    const answer = await api.open('/v1.0/gateway/connections/open', openBody(settings), { signal });
    if (signal.aborted) return;
    try {
      if (!isFailure(answer)) return attach(`${answer.endpoint}?ticket=${encodeURIComponent(String(answer.ticket))}`);
      await tellRefusal(parts, answer);
    } catch (thrown) {
      context.log.warn({ reason: reasonOf(thrown) }, 'the stream could not be opened');
    }
    opening = false;
    again();
  };

  const attach = (address: string): void => {
    let openedAt: number | undefined;
    const line: Line = openLine(address, {
      opened: () => {
        openedAt = context.real();
        opening = false;
        const before = current;
        current = line;
        context.log.info({}, 'the stream is connected');
        void before?.leave();
      },
      frame: (text, say) => hearFrame({ ...parts, onDisconnect: () => onDisconnect(line) }, text, say),
      closed: () => {
        lines.delete(line);
        if (openedAt === undefined) opening = false;
        else if (context.real() - openedAt >= STEADY_MS) failures = 0;
        if (current === line) current = undefined;
        again();
      },
    });
    lines.add(line);
  };

  const onDisconnect = (line: Line): void => {
    line.expire();
    if (line === current) void connect();
  };

  return {
    start: () => {
      if (!stopped) return;
      stopped = false;
      opening = false;
      giveUp = new AbortController();
      void connect();
    },
    stop: async () => {
      stopped = true;
      giveUp.abort();
      clearTimeout(retry);
      retry = undefined;
      await Promise.all([...lines].map((line) => line.leave()));
    },
    connected: () => current !== undefined && !current.leaving,
  };
};
