/** What residents attach: `[图片]` or `[图片:现场.png]` stands for a photo, `[文件:回复函.pdf]` for a file. */
const PHOTO = /\[图片(?:[:：]([^\]]*))?\]/g;
const FILE = /\[文件(?:[:：]([^\]]*))?\]/;

/** Typed words taken apart: the words themselves, the photos' names, or a file's name (which comes alone). */
export function readAttached(typed: string): { words: string; photos: string[]; file?: string } {
  const file = FILE.exec(typed);
  if (file !== null) return { words: '', photos: [], file: file[1] ?? '文件.pdf' };
  return {
    words: typed.replaceAll(PHOTO, ''),
    photos: [...typed.matchAll(PHOTO)].map((match) => match[1] ?? '图片.png'),
  };
}

/** A one-pixel PNG: what a resident's photo is made of in the town. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
export const photoBytes = (): Buffer => PIXEL;

/** A resident's file: a line of text, with a PDF's head when it is called so. */
export const fileBytes = (name: string): Buffer =>
  Buffer.from(`${name.toLowerCase().endsWith('.pdf') ? '%PDF-1.4\n' : ''}${name}\n`, 'utf8');
