import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cardSign, robotSign } from '../../src/chat/dingtalk/signature.ts';

interface Known {
  timestamp: string;
  secret?: string;
  apiSecret?: string;
  sign_base64?: string;
  signature_base64?: string;
}
const file = JSON.parse(readFileSync(new URL('../fixtures/dingtalk-vectors.json', import.meta.url), 'utf8')) as {
  robot_sign: { published: Known[]; computed: Known[] };
  card_callback_signature: { published_same_algorithm: Known[]; computed: Known[] };
};

test.each([...file.robot_sign.published, ...file.robot_sign.computed])(
  'robot sign at $timestamp',
  ({ timestamp, secret = '', sign_base64 }) => {
    expect(robotSign(timestamp, secret)).toBe(sign_base64);
  },
);

test.each([...file.card_callback_signature.published_same_algorithm, ...file.card_callback_signature.computed])(
  'card sign at $timestamp',
  ({ timestamp, secret, apiSecret, signature_base64 }) => {
    expect(cardSign(timestamp, secret ?? apiSecret ?? '')).toBe(signature_base64);
  },
);
