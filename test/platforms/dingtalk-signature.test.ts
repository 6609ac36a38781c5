import { expect, test } from 'vitest';
import { cardSign, distrust, robotSign } from '../../src/chat/dingtalk/signature.ts';

const SECRET = 'app-secret-example-0001';
const AT = 1_764_316_800_000;
const HOUR = 3_600_000;
const expected = (timestamp: string): string => robotSign(timestamp, SECRET);
const given = { timestamp: String(AT), sign: 'zL6bms7WfOyp7vWxYcrfd1RLSymq+m3TVi/gcJAylLs=' };

test.each([
  ['1700000000000', 'SECtest', 'aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g='],
  ['1577262236757', 'this is secret', 'hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM='],
  [String(AT), SECRET, given.sign],
])('a robot callback of %s is signed as the vendor does it', (timestamp, secret, sign) => {
  expect(robotSign(timestamp, secret)).toBe(sign);
});

test.each([
  ['1546084445901', 'testappSecret', 'HCbG3xNE3vzhO+u7qCUL1jS5hsu2n5r2cFhnTrtyDAE='],
  ['1732266000000', 'example-secret', '4SyX4NEDy856rK5DA1ZJjmWAlRUz+z4CQ3GzhIgMGTw='],
  [String(AT), 'card-api-secret-01', 'cPyXqE7fYD9l7qo24qkNQyaIUr0AOU3y071F3Pss75Y='],
])('a card callback of %s is signed as the vendor does it', (timestamp, secret, sign) => {
  expect(cardSign(timestamp, secret)).toBe(sign);
});

test('a true signature is believed for an hour before and after', () => {
  for (const now of [AT - HOUR, AT, AT + HOUR]) expect(distrust(given, expected, new Date(now))).toBeUndefined();
});

test('an old or a future signature is not believed', () => {
  for (const now of [AT - HOUR - 1, AT + HOUR + 1])
    expect(distrust(given, expected, new Date(now))).toBe('outside the hour');
});

test('a wrong, missing or foreign signature is not believed', () => {
  const now = new Date(AT);
  expect(distrust({ ...given, sign: `A${given.sign.slice(1)}` }, expected, now)).toBe('signature wrong');
  expect(distrust({ ...given, sign: given.sign.slice(0, -1) }, expected, now)).toBe('signature wrong');
  expect(distrust({ ...given, timestamp: String(AT + 1) }, expected, now)).toBe('signature wrong');
  expect(distrust({ timestamp: '', sign: given.sign }, expected, now)).toBe('signature missing');
  expect(distrust({ ...given, sign: '' }, expected, now)).toBe('signature missing');
  expect(distrust({ ...given, timestamp: `${AT}abc` }, expected, now)).toBe('signature missing');
});
