import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import exifBeGone from 'exif-be-gone';
import { fileTypeFromBuffer } from 'file-type';

/** The package is CommonJS and sets its class as the module itself, which its types do not say. */
const Scrubber = exifBeGone as unknown as typeof exifBeGone.default;

/** What may be kept as evidence, by what the bytes say they are, and what people call it. */
const TYPES: Record<string, string> = {
  'image/jpeg': '图片',
  'image/png': '图片',
  'image/webp': '图片',
  'image/heic': '图片',
  'application/pdf': 'PDF',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word 文档',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel 表格',
  'video/mp4': '视频',
};
/** 20 MB: as much as both platforms let a bot pass on (dingtalk §7.4, D90253). */
export const LARGEST_EVIDENCE = 20 * 1024 * 1024;
/** Formats whose metadata the library can take out; HEIC and video keep theirs. */
const SCRUBBED = ['image/jpeg', 'image/png', 'image/webp'];

/** Fit to be kept, with the hash of what is kept; or one sentence why not. */
export type Checked = { bytes: Buffer; type: string; size: number; sha256: string } | { problem: string };

/**
 * Looks at what was sent (R1.4): its real type by its first bytes, its size; takes the place where a photo was made out
 * of it (EXIF, XMP), for a photo of a caller's house must not say where it stands.
 */
export const checkEvidence = async (sent: Buffer): Promise<Checked> => {
  if (sent.length > LARGEST_EVIDENCE) return { problem: '文件超过 20 MB，请压缩后重发。' };
  const type = (await fileTypeFromBuffer(sent))?.mime;
  if (type === undefined || !(type in TYPES))
    return { problem: `这种文件不能作为佐证，请发 ${[...new Set(Object.values(TYPES))].join('、')}。` };
  const bytes = SCRUBBED.includes(type)
    ? await buffer(Readable.from([sent]).pipe(new Scrubber())).catch(() => undefined)
    : sent;
  if (!bytes || bytes.length === 0) return { problem: '文件已损坏，打不开，请重发。' };
  return { bytes, type, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
};
