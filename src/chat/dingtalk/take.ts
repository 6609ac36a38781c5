import type { Incoming, Writing } from '../../cards/exchange.ts';
import { reasonOf } from '../../kernel/errors.ts';
import type { Address, Receival } from '../platform.ts';
import { cardIncoming, replyOf, robotIncoming } from './incoming.ts';
import { inTime } from './inTime.ts';
import type { Means } from './means.ts';
import { cardParams } from './render.ts';
import { bySession, deliverNow } from './send.ts';
import { CHANNEL } from './settings.ts';
import { keepHintSeen } from './views.ts';

type Plain = Record<string, unknown>;
type Message = Extract<Incoming, { kind: 'message' }>;

/** Below the card callback's two seconds (event-callback-card). */
const CARD_MS = 1_800;

const UNPUBLISHED =
  '收到您的消息，但不知道您是谁：机器人版本还没有发布，或您不在本单位通讯录里。请管理员在钉钉开发者后台“版本管理与发布”中发布后再试。';
const SILENCED =
  '本月钉钉消息推送额度已用完，机器人看不到您写了什么。请到工单页办理，或打电话给热线中心；下月1日自动恢复。';
const UNREADABLE = '这种消息我看不懂。请直接发文字、图片或文件，例如：待办。';
const NOT_KEPT = '刚才的消息没有处理成功，请再发一次。';

const line = (text: string): Writing => ({ form: 'text', text });

/** Says something where the message came from and nowhere else; silently not when the session is over. */
const sayInSession = (means: Means, body: Plain, text: string): void =>
  means.background.run(
    'a word in the session',
    bySession(means, { letter: line(text), reply: replyOf(body) }).then(() => undefined),
  );

/**
 * Takes a robot message. Waits until it is durably kept, at most `waitMs` of the machine: then the vendor has its
 * acknowledgement and the rest goes on by itself. The answer goes by the session webhook; what that does not take is
 * delivery's. Rejects when nothing was kept in that time, so that the vendor sends it again.
 */
export const takeMessage = async (means: Means, body: Plain, waitMs: number): Promise<void> => {
  const { context, settings, background, quota } = means;
  const incoming = robotIncoming(body, settings.robotCode);
  if (incoming === 'quotaExhausted') return silenced(means, body);
  background.run('metering a push', quota.count('pushes'));
  if (incoming === undefined) return;
  if (incoming === 'noStaffId') {
    context.log.warn({}, 'a message without senderStaffId: robot version not published, or the sender is an outsider');
    return sayInSession(means, body, UNPUBLISHED);
  }
  if (incoming === 'unreadable') {
    context.log.info({ msgtype: String(body.msgtype).slice(0, 40) }, 'a message of a type that is not known');
    return sayInSession(means, body, UNREADABLE);
  }
  const receiving = context.receive(incoming);
  means.background.run(
    'an answer',
    receiving.then(
      (receival) => answer(means, incoming, receival),
      () => undefined,
    ),
  );
  const waited = await inTime(receiving, waitMs);
  if (!waited.done) means.background.run('a late message', afterAll(means, body, receiving));
};

/** The month's pushes are spent: the message came without its words. The centre and the writer are told. */
const silenced = async (means: Means, body: Plain): Promise<void> => {
  sayInSession(means, body, SILENCED);
  await means.quota.spent('pushes');
  await means.context.tellCentre(
    'dingtalk:quota',
    '钉钉本月消息推送额度已用完，群里发给机器人的内容收不到，请购买增购包或等下月。',
  );
};

/** The vendor was answered before it was kept: when that fails, the sender is asked to say it again. */
const afterAll = async (means: Means, body: Plain, receiving: Promise<unknown>): Promise<void> => {
  try {
    await receiving;
  } catch (thrown) {
    means.context.log.error({ reason: reasonOf(thrown) }, 'a message acknowledged in time could not be kept');
    sayInSession(means, body, NOT_KEPT);
  }
};

const answer = async (means: Means, incoming: Message, receival: Receival): Promise<void> => {
  const { say } = receival.answer;
  if (!say || !receival.answerId || receival.repeated) return;
  const { chat, person, reply } = incoming;
  const to: Address = chat === undefined ? { platform: 'dingtalk', person } : { platform: 'dingtalk', chat };
  const outcome = await deliverNow(means, { act: 'send', id: receival.answerId, to, letter: say, reply });
  if (outcome?.ok) await means.context.answered(receival.answerId, outcome);
};

/** What a card callback is answered with: the new state for everyone, a hint for the one who pressed. */
export type CardAnswer = Record<string, unknown>;

const OPTIONS = { updateCardDataByKey: true, updatePrivateDataByKey: true } as const;

const answerOf = ({ answer: { replace, hint } }: Receival): CardAnswer => {
  if (!replace) return hint ? { cardUpdateOptions: OPTIONS, userPrivateData: { cardParamMap: { body: hint } } } : {};
  // The card keeps the reference it was sent with.
  const { ref: _kept, ...params } = cardParams(replace);
  return {
    cardUpdateOptions: OPTIONS,
    cardData: { cardParamMap: params },
    ...(hint ? { userPrivateData: { cardParamMap: { body: cardParams(replace, { hint }).body } } } : {}),
  };
};

/** Takes a click and gives the answer inside the two seconds; later it is delivery's. Rejects when nothing was kept. */
export const takeClick = async (means: Means, body: Plain, id: string): Promise<CardAnswer> => {
  const { context, settings, background, quota } = means;
  background.run('metering a push', quota.count('pushes'));
  const incoming = cardIncoming(body, settings.robotCode, id);
  if (!incoming) return {};
  const receiving = context.receive(incoming);
  const waited = await inTime(receiving, CARD_MS);
  if (!waited.done) {
    background.run('a late click', receiving);
    return {};
  }
  const receival = waited.value;
  const { replace, hint } = receival.answer;
  const outTrackId = String(incoming.reply.outTrackId);
  if (replace && receival.answerId)
    background.run(
      'noting an answer',
      context.answered(receival.answerId, { ok: true, channel: CHANNEL, reference: { outTrackId } }),
    );
  if (hint) background.run('noting a hint', keepHintSeen(context.memory, outTrackId, incoming.person));
  return answerOf(receival);
};
