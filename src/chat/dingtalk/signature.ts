import { createHmac, timingSafeEqual } from 'node:crypto';

const HOUR_MS = 3_600_000;

const hmac = (key: string, message: string): string => createHmac('sha256', key).update(message).digest('base64');

/** Robot callbacks and custom robots: HMAC-SHA256 of `timestamp\nsecret` (robot-message-type). */
export const robotSign = (timestamp: string, secret: string): string => hmac(secret, `${timestamp}\n${secret}`);

/** Card callbacks: HMAC-SHA256 of the bare timestamp (event-callback-card). */
export const cardSign = (timestamp: string, secret: string): string => hmac(secret, timestamp);

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** Why a signed request is not believed; undefined when it is. Neither signature covers the body: repeats are the caller's matter. */
export const distrust = (
  given: { timestamp: string; sign: string },
  expected: (timestamp: string) => string,
  now: Date,
): string | undefined => {
  if (!/^\d{10,16}$/.test(given.timestamp) || given.sign === '') return 'signature missing';
  if (!same(given.sign, expected(given.timestamp))) return 'signature wrong';
  return Math.abs(now.getTime() - Number(given.timestamp)) > HOUR_MS ? 'outside the hour' : undefined;
};
