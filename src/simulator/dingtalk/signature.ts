import { createHmac, timingSafeEqual } from 'node:crypto';

const hmac = (key: string, message: string): string =>
  createHmac('sha256', key).update(message, 'utf8').digest('base64');

/**
 * The `sign` header of a robot push and the `sign` of a custom robot's webhook (there percent-encoded): raw base64 of
 * HMAC-SHA256 over `timestamp\nsecret`. Source: open.dingtalk.com development/robot-message-type.
 */
export const robotSign = (timestamp: string, secret: string): string => hmac(secret, `${timestamp}\n${secret}`);

/** `x-ddpaas-signature` of a card callback: HMAC over the bare timestamp. Source: development/event-callback-card. */
export const cardSign = (timestamp: string, secret: string): string => hmac(secret, timestamp);

/** Compares two texts in constant time. */
export const sameText = (left: string, right: string): boolean => {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
};
