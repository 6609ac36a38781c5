import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import exifBeGone from 'exif-be-gone';
import { fileTypeFromBuffer } from 'file-type';
import { withoutPlace } from './videoPlace.ts';

/** The package is CommonJS and sets its class as the module itself, which its types do not say. */
const Scrubber = exifBeGone as unknown as typeof exifBeGone.default;

/** What may be kept as evidence, by what the bytes say they are, and what people call it. */
const TYPES: Record<string, string> = {
  'image/jpeg': '图片',
  'image/png': '图片',
  'image/webp': '图片',
  'application/pdf': 'PDF',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word 文档',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel 表格',
  'video/mp4': '视频',
};
/** 20 MB: as much as both platforms let a bot pass on (dingtalk §7.4, D90253). */
export const LARGEST_EVIDENCE = 20 * 1024 * 1024;
/** Formats whose metadata the library can take out. */
const SCRUBBED = ['image/jpeg', 'image/png', 'image/webp'];
/** No library takes the place out of these, and a photo of a caller's house must not say where it stands. */
const APPLE = ['image/heic', 'image/heif', 'image/heic-sequence', 'image/heif-sequence'];

/** Fit to be kept, with the hash of what is kept; or one sentence why not. */
export type Checked = { bytes: Buffer; type: string; size: number; sha256: string } | { problem: string };

/** HEIC is kept only where its place may stay in it. */
const mayBeKept = (type: string, keepPlace: boolean): boolean => type in TYPES || (keepPlace && APPLE.includes(type));

const scrubbed = async (sent: Buffer, type: string): Promise<Buffer | undefined> => {
  if (SCRUBBED.includes(type)) return buffer(Readable.from([sent]).pipe(new Scrubber())).catch(() => undefined);
  return type === 'video/mp4' ? withoutPlace(sent) : sent;
};

/**
 * Looks at what was sent (R1.4): its real type by its first bytes, its size; takes the place where a photo or video was
 * made out of it, unless the county wants the place as evidence (`policy.evidence.keepPlace`).
 */
export const checkEvidence = async (sent: Buffer, keepPlace = false): Promise<Checked> => {
  if (sent.length > LARGEST_EVIDENCE) return { problem: '文件超过 20 MB，请压缩后重发。' };
  const type = (await fileTypeFromBuffer(sent))?.mime;
  if (type !== undefined && !keepPlace && APPLE.includes(type))
    return { problem: 'HEIC 照片里的拍摄位置无法去除，请在手机上转成 JPG（或截图）后重发。' };
  if (type === undefined || !mayBeKept(type, keepPlace))
    return { problem: `这种文件不能作为佐证，请发 ${[...new Set(Object.values(TYPES))].join('、')}。` };
  const bytes = keepPlace ? sent : await scrubbed(sent, type);
  if (!bytes || bytes.length === 0) return { problem: '文件已损坏，打不开，请重发。' };
  return { bytes, type, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
};
