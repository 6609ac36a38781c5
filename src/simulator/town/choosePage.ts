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
  const html = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${title}</title><h1>以谁的身份登录</h1><ul>${links.join('')}</ul></html>`;
  response.writeHead(200, { 'content-type': 'text/html;charset=utf-8' }).end(html);
};
