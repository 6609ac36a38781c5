import { expect, test } from 'vitest';
import { cardSign, distrust, robotSign } from '../../src/chat/dingtalk/signature.ts';

const SECRET = 'app-secret-example-0001';
const AT = 1_764_316_800_000;
const HOUR = 3_600_000;
const expected = (timestamp: string): string => robotSign(timestamp, SECRET);
const given = { timestamp: String(AT), sign: 'zL6bms7WfOyp7vWxYcrfd1RLSymq+m3TVi/gcJAylLs=' };

test('a true signature is believed for an hour before and after', () => {
  for (const now of [AT - HOUR, AT, AT + HOUR]) expect(distrust(given, expected, new Date(now))).toBeUndefined();
});

test('an old or a future signature is not believed', () => {
  for (const now of [AT - HOUR - 1, AT + HOUR + 1])
    expect(distrust(given, expected, new Date(now))).toBe('outside the hour');
});

test('a wrong or foreign signature is not believed', () => {
  const now = new Date(AT);
  expect(distrust({ ...given, sign: `A${given.sign.slice(1)}` }, expected, now)).toBe('signature wrong');
  expect(distrust({ ...given, sign: given.sign.slice(0, -1) }, expected, now)).toBe('signature wrong');
  expect(distrust({ ...given, timestamp: String(AT + 1) }, expected, now)).toBe('signature wrong');
});

test('a missing signature or a time that is no number is not believed', () => {
  const now = new Date(AT);
  expect(distrust({ timestamp: '', sign: given.sign }, expected, now)).toBe('signature missing');
  expect(distrust({ ...given, sign: '' }, expected, now)).toBe('signature missing');
  expect(distrust({ ...given, timestamp: `${AT}abc` }, expected, now)).toBe('signature missing');
});

test('a card is signed over the bare time', () => {
  expect(cardSign(String(AT), 'card-api-secret-01')).toBe('cPyXqE7fYD9l7qo24qkNQyaIUr0AOU3y071F3Pss75Y=');
});
