import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';

/** A new unguessable id for a row. */
export const newId = (): string => randomUUID();

/** A short unguessable reference of `bytes` random bytes in URL-safe base64, fit for a card's `ref` or a task id. */
export const newRef = (bytes = 12): string =>
  randomBytes(bytes).toString('base64url').replaceAll('-', 'A').replaceAll('_', 'B');

/** Letters and digits that nobody mistakes for another when reading them out. */
const PLAIN_SIGNS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** An unguessable word of `length` signs for people to copy by hand. */
export const code = (length: number): string =>
  Array.from({ length }, () => PLAIN_SIGNS[randomInt(PLAIN_SIGNS.length)]).join('');

/** SHA-256 of a text as lower-case hex. */
export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/** A number in [0, 1) for jitter. Never for anything a person relies on. */
export const chance = (): number => Math.random();
