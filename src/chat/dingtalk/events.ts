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
  userId: z.array(z.string()).default([]),
});

export interface EventFrame {
  eventType: string;
  eventId: string;
  body: Record<string, unknown>;
}

const WHY: Readonly<Record<string, string>> = {
  chat_disband: '已解散',
  chat_remove_member: '已把机器人移出',
  chat_quit: '机器人已退出',
};

/** Why a group is lost to the bot, in words; undefined when the event is about something else. */
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
 * Takes an event: a group that is gone is told to the centre, once for one event however often it comes. Rejects when
 * it could not be told, so that the vendor sends it again.
 */
export const takeEvent = async (means: Means, event: EventFrame): Promise<void> => {
  const { context, settings, quota } = means;
  await quota.count('pushes');
  const lost = lostGroup(event, settings.robotCode);
  if (!lost) return;
  const note = `event:${event.eventId}`;
  if (event.eventId !== '' && (await context.memory.get(note))) return;
  context.log.warn({ chat: lost.chat, event: event.eventType }, 'a group is lost');
  await context.tellCentre(
    `gone:群 ${lost.chat}`,
    `钉钉群 ${lost.chat} ${lost.why}，机器人在那里收不到也发不出消息。请为该单位建群、添加机器人并重新绑定。`,
  );
  if (event.eventId !== '') await context.memory.set(note, { told: true });
};
