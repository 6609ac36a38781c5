import type { ServerResponse } from 'node:http';
import { choosePage } from '../town/choosePage.ts';
import type { Office } from './office.ts';

/** Somebody with an account of DingTalk who is no member of the tenant. */
export const OUTSIDER = 'outsider';

/**
 * The login page of `login.dingtalk.com/oauth2/auth` (development/obtain-identity-credentials): instead of scanning, a
 * resident is chosen, or named with `person=<id>` (`outsider`: no member). Comes back with `code`, `authCode` (the same) and `state`.
 */
export function answerLogin(office: Office, query: URLSearchParams, response: ServerResponse): void {
  const redirect = query.get('redirect_uri') ?? '';
  const known = query.get('client_id') === office.settings.dingtalk.clientId;
  if (!known || query.get('response_type') !== 'code' || !URL.canParse(redirect)) {
    response.writeHead(400, { 'content-type': 'text/plain;charset=utf-8' }).end('登录参数有误');
    return;
  }
  const who = query.get('person') ?? '';
  if (who !== OUTSIDER && office.town.person(who)?.dingtalk === undefined) {
    const members = office.town.people.filter((person) => person.dingtalk !== undefined);
    choosePage('钉钉登录', [...members, { id: OUTSIDER, name: '（外单位人员）' }], query, response);
    return;
  }
  const code = office.tokens.code(who);
  const back = new URL(redirect);
  back.searchParams.set('code', code);
  back.searchParams.set('authCode', code);
  back.searchParams.set('state', query.get('state') ?? '');
  response.writeHead(302, { location: back.href }).end();
}
