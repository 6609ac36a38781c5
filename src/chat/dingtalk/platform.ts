import type { ChatPlatform, Lane, PlatformContext, Sending } from '../platform.ts';
import { openApi } from './api.ts';
import { openBackground } from './background.ts';
import { cardDoor, robotDoor } from './callbacks.ts';
import { download } from './download.ts';
import { eventDoor } from './eventDoor.ts';
import { takeEvent } from './events.ts';
import { hearFrame, type OnCallback, type OnEvent, ROBOT_TOPIC } from './frames.ts';
import { openLogin } from './login.ts';
import type { Means } from './means.ts';
import { openNames } from './names.ts';
import { personByMobile } from './personByMobile.ts';
import { openQuota } from './quota.ts';
import { readBy } from './readBy.ts';
import { changeable } from './recall.ts';
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

const earsOf = (means: Means): { onCallback: OnCallback; onEvent: OnEvent } => ({
  onCallback: async (topic, body, messageId) => {
    if (topic !== ROBOT_TOPIC) return takeClick(means, body, messageId);
    await takeMessage(means, body, ACK_MS);
    return null;
  },
  onEvent: (event) => takeEvent(means, event),
});

const streamOf = (means: Means): Stream | undefined =>
  means.settings.mode === 'stream' ? openStream({ ...means, ...earsOf(means) }) : undefined;

/** One frame by itself; it counts as read when its acknowledgement says that it was taken. */
const takeFrame =
  (means: Means) =>
  async (text: string): Promise<boolean> => {
    let code = 0;
    const ears = { context: means.context, ...earsOf(means), onDisconnect: () => undefined };
    await hearFrame(ears, text, (ack) => {
      code = (JSON.parse(ack) as { code: number }).code;
    });
    return code === 200;
  };

/** DingTalk as a chat platform: one internal app with a robot, by stream or HTTP. Opens nothing before `start`. */
export const openDingtalk = (settings: DingtalkSettings, context: PlatformContext): ChatPlatform => {
  const background = openBackground(context.log);
  const quota = openQuota(settings, context);
  const api = openApi(settings, context, quota);
  const route = openRoute({ settings, context, api });
  const means: Means = { settings, context, background, api, quota, route, names: openNames(api) };
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
      background.run('reading the meter', quota.saving());
    },
    stop: async () => {
      await stream?.stop();
      await background.settled();
    },
    callbacks: doorsOf(means),
    frames: { 'dingtalk/stream': takeFrame(means) },
    ready: () => (stream && !stream.connected() ? { ok: false, reason: 'Stream 连接未连上' } : { ok: true }),
    saving: quota.savingNow,
    personByMobile: personByMobile(api),
    login: openLogin(settings, api),
    readBy: (to, sent, options) => readBy(means, to, sent, options),
    download: (attachment) => download(means, attachment),
  };
};

/** Events may come over HTTP while messages come by the stream: the vendor's console sets each for itself. */
const doorsOf = (means: Means): ChatPlatform['callbacks'] => {
  const { mode, clientId, eventToken: token, eventAesKey: encodingAESKey } = means.settings;
  return {
    ...(mode === 'http' ? { 'dingtalk/robot': robotDoor(means), 'dingtalk/card': cardDoor(means) } : {}),
    ...(token !== undefined && encodingAESKey !== undefined
      ? { 'dingtalk/event': eventDoor(means, { token, encodingAESKey, receiveId: clientId }) }
      : {}),
  };
};

/** Which API a sending will most likely use: each has its own limit. */
const apiOf = ({ cardTemplateId }: DingtalkSettings, sending: Sending): string => {
  if (sending.act === 'update') return 'card:update';
  if (sending.act === 'recall') return changeable(sending) ? 'card:update' : 'recall';
  if (sending.letter.form === 'card' && cardTemplateId !== undefined) return 'card:create';
  return 'chat' in sending.to ? 'group' : 'person';
};

const lanesOf = (settings: DingtalkSettings, sending: Sending): Lane[] => {
  const api: Lane = { key: `dingtalk:${settings.clientId}:${apiOf(settings, sending)}`, ...PER_API };
  if (sending.act !== 'send' || !('chat' in sending.to)) return [api];
  return [api, { key: `dingtalk:chat:${sending.to.chat}`, ...PER_PLACE }];
};
