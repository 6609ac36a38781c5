import type { Card } from '../../cards/card.ts';
import type { Writing } from '../../cards/exchange.ts';
import { cutBytes } from '../../kernel/cut.ts';
import type { Outcome, PlatformContext, Sending, WritingSent } from '../platform.ts';
import { isFailure, type WecomApi } from './api.ts';
import { DUPLICATE_TASK } from './errors.ts';
import { LIMITS } from './limits.ts';
import { interactiveCard, markdownOf, menuNotice, readsAsMarkdown, textLines, webhookMessage } from './render.ts';
import type { AppSettings } from './settings.ts';

export const APP_CHANNEL = 'wecom-app';
export const WEBHOOK_CHANNEL = 'wecom-webhook';

const DUPLICATE_WINDOW_S = 1_800;
/** A response_code serves once, for 72 hours (D94888); ours is given up a little before. */
const CODE_MS = 72 * 3_600_000 - 60_000;

/** What a later change of an app card needs: the code, and until when (epoch ms of the business time). */
export const codeReference = (responseCode: string, now: Date): Record<string, unknown> => ({
  responseCode,
  until: now.getTime() + CODE_MS,
});

/** An app without a callback address may not send interactive cards (D90236): then the words to type. */
export const appMessage = (letter: Writing, app: AppSettings): object => {
  if (letter.form === 'text') return { msgtype: 'text', text: { content: cutBytes(letter.text, LIMITS.textBytes) } };
  const { card } = letter;
  const pressable = app.token !== undefined && app.encodingAESKey !== undefined;
  if (pressable && card.actions.length === 0 && card.link && !readsAsMarkdown(card))
    return { msgtype: 'template_card', template_card: menuNotice(card, card.link) };
  if (pressable && !readsAsMarkdown(card)) return { msgtype: 'template_card', template_card: interactiveCard(card) };
  if (card.actions.length === 0)
    return { msgtype: 'text', text: { content: cutBytes(textLines(card).join('\n'), LIMITS.textBytes) } };
  return { msgtype: 'markdown', markdown: { content: markdownOf(card, LIMITS.appMarkdownBytes) } };
};

/** Sends to one person's app conversation; an identical repeat within half an hour is swallowed by the platform. */
export const sendAsApp = async (
  { api, context }: { api: WecomApi; context: PlatformContext },
  app: AppSettings,
  sending: WritingSent,
): Promise<Outcome> => {
  if (!('person' in sending.to))
    return { ok: false, class: 'rejected', channel: APP_CHANNEL, reason: '应用消息不能发到群' };
  const body = {
    touser: sending.to.person,
    agentid: app.agentId,
    enable_duplicate_check: 1,
    duplicate_check_interval: DUPLICATE_WINDOW_S,
    ...appMessage(sending.letter, app),
  };
  const answer = await api.asApp('/cgi-bin/message/send', body, APP_CHANNEL);
  if (isFailure(answer)) return answer.code === String(DUPLICATE_TASK) ? { ok: true, channel: APP_CHANNEL } : answer;
  if (String(answer.invaliduser ?? '') !== '')
    return { ok: false, class: 'rejected', channel: APP_CHANNEL, reason: '成员不存在或不在应用可见范围', gone: true };
  const responseCode =
    typeof answer.response_code === 'string' && answer.response_code !== '' ? answer.response_code : undefined;
  return {
    ok: true,
    channel: APP_CHANNEL,
    ...(typeof answer.msgid === 'string' ? { messageRef: answer.msgid } : {}),
    ...(responseCode ? { reference: codeReference(responseCode, context.now()) } : {}),
  };
};

/** The changed card: its task id is the sent one's and is left out (D94888). */
export const changedCard = (card: Card): object => {
  const { task_id: _ignored, ...changed } = interactiveCard(card);
  return changed;
};

/** Changes an app card once by its response_code (72 h, D94888); without one there is nothing to change. */
export const updateAsApp = async (
  { api, context }: { api: WecomApi; context: PlatformContext },
  app: AppSettings,
  sending: Sending & { act: 'update' },
): Promise<Outcome> => {
  const { responseCode, until } = sending.reference;
  const over = typeof until === 'number' && until <= context.now().getTime();
  if (typeof responseCode !== 'string' || over || !('person' in sending.to))
    return { ok: false, class: 'referenceSpent', channel: APP_CHANNEL, reason: '卡片已不能更新' };
  const card = changedCard(sending.card);
  const answer = await api.asApp(
    '/cgi-bin/message/update_template_card',
    { userids: [sending.to.person], agentid: app.agentId, response_code: responseCode, template_card: card },
    APP_CHANNEL,
  );
  return isFailure(answer) ? answer : { ok: true, channel: APP_CHANNEL };
};

/** Posts into a group through its webhook robot: always awake, can @, shows no buttons (D99110). */
export const sendByWebhook = async (
  api: WecomApi,
  sending: WritingSent,
  context: PlatformContext,
): Promise<Outcome> => {
  const key = 'chat' in sending.to ? sending.to.webhookKey : undefined;
  if (!key) return { ok: false, class: 'rejected', channel: WEBHOOK_CHANNEL, reason: '该群没有登记群机器人地址' };
  const answer = await api.plain(
    `/cgi-bin/webhook/send?key=${encodeURIComponent(key)}`,
    webhookMessage(sending.letter),
    WEBHOOK_CHANNEL,
  );
  if (isFailure(answer)) return answer;
  context.log.info({ delivery: sending.id }, 'sent by the group webhook');
  return { ok: true, channel: WEBHOOK_CHANNEL };
};

/** Used or expired (UNCONFIRMED for response_url, by analogy with D94888). */
const SPENT = '60140';

/**
 * Answers by the callback's own address: once, within the hour; a card only in a private conversation (D101138). Refused
 * as used within the hour: an earlier try of ours arrived and its answer was lost.
 */
export const sendByResponseUrl = async (api: WecomApi, sending: WritingSent, url: string): Promise<Outcome> => {
  const body = responseMessage(sending.letter, 'person' in sending.to);
  const answer = await api.plain(url, body, 'wecom-bot');
  return isFailure(answer) && answer.code !== SPENT ? answer : { ok: true, channel: 'wecom-bot' };
};

/** Markdown, or in a private conversation a card. */
export const responseMessage = (letter: Writing, alone: boolean): object => {
  const content = letter.form === 'text' ? letter.text : markdownOf(letter.card, LIMITS.streamBytes);
  const asCard = letter.form === 'card' && alone && !readsAsMarkdown(letter.card);
  return asCard
    ? { msgtype: 'template_card', template_card: interactiveCard(letter.card) }
    : { msgtype: 'markdown', markdown: { content: cutBytes(content, LIMITS.streamBytes) } };
};
