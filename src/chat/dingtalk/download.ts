import type { Attachment } from '../../cards/exchange.ts';
import { reasonOf } from '../../kernel/errors.ts';
import type { Failure } from '../platform.ts';
import { isFailure } from './api.ts';
import { notReachable, rejected } from './errors.ts';
import { mayCall } from './hosts.ts';
import type { Means } from './means.ts';

/** Machine milliseconds, and bytes: a document robot may get (the page names no limit). */
const TIMEOUT_MS = 30_000;
const LARGEST = 100 * 1024 * 1024;

export interface Downloaded {
  bytes: Buffer;
  type: string;
  name?: string;
}

/** Reads a body, but never more than `most` bytes; undefined when it is longer. */
const readBounded = async (response: Response, most: number): Promise<Buffer | undefined> => {
  if (Number(response.headers.get('content-length') ?? 0) > most) return undefined;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
};

/**
 * Downloads what came with a message: a temporary address first, then its bytes at once, for it ends soon
 * (download-the-file-content-of-the-robot-receiving-message). Only the platform's own hosts are asked, and none they
 * would send us on to.
 */
export const download = async (
  { settings, api }: Pick<Means, 'settings' | 'api'>,
  attachment: Attachment,
): Promise<Downloaded | Failure> => {
  const answer = await api.call('POST', '/v1.0/robot/messageFiles/download', {
    downloadCode: attachment.fetchKey,
    robotCode: settings.robotCode,
  });
  if (isFailure(answer)) return answer;
  const url = String(answer.downloadUrl ?? '');
  if (!mayCall(url, settings)) return rejected('附件地址不被允许');
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
    if (response.status >= 500) return notReachable(`附件下载失败（HTTP ${response.status}）`);
    if (!response.ok) return rejected(`附件下载失败（HTTP ${response.status}）`);
    const bytes = await readBounded(response, LARGEST);
    if (bytes === undefined) return rejected('附件太大');
    const type = response.headers.get('content-type') ?? 'application/octet-stream';
    return { bytes, type, ...(attachment.name ? { name: attachment.name } : {}) };
  } catch (thrown) {
    return notReachable(reasonOf(thrown));
  }
};
