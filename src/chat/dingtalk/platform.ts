import type { Attachment } from '../../cards/exchange.ts';
import { reasonOf } from '../../kernel/errors.ts';
import type { ChatPlatform, Failure, Lane, PlatformContext, Sending } from '../platform.ts';
import { isFailure, openApi } from './api.ts';
import { cardDoor, robotDoor } from './callbacks.ts';
import { notReachable } from './errors.ts';
import { deliver, type Means } from './send.ts';
import { CHANNEL, type DingtalkSettings } from './settings.ts';
import { openStream, ROBOT_TOPIC, type Stream } from './stream.ts';
import { takeClick, takeMessage } from './take.ts';

export type { DingtalkSettings } from './settings.ts';

/** 20 calls a second for one app and interface; a group's own threshold is not published (UNCONFIRMED), kept as for webhooks. */
const PER_APP = { points: 20, seconds: 1 } as const;
const PER_PLACE = { points: 20, seconds: 60 } as const;

/** DingTalk as a chat platform: one app with a robot, by stream or HTTP. */
export const openDingtalk = (settings: DingtalkSettings, context: PlatformContext): ChatPlatform => {
  const api = openApi(settings, context);
  const means: Means = { settings, context, api };
  const stream: Stream | undefined =
    settings.mode === 'stream'
      ? openStream({
          settings,
          context,
          api,
          onCallback: async (topic, body, messageId) => {
            if (topic !== ROBOT_TOPIC) return takeClick(means, body, messageId);
            await takeMessage(means, body);
            return null;
          },
        })
      : undefined;
  return {
    name: 'dingtalk',
    channels: [CHANNEL],
    route: async () => CHANNEL,
    canSend: () => true,
    lanes: (sending) => lanesOf(settings, sending),
    deliver: (sending) => deliver(means, sending),
    start: async () => stream?.start(),
    stop: async () => stream?.stop(),
    callbacks: settings.mode === 'http' ? { 'dingtalk/robot': robotDoor(means), 'dingtalk/card': cardDoor(means) } : {},
    ready: () => (stream && !stream.connected() ? { ok: false, reason: 'Stream 连接未连上' } : { ok: true }),
    download: (attachment) => download(means, attachment),
  };
};

const lanesOf = (settings: DingtalkSettings, sending: Sending): Lane[] => {
  const app: Lane = { key: `dingtalk:app:${settings.clientId}`, ...PER_APP };
  if (sending.act === 'update') return [app];
  const place = 'chat' in sending.to ? sending.to.chat : sending.to.person;
  return [app, { key: `dingtalk:place:${place}`, ...PER_PLACE }];
};

const PRIVATE = /^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|0\.|\[|::)/i;
const LIMIT = 100 * 1024 * 1024;

/** Downloads at once: the temporary address has no name and ends soon (download-the-file-content page). */
const download = async (
  { settings, api }: Means,
  attachment: Attachment,
): Promise<{ bytes: Buffer; type: string; name?: string } | Failure> => {
  const answer = await api.call('POST', '/v1.0/robot/messageFiles/download', {
    downloadCode: attachment.fetchKey,
    robotCode: settings.robotCode,
  });
  if (isFailure(answer)) return answer;
  const url = String(answer.downloadUrl ?? '');
  const refused: Failure = { ok: false, class: 'rejected', channel: CHANNEL, reason: '附件地址不被允许或文件太大' };
  if (!URL.canParse(url)) return refused;
  const target = new URL(url);
  if (PRIVATE.test(target.hostname) && target.host !== new URL(settings.apiUrl).host) return refused;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(30_000), redirect: 'error' });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (!response.ok || bytes.length > LIMIT) return refused;
    return {
      bytes,
      type: response.headers.get('content-type') ?? 'application/octet-stream',
      ...(attachment.name ? { name: attachment.name } : {}),
    };
  } catch (thrown) {
    return notReachable(reasonOf(thrown));
  }
};
