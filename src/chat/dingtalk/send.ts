import type { Writing } from '../../cards/exchange.ts';
import { isFileSent, type Outcome, type Sending, type WritingSent } from '../platform.ts';
import { isFailure } from './api.ts';
import { createCard, updateCard } from './cards.ts';
import { failureOf } from './errors.ts';
import { fileMessage } from './files.ts';
import { mayCall } from './hosts.ts';
import type { Means } from './means.ts';
import { recall } from './recall.ts';
import { robotMessage, sessionMessage } from './render.ts';
import { CHANNEL } from './settings.ts';

/** An answer's session call ends well before delivery takes the answer over. */
const SESSION_MS = 5_000;

const names = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

/** By API: to a group (no @ possible), or to one person (≤ 20 in one call by the page; we send one). */
const sendMessage = async (
  { settings, context, api }: Means,
  sending: Sending,
  message: { msgKey: string; msgParam: string },
): Promise<Outcome> => {
  const { robotCode } = settings;
  const answer =
    'chat' in sending.to
      ? await api.call('POST', '/v1.0/robot/groupMessages/send', {
          robotCode,
          openConversationId: sending.to.chat,
          ...message,
        })
      : await api.call('POST', '/v1.0/robot/oToMessages/batchSend', {
          robotCode,
          userIds: [sending.to.person],
          ...message,
        });
  if (isFailure(answer)) return answer;
  if (names(answer.flowControlledStaffIdList) > 0) return failureOf('send.too.fast', context.real());
  if (names(answer.invalidStaffIdList) > 0) return failureOf('staffId', context.real());
  return {
    ok: true,
    channel: CHANNEL,
    ...(answer.processQueryKey ? { messageRef: String(answer.processQueryKey) } : {}),
  };
};

/** Answers where it was written while the session lasts (about 90 minutes); undefined when that is not possible. */
export const bySession = async (
  { settings, context, api }: Means,
  { letter, reply = {} }: { letter: Writing; reply?: Record<string, unknown> },
): Promise<Outcome | undefined> => {
  const { sessionWebhook, expiresAt } = reply;
  if (typeof sessionWebhook !== 'string' || sessionWebhook === '') return undefined;
  if (typeof expiresAt === 'number' && expiresAt > 0 && expiresAt <= context.now().getTime()) return undefined;
  if (!mayCall(sessionWebhook, settings)) {
    context.log.warn({}, 'a session webhook outside the platform was not called');
    return undefined;
  }
  const answer = await api.plain(sessionWebhook, sessionMessage(letter), { timeoutMs: SESSION_MS });
  return isFailure(answer) ? undefined : { ok: true, channel: CHANNEL };
};

const pressable = (letter: Writing): boolean =>
  letter.form === 'card' && (letter.card.actions.length > 0 || (letter.card.form ?? []).length > 0);

/** What the own template must carry: a pressable card; others may go by the session and cost no card. */
const needsTemplate = ({ settings }: Means, letter: Writing): letter is Writing & { form: 'card' } =>
  pressable(letter) && settings.cardTemplateId !== undefined;

/**
 * Sends an answer at once, from behind its callback: by the own template or the session, never by a way that may show
 * it twice. Undefined or a failure: delivery's.
 */
export const deliverNow = async (means: Means, sending: WritingSent): Promise<Outcome | undefined> => {
  const { letter } = sending;
  if (!needsTemplate(means, letter)) return bySession(means, sending);
  // A card costs a call of the month, a session reply none: its buttons send the words instead.
  const inSession = (await means.quota.saving()) ? await bySession(means, sending) : undefined;
  return inSession ?? createCard(means, { ...sending, letter });
};

/**
 * A change nobody needs while calls are saved: of a card in a private talk, which the next press brings up to date for
 * nothing. A group's card is always changed: what it shows may have become confidential.
 */
const spared = async (
  { quota }: Means,
  { to, reference }: Sending & { act: 'update' },
): Promise<Outcome | undefined> =>
  'person' in to && (await quota.saving()) ? { ok: true, channel: `${CHANNEL}:saved`, reference } : undefined;

/** Updates, takes back, or sends by the ladder: own template, session reply, action card or markdown with the words to type. */
export const deliver = async (means: Means, sending: Sending): Promise<Outcome> => {
  if (sending.act === 'update') return (await spared(means, sending)) ?? updateCard(means, sending);
  if (sending.act === 'recall') return recall(means, sending);
  if (isFileSent(sending)) {
    const message = await fileMessage(means, sending);
    return 'ok' in message ? message : sendMessage(means, sending, message);
  }
  return deliverWriting(means, sending as WritingSent);
};

const deliverWriting = async (means: Means, sending: WritingSent): Promise<Outcome> => {
  const now = await deliverNow(means, sending);
  const { letter } = sending;
  if (now && (now.ok || needsTemplate(means, letter))) return now;
  if (letter.form === 'card' && means.settings.cardTemplateId !== undefined)
    return createCard(means, { ...sending, letter });
  return sendMessage(means, sending, robotMessage(letter));
};
