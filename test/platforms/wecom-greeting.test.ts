import { afterAll, beforeAll, expect, test } from 'vitest';
import { decrypt, encrypt, signature } from '../../src/simulator/wecom/crypto.ts';
import { openTown, type StoryTown } from '../town/town.ts';

/** The robot by callbacks: its seal has no receiver (D101033). */
const SEAL = {
  token: 'TownRobotToken',
  encodingAESKey: 'RobotRobotRobotRobotRobotRobotRobotRobotRob',
  receiveId: '',
};
const NOW = String(Math.floor(Date.parse('2026-10-20T08:46:00+08:00') / 1000));

let town: StoryTown;
beforeAll(async () => {
  town = await openTown({
    prepare: ({ wecom }) => {
      wecom.botToken = SEAL.token;
      wecom.botEncodingAESKey = SEAL.encodingAESKey;
    },
  });
});
afterAll(() => town?.close());

/** Somebody opens the conversation with the robot: what it is answered with, decrypted, and how long that took. */
const enters = async (userid: string, event: object): Promise<{ said: unknown; ms: number }> => {
  const body = { msgid: `enter-${userid}`, aibotid: 'aibTown2026', chattype: 'single', from: { userid } };
  const encrypted = encrypt(SEAL, JSON.stringify({ ...body, msgtype: 'event', event }));
  const nonce = `n-${userid}`;
  const query = new URLSearchParams({ timestamp: NOW, nonce, msg_signature: signature(SEAL, NOW, nonce, encrypted) });
  const began = performance.now();
  const response = await fetch(`${town.botUrl}/callbacks/wecom/bot?${query}`, {
    method: 'POST',
    body: JSON.stringify({ encrypt: encrypted }),
  });
  const answer = (await response.json()) as { encrypt: string; nonce: string };
  expect([response.status, answer.nonce]).toEqual([200, nonce]);
  return { said: JSON.parse(decrypt(SEAL, answer.encrypt)), ms: performance.now() - began };
};

test.each([
  ['zhangwei', { eventtype: 'enter_chat', enter_chat: {} }, '张伟，您好。发送“待办”'],
  ['nobody', { eventtype: 'enter_chat' }, '您还没有登记。您的账号：nobody'],
])('%s who opens the conversation is greeted within five seconds', async (userid, event, words) => {
  const { said, ms } = await enters(userid, event);
  expect(said).toMatchObject({ msgtype: 'text', text: { content: expect.stringContaining(words) } });
  expect(ms).toBeLessThan(5_000);
});
