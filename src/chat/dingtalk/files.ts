import { extname } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { Failure, FileSent } from '../platform.ts';
import { rejected } from './errors.ts';
import type { Means } from './means.ts';

/** What `sampleFile` carries (robot-message-type); anything else travels in a zip. */
const CARRIED: ReadonlySet<string> = new Set(['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx']);

/** Uploads are reusable (upload-media-files names no end); ours are taken anew after this, machine milliseconds. */
const SERVES_MS = 2.5 * 24 * 3_600_000;

const zipped = (name: string, bytes: Buffer): Promise<Buffer> => {
  const zip = new ZipFile();
  zip.addBuffer(bytes, name);
  zip.end();
  return buffer(zip.outputStream);
};

const endingOf = (name: string): string => extname(name).slice(1).toLowerCase();

/** The file as the platform takes it: under its own name, or in a zip of that name. */
const carried = async (name: string, bytes: Buffer): Promise<{ name: string; bytes: Buffer }> =>
  CARRIED.has(endingOf(name))
    ? { name, bytes }
    : { name: `${name.slice(0, -extname(name).length || undefined)}.zip`, bytes: await zipped(name, bytes) };

/** Uploads a document or a picture, once for all who get it, and returns the message that shows it. */
export const fileMessage = async (
  { api, context }: Means,
  { letter }: FileSent,
): Promise<{ msgKey: string; msgParam: string } | Failure> => {
  const kept = await context.file(letter.file);
  if (!kept) return rejected(`文件 ${letter.name} 已不在存档中`);
  const { name, bytes } = letter.as === 'image' ? { name: letter.name, bytes: kept } : await carried(letter.name, kept);
  const key = `media:${letter.as}:${letter.file}:${name}`;
  const known = await context.memory.get(key);
  const fresh = typeof known?.mediaId === 'string' && Number(known.until) > context.real() ? known.mediaId : undefined;
  const mediaId = fresh ?? (await api.upload(letter.as, name, bytes));
  if (typeof mediaId !== 'string') return mediaId;
  if (!fresh) await context.memory.set(key, { mediaId, until: context.real() + SERVES_MS });
  return letter.as === 'image'
    ? { msgKey: 'sampleImageMsg', msgParam: JSON.stringify({ photoURL: mediaId }) }
    : {
        msgKey: 'sampleFile',
        msgParam: JSON.stringify({ mediaId, fileName: name, fileType: endingOf(name) }),
      };
};
