import type { ServerResponse } from 'node:http';
import type { Office } from './office.ts';

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/**
 * The login page of `login.dingtalk.com/oauth2/auth` (development/obtain-identity-credentials): instead of scanning, a
 * resident is chosen, or named with `person=<id>`. Comes back with `code`, `authCode` (the same) and `state`.
 */
export function answerLogin(office: Office, query: URLSearchParams, response: ServerResponse): void {
  const redirect = query.get('redirect_uri') ?? '';
  const known = query.get('client_id') === office.settings.dingtalk.clientId;
  if (!known || query.get('response_type') !== 'code' || !URL.canParse(redirect)) {
    response.writeHead(400, { 'content-type': 'text/plain;charset=utf-8' }).end('登录参数有误');
    return;
  }
  const person = office.town.person(query.get('person') ?? '');
  if (person?.dingtalk === undefined) {
    choosePerson(office, query, response);
    return;
  }
  const code = office.tokens.code(person.id);
  const back = new URL(redirect);
  back.searchParams.set('code', code);
  back.searchParams.set('authCode', code);
  back.searchParams.set('state', query.get('state') ?? '');
  response.writeHead(302, { location: back.href }).end();
}

function choosePerson(office: Office, query: URLSearchParams, response: ServerResponse): void {
  const links = office.town.people
    .filter((person) => person.dingtalk !== undefined)
    .map((person) => {
      const own = new URLSearchParams(query);
      own.set('person', person.id);
      return `<li><a href="?${escapeHtml(own.toString())}">${escapeHtml(person.name)}</a></li>`;
    });
  const html = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>钉钉登录</title><h1>以谁的身份登录</h1><ul>${links.join('')}</ul></html>`;
  response.writeHead(200, { 'content-type': 'text/html;charset=utf-8' }).end(html);
}
