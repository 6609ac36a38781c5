/** What a resident typed, as the robot will get it. */
export interface Spoken {
  msgtype: 'text' | 'picture' | 'richText' | 'file';
  /** The words without the robot's mention; in a group a space stands where it was. */
  content: string;
  photos: string[];
  file?: string;
}

const PHOTO = /\[图片(?:[:：]([^\]]*))?\]/g;
const FILE = /\[文件(?:[:：]([^\]]*))?\]/;

/** Words without the first mention of the robot, a space in its place; undefined when it was not mentioned. */
export function withoutMention(text: string, robotName: string): string | undefined {
  const at = text.indexOf(`@${robotName}`);
  if (at < 0) return undefined;
  const before = text.slice(0, at).trim();
  // DingTalk writes a no-break or four-per-em space after a mention.
  const after = text.slice(at + robotName.length + 1).replace(/^[\s\u00a0\u2005]+/, '');
  return ` ${[before, after].filter((part) => part !== '').join(' ')}`;
}

/**
 * Reads typed words. `[图片]` or `[图片:现场.png]` stands for a photo, `[文件:回复函.pdf]` for a file: the town's way to
 * attach something.
 */
export function readWords(words: string): Spoken {
  const file = FILE.exec(words);
  if (file !== null) return { msgtype: 'file', content: '', photos: [], file: file[1] ?? '文件.pdf' };
  const photos = [...words.matchAll(PHOTO)].map((match) => match[1] ?? '图片.png');
  const content = words.replaceAll(PHOTO, '');
  if (photos.length === 0) return { msgtype: 'text', content: words, photos };
  return { msgtype: content.trim() === '' && photos.length === 1 ? 'picture' : 'richText', content, photos };
}
