import type { PlatformContext } from '../platform.ts';
import { isFailure, type WecomApi } from './api.ts';
import { APP_CHANNEL } from './app.ts';
import type { FileToUpload } from './upload.ts';

/** Of pictures at an address that stays (D90256): their size, and how many a tenant may have in a day and in a month. */
const MOST_BYTES = 2 * 1024 * 1024;
const IN_A_DAY = 1_000;
const IN_A_MONTH = 3_000;

/** Counts one more over all instances. False: the day's or the month's are used up, says our own count. */
const mayUpload = async ({ memory, now }: PlatformContext): Promise<boolean> => {
  const date = new Date(now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const [today, month] = await Promise.all([
    memory.add(`covers:${date}`, 1),
    memory.add(`covers:${date.slice(0, 7)}`, 1),
  ]);
  return today <= IN_A_DAY && month <= IN_A_MONTH;
};

/**
 * The public address of a picture, uploaded once for all who are shown it. Undefined when it cannot have one just now:
 * then it goes as a plain picture. Whoever knows the address sees it, so nothing personal may be in it.
 */
export const coverOf = async (
  { api, context }: { api: WecomApi; context: PlatformContext },
  file: string,
  picture: FileToUpload,
): Promise<string | undefined> => {
  const key = `cover:${file}`;
  const known = await context.memory.get(key);
  if (typeof known?.url === 'string') return known.url;
  if (picture.bytes.length > MOST_BYTES || !(await mayUpload(context))) return undefined;
  const url = await api.uploadCover(picture, APP_CHANNEL);
  if (typeof url === 'string') {
    await context.memory.set(key, { url });
    return url;
  }
  if (isFailure(url)) context.log.info({ code: url.code, reason: url.reason }, 'a picture got no address of its own');
  return undefined;
};
