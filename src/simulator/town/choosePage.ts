import type { ServerResponse } from 'node:http';

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The page on which it is chosen who logs in: a link back to the same page for each, with `person=<id>` in its query. */
export const choosePage = (
  title: string,
  people: readonly { id: string; name: string }[],
  query: URLSearchParams,
  response: ServerResponse,
): void => {
  const links = people.map(({ id, name }) => {
    const own = new URLSearchParams(query);
    own.set('person', id);
    return `<li><a href="?${escapeHtml(own.toString())}">${escapeHtml(name)}</a></li>`;
  });
  const html = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/page/login.css"></head><body><main><p class="app">${title}（模拟）</p><h1>以谁的身份登录</h1><p>真实环境里，这里是扫码页；在模拟城里请选一位居民。</p><ul>${links.join('')}</ul></main></body></html>`;
  response.writeHead(200, { 'content-type': 'text/html;charset=utf-8' }).end(html);
};
