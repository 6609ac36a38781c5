import { z } from 'zod';
import type { Means } from './means.ts';

/**
 * Group events (protocol notes 6). Subscribed in the vendor's console and counted against the month: `chat_disband` is
 * the one worth having. That a robot's own leaving comes as `chat_remove_member` or `chat_quit` is UNCONFIRMED; a group
 * that dropped the robot is in any case noticed by the next sending there (`bot.stopped`, `chatbot not exist`).
 */
const Left = z.looseObject({
  openConversationId: z.string().min(1),
  /** Who left; the robot stands there by its code where the vendor tells it. */
  userId: z.preprocess((ids) => (typeof ids === 'string' ? [ids] : ids), z.array(z.coerce.string())).default([]),
});

/** An event as the stream spells it, whichever way it came. */
export interface EventFrame {
  eventType: string;
  eventId: string;
  body: Record<string, unknown>;
}

const WHY: Readonly<Record<string, string>> = {
  chat_disband: '群主解散了该群',
  chat_remove_member: '有人把机器人移出了该群',
  chat_quit: '机器人退出了该群',
};

/** Why a group is lost to the bot, in words; undefined when the event is about something else (a new title, a member). */
export const lostGroup = (
  { eventType, body }: EventFrame,
  robotCode: string,
): { chat: string; why: string } | undefined => {
  const why = WHY[eventType];
  const left = Left.safeParse(body);
  if (why === undefined || !left.success) return undefined;
  if (eventType !== 'chat_disband' && !left.data.userId.includes(robotCode)) return undefined;
  return { chat: left.data.openConversationId, why };
};

/**
 * Takes an event, from the stream or over HTTP: a group that is gone counts as unbound at once, and by one event only
 * once, also when it was bound again before the event came anew. Rejects when it could not be kept, so that the vendor
 * sends it again.
 */
export const takeEvent = async (means: Means, event: EventFrame): Promise<void> => {
  const { context, settings, quota } = means;
  await quota.count('pushes');
  const lost = lostGroup(event, settings.robotCode);
  if (!lost) return;
  const note = `event:${event.eventId}`;
  if (event.eventId !== '' && (await context.memory.get(note))) return;
  context.log.warn({ chat: lost.chat, event: event.eventType }, 'a group is lost');
  await context.lost(lost.chat, lost.why);
  if (event.eventId !== '') await context.memory.set(note, { taken: true });
};
