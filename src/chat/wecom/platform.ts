import {
  type ChatPlatform,
  isFileSent,
  type Lane,
  type Outcome,
  type PlatformContext,
  type RawRequest,
  type RawResponse,
  type Sending,
  type WritingSent,
} from '../platform.ts';
import { openApi, type WecomApi } from './api.ts';
import { APP_CHANNEL, sendAsApp, sendByResponseUrl, sendByWebhook, updateAsApp, WEBHOOK_CHANNEL } from './app.ts';
import { callbackDoor } from './callbacks.ts';
import { deliverFile } from './files.ts';
import { openLogin } from './login.ts';
import { fetchMedia } from './media.ts';
import { personByMobile } from './personByMobile.ts';
import { BOT_CHANNEL, openRobot, type Robot } from './robot.ts';
import type { WecomSettings } from './settings.ts';

export type { WecomSettings } from './settings.ts';

/** The platform's limits, a little below them (D90454, D99110, D101463). */
const LANES = {
  webhook: { points: 20, seconds: 60 },
  botMinute: { points: 30, seconds: 60 },
  botHour: { points: 1_000, seconds: 3_600 },
  appMinute: { points: 30, seconds: 60 },
  appHour: { points: 1_000, seconds: 3_600 },
} as const;

type Send = Sending & { act: 'send' };

/** WeCom as a chat platform: the robot for groups and those who have spoken to it, the app for persons, the webhook for the rest. */
export const openWecom = (settings: WecomSettings, context: PlatformContext): ChatPlatform => {
  const api = openApi(settings, context);
  const robot = settings.bot ? openRobot({ botWsUrl: settings.botWsUrl, bot: settings.bot }, context) : undefined;
  return {
    name: 'wecom',
    channels: [
      ...(robot || settings.botCallback ? [BOT_CHANNEL] : []),
      ...(settings.app ? [APP_CHANNEL] : []),
      WEBHOOK_CHANNEL,
    ],
    route: (sending) => route(settings, context, sending),
    canSend: (channel) =>
      channel === BOT_CHANNEL
        ? (robot?.connected() ?? settings.botCallback !== undefined)
        : channel !== APP_CHANNEL || settings.app !== undefined,
    lanes: (sending, channel) => lanesOf(settings, sending, channel),
    deliver: (sending, channel) => deliver({ settings, context, api, robot }, sending, channel),
    start: async () => robot?.start(),
    stop: async () => robot?.stop(),
    callbacks: doors(settings, context),
    ready: () => (robot && !robot.ready() ? { ok: false, reason: '智能机器人长连接未连上' } : { ok: true }),
    ...(settings.app ? { personByMobile: personByMobile(api), login: openLogin(settings, settings.app, api) } : {}),
    download: (attachment) => fetchMedia({ api, settings, context }, attachment),
  };
};

const doors = (
  settings: WecomSettings,
  context: PlatformContext,
): Record<string, (request: RawRequest) => Promise<RawResponse>> => {
  const { app, botCallback } = settings;
  return {
    ...(app?.token && app.encodingAESKey
      ? {
          'wecom/app': callbackDoor(
            'app',
            { token: app.token, encodingAESKey: app.encodingAESKey, receiveId: app.corpId },
            context,
          ),
        }
      : {}),
    ...(botCallback ? { 'wecom/bot': callbackDoor('bot', { ...botCallback, receiveId: '' }, context) } : {}),
  };
};

/** In callback mode the robot only answers: words or a card, by the address that came with the question. */
const replyUrl = (settings: WecomSettings, context: PlatformContext, sending: Sending): string | undefined => {
  if (settings.bot || sending.act !== 'send' || isFileSent(sending)) return undefined;
  const { responseUrl, responseUntil } = sending.reply ?? {};
  return typeof responseUrl === 'string' && Number(responseUntil) > context.now().getTime() ? responseUrl : undefined;
};

/** Group: robot, or the webhook where someone must really be @-ed. Person: the robot once they have spoken to it, else the app. */
const route = async (settings: WecomSettings, context: PlatformContext, sending: Sending): Promise<string> => {
  if (sending.act === 'update') return 'person' in sending.to && settings.app ? APP_CHANNEL : BOT_CHANNEL;
  if (replyUrl(settings, context, sending)) return BOT_CHANNEL;
  if ('chat' in sending.to)
    return (sending.letter.mention?.length ?? 0) > 0 && sending.to.webhookKey
      ? WEBHOOK_CHANNEL
      : settings.bot || (settings.botCallback && !sending.to.webhookKey)
        ? BOT_CHANNEL
        : WEBHOOK_CHANNEL;
  if (!settings.app) return BOT_CHANNEL;
  const spoken = settings.bot ? await context.memory.get(`spoken:${sending.to.person}`) : undefined;
  return spoken ? BOT_CHANNEL : APP_CHANNEL;
};

const lanesOf = (settings: WecomSettings, sending: Sending, channel: string): Lane[] => {
  const place = 'chat' in sending.to ? sending.to.chat : sending.to.person;
  if (channel === WEBHOOK_CHANNEL)
    return [{ key: `wecom:webhook:${'chat' in sending.to ? sending.to.webhookKey : ''}`, ...LANES.webhook }];
  if (channel === BOT_CHANNEL)
    return [
      { key: `wecom:bot:m:${place}`, ...LANES.botMinute },
      { key: `wecom:bot:h:${place}`, ...LANES.botHour },
    ];
  const app = settings.app?.agentId ?? 0;
  return [
    { key: `wecom:app:m:${app}:${place}`, ...LANES.appMinute },
    { key: `wecom:app:h:${app}:${place}`, ...LANES.appHour },
  ];
};

interface Means {
  settings: WecomSettings;
  context: PlatformContext;
  api: WecomApi;
  robot: Robot | undefined;
}

const nextFor = (means: Means, sending: Send): string | undefined => {
  if ('chat' in sending.to) return sending.to.webhookKey ? WEBHOOK_CHANNEL : undefined;
  return means.settings.app ? APP_CHANNEL : undefined;
};

const byRobot = async (means: Means, sending: WritingSent): Promise<Outcome> => {
  const url = replyUrl(means.settings, means.context, sending);
  if (url) return sendByResponseUrl(means.api, sending, url);
  if (means.robot) return means.robot.push(sending, nextFor(means, sending));
  const next = nextFor(means, sending);
  return {
    ok: false,
    class: 'rejected',
    channel: BOT_CHANNEL,
    reason: '回调模式的机器人不能主动推送',
    ...(next ? { next } : {}),
  };
};

const deliver = async (means: Means, sending: Sending, channel: string): Promise<Outcome> => {
  const { app } = means.settings;
  if (sending.act === 'update') {
    if (!app || !('person' in sending.to))
      return { ok: false, class: 'referenceSpent', channel, reason: '群里的机器人卡片点击后五秒内才能更新' };
    return updateAsApp(means, app, sending);
  }
  if (isFileSent(sending)) return deliverFile({ ...means, app }, sending, channel, nextFor(means, sending));
  const writing = sending as WritingSent;
  if (channel === BOT_CHANNEL) return byRobot(means, writing);
  if (channel === APP_CHANNEL && app) return sendAsApp(means, app, writing);
  return sendByWebhook(means.api, writing, means.context);
};
