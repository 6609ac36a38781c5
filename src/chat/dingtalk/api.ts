import { z } from 'zod';
import { reasonOf } from '../../kernel/errors.ts';
import type { Failure, PlatformContext } from '../platform.ts';
import { failureOf, isTokenCode, notReachable } from './errors.ts';
import type { DingtalkSettings } from './settings.ts';

const Answer = z.looseObject({
  code: z.string().optional(),
  message: z.string().optional(),
  errcode: z.coerce.number().optional(),
  errmsg: z.string().optional(),
  sub_code: z.coerce.string().optional(),
  accessdenieddetail: z.looseObject({ requiredScopes: z.array(z.string()).optional() }).optional(),
});
export type ApiAnswer = Record<string, unknown>;

const TIMEOUT_MS = 10_000;

export const isFailure = (answer: object): answer is Failure => 'ok' in answer && answer.ok === false;

/** Calls of api.dingtalk.com and oapi.dingtalk.com; legacy failures are HTTP 200 with an `errcode`. */
export interface DingtalkApi {
  /** The new interface: token in a header. */
  call(method: 'POST' | 'PUT', path: string, body: object): Promise<ApiAnswer | Failure>;
  /** A whole address that needs no token (session webhook). */
  plain(url: string, body: object): Promise<ApiAnswer | Failure>;
  /** Without a token (gateway). */
  open(path: string, body: object): Promise<ApiAnswer | Failure>;
}

export const openApi = (settings: DingtalkSettings, context: PlatformContext): DingtalkApi => {
  const base = settings.apiUrl.replace(/\/$/, '');
  const key = `dingtalk:${settings.clientId}`;

  const request = async (method: string, url: string, body: object, token?: string): Promise<ApiAnswer | Failure> => {
    try {
      const response = await fetch(url, {
        method,
        body: JSON.stringify(body),
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...(token ? { 'x-acs-dingtalk-access-token': token } : {}),
        },
        signal: AbortSignal.timeout(settings.requestTimeoutMs ?? TIMEOUT_MS),
      });
      return read(response.status, await response.text(), context.real());
    } catch (thrown) {
      return notReachable(`连接不上平台：${reasonOf(thrown)}`);
    }
  };

  const fetchToken = async (): Promise<{ value: string; expiresInSeconds: number }> => {
    const answer = await request('POST', `${base}/v1.0/oauth2/accessToken`, {
      appKey: settings.clientId,
      appSecret: settings.clientSecret,
    });
    if (isFailure(answer)) throw new TokenFailed(answer);
    return { value: String(answer.accessToken), expiresInSeconds: Number(answer.expireIn ?? 7200) };
  };

  const withToken = async (send: (token: string) => Promise<ApiAnswer | Failure>): Promise<ApiAnswer | Failure> => {
    try {
      const first = await context.token(key, fetchToken);
      const answer = await send(first);
      if (!isFailure(answer) || !isTokenCode(answer.code ?? '')) return answer;
      return await send(await context.token(key, fetchToken, { refuse: first }));
    } catch (thrown) {
      return thrown instanceof TokenFailed ? thrown.failure : notReachable(reasonOf(thrown));
    }
  };

  return {
    call: async (method, path, body) => {
      const answer = await withToken((token) => request(method, `${base}${path}`, body, token));
      context.count('platform_call', {
        platform: 'dingtalk',
        call: path,
        outcome: isFailure(answer) ? answer.class : 'ok',
      });
      return answer;
    },
    plain: (url, body) => request('POST', url, body),
    open: (path, body) => request('POST', `${base}${path}`, body),
  };
};

class TokenFailed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.reason);
    this.failure = failure;
  }
}

const read = (status: number, text: string, real: number): ApiAnswer | Failure => {
  const parsed = Answer.safeParse(safeJson(text));
  if (!parsed.success) return notReachable(`平台返回 HTTP ${status}，内容读不懂`);
  const answer = parsed.data;
  const legacy =
    answer.sub_code ?? (answer.errcode === undefined || answer.errcode === 0 ? undefined : String(answer.errcode));
  if (status >= 500 && answer.code === undefined) return notReachable(`平台返回 HTTP ${status}`);
  if (status >= 400 || legacy !== undefined) {
    const scopes = answer.accessdenieddetail?.requiredScopes?.join('、');
    return failureOf(answer.code ?? legacy ?? String(status), real, scopes ?? '');
  }
  return answer;
};

const safeJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
