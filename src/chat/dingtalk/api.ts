import { z } from 'zod';
import { reasonOf } from '../../kernel/errors.ts';
import type { Failure, PlatformContext } from '../platform.ts';
import { BANNED, failureOf, isTokenCode, notReachable, tellOf } from './errors.ts';
import { isCounted, isMonthSpent, openQuota, type Quota } from './quota.ts';
import type { DingtalkSettings } from './settings.ts';

const Answer = z.looseObject({
  code: z.coerce.string().optional(),
  errcode: z.coerce.number().optional(),
  sub_code: z.coerce.string().optional(),
  punish: z.string().optional(),
  accessdenieddetail: z.looseObject({ requiredScopes: z.array(z.string()).optional() }).optional(),
});
export type ApiAnswer = Record<string, unknown>;

const TIMEOUT_MS = 10_000;

export const isFailure = (answer: object): answer is Failure => 'ok' in answer && answer.ok === false;

/** How one request goes out. `timeoutMs`: machine milliseconds; `signal` gives it up. */
export interface Patience {
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** Calls of api.dingtalk.com and oapi.dingtalk.com; legacy failures are HTTP 200 with an `errcode`. Never throws. */
export interface DingtalkApi {
  /** The new interface: token in a header; a token the vendor refuses is fetched anew once. */
  call(method: 'POST' | 'PUT', path: string, body: object): Promise<ApiAnswer | Failure>;
  /** The new interface with the token of a person who logged in; costs nothing of the month's quota. */
  asPerson(path: string, token: string): Promise<ApiAnswer | Failure>;
  /** The old interface: token in the query. */
  legacy(path: string, body: object): Promise<ApiAnswer | Failure>;
  /** The old interface's upload (upload-media-files): token in the query. Returns the media id. */
  upload(type: 'file' | 'image', name: string, bytes: Buffer): Promise<string | Failure>;
  /** A whole address that needs no token (session webhook). */
  plain(url: string, body: object, patience?: Patience): Promise<ApiAnswer | Failure>;
  /** Without a token (gateway). */
  open(path: string, body: object, patience?: Patience): Promise<ApiAnswer | Failure>;
}

interface Request extends Patience {
  method: string;
  url: string;
  /** Absent in a GET. */
  body?: object | FormData;
  token?: string;
}

const sendRequest = async (request: Request, real: () => number): Promise<ApiAnswer | Failure> => {
  const timeout = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      ...(request.body === undefined
        ? {}
        : { body: request.body instanceof FormData ? request.body : JSON.stringify(request.body) }),
      redirect: 'error',
      headers: {
        // A form brings its own, with the boundary.
        ...(request.body instanceof FormData ? {} : { 'content-type': 'application/json' }),
        // The gateway answers XML without it.
        accept: 'application/json',
        ...(request.token ? { 'x-acs-dingtalk-access-token': request.token } : {}),
      },
      signal: request.signal ? AbortSignal.any([timeout, request.signal]) : timeout,
    });
    return read(response.status, await response.text(), real());
  } catch (thrown) {
    return notReachable(`连接不上平台：${reasonOf(thrown)}`);
  }
};

/** Every call the vendor counts is counted in `quota`. */
export const openApi = (
  settings: DingtalkSettings,
  context: PlatformContext,
  quota: Quota = openQuota(settings, context),
): DingtalkApi => {
  const base = settings.apiUrl.replace(/\/$/, '');
  const key = `dingtalk:${settings.clientId}`;
  const send = (request: Request): Promise<ApiAnswer | Failure> =>
    sendRequest({ timeoutMs: settings.requestTimeoutMs ?? TIMEOUT_MS, ...request }, () => context.real());

  const fetchToken = async (): Promise<{ value: string; expiresInSeconds: number }> => {
    const answer = await send({
      method: 'POST',
      url: `${base}/v1.0/oauth2/accessToken`,
      body: { appKey: settings.clientId, appSecret: settings.clientSecret },
    });
    if (isFailure(answer)) throw new TokenFailed(answer);
    return { value: String(answer.accessToken), expiresInSeconds: Number(answer.expireIn ?? 7200) };
  };

  const withToken = async (ask: (token: string) => Promise<ApiAnswer | Failure>): Promise<ApiAnswer | Failure> => {
    try {
      const first = await context.token(key, fetchToken);
      const answer = await ask(first);
      if (!isFailure(answer) || !isTokenCode(answer.code ?? '')) return answer;
      return await ask(await context.token(key, fetchToken, { refuse: first }));
    } catch (thrown) {
      return thrown instanceof TokenFailed ? thrown.failure : notReachable(reasonOf(thrown));
    }
  };

  const noteCall = async (call: string, failure: Failure | undefined): Promise<void> => {
    context.count('platform_call', { platform: 'dingtalk', call, outcome: failure?.class ?? 'ok' });
    if (isCounted(failure)) await quota.count('calls');
    if (isMonthSpent(failure?.code)) await quota.spent('calls');
    if (failure) await tellOf(failure, context).catch(() => undefined);
  };

  return {
    call: async (method, path, body) => {
      const answer = await withToken((token) => send({ method, url: `${base}${path}`, body, token }));
      await noteCall(path, isFailure(answer) ? answer : undefined);
      return answer;
    },
    asPerson: (path, token) => send({ method: 'GET', url: `${base}${path}`, token }),
    legacy: async (path, body) => {
      const oapi = settings.oapiUrl.replace(/\/$/, '');
      const answer = await withToken((token) =>
        send({ method: 'POST', url: `${oapi}${path}?access_token=${encodeURIComponent(token)}`, body }),
      );
      const outcome = isFailure(answer) ? answer.class : 'ok';
      context.count('platform_call', { platform: 'dingtalk', call: path, outcome });
      return answer;
    },
    upload: async (type, name, bytes) => {
      const body = new FormData();
      body.set('media', new Blob([new Uint8Array(bytes)]), name);
      const oapi = settings.oapiUrl.replace(/\/$/, '');
      const answer = await withToken((token) =>
        send({
          method: 'POST',
          url: `${oapi}/media/upload?access_token=${encodeURIComponent(token)}&type=${type}`,
          body,
        }),
      );
      await noteCall('/media/upload', isFailure(answer) ? answer : undefined);
      return isFailure(answer) ? answer : String(answer.media_id);
    },
    plain: (url, body, patience) => send({ method: 'POST', url, body, ...patience }),
    open: (path, body, patience) => send({ method: 'POST', url: `${base}${path}`, body, ...patience }),
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
  if (!parsed.success)
    return status === 403 ? failureOf(BANNED, real) : notReachable(`平台返回 HTTP ${status}，内容读不懂`);
  const answer = parsed.data;
  if (answer.punish !== undefined) return failureOf(BANNED, real);
  const legacy = answer.errcode === undefined || answer.errcode === 0 ? undefined : String(answer.errcode);
  if (status < 400 && legacy === undefined) return answer;
  const scopes = answer.accessdenieddetail?.requiredScopes?.join('、');
  const code = answer.code ?? answer.sub_code ?? legacy ?? String(status);
  return failureOf(code, real, { status, ...(scopes ? { detail: scopes } : {}) });
};

const safeJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
