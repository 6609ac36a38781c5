import { z } from 'zod';
import type { Attachment } from '../../cards/exchange.ts';
import { reasonOf } from '../../kernel/errors.ts';
import type { Failure, PlatformContext } from '../platform.ts';
import type { WecomApi } from './api.ts';
import { openMedia } from './crypto.ts';
import { notReachable } from './errors.ts';
import type { WecomSettings } from './settings.ts';

const Key = z.union([z.object({ mediaId: z.string() }), z.object({ url: z.url(), aesKey: z.string().optional() })]);

const LIMIT = 100 * 1024 * 1024;
const PRIVATE = /^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|0\.|\[|::)/i;

/** Only http(s) and no address of our own network, unless it is the configured platform itself. */
const mayFetch = (url: string, apiUrl: string): boolean => {
  const target = new URL(url);
  if (target.host === new URL(apiUrl).host) return true;
  return /^https?:$/.test(target.protocol) && !PRIVATE.test(target.hostname);
};

/** Downloads what came with a message: by media id through the app, or the robot's encrypted address (five minutes). */
export const fetchMedia = async (
  means: { api: WecomApi; settings: WecomSettings; context: PlatformContext },
  attachment: Attachment,
): Promise<{ bytes: Buffer; type: string; name?: string } | Failure> => {
  const key = Key.safeParse(JSON.parse(attachment.fetchKey));
  if (!key.success) return { ok: false, class: 'rejected', channel: 'wecom-bot', reason: '附件地址读不懂' };
  if ('mediaId' in key.data) return means.api.media(key.data.mediaId);
  const { url, aesKey } = key.data;
  if (!mayFetch(url, means.settings.apiUrl))
    return { ok: false, class: 'rejected', channel: 'wecom-bot', reason: '附件地址不被允许' };
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(30_000), redirect: 'error' });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (!response.ok || bytes.length > LIMIT)
      return { ok: false, class: 'rejected', channel: 'wecom-bot', reason: '附件下载失败或太大' };
    const secret = aesKey ?? means.settings.botCallback?.encodingAESKey;
    return {
      bytes: secret ? openMedia(bytes, secret) : bytes,
      type: response.headers.get('content-type') ?? 'application/octet-stream',
      ...(attachment.name ? { name: attachment.name } : {}),
    };
  } catch (thrown) {
    return notReachable('wecom-bot', reasonOf(thrown));
  }
};
