import { createHash, randomBytes } from 'node:crypto';
import type { StreetState } from './state.ts';
import { type Plain, str } from './vendor.ts';

/** A file the robot uploads in parts over its connection (D101463): thirty minutes, 512 KB a part, a hundred parts. */
interface Upload {
  type: string;
  name: string;
  size: number;
  parts: number;
  md5: string;
  got: Map<number, Buffer>;
  until: number;
}

const SESSION_MS = 30 * 60_000;
const PART_BYTES = 512 * 1024;
const PARTS = 100;

/** `[errcode, errmsg, body]` of the acknowledgement. */
type Ack = [number, string, Plain?];

/** The three steps of an upload; parts may be numbered from 0 or from 1, in any order, and be repeated. */
export const uploadBook = (state: StreetState): ((cmd: string, body: Plain) => Ack | undefined) => {
  const uploads = new Map<string, Upload>();

  const begin = (body: Plain): Ack => {
    const [size, parts] = [Number(body.total_size), Number(body.total_chunks)];
    if (!['file', 'image', 'voice', 'video'].includes(str(body.type))) return [40004, 'invalid media type'];
    if (str(body.filename) === '' || !(size > 5)) return [44001, 'empty media data'];
    if (!(parts >= 1 && parts <= PARTS)) return [40006, 'invalid chunk count'];
    const id = `up-${randomBytes(6).toString('hex')}`;
    const until = state.town.now().getTime() + SESSION_MS;
    const { type, filename, md5 } = body;
    uploads.set(id, { type: str(type), name: str(filename), size, parts, md5: str(md5), got: new Map(), until });
    return [0, 'ok', { upload_id: id }];
  };

  const found = (body: Plain): Upload | undefined => {
    const upload = uploads.get(str(body.upload_id));
    return upload && upload.until > state.town.now().getTime() ? upload : undefined;
  };

  const part = (body: Plain): Ack => {
    const upload = found(body);
    const index = Number(body.chunk_index);
    const bytes = Buffer.from(str(body.base64_data), 'base64');
    if (!upload) return [40007, 'invalid upload_id'];
    if (bytes.length === 0 || bytes.length > PART_BYTES || !(index >= 0 && index <= upload.parts))
      return [40006, 'invalid chunk'];
    upload.got.set(index, bytes);
    return [0, 'ok'];
  };

  const end = (body: Plain): Ack => {
    const upload = found(body);
    if (!upload) return [40007, 'invalid upload_id'];
    const bytes = Buffer.concat([...upload.got].sort(([a], [b]) => a - b).map(([, data]) => data));
    const whole = upload.got.size === upload.parts && bytes.length === upload.size;
    if (!whole || createHash('md5').update(bytes).digest('hex') !== upload.md5) return [40006, 'invalid file'];
    uploads.delete(str(body.upload_id));
    const media_id = `A${randomBytes(12).toString('base64url')}`;
    state.media.set(media_id, { bytes, type: upload.type, name: upload.name });
    return [0, 'ok', { type: upload.type, media_id, created_at: Math.floor(state.town.now().getTime() / 1000) }];
  };

  const steps: Record<string, (body: Plain) => Ack> = {
    aibot_upload_media_init: begin,
    aibot_upload_media_chunk: part,
    aibot_upload_media_finish: end,
  };
  return (cmd, body) => steps[cmd]?.(body);
};
