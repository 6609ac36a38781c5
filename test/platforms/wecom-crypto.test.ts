import { readFileSync } from 'node:fs';
import { encrypt, getSignature } from '@wecom/crypto';
import { describe, expect, test } from 'vitest';
import { isSigned, NotOpened, open, seal } from '../../src/chat/envelope.ts';
import { decrypt as townDecrypt, encrypt as townEncrypt } from '../../src/simulator/wecom/crypto.ts';

interface Vector {
  id: string;
  token: string;
  encodingAESKey: string;
  receiveid: string;
  timestamp: string;
  nonce: string;
  ciphertext: string;
  expected: { signature: string; plaintext: string; receiveid: string };
}
const { vectors } = JSON.parse(readFileSync(new URL('../fixtures/wecom-vectors.json', import.meta.url), 'utf8')) as {
  vectors: Vector[];
};

describe.each(vectors)(
  'known answer $id',
  ({ token, encodingAESKey, receiveid, timestamp, nonce, ciphertext, expected }) => {
    test('its signature is believed, any other is not', () => {
      const parts = { timestamp, nonce, encrypted: ciphertext };
      expect(isSigned({ token }, { ...parts, signature: expected.signature })).toBe(true);
      expect(
        isSigned(
          { token },
          { ...parts, signature: expected.signature.replace(/.$/, (letter) => (letter === '0' ? '1' : '0')) },
        ),
      ).toBe(false);
      expect(isSigned({ token }, { ...parts, nonce: `${nonce}1`, signature: expected.signature })).toBe(false);
      expect(isSigned({ token: `${token}x` }, { ...parts, signature: expected.signature })).toBe(false);
    });

    test('it opens for its receiver alone', () => {
      expect(open({ token, encodingAESKey, receiveId: receiveid }, ciphertext)).toBe(expected.plaintext);
      expect(() => open({ token, encodingAESKey, receiveId: `${receiveid}x` }, ciphertext)).toThrow(NotOpened);
      const otherKey = encodingAESKey.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'));
      expect(() => open({ token, encodingAESKey: otherKey, receiveId: receiveid }, ciphertext)).toThrow();
    });
  },
);

const KEY = { token: 'TownToken', encodingAESKey: 'TownTownTownTownTownTownTownTownTownTownTow', receiveId: 'wwcorp' };

test('what the town seals the bot opens, and the other way round', () => {
  expect(open(KEY, townEncrypt(KEY, '你好'))).toBe('你好');
  const { encrypted, signature } = seal(KEY, '已签收', { timestamp: '1', nonce: 'n' });
  expect(townDecrypt(KEY, encrypted)).toBe('已签收');
  expect(signature).toBe(getSignature(KEY.token, '1', 'n', encrypted));
});

test.each([
  ['nothing', ''],
  ['no base64', '***'],
  ['a cut block', encrypt(KEY.encodingAESKey, 'x', KEY.receiveId).slice(0, 40)],
  ['another receiver', encrypt(KEY.encodingAESKey, 'x', 'other')],
  ['random bytes', Buffer.alloc(64, 7).toString('base64')],
])('%s is refused', (_what, encrypted) => {
  expect(() => open(KEY, encrypted)).toThrow(NotOpened);
});

test('a key of another length is refused', () => {
  expect(() =>
    open({ ...KEY, encodingAESKey: KEY.encodingAESKey.slice(1) }, encrypt(KEY.encodingAESKey, 'x', KEY.receiveId)),
  ).toThrow(NotOpened);
});
