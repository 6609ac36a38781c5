import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context, Middleware, Next } from 'koa';
import sirv, { type RequestHandler } from 'sirv';
import { sha256 } from '../../kernel/ids.ts';
import { problem } from '../problem.ts';

const DIST = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** Addresses the page itself makes sense of. */
const ROUTES = /^\/(?:login)?$|^\/(?:t|desk|league|settings)(?:\/|$)/;

/** Whether a browser that opens this address gets the page. */
export const isPage = (path: string): boolean => ROUTES.test(path);

const IMMUTABLE = 'public, max-age=31536000, immutable';

/**
 * Lets the file server answer on the bare response; `next` when it has no such file. A file on its way is not waited
 * for: whoever reads slowly keeps no place of those in hand.
 */
const served = async (files: RequestHandler, context: Context, next: Next): Promise<void> => {
  const { req, res } = context;
  let found = true;
  context.respond = false;
  res.statusCode = 200;
  files(req, res, () => {
    found = false;
  });
  if (found) return;
  context.respond = true;
  res.statusCode = 404;
  await next();
};

/**
 * The built page: `index.html` for its own addresses, always asked for anew; hashed files for ever. What was not built
 * says so.
 */
export const staticFiles = (dist = DIST): Middleware => {
  const files = existsSync(dist)
    ? sirv(dist, {
        etag: true,
        gzip: true,
        brotli: true,
        setHeaders: (response, path) =>
          response.setHeader('Cache-Control', path.startsWith('/assets/') ? IMMUTABLE : 'no-cache'),
      })
    : undefined;
  return async (context, next) => {
    if (context.method !== 'GET' && context.method !== 'HEAD') return next();
    if (!isPage(context.path)) return files && context.path !== '/index.html' ? served(files, context, next) : next();
    const html = await readFile(join(dist, 'index.html')).catch(() => undefined);
    if (!html) return problem(context, 503, 'not-built', '页面还没有构建，请在服务器上运行 npm run build。');
    context.status = 200;
    context.set('Cache-Control', 'no-cache');
    context.etag = sha256(html).slice(0, 32);
    context.type = 'html';
    if (context.fresh) context.status = 304;
    else context.body = html;
  };
};
