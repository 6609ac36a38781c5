import type { Context, Middleware } from 'koa';
import { PlainError, reasonOf } from '../kernel/errors.ts';
import type { Logger } from '../kernel/log.ts';

/** Answers with an RFC 9457 problem document. `code` is stable; `detail` is for people; `field` is the form's, if any. */
export const problem = (context: Context, status: number, code: string, detail: string, field?: string): void => {
  context.status = status;
  context.type = 'application/problem+json';
  context.body = JSON.stringify({
    type: 'about:blank',
    title: code,
    status,
    code,
    detail,
    ...(field ? { field } : {}),
  });
};

/** More is in hand than can be done: to be sent again. */
export const busy = (context: Context): void => {
  context.set('Retry-After', '1');
  problem(context, 503, 'busy', '现在太忙，请稍后重试。');
};

const statusOf = (thrown: unknown): number | undefined => {
  if (thrown instanceof PlainError) return thrown.status;
  return typeof thrown === 'object' && thrown !== null && 'status' in thrown && typeof thrown.status === 'number'
    ? thrown.status
    : undefined;
};

/** The path without the secret that callback addresses carry. */
const pathOf = ({ path }: Pick<Context, 'path'>): string => path.replace(/^(\/callbacks)\/[^/]+(?=\/[^/]+\/)/, '$1/…');

/** The one place that turns what was thrown into an answer; nothing unknown leaks. */
export const problems =
  (log: Logger): Middleware =>
  async (context, next) => {
    try {
      await next();
    } catch (thrown) {
      const status = statusOf(thrown) ?? 500;
      if (status >= 500) log.error({ path: pathOf(context), reason: reasonOf(thrown) }, 'a request failed');
      if (thrown instanceof PlainError) problem(context, thrown.status, thrown.code, thrown.message);
      else if (status === 413) problem(context, 413, 'too-large', '请求内容过大。');
      else if (status < 500) problem(context, status, 'bad-request', '请求无法处理。');
      else problem(context, 500, 'internal', '服务器出错，请稍后再试。');
    }
  };
