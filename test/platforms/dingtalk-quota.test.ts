import { afterEach, describe, expect, test } from 'vitest';
import type { Sending } from '../../src/chat/platform.ts';
import { claimed, type Door, GROUP, newTicketCard, openDoor, until, ZHANG } from './dingtalk-rig.ts';

let door: Door;
afterEach(() => door.close());

const month = () => door.rig.street.describe().month as { calls: number; pushes: number };
const metered = (kind: 'calls' | 'pushes'): number => {
  const key = [...door.desk.memory.keys()].find((each) => each.endsWith(`:${kind}`));
  return Number(door.desk.memory.get(key ?? '')?.count ?? 0);
};
const topics = () => door.desk.told.map(({ topic }) => topic.replace('dingtalk:quota:', ''));
const says = (text: string) =>
  door.rig.street.say({ person: door.rig.person('zhangsan'), chat: door.rig.group, text: `@工单助手 ${text}` });

describe('the month', () => {
  test('is metered as the vendor counts it, refusals of business included, throttled ones not', async () => {
    door = await openDoor();
    door.desk.respond = () => ({ replace: claimed() });
    await door.send(GROUP, newTicketCard());
    await door.send(GROUP, '一');
    expect(await door.send({ platform: 'dingtalk', chat: 'cidNowhere==' }, '二')).toMatchObject({ class: 'rejected' });
    door.rig.town.faults.push({ kind: 'rate-limit', times: 1 }, { kind: 'busy', times: 1 });
    expect(await door.send(GROUP, '三')).toMatchObject({ class: 'notReachable' });
    expect(await door.send(GROUP, '三')).toMatchObject({ class: 'rateLimited' });
    const [message] = door.said(GROUP);
    if (message) await door.rig.street.click({ person: door.rig.person('zhangsan'), message, action: 'claim' });
    await says('待办');
    await until(() => metered('pushes') === 2);
    expect(month()).toMatchObject({ calls: 3, pushes: 2 });
    expect(metered('calls')).toBe(3);
  });

  test('warns the centre once at four fifths and once at the end', async () => {
    door = await openDoor({ settings: { monthlyCalls: 5 } });
    for (const text of ['一', '二', '三']) await door.send(GROUP, text);
    expect(topics()).toEqual([]);
    await door.send(GROUP, '四');
    expect(topics()).toEqual(['calls:warned']);
    expect(door.desk.told[0]?.text).toContain('钉钉本月接口调用已用 4 次，达到额度 5 次的八成');
    for (const text of ['五', '六']) await door.send(GROUP, text);
    expect(topics()).toEqual(['calls:warned', 'calls:spent']);
  });

  test('of pushes has its own warning', async () => {
    door = await openDoor({ settings: { monthlyPushes: 2 } });
    await says('待办');
    await says('待办');
    await until(() => topics().length === 1);
    expect(topics()).toEqual(['pushes:spent']);
  });

  test('begins anew at midnight of the county', async () => {
    door = await openDoor({ settings: { monthlyCalls: 5 } });
    for (const text of ['一', '二', '三', '四']) await door.send(GROUP, text);
    door.rig.town.set('2026-11-01T00:00:01+08:00');
    await door.send(GROUP, '五');
    expect([...door.desk.memory.entries()].filter(([key]) => key.endsWith(':calls'))).toMatchObject([
      [expect.stringContaining(':2026-10:'), { count: 4 }],
      [expect.stringContaining(':2026-11:'), { count: 1 }],
    ]);
    expect(topics()).toEqual(['calls:warned']);
  });
});

describe('while calls are saved', () => {
  const saving = async (): Promise<void> => {
    door = await openDoor({ settings: { monthlyCalls: 5 } });
    for (const text of ['一', '二', '三', '四']) await door.send(GROUP, text);
  };

  test('an answer with buttons goes by the session and costs no call', async () => {
    await saving();
    door.desk.respond = (incoming) =>
      incoming.kind === 'message' && incoming.text === '待办'
        ? { say: { form: 'card', card: newTicketCard() } }
        : { say: { form: 'text', text: '已签收' } };
    await says('待办');
    await until(() => door.desk.answered.length === 1);
    const message = door.said(GROUP).at(-1);
    expect(message).toMatchObject({ channel: 'session', actions: [{ label: '签收' }, { label: '详情' }] });
    if (message) await door.rig.street.click({ person: door.rig.person('zhangsan'), message, action: '签收' });
    expect(door.desk.taken.at(-1)).toMatchObject({ text: '签收 GD20261020000017', person: '0001' });
    await until(() => door.desk.answered.length === 2);
    expect(month().calls).toBe(4);
  });

  test('a private card waits for its press, a group\u2019s card is changed', async () => {
    await saving();
    const change = (to: typeof GROUP): Sending => ({
      act: 'update',
      id: 'u1',
      to,
      card: claimed(),
      reference: { outTrackId: 'ref0000000000017' },
    });
    expect(await door.platform.deliver(change(ZHANG), 'dingtalk')).toEqual({
      ok: true,
      channel: 'dingtalk:saved',
      reference: { outTrackId: 'ref0000000000017' },
    });
    expect(month().calls).toBe(4);
    await door.send(GROUP, newTicketCard());
    expect(await door.platform.deliver(change(GROUP), 'dingtalk')).toMatchObject({ ok: true, channel: 'dingtalk' });
    expect(month().calls).toBe(6);
  });

  test('the vendor\u2019s word that the month is spent is enough', async () => {
    door = await openDoor({ limits: { monthlyCalls: 1 } });
    await door.send(GROUP, '一');
    await door.send(GROUP, '二');
    const change: Sending = { act: 'update', id: 'u1', to: ZHANG, card: claimed(), reference: { outTrackId: 'r' } };
    expect(await door.platform.deliver(change, 'dingtalk')).toMatchObject({ ok: true, channel: 'dingtalk:saved' });
  });
});

test('a message without its words tells the centre, and its writer where to go', async () => {
  door = await openDoor({ limits: { monthlyPushes: 0 } });
  await says('签收 17');
  await until(() => door.said(GROUP).length === 1);
  expect(door.said(GROUP)[0]?.text).toContain('请到工单页办理，或打电话给热线中心');
  expect(door.desk.told.map(({ topic }) => topic)).toEqual(['dingtalk:quota']);
  expect(door.desk.taken).toEqual([]);
});
