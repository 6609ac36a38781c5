import { createHash } from 'node:crypto';
import { reasonOf } from '../../kernel/errors.ts';
import type { Failure } from '../platform.ts';
import { failureOf, notReachable } from './errors.ts';
import type { Ack, RobotSocket } from './socket.ts';

/** A file on its way to the platform. `name` with its ending is what people see. */
export interface FileToUpload {
  as: 'file' | 'image';
  name: string;
  bytes: Buffer;
}

/** A part may have 512 KB, an upload 100 of them (D101463). */
const PART_BYTES = 512 * 1024;
const CHANNEL = 'wecom-bot';

class Refused extends Error {
  readonly code: number;
  constructor(code: number) {
    super(String(code));
    this.code = code;
  }
}

const accepted = (ack: Ack): Record<string, unknown> => {
  if (ack.errcode !== 0) throw new Refused(ack.errcode);
  return ack.body ?? {};
};

/** Uploads through the robot's long connection: begin, parts numbered from 1, end. Returns the media id. */
export const uploadInParts = async (
  socket: Pick<RobotSocket, 'send'>,
  { as, name, bytes }: FileToUpload,
  real: number,
): Promise<string | Failure> => {
  const parts = Math.max(1, Math.ceil(bytes.length / PART_BYTES));
  const order = {
    type: as,
    filename: name,
    total_size: bytes.length,
    total_chunks: parts,
    md5: createHash('md5').update(bytes).digest('hex'),
  };
  try {
    const { upload_id } = accepted(await socket.send('aibot_upload_media_init', order));
    for (let part = 0; part < parts; part += 1) {
      const base64_data = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES).toString('base64');
      accepted(await socket.send('aibot_upload_media_chunk', { upload_id, chunk_index: part + 1, base64_data }));
    }
    return String(accepted(await socket.send('aibot_upload_media_finish', { upload_id })).media_id);
  } catch (thrown) {
    return thrown instanceof Refused ? failureOf(thrown.code, CHANNEL, real) : notReachable(CHANNEL, reasonOf(thrown));
  }
};
