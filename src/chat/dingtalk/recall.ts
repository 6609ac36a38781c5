import { z } from 'zod';
import type { Failure, Outcome, Sending } from '../platform.ts';
import { isFailure } from './api.ts';
import { updateCard } from './cards.ts';
import { failureOf } from './errors.ts';
import type { Means } from './means.ts';
import { stateOf } from './readBy.ts';
import { CHANNEL } from './settings.ts';

type Recall = Sending & { act: 'recall' };

/** A card of the own template: it cannot be taken back, and is changed into one that says so. */
export const changeable = ({ sent, card }: Recall): boolean =>
  card !== undefined && typeof sent.reference?.outTrackId === 'string';

/** Keys that were refused, with the reason's code (enterprise-chatbot-withdraws-internal-group-messages). */
const Refused = z.looseObject({ failedResult: z.record(z.string(), z.unknown()).default({}) });

const never = (reason: string, code?: string): Failure => ({
  ok: false,
  class: 'referenceSpent',
  channel: CHANNEL,
  reason,
  ...(code ? { code } : {}),
});

const takenBack: Outcome = { ok: true, channel: CHANNEL };

/**
 * Takes a message back by its processQueryKey: in a group (no limit of time is published), from a person within 24 hours
 * (batch-message-recall-chat). A refused key may be one that an earlier try took back, its answer lost: so it is asked.
 */
const byKey = async (means: Means, { to, sent }: Recall): Promise<Outcome> => {
  const { settings, context, api } = means;
  const key = sent.messageRef;
  if (key === undefined) return never('在会话里当场答复的消息没有编号，不能撤回');
  const body = { robotCode: settings.robotCode, processQueryKeys: [key] };
  const answer =
    'chat' in to
      ? await api.call('POST', '/v1.0/robot/groupMessages/recall', { ...body, openConversationId: to.chat })
      : await api.call('POST', '/v1.0/robot/otoMessages/batchRecall', body);
  if (isFailure(answer)) return answer;
  const { failedResult } = Refused.parse(answer);
  if (!(key in failedResult) && Object.keys(failedResult).length === 0) return takenBack;
  const state = await stateOf(means, to, sent);
  if (!isFailure(state) && state.recalled) return takenBack;
  const code = String(failedResult[key] ?? 'failedResult');
  // What a key was refused for is not published: to a person it is the day that has passed, most likely.
  return never(
    'chat' in to ? failureOf(code, context.real()).reason : `单聊消息只能在发出后 24 小时内撤回（${code}）`,
    code,
  );
};

/** Takes back what was sent: a message by its key, a card of the own template by emptying it. */
export const recall = (means: Means, sending: Recall): Promise<Outcome> => {
  const { card, sent } = sending;
  if (!card || !changeable(sending)) return byKey(means, sending);
  const { id, to } = sending;
  return updateCard(means, { act: 'update', id, to, card, reference: sent.reference ?? {} });
};
