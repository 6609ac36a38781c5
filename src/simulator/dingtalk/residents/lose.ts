import type { Group } from '../../town/types.ts';
import { parseJson } from '../call.ts';
import { newFrame } from '../frames.ts';
import { hex } from '../machine.ts';
import type { Office } from '../office.ts';
import { notePush } from './push.ts';

/** How the robot lost a group: it was dissolved, or the robot was taken out of it. */
export type Loss = 'disbanded' | 'removed';

const TYPES = { disbanded: 'chat_disband', removed: 'chat_remove_member' } as const;

/**
 * The owner dissolves the group or takes the robot out. From then on nothing sent there arrives; the event comes over
 * the stream, and once more under the same event id when it was not taken (developerpedia, stream/protocol).
 * That the robot's own removal is an event, and names it by its code, is ASSUMED.
 */
export async function lose(office: Office, group: Group, how: Loss): Promise<{ delivered: boolean }> {
  office.lost.set(group.id, how);
  const { corpId, robotCode } = office.settings.dingtalk;
  const at = office.town.now();
  const data = {
    timeStamp: at.getTime(),
    openConversationId: group.id,
    ...(how === 'removed' ? { userId: [robotCode] } : {}),
  };
  const own = {
    eventType: TYPES[how],
    eventId: hex(16),
    eventCorpId: corpId,
    eventBornTime: String(at.getTime()),
    eventUnifiedAppId: robotCode,
  };
  for (let left = 2; left > 0; left -= 1) {
    office.counters.countPush(at, office.limits.monthlyPushes);
    const frame = newFrame({ type: 'EVENT', topic: '*', data, at });
    const pushed = await office.gateway.push(
      { ...frame, headers: { ...frame.headers, ...own } },
      office.limits.robotStreamMs,
    );
    notePush(office, `stream EVENT ${own.eventType}`, pushed.outcome, data);
    const answer = pushed.outcome === 'acked' ? parseJson(pushed.ack.data) : undefined;
    if ((answer as { status?: unknown } | undefined)?.status === 'SUCCESS') return { delivered: true };
  }
  return { delivered: false };
}
