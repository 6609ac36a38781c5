import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type Router from '@koa/router';
import busboy from 'busboy';
import { importTickets } from '../../intake/importFile.ts';
import type { IntakeParts } from '../../intake/intake.ts';
import { PlainError } from '../../kernel/errors.ts';
import { bearer } from './tickets.ts';

const IMPORT_LIMIT = 64 * 1024 * 1024;

interface Uploaded {
  path: string;
  name: string;
}

/** Streams the multipart field `file` to disk. Throws 400 without one, 413 above 64 MiB. */
const receiveFile = async (request: IncomingMessage, folder: string): Promise<Uploaded> => {
  if (Number(request.headers['content-length'] ?? 0) > IMPORT_LIMIT + 10_000)
    throw new PlainError('too-large', '文件超过 64 MiB。', 413);
  const parser = openParser(request);
  let uploaded: Uploaded | undefined;
  let tooLarge = false;
  const writes: Promise<unknown>[] = [];
  parser.on('file', (field, stream, info) => {
    // A form that ends too soon fails its file as well as itself; unheard, that would end the program.
    stream.on('error', () => undefined);
    if (field !== 'file' || uploaded) return void stream.resume();
    uploaded = { path: join(folder, 'upload'), name: Buffer.from(info.filename ?? '', 'latin1').toString('utf8') };
    stream.on('limit', () => {
      tooLarge = true;
    });
    writes.push(pipeline(stream, createWriteStream(uploaded.path)).catch((thrown: unknown) => thrown));
  });
  await pipeline(request, parser).catch(() => {
    throw new PlainError('bad-request', '文件没有完整到达，请重新上传。', 400);
  });
  for (const failed of await Promise.all(writes)) if (failed !== undefined) throw failed;
  if (tooLarge) throw new PlainError('too-large', '文件超过 64 MiB。', 413);
  if (!uploaded) throw new PlainError('no-file', '请用 multipart 表单的 file 字段上传 .xlsx 或 .csv 文件。', 400);
  return uploaded;
};

const openParser = (request: IncomingMessage) => {
  try {
    return busboy({ headers: request.headers, limits: { fileSize: IMPORT_LIMIT, files: 1, fields: 10 } });
  } catch {
    throw new PlainError('no-file', '请用 multipart 表单的 file 字段上传 .xlsx 或 .csv 文件。', 400);
  }
};

/** `POST /api/v1/tickets/import`: the upstream platform's export, answered with row numbers. */
export const importRoute = (router: Router, parts: IntakeParts & { token: string | undefined }): void => {
  router.post('/api/v1/tickets/import', bearer(parts.token), async (context) => {
    const folder = await mkdtemp(join(tmpdir(), 'hotline-import-'));
    try {
      const { path, name } = await receiveFile(context.req, folder);
      context.body = { results: await importTickets(parts, { path, name }) };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
};
