import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoSettings } from '../../src/simulator/settings.ts';
import { decrypt, encrypt, signature } from '../../src/simulator/wecom/crypto.ts';
import { openTown, type StoryTown } from '../town/town.ts';

let town: StoryTown;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

const { wecom } = demoSettings('');
const SEAL = { token: wecom.token, encodingAESKey: wecom.encodingAESKey, receiveId: wecom.corpId };
const NOW = Math.floor(Date.parse('2026-10-20T08:46:00+08:00') / 1000);

const xml = (content: string, msgId: string): string =>
  `<xml><ToUserName><![CDATA[${wecom.corpId}]]></ToUserName><FromUserName><![CDATA[limin]]></FromUserName><CreateTime>${NOW}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content><MsgId>${msgId}</MsgId><AgentID>${wecom.agentId}</AgentID></xml>`;

interface Order {
  inner?: string;
  timestamp?: number;
  nonce?: string;
  seal?: typeof SEAL;
  body?: (encrypted: string) => string;
  sign?: string;
  encrypted?: string;
}

const send = ({
  inner = xml('我', '1'),
  timestamp = NOW,
  nonce = Math.random().toString(36).slice(2),
  seal = SEAL,
  body,
  sign,
  encrypted = encrypt(seal, inner),
}: Order): Promise<Response> => {
  const query = new URLSearchParams({
    timestamp: String(timestamp),
    nonce,
    msg_signature: sign ?? signature(SEAL, String(timestamp), nonce, encrypted),
  });
  const envelope = body
    ? body(encrypted)
    : `<xml><ToUserName><![CDATA[${wecom.corpId}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
  return fetch(`${town.botUrl}/callbacks/wecom/app?${query}`, { method: 'POST', body: envelope });
};

test('a sound callback is answered 200', async () => {
  expect((await send({})).status).toBe(200);
});

test.each<[string, Order, number]>([
  ['a wrong signature', { sign: '0'.repeat(40) }, 403],
  ['another receiver', { seal: { ...SEAL, receiveId: 'wwother' } }, 403],
  ['more than an hour old', { timestamp: NOW - 3_700 }, 403],
  ['more than an hour ahead', { timestamp: NOW + 3_700 }, 403],
  ['a body without Encrypt', { body: () => '<xml><ToUserName>x</ToUserName></xml>' }, 400],
  [
    'an entity',
    { body: (encrypted) => `<!DOCTYPE x [<!ENTITY e "x">]><xml><Encrypt>${encrypted}</Encrypt></xml>` },
    400,
  ],
  ['no XML at all', { body: () => 'hello' }, 400],
  ['an inner text that is no XML', { inner: '<xml><a>' }, 400],
])('%s is refused, without a word and without a change', async (_what, order, status) => {
  const response = await send(order);
  expect(response.status).toBe(status);
  expect(await response.text()).toBe('');
});

test('a missing signature is refused', async () => {
  expect((await fetch(`${town.botUrl}/callbacks/wecom/app`, { method: 'POST', body: '<xml></xml>' })).status).toBe(403);
});

test('more than 1 MiB is 413', async () => {
  expect(
    (await send({ body: (encrypted) => `<xml><Encrypt>${encrypted}${'A'.repeat(1024 * 1024)}</Encrypt></xml>` }))
      .status,
  ).toBe(413);
});

test('an exact repeat is answered as before, the nonce with other content is refused', async () => {
  const encrypted = encrypt(SEAL, xml('我', '77'));
  const first = await send({ nonce: 'once', encrypted });
  const again = await send({ nonce: 'once', encrypted });
  expect([first.status, again.status]).toEqual([200, 200]);
  expect((await send({ nonce: 'once', inner: xml('待办', '78') })).status).toBe(403);
});

test('a menu entry does what its words do when typed, answered at once', async () => {
  const inner = xml('', '').replace(
    /<MsgType>.*<\/MsgId>/,
    '<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[click]]></Event><EventKey><![CDATA[待办]]></EventKey>',
  );
  const answer = await (await send({ inner })).text();
  const encrypted = /<Encrypt><!\[CDATA\[(.*?)\]\]><\/Encrypt>/.exec(answer)?.[1] ?? '';
  expect(decrypt(SEAL, encrypted)).toContain('没有待处理的工单');
});

test('the address check answers the bare echo', async () => {
  const echo = encrypt(SEAL, '4711');
  const query = new URLSearchParams({
    timestamp: String(NOW),
    nonce: 'check',
    msg_signature: signature(SEAL, String(NOW), 'check', echo),
    echostr: echo,
  });
  const response = await fetch(`${town.botUrl}/callbacks/wecom/app?${query}`);
  expect([response.status, await response.text()]).toEqual([200, '4711']);
});

test('refusals are counted by reason, without personal data', async () => {
  const metrics = await (await fetch(`${town.botUrl}/metrics`)).text();
  expect(metrics).toMatch(/hotline_callback_refused_total\{platform="wecom",door="app",reason="signature wrong"\} \d/);
});
