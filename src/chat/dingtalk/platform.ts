import type { ChatPlatform, Lane, PlatformContext, Sending } from '../platform.ts';
import { openApi } from './api.ts';
import { openBackground } from './background.ts';
import { cardDoor, robotDoor } from './callbacks.ts';
import { download } from './download.ts';
import { takeEvent } from './events.ts';
import { ROBOT_TOPIC } from './frames.ts';
import { openLogin } from './login.ts';
import type { Means } from './means.ts';
import { personByMobile } from './personByMobile.ts';
import { openQuota } from './quota.ts';
import { openRoute } from './route.ts';
import { deliver } from './send.ts';
import { CHANNEL, type DingtalkSettings } from './settings.ts';
import { openStream, type Stream } from './stream.ts';
import { takeClick, takeMessage } from './take.ts';

export type { DingtalkSettings } from './settings.ts';

/** A frame is acknowledged within this, kept or not: late ones are sent again and cost quota (protocol notes 2.3). */
const ACK_MS = 1_000;

/** 20 calls a second for one app and API (call-frequency-limit). An answer sent outside delivery may take a place: then one waits a second. */
const PER_API = { points: 20, seconds: 1 } as const;
/** A group's own threshold is not published (UNCONFIRMED); kept as for webhooks, 20 a minute. */
const PER_PLACE = { points: 20, seconds: 60 } as const;

const streamOf = (means: Means): Stream | undefined =>
  means.settings.mode !== 'stream'
    ? undefined
    : openStream({
        ...means,
        onCallback: async (topic, body, messageId) => {
          if (topic !== ROBOT_TOPIC) return takeClick(means, body, messageId);
          await takeMessage(means, body, ACK_MS);
          return null;
        },
        onEvent: (event) => takeEvent(means, event),
      });

/** DingTalk as a chat platform: one internal app with a robot, by stream or HTTP. Opens nothing before `start`. */
export const openDingtalk = (settings: DingtalkSettings, context: PlatformContext): ChatPlatform => {
  const background = openBackground(context.log);
  const quota = openQuota(settings, context);
  const api = openApi(settings, context, quota);
  const means: Means = { settings, context, background, api, quota, route: openRoute({ settings, context, api }) };
  const stream = streamOf(means);
  return {
    name: 'dingtalk',
    channels: [CHANNEL],
    route: async () => CHANNEL,
    canSend: () => true,
    lanes: (sending) => lanesOf(settings, sending),
    deliver: (sending) => deliver(means, sending),
    start: async () => {
      stream?.start();
      background.run('registering the card callback', means.route.ensure());
    },
    stop: async () => {
      await stream?.stop();
      await background.settled();
    },
    callbacks: settings.mode === 'http' ? { 'dingtalk/robot': robotDoor(means), 'dingtalk/card': cardDoor(means) } : {},
    ready: () => (stream && !stream.connected() ? { ok: false, reason: 'Stream 连接未连上' } : { ok: true }),
    personByMobile: personByMobile(api),
    login: openLogin(settings, api),
    download: (attachment) => download(means, attachment),
  };
};

/** Which API a sending will most likely use: each has its own limit. */
const apiOf = ({ cardTemplateId }: DingtalkSettings, sending: Sending): string => {
  if (sending.act === 'update') return 'card:update';
  if (sending.letter.form === 'card' && cardTemplateId !== undefined) return 'card:create';
  return 'chat' in sending.to ? 'group' : 'person';
};

const lanesOf = (settings: DingtalkSettings, sending: Sending): Lane[] => {
  const api: Lane = { key: `dingtalk:${settings.clientId}:${apiOf(settings, sending)}`, ...PER_API };
  if (sending.act === 'update' || !('chat' in sending.to)) return [api];
  return [api, { key: `dingtalk:chat:${sending.to.chat}`, ...PER_PLACE }];
};
