import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventOf } from '../../src/chat/dingtalk/eventDoor.ts';
import { lostGroup } from '../../src/chat/dingtalk/events.ts';
import { isSigned, open } from '../../src/chat/envelope.ts';
import { encrypt, type Seal, signature } from '../../src/simulator/wecom/crypto.ts';
import { type Door, EVENTS, openDoor, until } from './dingtalk-rig.ts';

const ROBOT = 'dingappkey0000000001';
const KEY: Seal = { token: EVENTS.eventToken, encodingAESKey: EVENTS.eventAesKey, receiveId: ROBOT };
const DISBAND = { EventType: 'chat_disband', EventTime: '1', CorpId: 'c', BizId: 'c', OpenConversationId: 'cid1==' };

let door: Door;

const push = async (
  message: unknown,
  {
    key = KEY,
    at = String(door.rig.town.now().getTime()),
    spell = 'msg_signature',
    sign,
    body,
  }: { key?: Seal; at?: string; spell?: string; sign?: string; body?: string } = {},
): Promise<{ status: number; text: string }> => {
  const sealed = encrypt(key, typeof message === 'string' ? message : JSON.stringify(message));
  const query = new URLSearchParams({
    [spell]: sign ?? signature(KEY, at, 'n1', sealed),
    timestamp: at,
    nonce: 'n1',
  });
  const response = await fetch(`${door.url}/callbacks/dingtalk/event?${query}`, {
    method: 'POST',
    body: body ?? JSON.stringify({ encrypt: sealed }),
  });
  return { status: response.status, text: await response.text() };
};

describe('the door of events', () => {
  beforeEach(async () => {
    door = await openDoor({ mode: 'http', events: true });
  });
  afterEach(() => door.close());

  test('answers the trial of its address and every event with the sealed and signed word', async () => {
    for (const message of [{ EventType: 'check_url' }, DISBAND, { EventType: 'org_dept_create', DeptId: [1] }]) {
      const { status, text } = await push(message);
      expect(status).toBe(200);
      const { msg_signature, encrypt: sealed, timeStamp, nonce } = JSON.parse(text);
      expect(open(KEY, sealed)).toBe('success');
      expect(msg_signature).toBe(signature(KEY, timeStamp, nonce, sealed));
    }
    expect(door.desk.lost.map(({ chat }) => chat)).toEqual(['cid1==']);
  });

  test('reads both spellings of the signature, and a time in seconds', async () => {
    expect((await push(DISBAND, { spell: 'signature' })).status).toBe(200);
    const seconds = String(Math.floor(door.rig.town.now().getTime() / 1_000));
    expect((await push(DISBAND, { at: seconds })).status).toBe(200);
  });

  test('refuses what is not signed, old, for somebody else or no message, and counts it', async () => {
    const old = String(door.rig.town.now().getTime() - 3_600_001);
    expect((await push(DISBAND, { sign: '' })).status).toBe(403);
    expect((await push(DISBAND, { sign: '0'.repeat(40) })).status).toBe(403);
    expect((await push(DISBAND, { at: old })).status).toBe(403);
    expect((await push(DISBAND, { key: { ...KEY, receiveId: 'dingother' } })).status).toBe(403);
    expect((await push(DISBAND, { key: { ...KEY, encodingAESKey: `x${KEY.encodingAESKey.slice(1)}` } })).status).toBe(
      400,
    );
    expect((await push('no json')).status).toBe(400);
    expect((await push(DISBAND, { body: '{}' })).status).toBe(400);
    expect((await push(DISBAND, { body: 'hello' })).status).toBe(400);
    expect(door.desk.lost).toEqual([]);
    expect(door.desk.refusals).toHaveLength(8);
    expect(door.desk.refusals.slice(0, 3)).toEqual(['signature missing', 'signature wrong', 'outside the hour']);
  });

  test('does not keep the vendor waiting: what is not kept in time comes again', async () => {
    let finish = (): void => undefined;
    const { lost } = door.desk.context;
    door.desk.context.lost = (chat, reason) =>
      new Promise((resolve) => {
        finish = () => resolve(lost(chat, reason));
      });
    expect((await push(DISBAND)).status).toBe(500);
    finish();
    await until(() => [...door.desk.memory.keys()].some((key) => key.startsWith('event:')));
    expect((await push(DISBAND)).status).toBe(200);
    expect(door.desk.lost).toHaveLength(1);
  });
});

test('without token and key there is no such door', async () => {
  door = await openDoor({ mode: 'http' });
  expect((await push(DISBAND)).status).toBe(404);
  await door.close();
});

test('an event reads the same flat with capitals and as the stream has it', () => {
  const flat = eventOf(JSON.stringify({ ...DISBAND, EventId: 'e1' }));
  expect(flat).toMatchObject({ eventType: 'chat_disband', eventId: 'e1', body: { openConversationId: 'cid1==' } });
  expect(lostGroup(flat, ROBOT)).toMatchObject({ chat: 'cid1==' });
  const left = { EventType: 'chat_quit', OpenConversationId: 'cid1==', TimeStamp: 1 };
  expect(lostGroup(eventOf(JSON.stringify({ ...left, UserId: ROBOT })), ROBOT)).toMatchObject({ chat: 'cid1==' });
  expect(lostGroup(eventOf(JSON.stringify({ ...left, UserId: [12, ROBOT] })), ROBOT)).toMatchObject({ chat: 'cid1==' });
  expect(lostGroup(eventOf(JSON.stringify({ ...left, UserId: ['0001'] })), ROBOT)).toBeUndefined();
  expect(lostGroup(eventOf(JSON.stringify({ EventType: 'chat_disband', ChatId: 'chat1' })), ROBOT)).toBeUndefined();
});

test('the same content is the same event, the next loss of a group is another', () => {
  const id = (time: string): string => eventOf(JSON.stringify({ ...DISBAND, EventTime: time })).eventId;
  expect(id('1')).toBe(id('1'));
  expect(id('1')).not.toBe(id('2'));
});

interface Vector {
  token: string;
  encodingAesKey: string;
  ownerKey: string;
  timestamp: string;
  nonce: string;
  encrypt: string;
  msg_signature: string;
  plaintext: string;
}
const { event_callback_crypto: known } = JSON.parse(
  readFileSync(new URL('../fixtures/dingtalk-vectors.json', import.meta.url), 'utf8'),
) as {
  event_callback_crypto: Record<'published' | 'computed', Vector[]>;
};

test.each([...known.published, ...known.computed])('a known answer is opened: $plaintext', (vector) => {
  const key = { token: vector.token, encodingAESKey: vector.encodingAesKey, receiveId: vector.ownerKey };
  const { timestamp, nonce, encrypt: encrypted, msg_signature: sign } = vector;
  expect(isSigned(key, { signature: sign, timestamp, nonce, encrypted })).toBe(true);
  expect(open(key, encrypted)).toBe(vector.plaintext);
});
