import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { choosePage } from '../town/choosePage.ts';
import type { StreetState } from './state.ts';
import { type Answer, no, ok } from './vendor.ts';

const FIVE_MINUTES = 300_000;

/** Somebody of WeChat or another enterprise: the login succeeds, but the code tells no member (D91023). */
const OUTSIDER = 'outsider';

/** What the two login pages ask for: inside WeCom (D91022), and the page to scan (D98152). */
const PAGES: Record<string, (state: StreetState, query: URLSearchParams) => boolean> = {
  '/login/connect/oauth2/authorize': (_state, query) =>
    query.get('response_type') === 'code' && /^snsapi_(base|privateinfo)$/.test(query.get('scope') ?? ''),
  '/login/wwlogin/sso/login': ({ settings }, query) =>
    query.get('login_type') === 'CorpApp' && query.get('agentid') === String(settings.wecom.agentId),
};

/**
 * Answers a login page, or returns false when the path is none. Instead of scanning, a resident is chosen, or named with
 * `person=<id>` (`outsider`: no member). Comes back with `code` and `state`.
 */
export const answerLogin = (
  state: StreetState,
  path: string,
  query: URLSearchParams,
  response: ServerResponse,
): boolean => {
  const fits = PAGES[path];
  if (!fits) return false;
  const redirect = query.get('redirect_uri') ?? '';
  const own =
    query.get('appid') === state.settings.wecom.corpId && /^[A-Za-z0-9]{0,128}$/.test(query.get('state') ?? '');
  if (!own || !fits(state, query) || !URL.canParse(redirect)) {
    response.writeHead(400, { 'content-type': 'text/plain;charset=utf-8' }).end('登录参数有误');
    return true;
  }
  const who = query.get('person') ?? '';
  if (who !== OUTSIDER && state.town.person(who)?.wecom === undefined) {
    const members = state.town.people.filter((person) => person.wecom !== undefined);
    choosePage('企业微信登录', [...members, { id: OUTSIDER, name: '（外单位人员）' }], query, response);
    return true;
  }
  const code = randomBytes(16).toString('base64url');
  state.loginCodes.set(code, { person: who, until: Date.now() + FIVE_MINUTES });
  const back = new URL(redirect);
  back.searchParams.set('code', code);
  back.searchParams.set('state', query.get('state') ?? '');
  response.writeHead(302, { location: back.href }).end();
  return true;
};

/** `auth/getuserinfo` (D91023): a code serves once; somebody who is no member is answered with code 0 and an openid. */
export const userInfo = (state: StreetState, query: URLSearchParams): Answer => {
  const code = query.get('code') ?? '';
  if (code === '') return no(41008, 'missing code');
  const known = state.loginCodes.get(code);
  state.loginCodes.delete(code);
  if (!known || known.until < Date.now()) return no(40029, 'invalid code');
  const person = state.town.person(known.person);
  return person?.wecom === undefined ? ok({ openid: `o${known.person}` }) : ok({ userid: person.wecom });
};
