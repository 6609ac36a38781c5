import { afterEach, beforeEach, expect, test } from 'vitest';
import { cardSign, robotSign } from '../../src/chat/dingtalk/signature.ts';
import { CARD_SECRET, claimed, type Door, openDoor } from './dingtalk-rig.ts';
import { SECRET } from './simulator-dingtalk-rig.ts';

let door: Door;
beforeEach(async () => {
  door = await openDoor({ mode: 'http' });
});
afterEach(() => door.close());

const post = async (
  path: 'robot' | 'card',
  body: unknown,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> => {
  const response = await fetch(`${door.url}/callbacks/dingtalk/${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers,
  });
  return { status: response.status, text: await response.text() };
};
const now = (): string => String(door.rig.town.now().getTime());
const robotHeaders = (timestamp = now()) => ({ timestamp, sign: robotSign(timestamp, SECRET) });
const cardHeaders = (timestamp = now(), secret = CARD_SECRET) => ({
  'x-ddpaas-signature-timestamp': timestamp,
  'x-ddpaas-signature': cardSign(timestamp, secret),
});
const message = (more = {}) => ({
  msgtype: 'text',
  text: { content: ' /签收 GD20251128-0007' },
  conversationId: 'cid==',
  conversationType: '2',
  msgId: 'msgA1b2C3d4E5f6==',
  senderStaffId: 'zhangwei01',
  ...more,
});
const click = (more = {}) => ({
  type: 'actionCallback',
  outTrackId: 'ref17',
  userId: '0001',
  spaceType: 'IM_GROUP',
  spaceId: 'cid==',
  content: JSON.stringify({ cardPrivateData: { actionIds: ['claim'], params: { ref: 'ref17' } } }),
  ...more,
});

test('a signed robot message is taken and answered empty', async () => {
  expect(await post('robot', message(), robotHeaders())).toEqual({ status: 200, text: '{"msgtype":"empty"}' });
  expect(door.desk.taken).toMatchObject([{ text: '/签收 GD20251128-0007', person: 'zhangwei01', chat: 'cid==' }]);
});

test('unsigned, wrongly signed and old robot messages are refused and counted', async () => {
  const old = String(door.rig.town.now().getTime() - 3_600_001);
  expect((await post('robot', message(), {})).status).toBe(403);
  expect((await post('robot', message(), { ...robotHeaders(), sign: 'AAAA' })).status).toBe(403);
  expect((await post('robot', message(), robotHeaders(old))).status).toBe(403);
  expect(door.desk.taken).toEqual([]);
  expect(door.desk.refusals).toEqual(['signature missing', 'signature wrong', 'outside the hour']);
});

test('what is no JSON object is malformed', async () => {
  expect((await post('robot', 'hello', robotHeaders())).status).toBe(400);
  expect((await post('robot', '[]', robotHeaders())).status).toBe(400);
  expect((await post('card', '1', cardHeaders())).status).toBe(400);
});

test('an exact repeat of a message is answered as before, other content under its id is refused', async () => {
  await post('robot', message(), robotHeaders());
  expect((await post('robot', message(), robotHeaders())).status).toBe(200);
  const forged = message({ text: { content: '/签批 全部' } });
  expect((await post('robot', forged, robotHeaders())).status).toBe(403);
  expect(door.desk.taken).toHaveLength(1);
});

test('a message that was not kept is refused, and taken when it comes again', async () => {
  door.desk.respond = () => Promise.reject(new Error('no database'));
  expect((await post('robot', message(), robotHeaders())).status).toBe(500);
  door.desk.respond = () => ({});
  expect((await post('robot', message(), robotHeaders())).status).toBe(200);
  expect(door.desk.taken).toHaveLength(1);
});

test('a slow desk does not keep the vendor waiting', async () => {
  let finish = (): void => undefined;
  door.desk.respond = () =>
    new Promise((resolve) => {
      finish = () => resolve({});
    });
  expect((await post('robot', message(), robotHeaders())).status).toBe(200);
  expect(door.desk.taken).toEqual([]);
  finish();
});

test('a signed click is answered with the new card', async () => {
  door.desk.respond = () => ({ replace: claimed(), hint: '已签收' });
  const answer = await post('card', click(), cardHeaders());
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toMatchObject({
    cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
    cardData: { cardParamMap: { status: '待签批', actions: '[{"action":"ticket","label":"详情"}]' } },
    userPrivateData: { cardParamMap: { body: '已签收\n路灯不亮' } },
  });
  expect(JSON.parse(answer.text).cardData.cardParamMap).not.toHaveProperty('ref');
});

test('a click that is only answered in words leaves the card and the words to delivery', async () => {
  door.desk.respond = () => ({ say: { form: 'text', text: '请私下填写' } });
  expect(await post('card', click(), cardHeaders())).toEqual({ status: 200, text: '{}' });
  await door.platform.stop();
  expect(door.desk.answered).toEqual([]);
});

test('an exact repeat of a click gets the same answer and acts once', async () => {
  door.desk.respond = () => ({ replace: claimed() });
  const first = await post('card', click(), cardHeaders());
  expect(await post('card', click(), cardHeaders())).toEqual(first);
  expect(door.desk.taken).toHaveLength(1);
});

test('a signature seen with another click is refused', async () => {
  await post('card', click(), cardHeaders());
  expect((await post('card', click({ userId: 'principal' }), cardHeaders())).status).toBe(403);
  const later = cardHeaders(String(Number(now()) + 1));
  expect((await post('card', click({ userId: '0002' }), later)).status).toBe(200);
  expect(door.desk.taken.map(({ person }) => person)).toEqual(['0001', '0002']);
});

test('the same press a moment later is another click', async () => {
  await post('card', click(), cardHeaders());
  await post('card', click(), cardHeaders(String(Number(now()) + 5)));
  expect(new Set(door.desk.taken.map(({ dedupeKey }) => dedupeKey)).size).toBe(2);
});

test('unsigned and wrongly signed clicks are refused', async () => {
  expect((await post('card', click(), {})).status).toBe(403);
  expect((await post('card', click(), cardHeaders(now(), 'other'))).status).toBe(403);
  expect(door.desk.taken).toEqual([]);
});

test('without a card secret every click is refused', async () => {
  await door.close();
  door = await openDoor({ mode: 'http' });
  const { cardCallbackSecret: _none, ...settings } = door.settings;
  const { openDingtalk } = await import('../../src/chat/dingtalk/platform.ts');
  const platform = openDingtalk(settings, door.desk.context);
  const answer = await platform.callbacks['dingtalk/card']?.({
    method: 'POST',
    path: '/callbacks/dingtalk/card',
    query: {},
    headers: cardHeaders(now(), ''),
    body: Buffer.from(JSON.stringify(click())),
  });
  expect(answer?.status).toBe(403);
});

test('in stream mode there is no HTTP door', async () => {
  const stream = await openDoor();
  expect(stream.platform.callbacks).toEqual({});
  await stream.close();
});
