import { reasonOf } from '../../kernel/errors.ts';
import type { Receival } from '../platform.ts';
import { cardIncoming, robotIncoming } from './incoming.ts';
import { cardParams } from './render.ts';
import { deliver, type Means } from './send.ts';
import { CHANNEL } from './settings.ts';

type Plain = Record<string, unknown>;

/** Below the card callback's two seconds (event-callback-card). */
const CARD_MS = 1_700;

/**
 * Takes a robot message: resolves once it is durably kept (then it may be acknowledged); the answer goes out by itself,
 * and by delivery when that fails. Rejects when nothing was kept, so that the vendor sends it again.
 */
export const takeMessage = async (means: Means, body: Plain): Promise<void> => {
  const { context, settings } = means;
  const incoming = robotIncoming(body, settings.robotCode);
  if (incoming === 'quotaExhausted') {
    await context.tellCentre(
      'dingtalk:quota',
      '钉钉本月消息推送额度已用完，群里发给机器人的内容收不到，请购买增购包或等下月。',
    );
    return;
  }
  if (incoming === 'noStaffId')
    return context.log.warn(
      {},
      'a message without senderStaffId: the robot version is not published, or the sender is outside the corp',
    );
  if (!incoming) return;
  const receival = await context.receive(incoming);
  if (receival.answer.say && receival.answerId && !receival.repeated)
    void reply(means, incoming, receival).catch((thrown) =>
      context.log.warn({ reason: reasonOf(thrown) }, 'an answer is left to delivery'),
    );
};

const reply = async (
  means: Means,
  incoming: { chat?: string; person: string; reply: Plain },
  receival: Receival,
): Promise<void> => {
  const { say } = receival.answer;
  if (!say || !receival.answerId) return;
  const to =
    incoming.chat === undefined
      ? { platform: 'dingtalk' as const, person: incoming.person }
      : { platform: 'dingtalk' as const, chat: incoming.chat };
  const outcome = await deliver(means, { act: 'send', id: receival.answerId, to, letter: say, reply: incoming.reply });
  if (outcome.ok) await means.context.answered(receival.answerId, outcome);
};

/** What a card callback is answered with: the new state for everyone, a hint for the one who pressed. */
export type CardAnswer = Record<string, unknown>;

const answerOf = ({ answer }: Receival): CardAnswer => {
  if (!answer.replace) return {};
  const { ref: _same, ...params } = cardParams(answer.replace);
  const { body } = cardParams(answer.replace, answer.hint);
  return {
    cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
    cardData: { cardParamMap: params },
    ...(answer.hint ? { userPrivateData: { cardParamMap: { body } } } : {}),
  };
};

/** Takes a click and gives the answer inside the two seconds; later it is delivery's. Rejects when nothing was kept. */
export const takeClick = async (means: Means, body: Plain, id: string): Promise<CardAnswer> => {
  const { context, settings } = means;
  const incoming = cardIncoming(body, settings.robotCode, id);
  if (!incoming) return {};
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), CARD_MS);
  });
  const receival = await Promise.race([context.receive(incoming), late]).finally(() => clearTimeout(timer));
  if (!receival) return {};
  if (receival.answer.replace && receival.answerId)
    await context.answered(receival.answerId, {
      ok: true,
      channel: CHANNEL,
      reference: { outTrackId: incoming.reply.outTrackId },
    });
  return answerOf(receival);
};
