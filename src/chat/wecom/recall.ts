import type { Outcome, Sending } from '../platform.ts';
import { isFailure, type WecomApi } from './api.ts';
import { APP_CHANNEL } from './app.ts';

/** Another app's message, or one older than 24 hours (D90313; which code the age gives is UNCONFIRMED). */
const NOT_OURS_OR_OLD = '40058';

const never = (channel: string, reason: string, code?: string): Outcome => ({
  ok: false,
  class: 'referenceSpent',
  channel,
  reason,
  ...(code ? { code } : {}),
});

/**
 * Takes back what the app sent to a person, within 24 hours by its msgid (D94867); a copy in the WeChat plug-in stays.
 * What the robot or a group's webhook posted has no id and stays: `referenceSpent`.
 */
export const recallAsApp = async (api: WecomApi, { sent }: Sending & { act: 'recall' }): Promise<Outcome> => {
  if (sent.channel !== APP_CHANNEL) return never(sent.channel, '企业微信不能撤回群机器人和智能机器人发出的消息');
  if (sent.messageRef === undefined) return never(APP_CHANNEL, '这条应用消息没有编号，不能撤回');
  const answer = await api.asApp('/cgi-bin/message/recall', { msgid: sent.messageRef }, APP_CHANNEL);
  if (!isFailure(answer)) return { ok: true, channel: APP_CHANNEL };
  return answer.code === NOT_OURS_OR_OLD
    ? never(APP_CHANNEL, '应用消息只能在发出后 24 小时内撤回', answer.code)
    : answer;
};
