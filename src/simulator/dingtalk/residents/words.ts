import { readAttached } from '../../town/attached.ts';
import type { TownFile } from '../../town/files.ts';

/** What a resident typed, as the robot will get it. */
export interface Spoken {
  msgtype: 'text' | 'picture' | 'richText' | 'file';
  /** The words without the robot's mention; in a group a space stands where it was. */
  content: string;
  photos: TownFile[];
  file?: TownFile;
}

/** Words without the first mention of the robot, a space in its place; undefined when it was not mentioned. */
export function withoutMention(text: string, robotName: string): string | undefined {
  const at = text.indexOf(`@${robotName}`);
  if (at < 0) return undefined;
  const before = text.slice(0, at).trim();
  // DingTalk writes a no-break or four-per-em space after a mention.
  const after = text.slice(at + robotName.length + 1).replace(/^[\s\u00a0\u2005]+/, '');
  return ` ${[before, after].filter((part) => part !== '').join(' ')}`;
}

/** Reads typed words as the message DingTalk makes of them. */
export function readWords(typed: string, uploads: readonly TownFile[] = []): Spoken {
  const { words, photos, file } = readAttached(typed, uploads);
  if (file !== undefined) return { msgtype: 'file', content: '', photos, file };
  if (photos.length === 0) return { msgtype: 'text', content: typed, photos };
  return { msgtype: words.trim() === '' && photos.length === 1 ? 'picture' : 'richText', content: words, photos };
}
