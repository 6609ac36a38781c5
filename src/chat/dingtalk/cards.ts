import { z } from 'zod';
import type { Writing } from '../../cards/exchange.ts';
import type { Outcome, Receipt, Sending } from '../platform.ts';
import { type ApiAnswer, isFailure } from './api.ts';
import { failureOf } from './errors.ts';
import type { Means } from './means.ts';
import { alertOf, type Called, cardParams, LIMITS } from './render.ts';
import { ROUTE_KEY } from './route.ts';
import { CHANNEL } from './settings.ts';
import { ownViews } from './views.ts';

/** A card to be shown by the own template. */
export type CardSending = Sending & { act: 'send'; letter: Writing & { form: 'card' } };

/** Those the letter calls, with names; nobody is called in private. */
const calledBy = async ({ names }: Means, { to, letter }: CardSending): Promise<Called[]> =>
  'chat' in to ? names.of((letter.mention ?? []).slice(0, LIMITS.mentions)) : [];

const spaceOf = ({ settings }: Means, { to, letter }: CardSending, people: readonly Called[]) => {
  const { robotCode } = settings;
  const alert = alertOf(letter.card);
  const model = {
    supportForward: false,
    lastMessageI18n: { ZH_CN: alert },
    notification: { alertContent: alert, notificationOff: false },
  };
  if (!('chat' in to))
    return {
      openSpaceId: `dtv1.card//IM_ROBOT.${to.person}`,
      imRobotOpenSpaceModel: model,
      imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode },
    };
  // The conversation list tells them they were called; `cardAtUserIds` marks their names in the card itself.
  const called = people.length > 0 ? { atUserIds: Object.fromEntries(people.map(({ id, name }) => [id, name])) } : {};
  return {
    openSpaceId: `dtv1.card//IM_GROUP.${to.chat}`,
    imGroupOpenSpaceModel: model,
    imGroupOpenDeliverModel: { robotCode, ...called },
  };
};

const Shown = z.looseObject({
  success: z.boolean(),
  errorMsg: z.string().default(''),
  carrierId: z.string().default(''),
});
const Created = z.looseObject({ result: z.looseObject({ deliverResults: z.array(Shown).default([]) }) });
const Delivered = z.looseObject({ result: z.array(Shown) });

/** Outer success may hide that nothing was shown (create-and-deliver-cards, deliverResults). */
const shownOf = (answer: ApiAnswer): z.infer<typeof Shown>[] => {
  const created = Created.safeParse(answer);
  if (created.success) return created.data.result.deliverResults;
  const delivered = Delivered.safeParse(answer);
  return delivered.success ? delivered.data.result : [];
};

const receiptOf = (outTrackId: string, carrierId = ''): Receipt => ({
  ok: true,
  channel: CHANNEL,
  reference: { outTrackId },
  // The carrier is what a quoted reply names as `originalProcessQueryKey`.
  ...(carrierId ? { messageRef: carrierId } : {}),
});

/** A card that was made but not shown must be delivered, not made, when it is tried again. */
const unshownKey = (outTrackId: string): string => `unshown:${outTrackId}`;

const outcomeOf = async ({ context }: Means, outTrackId: string, answer: ApiAnswer): Promise<Outcome> => {
  const shown = shownOf(answer);
  const failed = shown.find(({ success }) => !success);
  if (!failed) return receiptOf(outTrackId, shown[0]?.carrierId);
  const failure = failureOf(failed.errorMsg || 'deliverResults', context.real());
  if (failure.class !== 'rejected') await context.memory.set(unshownKey(outTrackId), { unshown: true });
  return failure;
};

/** The card is there already: shown by an earlier try whose answer was lost, shown long ago, or made and not shown. */
const existing = async (means: Means, sending: CardSending): Promise<Outcome> => {
  const { ref: outTrackId } = sending.letter.card;
  const unshown = await means.context.memory.get(unshownKey(outTrackId));
  if (unshown?.unshown !== true) return changeCard(means, outTrackId, sending.letter.card);
  const answer = await means.api.call('POST', '/v1.0/card/instances/deliver', {
    outTrackId,
    userIdType: 1,
    ...spaceOf(means, sending, await calledBy(means, sending)),
  });
  if (isFailure(answer)) return answer;
  await means.context.memory.set(unshownKey(outTrackId), { unshown: false });
  return outcomeOf(means, outTrackId, answer);
};

/**
 * Shows a card by the own template. `outTrackId` is the card's reference, so that a repeated try shows nothing twice and
 * a click or update finds it (create-and-deliver-cards: at most 100 characters, for ever).
 */
export const createCard = async (means: Means, sending: CardSending): Promise<Outcome> => {
  const { settings, api, route } = means;
  const { card } = sending.letter;
  await route.ensure();
  const called = await calledBy(means, sending);
  const answer = await api.call('POST', '/v1.0/card/instances/createAndDeliver', {
    cardTemplateId: settings.cardTemplateId,
    outTrackId: card.ref,
    // Without it the buttons give no callback.
    callbackType: settings.mode === 'stream' ? 'STREAM' : 'HTTP',
    ...(settings.mode === 'http' ? { callbackRouteKey: ROUTE_KEY } : {}),
    userIdType: 1,
    cardData: { cardParamMap: cardParams(card, { called }) },
    ...(called.length > 0 ? { cardAtUserIds: called.map(({ id }) => id) } : {}),
    ...spaceOf(means, sending, called),
  });
  if (!isFailure(answer)) return outcomeOf(means, card.ref, answer);
  return answer.code === 'param.cardAlreadyExist' ? existing(means, sending) : answer;
};

const changeCard = async (
  { api, context }: Means,
  outTrackId: string,
  card: CardSending['letter']['card'],
): Promise<Outcome> => {
  const put = (views: Awaited<ReturnType<typeof ownViews>>): ReturnType<typeof api.call> => {
    const { ref: _kept, ...params } = cardParams(card);
    return api.call('PUT', '/v1.0/card/instances', {
      outTrackId,
      userIdType: 1,
      cardData: { cardParamMap: params },
      ...views,
      // Without these a change replaces everything (interactive-card-update-interface).
      cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
    });
  };
  const views = await ownViews(context.memory, outTrackId, card);
  const first = await put(views);
  // Somebody with an own view has left the corp: everyone else's view still changes.
  const answer = isFailure(first) && first.code === 'param.userIdNotExist' && views.privateData ? await put({}) : first;
  if (!isFailure(answer)) return receiptOf(outTrackId);
  return answer.code === 'param.cardNotExist'
    ? { ok: false, class: 'referenceSpent', channel: CHANNEL, code: answer.code, reason: answer.reason }
    : answer;
};

/** Changes a card shown before; the reference stays good. A message that was no card cannot be changed: `referenceSpent`. */
export const updateCard = async (means: Means, sending: Sending & { act: 'update' }): Promise<Outcome> => {
  const { outTrackId } = sending.reference;
  if (typeof outTrackId !== 'string' || outTrackId === '')
    return { ok: false, class: 'referenceSpent', channel: CHANNEL, reason: '这条消息不能更新' };
  return changeCard(means, outTrackId, sending.card);
};
