import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { StreetState } from './state.ts';
import { type Answer, no, ok } from './vendor.ts';

/** Pictures for cards and articles (D90256): JPG or PNG of 2 MB, 1,000 a day and 3,000 a month, at an address that stays. */
const MOST_BYTES = 2 * 1024 * 1024;
const IN_A_DAY = 1_000;
const IN_A_MONTH = 3_000;
const FOLDER = '/img/';

const typeOf = (bytes: Buffer): string | undefined => {
  if (bytes.subarray(1, 4).toString('latin1') === 'PNG') return 'image/png';
  return bytes.subarray(0, 2).toString('hex') === 'ffd8' ? 'image/jpeg' : undefined;
};

/** The day in the county's zone. */
const dayOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);

export const keepImage = (state: StreetState, bytes: Buffer): Answer => {
  const type = typeOf(bytes);
  if (type === undefined) return no(40009, 'invalid image type');
  if (bytes.length > MOST_BYTES) return no(45001, 'image size out of limit');
  const at = state.town.now().getTime();
  const days = [...state.images.values()].map((image) => dayOf(image.at));
  const today = days.filter((day) => day === dayOf(at)).length;
  const month = days.filter((day) => day.startsWith(dayOf(at).slice(0, 7))).length;
  if (today >= IN_A_DAY || month >= IN_A_MONTH) return no(45009, 'api freq out of limit');
  const id = randomBytes(12).toString('hex');
  state.images.set(id, { bytes, type, at });
  return ok({ errmsg: '', url: `${state.baseUrl()}/wecom${FOLDER}${id}` });
};

/** Whether this is the address of a picture kept here. */
export const isImage = (state: StreetState, url: string): boolean =>
  state.images.has(url.split(FOLDER)[1] ?? '') && url.startsWith(`${state.baseUrl()}/`);

/** Shows a picture to anybody; false: this path is none. */
export const answerImage = (state: StreetState, path: string, response: ServerResponse): boolean => {
  const image = path.startsWith(FOLDER) ? state.images.get(path.slice(FOLDER.length)) : undefined;
  if (!image) return false;
  response.writeHead(200, { 'content-type': image.type }).end(image.bytes);
  return true;
};
