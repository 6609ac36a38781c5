import { z } from 'zod';
import { reasonOf } from '../../kernel/errors.ts';
import type { Failure, PlatformContext } from '../platform.ts';
import { failureOf, isTokenCode, notReachable } from './errors.ts';
import type { AppSettings, WecomSettings } from './settings.ts';
import type { FileToUpload } from './upload.ts';

/** Every answer carries an `errcode`; HTTP 200 alone means nothing (D90313). */
const Answer = z.looseObject({ errcode: z.coerce.number().default(0) });
export type ApiAnswer = z.infer<typeof Answer> & Record<string, unknown>;

const TIMEOUT_MS = 10_000;

/** Calls of `qyapi`: tokens by query only (D91039), refreshed once on the codes that say so, never in a loop. */
export interface WecomApi {
  /** Posts as the app, with its token. */
  asApp(path: string, body: object, channel: string, query?: Record<string, string>): Promise<ApiAnswer | Failure>;
  /** Asks as the app: a GET with its token. */
  askAsApp(path: string, query: Record<string, string>, channel: string): Promise<ApiAnswer | Failure>;
  /** Posts without a token (group webhook, response_url). */
  plain(path: string, body: object, channel: string): Promise<ApiAnswer | Failure>;
  /** Uploads a file as the app (D90253), or for one group's webhook, which alone may use it (D99110). Returns the media id. */
  upload(file: FileToUpload, channel: string, webhookKey?: string): Promise<string | Failure>;
  /** Uploads a picture as the app to an address that anybody can open and that stays (D90256). Returns the address. */
  uploadCover(file: FileToUpload, channel: string): Promise<string | Failure>;
  /** A file by media id; JSON instead of bytes is an error (D90254). */
  media(mediaId: string): Promise<{ bytes: Buffer; type: string; name?: string } | Failure>;
}

export const isFailure = (answer: object): answer is Failure => 'ok' in answer && answer.ok === false;

interface Call {
  url: string;
  body?: object | FormData;
  channel: string;
}

export const openApi = (settings: WecomSettings, context: PlatformContext): WecomApi => {
  const base = settings.apiUrl.replace(/\/$/, '');
  const timeout = settings.requestTimeoutMs ?? TIMEOUT_MS;

  const request = async ({ url, body, channel }: Call): Promise<ApiAnswer | Failure> => {
    try {
      const response = await fetch(url, {
        method: body ? 'POST' : 'GET',
        signal: AbortSignal.timeout(timeout),
        ...(body instanceof FormData ? { body } : {}),
        ...(body && !(body instanceof FormData)
          ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
          : {}),
      });
      if (!response.ok) return notReachable(channel, `平台返回 HTTP ${response.status}`);
      const answer = Answer.parse(await response.json()) as ApiAnswer;
      return answer.errcode === 0 ? answer : failureOf(answer.errcode, channel, context.real());
    } catch (thrown) {
      return notReachable(channel, `连接不上平台：${reasonOf(thrown)}`);
    }
  };

  const fetchToken = async (app: AppSettings): Promise<{ value: string; expiresInSeconds: number }> => {
    const query = new URLSearchParams({ corpid: app.corpId, corpsecret: app.secret });
    const answer = await request({ url: `${base}/cgi-bin/gettoken?${query}`, channel: 'wecom-app' });
    if (isFailure(answer)) throw new TokenFailed(answer);
    return { value: String(answer.access_token), expiresInSeconds: Number(answer.expires_in ?? 7200) };
  };

  const token = (app: AppSettings, refuse?: string): Promise<string> =>
    context.token(`wecom:${app.corpId}:${app.agentId}`, () => fetchToken(app), refuse ? { refuse } : {});

  const withToken = async (
    app: AppSettings,
    channel: string,
    call: (token: string) => Promise<ApiAnswer | Failure>,
  ): Promise<ApiAnswer | Failure> => {
    try {
      const first = await token(app);
      const answer = await call(first);
      if (!isFailure(answer) || !isTokenCode(Number(answer.code))) return answer;
      return await call(await token(app, first));
    } catch (thrown) {
      return thrown instanceof TokenFailed ? { ...thrown.failure, channel } : notReachable(channel, reasonOf(thrown));
    }
  };

  const counted = async (call: string, answer: Promise<ApiAnswer | Failure>): Promise<ApiAnswer | Failure> => {
    const done = await answer;
    context.count('platform_call', { platform: 'wecom', call, outcome: isFailure(done) ? done.class : 'ok' });
    return done;
  };

  const asApp = (
    path: string,
    query: Record<string, string>,
    call: Omit<Call, 'url'>,
  ): Promise<ApiAnswer | Failure> => {
    const { app } = settings;
    const { channel } = call;
    if (!app) return Promise.resolve({ ok: false, class: 'rejected', channel, reason: '没有配置自建应用' });
    const url = (value: string): string => `${base}${path}?${new URLSearchParams({ access_token: value, ...query })}`;
    return counted(
      path,
      withToken(app, channel, (value) => request({ url: url(value), ...call })),
    );
  };

  return {
    asApp: (path, body, channel, query = {}) => asApp(path, query, { body, channel }),
    askAsApp: (path, query, channel) => asApp(path, query, { channel }),
    plain: (path, body, channel) =>
      counted(
        path.split('?')[0] ?? path,
        request({ url: path.startsWith('http') ? path : `${base}${path}`, body, channel }),
      ),
    upload: async (file, channel, webhookKey) => {
      const { app } = settings;
      const type = `type=${file.as}`;
      const post = (path: string): Promise<ApiAnswer | Failure> =>
        request({ url: `${base}${path}`, body: formOf(file), channel });
      if (webhookKey === undefined && !app)
        return { ok: false, class: 'rejected', channel, reason: '没有配置自建应用' };
      const answer =
        webhookKey === undefined && app
          ? withToken(app, channel, (value) =>
              post(`/cgi-bin/media/upload?access_token=${encodeURIComponent(value)}&${type}`),
            )
          : post(`/cgi-bin/webhook/upload_media?key=${encodeURIComponent(webhookKey ?? '')}&${type}`);
      const done = await counted('media/upload', answer);
      return isFailure(done) ? done : String(done.media_id);
    },
    uploadCover: async (file, channel) => {
      const { app } = settings;
      if (!app) return { ok: false, class: 'rejected', channel, reason: '没有配置自建应用' };
      const path = '/cgi-bin/media/uploadimg';
      const answer = withToken(app, channel, (value) =>
        request({
          url: `${base}${path}?access_token=${encodeURIComponent(value)}`,
          body: formOf(file),
          channel,
        }),
      );
      const done = await counted('media/uploadimg', answer);
      return isFailure(done) ? done : String(done.url);
    },
    media: (mediaId) => mediaOf({ settings, base, timeout, token }, mediaId),
  };
};

const formOf = ({ name, bytes }: FileToUpload): FormData => {
  const form = new FormData();
  form.set('media', new Blob([new Uint8Array(bytes)]), name);
  return form;
};

class TokenFailed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.reason);
    this.failure = failure;
  }
}

const MEDIA_LIMIT = 25 * 1024 * 1024;

const mediaOf = async (
  parts: { settings: WecomSettings; base: string; timeout: number; token(app: AppSettings): Promise<string> },
  mediaId: string,
): Promise<{ bytes: Buffer; type: string; name?: string } | Failure> => {
  const { app } = parts.settings;
  if (!app) return { ok: false, class: 'rejected', channel: 'wecom-app', reason: '没有配置自建应用' };
  try {
    const query = new URLSearchParams({ access_token: await parts.token(app), media_id: mediaId });
    const response = await fetch(`${parts.base}/cgi-bin/media/get?${query}`, {
      signal: AbortSignal.timeout(parts.timeout),
    });
    const type = response.headers.get('content-type') ?? 'application/octet-stream';
    if (type.includes('json') || type.includes('text/plain'))
      return { ok: false, class: 'rejected', channel: 'wecom-app', reason: '平台没有给出文件' };
    const bytes = Buffer.from(await response.arrayBuffer());
    if (bytes.length > MEDIA_LIMIT) return { ok: false, class: 'rejected', channel: 'wecom-app', reason: '文件太大' };
    const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
    return { bytes, type, ...(name ? { name } : {}) };
  } catch (thrown) {
    return notReachable('wecom-app', reasonOf(thrown));
  }
};
