import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { PlainError, reasonOf } from '../../kernel/errors.ts';

/**
 * A backup is one gzip file of frames: a letter, the length of what follows (4 bytes, big-endian), and that. `H` the head,
 * then parts, each `P` (what it is), `D` (bytes, any number of times) and `E` (its length and SHA-256), at last `Z` with the
 * SHA-256 over all parts. Everything but `D` is JSON in UTF-8; a table's bytes are PostgreSQL's COPY text.
 */
export interface Head {
  format: 'hotline-backup';
  version: 1;
  /** When it was made, ISO 8601. */
  at: string;
  /** Names of the migrations that made the tables. */
  migrations: string[];
  /** Told by the SECRET_KEY with which details and attachments are sealed; the key itself is not in the file. */
  keyMark: string;
  keyNote: string;
  tables: Record<string, number>;
  files: number;
}
export type Part = { table: string; columns: string[] } | { file: string };
export interface PartEnd {
  bytes: number;
  sha256: string;
}

export type Frame =
  | { kind: 'H'; head: Head }
  | { kind: 'P'; part: Part }
  | { kind: 'D'; bytes: Buffer }
  | { kind: 'E'; end: PartEnd }
  | { kind: 'Z'; parts: number; sha256: string };

const HEAD_BYTES = 5;
/** No frame of data is written longer; a length far beyond it is none. */
const PIECE = 256 * 1024;
const LONGEST = 16 * 1024 * 1024;

const framed = (kind: Frame['kind'], payload: Buffer): Buffer => {
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(kind, 'latin1');
  head.writeUInt32BE(payload.length, 1);
  return Buffer.concat([head, payload]);
};
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value), 'utf8');

/** Writes frames and keeps the sums: `end` closes what `part` opened. */
export const frameWriter = () => {
  const all = createHash('sha256');
  let parts = 0;
  return {
    head: (head: Head): Buffer => framed('H', json(head)),
    /** One part's frames around its bytes. */
    part: async function* (part: Part, bytes: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
      yield framed('P', json(part));
      const sum = createHash('sha256');
      let length = 0;
      for await (const piece of bytes) {
        sum.update(piece);
        length += piece.length;
        for (let from = 0; from < piece.length; from += PIECE) yield framed('D', piece.subarray(from, from + PIECE));
      }
      const sha256 = sum.digest('hex');
      all.update(`${JSON.stringify(part)}\n${sha256}\n`);
      parts += 1;
      yield framed('E', json({ bytes: length, sha256 } satisfies PartEnd));
    },
    tail: (): Buffer => framed('Z', json({ parts, sha256: all.digest('hex') })),
  };
};

const broken = (how: string): PlainError =>
  new PlainError('bad-backup', `备份文件${how}，不能用来恢复，请换一份备份。`);

const frameOf = (kind: string, payload: Buffer): Frame => {
  if (kind === 'D') return { kind, bytes: payload };
  const value = JSON.parse(payload.toString('utf8'));
  if (kind === 'H') return { kind, head: value };
  if (kind === 'P') return { kind, part: value };
  if (kind === 'E') return { kind, end: value };
  if (kind === 'Z') return { kind, ...value };
  throw broken('已损坏');
};

/** Cuts the stream into frames. */
async function* cut(bytes: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of bytes) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let at = 0;
    while (rest.length - at >= HEAD_BYTES) {
      const length = rest.readUInt32BE(at + 1);
      if (length > LONGEST) throw broken('已损坏');
      if (rest.length - at < HEAD_BYTES + length) break;
      yield frameOf(rest.toString('latin1', at, at + 1), rest.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length));
      at += HEAD_BYTES + length;
    }
    rest = rest.subarray(at);
  }
  if (rest.length > 0) throw broken('不完整');
}

/** The frames of a file, unpacked. Throws `PlainError` for what is no backup, is cut off or was changed. */
export async function* framesOf(path: string): AsyncGenerator<Frame> {
  const gunzip = createGunzip();
  const reading = pipeline(createReadStream(path), gunzip);
  reading.catch(() => undefined);
  try {
    yield* cut(gunzip);
    await reading;
  } catch (thrown) {
    if (thrown instanceof PlainError) throw thrown;
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES')
      throw new PlainError('no-file', `读不到文件 ${path}，请检查路径。`);
    if (code === 'Z_BUF_ERROR') throw broken('不完整');
    if (code.startsWith('Z_') || thrown instanceof SyntaxError) throw broken('已损坏或不是备份');
    throw new PlainError('bad-backup', `备份文件读不下去（${reasonOf(thrown)}）。`);
  }
}

/** Reads all of it and checks every sum. Returns the head. */
export const checkedHead = async (path: string): Promise<Head> => {
  const all = createHash('sha256');
  let head: Head | undefined;
  let part: Part | undefined;
  let sum = createHash('sha256');
  let whole = false;
  for await (const frame of framesOf(path)) {
    if (frame.kind === 'H') head = frame.head;
    if (frame.kind === 'P') {
      part = frame.part;
      sum = createHash('sha256');
    }
    if (frame.kind === 'D') sum.update(frame.bytes);
    if (frame.kind === 'E') {
      if (sum.digest('hex') !== frame.end.sha256) throw broken('已损坏（校验和不符）');
      all.update(`${JSON.stringify(part)}\n${frame.end.sha256}\n`);
    }
    if (frame.kind === 'Z') whole = all.digest('hex') === frame.sha256;
  }
  if (head?.format !== 'hotline-backup') throw broken('不是工单助手的备份');
  if (head.version !== 1) throw new PlainError('newer-backup', '备份由更新的程序制作，请用那一版程序恢复。');
  if (!whole) throw broken('不完整');
  return head;
};
