import { afterEach, describe, expect, test } from 'vitest';
import type { Sent } from '../../src/cards/exchange.ts';
import { takenBackCard } from '../../src/cards/takenBack.ts';
import type { Address, Outcome } from '../../src/chat/platform.ts';
import { type Door, GROUP, newTicketCard, openDoor, ZHANG } from './dingtalk-rig.ts';

let door: Door;
afterEach(() => door.close());

const sentBy = (outcome: Outcome): Sent => {
  if (!outcome.ok) throw new Error(outcome.reason);
  const { channel, messageRef, reference } = outcome;
  return { channel, ...(messageRef ? { messageRef } : {}), ...(reference ? { reference } : {}) };
};
const recall = (to: Address, sent: Sent): Promise<Outcome> =>
  door.platform.deliver({ act: 'recall', id: 'recall-1', to, sent, card: takenBackCard(newTicketCard()) }, 'dingtalk');

describe('taking back on DingTalk', () => {
  test('a group’s message by its key; a try whose answer was lost has not failed', async () => {
    door = await openDoor({ template: false });
    const sent = sentBy(await door.send(GROUP, '发错了'));
    expect(await recall(GROUP, sent)).toMatchObject({ ok: true });
    expect(door.said(GROUP)).toMatchObject([{ recalled: true, text: '' }]);
    expect(await recall(GROUP, sent)).toMatchObject({ ok: true });
    expect(await recall(GROUP, { ...sent, messageRef: 'pqk-nobody' })).toMatchObject({
      ok: false,
      class: 'referenceSpent',
      code: 'invalid.processQueryKey',
    });
  });

  test('a person’s message within a day', async () => {
    door = await openDoor({ template: false });
    const first = sentBy(await door.send(ZHANG, '发错了'));
    const second = sentBy(await door.send(ZHANG, '又发错了'));
    expect(await recall(ZHANG, first)).toMatchObject({ ok: true });
    door.rig.town.set('2026-10-21T09:00:00+08:00');
    expect(await recall(ZHANG, second)).toMatchObject({
      ok: false,
      class: 'referenceSpent',
      reason: expect.stringContaining('24 小时'),
    });
    expect(door.said(ZHANG).map(({ recalled }) => recalled ?? false)).toEqual([true, false]);
  });

  test('a card of the own template is emptied, also for who had an own view of it', async () => {
    door = await openDoor();
    door.desk.respond = () => ({ hint: '您不是经办人' });
    const sent = sentBy(await door.send(GROUP, newTicketCard()));
    const [message] = door.said(GROUP);
    if (!message) throw new Error('the card is shown');
    await door.rig.street.click({ person: door.rig.person('zhangsan'), message, action: 'claim' });
    expect(await recall(GROUP, sent)).toMatchObject({ ok: true });
    const [now] = door.said(GROUP);
    const everything = JSON.stringify([now?.text, now?.views]);
    expect(everything).toContain('已撤回');
    expect(everything).not.toMatch(/路灯不亮|10-20 12:00|不是经办人/);
    expect(now?.actions ?? []).toEqual([]);
  });

  test('an answer in the session has no key and stays', async () => {
    door = await openDoor({ template: false });
    expect(await recall(GROUP, { channel: 'dingtalk' })).toMatchObject({ ok: false, class: 'referenceSpent' });
    expect(door.rig.town.traffic.filter(({ what }) => what.includes('recall'))).toEqual([]);
  });
});

describe('who has read it', () => {
  const readers = (count: number): string[] => Array.from({ length: count }, (_none, index) => `resident ${index}`);

  test('a group’s readers, over pages, and no more than a thousand', async () => {
    door = await openDoor({ template: false });
    const sent = sentBy(await door.send(GROUP, '通报'));
    const [message] = door.said(GROUP);
    if (!message) throw new Error('the message is shown');
    const { town } = door.rig;
    const known = town.person;
    town.person = (id) => known(id) ?? { id, name: id, department: 'cgj', roles: [], dingtalk: id };
    const ask = async (count: number) => {
      town.amend(message.id, { readBy: readers(count) });
      return door.platform.readBy?.(GROUP, sent);
    };
    expect(await ask(0)).toEqual({ persons: [], complete: true });
    expect(await ask(450)).toEqual({ persons: readers(450), complete: true });
    expect(await ask(1_001)).toEqual({ persons: readers(1_000), complete: false });
  });

  test('a person’s, and a failure where the platform knows no such message', async () => {
    door = await openDoor({ template: false });
    const sent = sentBy(await door.send(ZHANG, '您有一件工单'));
    expect(await door.platform.readBy?.(ZHANG, sent)).toEqual({ persons: [], complete: true });
    door.rig.town.amend(door.said(ZHANG)[0]?.id ?? '', { readBy: ['zhangsan'] });
    expect(await door.platform.readBy?.(ZHANG, sent)).toEqual({ persons: ['0001'], complete: true });
    expect(await door.platform.readBy?.(ZHANG, sent, { spare: true })).toMatchObject({ persons: ['0001'] });
    await door.desk.context.memory.set(`quota:${door.settings.clientId}:2026-10:calls`, { count: 4_000 });
    const asked = door.rig.town.traffic.length;
    expect(await door.platform.readBy?.(ZHANG, sent, { spare: true })).toMatchObject({ ok: false });
    expect(door.rig.town.traffic).toHaveLength(asked);
    expect(await door.platform.readBy?.(ZHANG, { ...sent, messageRef: 'none' })).toMatchObject({ ok: false });
  });
});
