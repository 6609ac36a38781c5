import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

/** The machine's own time and chance for this street: sockets, tokens, tickets and throttles live in real time. */

/** Epoch milliseconds of the machine, not of the town. */
export const realNow = (): number => Date.now();

/** `bytes` random bytes as lower-case hex. */
export const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** A random id as the vendor writes its request ids: an upper-case UUID. */
export const requestId = (): string => randomUUID().toUpperCase();

/** A whole number from `low` to `high`, both included. */
export const between = (low: number, high: number): number => (low >= high ? low : randomInt(low, high + 1));

/** One of the list at random; undefined when it is empty. */
export const oneOf = <T>(list: readonly T[]): T | undefined => list[list.length === 0 ? 0 : randomInt(list.length)];

/** Resolves after so many real milliseconds. Does not keep the process alive. */
export const sleep = async (milliseconds: number): Promise<void> => {
  await wait(milliseconds, undefined, { ref: false });
};

/** A stable short fingerprint of a text in base64url: the street's opaque ids are made from it. */
export const fingerprint = (text: string, length = 22): string =>
  createHash('sha256').update(`dingtalk-street:${text}`).digest('base64url').replaceAll(/[-_]/g, 'A').slice(0, length);

/** A moment as ISO 8601 in the county's zone, `2026-10-20T08:25:00.000+08:00`. */
export const countyTime = (at: Date): string =>
  new Date(at.getTime() + 8 * 3_600_000).toISOString().replace('Z', '+08:00');
