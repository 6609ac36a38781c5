import type { IncomingMessage } from 'node:http';
import rawBody from 'raw-body';
import { PlainError } from '../kernel/errors.ts';
import { legible } from '../kernel/legible.ts';

/** Anything over 1 MiB is 413 (an import: 64 MiB). */
export const BODY_LIMIT = 1024 * 1024;

const tooLarge = (): PlainError => new PlainError('too-large', '请求内容超过 1 MiB。', 413);

/** The whole body as bytes. Throws 413 above the limit before reading on. */
export const readBody = async (request: IncomingMessage, limit = BODY_LIMIT): Promise<Buffer> => {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limit) throw tooLarge();
  return rawBody(request, { limit }).catch((thrown: unknown) => {
    if (typeof thrown === 'object' && thrown !== null && 'type' in thrown && thrown.type === 'entity.too.large')
      throw tooLarge();
    throw new PlainError('bad-request', '请求没有完整到达。', 400);
  });
};

/** The body as JSON, its texts legible; a malformed one, and one nested beyond sense, is 400. */
export const readJson = async (request: IncomingMessage): Promise<unknown> => {
  const bytes = await readBody(request);
  try {
    return JSON.parse(bytes.toString('utf8'), (_key, value) => (typeof value === 'string' ? legible(value) : value));
  } catch {
    throw new PlainError('bad-json', '请求内容不是合法的 JSON。', 400);
  }
};
