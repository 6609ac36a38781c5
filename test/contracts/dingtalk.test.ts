import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../src/simulator/town/types.ts';
import {
  claimed,
  type Door,
  GROUP,
  newTicketCard,
  openDoor,
  sendingOf,
  until,
  ZHANG,
} from '../platforms/dingtalk-rig.ts';

/** What every chat platform must do, here by DingTalk's stream and by its HTTP callbacks. */

const only = (messages: readonly Message[]): Message => {
  expect(messages).toHaveLength(1);
  return messages[0] as Message;
};

describe.each(['stream', 'http'] as const)('DingTalk by %s', (mode) => {
  let door: Door;
  beforeEach(async () => {
    door = await openDoor({ mode });
  });
  afterEach(() => door.close());

  const says = (text: string) =>
    door.rig.street.say({ person: door.rig.person('zhangsan'), chat: door.rig.group, text: `@工单助手 ${text}` });
  const presses = (message: Message, action: string, values = {}) =>
    door.rig.street.click({ person: door.rig.person('zhangsan'), message, action, values });

  test('a card reaches a group with its buttons', async () => {
    expect(await door.send(GROUP, newTicketCard())).toMatchObject({
      ok: true,
      channel: 'dingtalk',
      reference: { outTrackId: 'ref0000000000017' },
    });
    const shown = only(door.said(GROUP));
    expect(shown.text).toContain('新工单\n待签收\n路灯不亮\n签收时限：10-20 12:00');
    expect(shown.actions?.map(({ label }) => label)).toEqual(['签收', '详情']);
  });

  test('a card reaches one person', async () => {
    expect(await door.send(ZHANG, newTicketCard())).toMatchObject({ ok: true });
    expect(only(door.said(ZHANG)).channel).toBe('card');
  });

  test('a text reaches a group and a person', async () => {
    expect(await door.send(GROUP, '08:33 通报')).toMatchObject({ ok: true });
    expect(await door.send(ZHANG, '您有一件工单')).toMatchObject({ ok: true });
    expect(only(door.said(GROUP)).text).toBe('08:33 通报');
    expect(only(door.said(ZHANG)).text).toBe('您有一件工单');
  });

  test('a click comes in with its form and the answer replaces the card for everyone', async () => {
    door.desk.respond = () => ({ replace: claimed(), hint: '已签收' });
    const form = [{ key: 'opinion', label: '意见', kind: 'text' as const, required: false }];
    await door.send(GROUP, newTicketCard({ form }));
    expect(await presses(only(door.said(GROUP)), 'claim', { opinion: '同意' })).toEqual({ delivered: true });
    expect(door.desk.taken).toMatchObject([
      {
        kind: 'click',
        platform: 'dingtalk',
        person: '0001',
        chat: 'cidHotl1neGroup0001==',
        ref: 'ref0000000000017',
        action: 'claim',
        values: { opinion: '同意' },
      },
    ]);
    const now = only(door.said(GROUP));
    expect(now.text).toContain('待签批');
    expect(now.text).not.toContain('已签收');
    expect(now.views?.['0001']?.text).toContain('已签收');
    await until(() => door.desk.answered.length === 1);
    expect(door.desk.answered[0]?.receipt).toMatchObject({ ok: true, reference: { outTrackId: 'ref0000000000017' } });
  });

  test('a command in a group is answered where it was written', async () => {
    door.desk.respond = () => ({ say: { form: 'text', text: '您没有待办工单。' } });
    expect(await says('/待办')).toMatchObject({ delivered: true });
    await until(() => door.desk.answered.length === 1);
    expect(only(door.said(GROUP))).toMatchObject({ text: '您没有待办工单。', channel: 'session' });
    expect(door.desk.taken).toMatchObject([
      {
        kind: 'message',
        text: '/待办',
        person: '0001',
        chat: 'cidHotl1neGroup0001==',
        chatTitle: '城管局工单群',
        attachments: [],
      },
    ]);
  });

  test('a message alone with the robot has no chat', async () => {
    await door.rig.street.say({ person: door.rig.person('zhangsan'), text: '待办' });
    expect(door.desk.taken).toHaveLength(1);
    expect(door.desk.taken[0]).not.toHaveProperty('chat');
  });

  test('an answer whose session is over is left to delivery', async () => {
    door.desk.respond = () => {
      door.rig.town.set('2026-10-20T12:00:00+08:00');
      return { say: { form: 'text', text: '太晚了' } };
    };
    await says('/待办');
    await door.platform.stop();
    expect(door.desk.answered).toEqual([]);
    expect(door.said(GROUP)).toEqual([]);
  });

  test('a message delivered three times acts once and is answered once', async () => {
    door.desk.respond = () => ({ say: { form: 'text', text: '收到' } });
    door.rig.town.faults.push({ kind: 'duplicate', times: 1 });
    await says('/待办');
    await until(() => door.desk.answered.length === 1);
    expect(door.desk.taken).toHaveLength(1);
    expect(door.said(GROUP)).toHaveLength(1);
  });

  test('a click delivered three times acts once', async () => {
    door.desk.respond = () => ({ replace: claimed() });
    await door.send(GROUP, newTicketCard());
    door.rig.town.faults.push({ kind: 'duplicate', times: 1 });
    expect(await presses(only(door.said(GROUP)), 'claim')).toEqual({ delivered: true });
    expect(door.desk.taken).toHaveLength(1);
    expect(only(door.said(GROUP)).text).toContain('待签批');
  });

  test('what could not be kept is not acknowledged', async () => {
    door.desk.respond = () => Promise.reject(new Error('no database'));
    expect(await says('/待办')).toMatchObject({ delivered: false });
    await door.send(GROUP, newTicketCard());
    expect(await presses(only(door.said(GROUP)), 'claim')).toMatchObject({ delivered: false });
  });

  test('an expired token is fetched anew once and nothing is lost', async () => {
    await door.send(GROUP, '一');
    door.rig.town.faults.push({ kind: 'token-expired', times: 1 });
    expect(await door.send(GROUP, '二')).toMatchObject({ ok: true });
    expect(door.desk.tokensFetched).toBe(2);
    expect(door.said(GROUP).map(({ text }) => text)).toEqual(['一', '二']);
  });

  test('too fast, server at fault and unknown group are told apart', async () => {
    const before = Date.now();
    door.rig.town.faults.push({ kind: 'rate-limit', times: 1 });
    const limited = await door.send(GROUP, newTicketCard());
    expect(limited).toMatchObject({ ok: false, class: 'rateLimited' });
    expect(limited.ok === false && limited.class === 'rateLimited' && limited.until).toBeGreaterThanOrEqual(before);
    door.rig.town.faults.push({ kind: 'http-500', times: 1 });
    expect(await door.send(GROUP, newTicketCard())).toMatchObject({ ok: false, class: 'notReachable' });
    const nowhere = { platform: 'dingtalk', chat: 'cidNowhere==' } as const;
    const gone = { ok: false, class: 'rejected', gone: true };
    expect(await door.send(nowhere, newTicketCard({ ref: 'other' }))).toMatchObject(gone);
    expect(await door.send(nowhere, '在吗')).toMatchObject(gone);
    const nobody = { platform: 'dingtalk', person: '9999' } as const;
    expect(await door.send(nobody, newTicketCard({ ref: 'another' }))).toMatchObject(gone);
    expect(await door.send(nobody, '在吗')).toMatchObject(gone);
  });

  test('a card is changed later, again and again', async () => {
    const receipt = await door.send(GROUP, newTicketCard());
    let reference = receipt.ok ? (receipt.reference ?? {}) : {};
    for (const status of ['待签批', '办理中']) {
      const card = { ...claimed(), status };
      const outcome = await door.platform.deliver({ act: 'update', id: 'u1', to: GROUP, card, reference }, 'dingtalk');
      expect(outcome).toMatchObject({ ok: true, reference: { outTrackId: 'ref0000000000017' } });
      reference = outcome.ok ? (outcome.reference ?? {}) : {};
    }
    expect(only(door.said(GROUP)).text).toContain('办理中');
  });

  test('a message that was no card cannot be changed', async () => {
    const sending = { act: 'update', id: 'u1', to: GROUP, card: newTicketCard(), reference: {} } as const;
    expect(await door.platform.deliver(sending, 'dingtalk')).toMatchObject({ ok: false, class: 'referenceSpent' });
  });

  test('a card whose receipt got lost is not shown twice', async () => {
    door.rig.town.faults.push({ kind: 'drop-answer', times: 1 });
    expect(await door.send(GROUP, newTicketCard())).toMatchObject({ ok: false, class: 'notReachable' });
    expect(await door.send(GROUP, newTicketCard())).toMatchObject({
      ok: true,
      reference: { outTrackId: 'ref0000000000017' },
    });
    only(door.said(GROUP));
  });

  test('a sending counts against its API and its group', () => {
    const [api, place] = door.platform.lanes(sendingOf(GROUP, newTicketCard()), 'dingtalk');
    expect(api).toMatchObject({ points: 20, seconds: 1 });
    expect(place).toMatchObject({ points: 20, seconds: 60 });
    expect(door.platform.lanes(sendingOf(ZHANG, '一'), 'dingtalk')).toHaveLength(1);
  });

  test('a photo that came with a message can be fetched', async () => {
    await says('回复 17 [图片:现场.png]');
    const [message] = door.desk.taken;
    const attachment = message?.kind === 'message' ? message.attachments[0] : undefined;
    expect(attachment?.kind).toBe('image');
    const file = await door.platform.download(attachment ?? { kind: 'image', fetchKey: '' });
    expect('bytes' in file && file.bytes.subarray(1, 4).toString()).toBe('PNG');
  });

  test('after stop no connection is left', async () => {
    await door.platform.stop();
    await until(() => (door.rig.street.describe().sockets as { open: number }).open === 0);
    expect(door.platform.ready().ok).toBe(mode === 'http');
  });
});
