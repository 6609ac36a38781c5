import type { Group, GroupNews } from '../../town/types.ts';
import { parseJson } from '../call.ts';
import { newFrame } from '../frames.ts';
import { hex, sleep } from '../machine.ts';
import type { Office } from '../office.ts';
import { pushSealedEvent } from './eventPush.ts';
import { faultyCopies, notePush } from './push.ts';

/** How the robot lost a group: it was dissolved, or the robot was taken out of it. */
export type Loss = Extract<GroupNews, 'disbanded' | 'removed'>;

const TYPES: Readonly<Record<GroupNews, string>> = {
  disbanded: 'chat_disband',
  removed: 'chat_remove_member',
  joined: 'chat_add_member',
  renamed: 'chat_update_title',
};

/** What happened, as both ways tell it. */
export interface GroupEvent {
  type: string;
  id: string;
  data: Record<string, unknown>;
}

/**
 * Something happens to a group: from a loss on nothing sent there arrives, until the robot joins again. The event goes
 * over HTTP where the subscription has a token and key, else over the stream; one that was not taken comes again with
 * the same content (developerpedia, stream/protocol; protocol notes 6: 10 s and 30 s over HTTP).
 * That the robot's own removal is an event, and names it by its code, is ASSUMED.
 */
export async function happen(office: Office, group: Group, what: GroupNews): Promise<{ delivered: boolean }> {
  if (what === 'disbanded' || what === 'removed') office.lost.set(group.id, what);
  if (what === 'joined') office.lost.delete(group.id);
  const { robotCode, eventToken } = office.settings.dingtalk;
  const data = {
    timeStamp: office.town.now().getTime(),
    openConversationId: group.id,
    ...(what === 'removed' || what === 'joined' ? { userId: [robotCode] } : {}),
    ...(what === 'renamed' ? { title: `${group.name}（新）` } : {}),
  };
  const event = { type: TYPES[what], id: hex(16), data };
  const waits = eventToken === undefined ? [0] : office.limits.eventRetryMs;
  for (const wait of [undefined, ...waits]) {
    if (wait !== undefined) await sleep(wait);
    const copies = await faultyCopies(office, group.id);
    const taken = await Promise.all(Array.from({ length: copies }, () => pushOnce(office, event)));
    if (taken.includes(true)) return { delivered: true };
  }
  return { delivered: false };
}

const pushOnce = (office: Office, event: GroupEvent): Promise<boolean> => {
  office.counters.countPush(office.town.now(), office.limits.monthlyPushes);
  return office.settings.dingtalk.eventToken === undefined ? overStream(office, event) : pushSealedEvent(office, event);
};

async function overStream(office: Office, { type, id, data }: GroupEvent): Promise<boolean> {
  const at = office.town.now();
  const { corpId, robotCode } = office.settings.dingtalk;
  const frame = newFrame({ type: 'EVENT', topic: '*', data, at });
  const own = {
    eventType: type,
    eventId: id,
    eventCorpId: corpId,
    eventBornTime: String(data.timeStamp),
    eventUnifiedAppId: robotCode,
  };
  const pushed = await office.gateway.push(
    { ...frame, headers: { ...frame.headers, ...own } },
    office.limits.robotStreamMs,
  );
  notePush(office, `stream EVENT ${type}`, pushed.outcome, data);
  const answer = pushed.outcome === 'acked' ? parseJson(pushed.ack.data) : undefined;
  return (answer as { status?: unknown } | undefined)?.status === 'SUCCESS';
}
