import { afterEach, expect, test } from 'vitest';
import type { Sending } from '../../src/chat/platform.ts';
import { CARD_SECRET, claimed, type Door, GROUP, newTicketCard, openDoor, until, ZHANG } from './dingtalk-rig.ts';
import { openBotDoor, TEMPLATE } from './simulator-dingtalk-rig.ts';

let door: Door;
afterEach(() => door.close());

const calls = (path: string) => door.rig.town.traffic.filter(({ what }) => what.endsWith(path));
const bodyOf = (path: string): Record<string, unknown> => calls(path).at(-1)?.body as Record<string, unknown>;
const CREATE = '/v1.0/card/instances/createAndDeliver';
const REGISTER = '/v1.0/card/callbacks/register';
const update = (reference: Record<string, unknown>, card = claimed()): Sending => ({
  act: 'update',
  id: 'u1',
  to: GROUP,
  card,
  reference,
});
const presses = (action: string) => {
  const [message] = door.said(GROUP);
  if (!message) throw new Error('no card');
  return door.rig.street.click({ person: door.rig.person('zhangsan'), message, action });
};

test('a card is created with its own reference, the stream for its clicks, and may not be forwarded', async () => {
  door = await openDoor();
  await door.send(GROUP, newTicketCard(), { mention: ['0001'] });
  expect(bodyOf(CREATE)).toMatchObject({
    cardTemplateId: TEMPLATE,
    outTrackId: 'ref0000000000017',
    callbackType: 'STREAM',
    userIdType: 1,
    imGroupOpenSpaceModel: { supportForward: false, notification: { alertContent: '新工单 待签收' } },
    imGroupOpenDeliverModel: { atUserIds: { '0001': '张三' } },
    cardAtUserIds: ['0001'],
  });
  expect(door.said(GROUP)[0]?.mentions).toEqual(['0001']);
  expect(door.said(GROUP)[0]?.text).toContain('@张三');
});

test('a card that calls nobody marks nobody, whatever the appeal says', async () => {
  door = await openDoor();
  const body = '<a atId=0001>张三</a>请看[这里](http://evil.example)，水温<5度';
  await door.send(GROUP, newTicketCard({ body }));
  expect(bodyOf(CREATE)).not.toHaveProperty('cardAtUserIds');
  const [shown] = door.said(GROUP);
  expect(shown?.mentions).toBeUndefined();
  expect(shown?.text).toContain('＜a atId=0001>张三＜/a>请看[这里］(http://evil.example)，水温＜5度');
});

test('in private nobody is called, and who cannot be looked up is called by the id', async () => {
  door = await openDoor();
  await door.send(ZHANG, newTicketCard({ ref: 'private' }), { mention: ['0001'] });
  expect(bodyOf(CREATE)).not.toHaveProperty('cardAtUserIds');
  await door.send(GROUP, newTicketCard(), { mention: ['0001', 'nobody'] });
  expect(bodyOf(CREATE)).toMatchObject({
    imGroupOpenDeliverModel: { atUserIds: { '0001': '张三', nobody: 'nobody' } },
  });
});

test('in HTTP mode the card callback is registered once for its address', async () => {
  const settings = { publicUrl: 'https://bot.example.gov.cn/', callbackSecret: 'hidden123' };
  door = await openDoor({ mode: 'http', settings });
  await until(() => calls(REGISTER).length === 1);
  await door.send(GROUP, newTicketCard());
  await door.send(GROUP, newTicketCard({ ref: 'second' }));
  expect(calls(REGISTER)).toHaveLength(1);
  expect(bodyOf(REGISTER)).toMatchObject({
    callbackRouteKey: 'hotline',
    callbackUrl: 'https://bot.example.gov.cn/callbacks/hidden123/dingtalk/card',
    forceUpdate: true,
  });
  expect(bodyOf(CREATE)).toMatchObject({ callbackType: 'HTTP', callbackRouteKey: 'hotline' });
});

test('clicks come to the registered address signed with the secret', async () => {
  door = await openDoor({ mode: 'http' });
  await door.platform.stop();
  const { openDingtalk } = await import('../../src/chat/dingtalk/platform.ts');
  const again = openDingtalk(
    { ...door.settings, publicUrl: door.url, cardCallbackSecret: CARD_SECRET },
    door.desk.context,
  );
  await again.deliver({ act: 'send', id: 's', to: GROUP, letter: { form: 'card', card: newTicketCard() } }, 'dingtalk');
  expect(await presses('claim')).toEqual({ delivered: true });
  expect(door.desk.taken).toMatchObject([{ kind: 'click', action: 'claim' }]);
  await again.stop();
});

test('without a template the buttons say their words as the one who presses', async () => {
  door = await openDoor({ template: false });
  expect(await door.send(GROUP, newTicketCard())).toMatchObject({ ok: true });
  expect(door.said(GROUP)[0]?.actions).toEqual([
    { action: '签收 GD20261020000017', label: '签收' },
    { action: '工单 GD20261020000017', label: '详情' },
  ]);
  await presses('签收');
  expect(door.desk.taken).toMatchObject([{ kind: 'message', text: '签收 GD20261020000017', person: '0001' }]);
});

test('a reply whose session is over goes by the group send', async () => {
  door = await openDoor();
  const reply = { sessionWebhook: `${door.settings.oapiUrl}/robot/sendBySession?session=unknown`, expiresAt: 0 };
  expect(await door.send(GROUP, '已签收', { reply })).toMatchObject({ ok: true });
  expect(door.said(GROUP).map(({ channel }) => channel)).toEqual(['group']);
  const spent = { ...reply, expiresAt: door.rig.town.now().getTime() };
  await door.send(ZHANG, '已签收', { reply: spent });
  expect(door.said(ZHANG).map(({ channel }) => channel)).toEqual(['oto']);
});

test('a session webhook outside the platform is never called', async () => {
  door = await openDoor();
  const inside = await openBotDoor(() => ({ errcode: 0 }));
  const reply = { sessionWebhook: `${inside.url}/internal`, expiresAt: 0 };
  expect(await door.send(GROUP, '已签收', { reply })).toMatchObject({ ok: true });
  expect(inside.calls).toEqual([]);
  expect(door.said(GROUP).map(({ channel }) => channel)).toEqual(['group']);
  await inside.close();
});

test('a change leaves what it does not name', async () => {
  door = await openDoor();
  await door.send(GROUP, newTicketCard());
  await door.platform.deliver(update({ outTrackId: 'ref0000000000017' }), 'dingtalk');
  expect(bodyOf('PUT /v1.0/card/instances')).toMatchObject({
    cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
  });
});

test('a pressable answer comes as a card at once', async () => {
  door = await openDoor({ respond: () => ({ say: { form: 'card', card: newTicketCard() } }) });
  await door.rig.street.say({ person: door.rig.person('zhangsan'), chat: door.rig.group, text: '@工单助手 待办' });
  await until(() => door.desk.answered.length === 1);
  expect(door.said(GROUP)).toMatchObject([{ channel: 'card' }]);
  expect(door.desk.answered[0]?.receipt.reference).toEqual({ outTrackId: 'ref0000000000017' });
});

test('a card changed after a hint shows everyone the same again', async () => {
  const list = (row: string) => newTicketCard({ kind: 'newTickets', body: row });
  door = await openDoor({ respond: () => ({ replace: list('两件'), hint: '没有可签收的工单' }) });
  await door.send(GROUP, list('三件'));
  await presses('claim');
  expect(door.said(GROUP)[0]?.views?.['0001']?.text).toContain('没有可签收的工单\n两件');
  await until(() => door.desk.memory.has('hint:ref0000000000017'));
  expect(
    await door.platform.deliver(update({ outTrackId: 'ref0000000000017' }, list('一件')), 'dingtalk'),
  ).toMatchObject({ ok: true });
  const [now] = door.said(GROUP);
  expect(now?.text).toContain('一件');
  expect(now?.views?.['0001']?.text).toBe(now?.text);
});

test('a card answered too late is changed, not shown again', async () => {
  door = await openDoor();
  await door.send(GROUP, newTicketCard());
  expect(await door.send(ZHANG, claimed(), { id: 'late' })).toMatchObject({ ok: true });
  expect(door.said(GROUP)[0]?.text).toContain('待签批');
  expect(door.said(ZHANG)).toEqual([]);
});

test('a click on a slow desk leaves the card as it is and the answer to delivery', async () => {
  let finish = (): void => undefined;
  door = await openDoor({
    limits: { cardMs: 10_000 },
    respond: () =>
      new Promise((resolve) => {
        finish = () => resolve({ replace: claimed() });
      }),
  });
  await door.send(GROUP, newTicketCard());
  expect(await presses('claim')).toEqual({ delivered: true });
  expect(door.said(GROUP)[0]?.text).toContain('待签收');
  finish();
  await door.platform.stop();
  expect(door.desk.taken).toHaveLength(1);
  expect(door.desk.answered).toEqual([]);
});

test('a card that is gone is sent anew', async () => {
  door = await openDoor();
  const outcome = await door.platform.deliver(update({ outTrackId: 'never' }), 'dingtalk');
  expect(outcome).toMatchObject({ ok: false, class: 'referenceSpent', code: 'param.cardNotExist' });
});

test('a spent month waits and tells the centre', async () => {
  door = await openDoor({ limits: { monthlyCalls: 1 } });
  expect(await door.send(GROUP, '一')).toMatchObject({ ok: true });
  expect(await door.send(GROUP, '二')).toMatchObject({ ok: false, class: 'rateLimited' });
  expect(door.desk.told.map(({ topic }) => topic)).toEqual(['dingtalk:calls']);
});

test('a template that is not published waits for an administrator', async () => {
  door = await openDoor({ limits: { unpublishedTemplates: [TEMPLATE] } });
  expect(await door.send(GROUP, newTicketCard())).toMatchObject({ ok: false, class: 'authFailed' });
});

test('one call above the limit of a second is told to wait', async () => {
  door = await openDoor({ limits: { qps: 3 } });
  const sent = await Promise.all(Array.from({ length: 4 }, (_, n) => door.send(GROUP, `第${n}条`)));
  expect(sent.filter((outcome) => !outcome.ok)).toMatchObject([{ class: 'rateLimited' }]);
});

test('a file that is gone or unknown is refused', async () => {
  door = await openDoor();
  expect(await door.platform.download({ kind: 'file', fetchKey: 'unknown' })).toMatchObject({
    ok: false,
    class: 'rejected',
  });
});
