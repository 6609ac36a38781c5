import type { TownFile } from './files.ts';
import { drawPhoto } from './photo.ts';
import type { Message, Town } from './types.ts';

/** What residents attach: `[图片]` or `[图片:现场.png]` stands for a photo, `[文件:回复函.pdf]` for a file. */
const PHOTO = /\[图片(?:[:：]([^\]]*))?\]/g;
const FILE = /\[文件(?:[:：]([^\]]*))?\]/;

/** Words with what hangs on them: photos, or one file, which comes alone. */
export interface Attached {
  words: string;
  photos: TownFile[];
  file?: TownFile;
}

/**
 * Typed words taken apart. A mark stands for the upload of that name, else for the town's sample photo or a file with
 * a line of text in it.
 */
export function readAttached(typed: string, uploads: readonly TownFile[] = []): Attached {
  const sent = (name: string): TownFile | undefined => uploads.find((upload) => upload.name === name);
  const file = FILE.exec(typed);
  if (file !== null) {
    const name = file[1] || '文件.pdf';
    return { words: '', photos: [], file: sent(name) ?? { name, bytes: fileBytes(name) } };
  }
  return {
    words: typed.replaceAll(PHOTO, ''),
    photos: [...typed.matchAll(PHOTO)].map((match) => {
      const name = match[1] || '图片.png';
      return sent(name) ?? { name, bytes: photoBytes() };
    }),
  };
}

/** The photos and the file as the message shows them. */
export const shelved = (town: Town, { photos, file }: Attached): Pick<Message, 'media'> => {
  const files = file ? [file] : photos;
  return files.length > 0 ? { media: files.map((each) => town.shelve(each)) } : {};
};

let photo: Buffer | undefined;
/** The sample photo: drawn once. */
const photoBytes = (): Buffer => {
  photo ??= drawPhoto();
  return photo;
};

/** A resident's file: a line of text, with a PDF's head when it is called so. */
const fileBytes = (name: string): Buffer =>
  Buffer.from(`${name.toLowerCase().endsWith('.pdf') ? '%PDF-1.4\n' : ''}${name}\n`, 'utf8');
