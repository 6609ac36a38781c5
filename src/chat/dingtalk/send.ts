import type { Outcome, PlatformContext, Sending } from '../platform.ts';
import { type ApiAnswer, type DingtalkApi, isFailure } from './api.ts';
import { failureOf } from './errors.ts';
import { alertOf, cardParams, robotMessage, sessionMessage } from './render.ts';
import { CHANNEL, type DingtalkSettings } from './settings.ts';

type Send = Sending & { act: 'send' };

/** What sending needs. */
export interface Means {
  settings: DingtalkSettings;
  context: PlatformContext;
  api: DingtalkApi;
}

/** HTTP card callbacks are registered under this key. */
export const ROUTE_KEY = 'hotline';

const spaceOf = ({ settings }: Means, to: Send['to'], mentions: readonly string[]) =>
  'chat' in to
    ? {
        openSpaceId: `dtv1.card//IM_GROUP.${to.chat}`,
        imGroupOpenDeliverModel: {
          robotCode: settings.robotCode,
          ...(mentions.length > 0 ? { atUserIds: Object.fromEntries(mentions.map((id) => [id, id])) } : {}),
        },
      }
    : {
        openSpaceId: `dtv1.card//IM_ROBOT.${to.person}`,
        imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode: settings.robotCode },
      };

/** Outer success may hide that nothing was shown (create-and-deliver, deliverResults). */
const undelivered = (answer: ApiAnswer): string | undefined => {
  const result = answer.result as { deliverResults?: { success?: boolean; errorMsg?: string }[] } | undefined;
  return result?.deliverResults?.find((entry) => entry.success === false)?.errorMsg;
};

/** The own template's card; `outTrackId` is the card's reference, so a repeated try shows nothing twice. */
const sendCard = async (means: Means, sending: Send & { letter: { form: 'card' } }): Promise<Outcome> => {
  const { settings, context, api } = means;
  const { card, mention } = sending.letter;
  const model = {
    supportForward: false,
    lastMessageI18n: { ZH_CN: alertOf(card) },
    notification: { alertContent: alertOf(card), notificationOff: false },
  };
  const answer = await api.call('POST', '/v1.0/card/instances/createAndDeliver', {
    cardTemplateId: settings.cardTemplateId,
    outTrackId: card.ref,
    callbackType: settings.mode === 'stream' ? 'STREAM' : 'HTTP',
    ...(settings.mode === 'http' ? { callbackRouteKey: ROUTE_KEY } : {}),
    userIdType: 1,
    cardData: { cardParamMap: cardParams(card) },
    ...('chat' in sending.to
      ? { imGroupOpenSpaceModel: model }
      : {
          imRobotOpenSpaceModel: {
            supportForward: false,
            lastMessageI18n: model.lastMessageI18n,
            notification: model.notification,
          },
        }),
    ...spaceOf(means, sending.to, mention ?? []),
  });
  const reference = { outTrackId: card.ref };
  if (isFailure(answer))
    return answer.code === 'param.cardAlreadyExist' ? { ok: true, channel: CHANNEL, reference } : answer;
  const why = undelivered(answer);
  return why === undefined ? { ok: true, channel: CHANNEL, reference } : failureOf(why, context.real());
};

const updateCard = async ({ api }: Means, sending: Sending & { act: 'update' }): Promise<Outcome> => {
  const outTrackId = typeof sending.reference.outTrackId === 'string' ? sending.reference.outTrackId : undefined;
  if (!outTrackId) return { ok: false, class: 'referenceSpent', channel: CHANNEL, reason: '这条消息不能更新' };
  const answer = await api.call('PUT', '/v1.0/card/instances', {
    outTrackId,
    userIdType: 1,
    cardData: { cardParamMap: cardParams(sending.card) },
    cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
  });
  if (isFailure(answer))
    return answer.code === 'param.cardNotExist'
      ? { ok: false, class: 'referenceSpent', channel: CHANNEL, reason: answer.reason }
      : answer;
  return { ok: true, channel: CHANNEL, reference: { outTrackId } };
};

const sendMessage = async ({ settings, context, api }: Means, sending: Send): Promise<Outcome> => {
  const message = robotMessage(sending.letter);
  const { robotCode } = settings;
  if ('chat' in sending.to) {
    const answer = await api.call('POST', '/v1.0/robot/groupMessages/send', {
      robotCode,
      openConversationId: sending.to.chat,
      ...message,
    });
    return isFailure(answer)
      ? answer
      : { ok: true, channel: CHANNEL, messageRef: String(answer.processQueryKey ?? '') };
  }
  const answer = await api.call('POST', '/v1.0/robot/oToMessages/batchSend', {
    robotCode,
    userIds: [sending.to.person],
    ...message,
  });
  if (isFailure(answer)) return answer;
  if (Array.isArray(answer.flowControlledStaffIdList) && answer.flowControlledStaffIdList.length > 0)
    return failureOf('send.too.fast', context.real());
  if (Array.isArray(answer.invalidStaffIdList) && answer.invalidStaffIdList.length > 0)
    return failureOf('staffId', context.real());
  return { ok: true, channel: CHANNEL, messageRef: String(answer.processQueryKey ?? '') };
};

/** Answers where it was written while the session lasts (about 90 minutes); undefined when that is not possible. */
export const bySession = async ({ context, api }: Means, sending: Send): Promise<Outcome | undefined> => {
  const { sessionWebhook, expiresAt } = sending.reply ?? {};
  if (typeof sessionWebhook !== 'string' || sessionWebhook === '') return undefined;
  if (typeof expiresAt === 'number' && expiresAt > 0 && expiresAt < context.now().getTime()) return undefined;
  const answer = await api.plain(sessionWebhook, sessionMessage(sending.letter));
  return isFailure(answer) ? undefined : { ok: true, channel: CHANNEL };
};

/** Sends or updates by the ladder: own template, session reply, action card or markdown with the words to type. */
export const deliver = async (means: Means, sending: Sending): Promise<Outcome> => {
  if (sending.act === 'update') return updateCard(means, sending);
  const { letter } = sending;
  const pressable = letter.form === 'card' && letter.card.actions.length > 0;
  if (letter.form === 'card' && pressable && means.settings.cardTemplateId)
    return sendCard(means, { ...sending, letter });
  const inSession = sending.reply && !pressable ? await bySession(means, sending) : undefined;
  if (inSession) return inSession;
  if (letter.form === 'card' && means.settings.cardTemplateId) return sendCard(means, { ...sending, letter });
  return sendMessage(means, sending);
};
