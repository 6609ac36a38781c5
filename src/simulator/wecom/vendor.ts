import { randomBytes } from 'node:crypto';
import type { StreetState } from './state.ts';

export type Plain = Record<string, unknown>;
export const record = (value: unknown): Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};
export const str = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
export const bytes = (text: unknown): number => Buffer.byteLength(str(text));

/** What a call comes to: an errcode and members. `cut`: it took effect, but the answer never arrives. */
export interface Answer {
  errcode: number;
  errmsg?: string;
  [member: string]: unknown;
}

export const ok = (members: Plain = {}): Answer => ({ errcode: 0, errmsg: 'ok', ...members });
export const no = (errcode: number, errmsg: string): Answer => ({
  errcode,
  errmsg: `${errmsg}, hint: [${Date.now()}_1], from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`,
});

const TOKEN_MS = 7_200_000;

export const getToken = (state: StreetState, query: URLSearchParams): Answer => {
  const { corpId, secret } = state.settings.wecom;
  if (!query.get('corpsecret')) return no(41004, 'corpsecret missing');
  if (query.get('corpid') !== corpId) return no(40013, 'invalid corpid');
  if (query.get('corpsecret') !== secret) return no(40001, 'invalid credential');
  if (!state.token || state.token.until < Date.now())
    state.token = { value: randomBytes(24).toString('base64url'), until: Date.now() + TOKEN_MS };
  return ok({ access_token: state.token.value, expires_in: Math.floor((state.token.until - Date.now()) / 1000) });
};

/** The token is looked at before anything else (D90313). `striking`: a fault may make it expire here. */
export const badToken = (state: StreetState, query: URLSearchParams, striking = true): Answer | undefined => {
  const given = query.get('access_token') ?? '';
  if (given === '') return no(41001, 'access_token missing');
  if (striking && state.town.strikes('wecom', 'token-expired')) {
    delete state.token;
    return no(42001, 'access_token expired');
  }
  return state.token?.value === given ? undefined : no(40014, 'invalid access_token');
};
