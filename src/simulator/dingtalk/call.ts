import type { IncomingMessage } from 'node:http';
import busboy from 'busboy';

/** One API request as the rules see it, read and parsed, nothing believed yet. */
export interface Call {
  method: string;
  /** Below `/api` or `/oapi`, without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** The JSON object of the body; empty when there is none or it is not an object. */
  body: Record<string, unknown>;
  /** True when the body was a JSON object. */
  json: boolean;
  bytes: number;
  upload?: Upload;
}

/** A multipart file as it was uploaded. */
export interface Upload {
  field: string;
  name: string;
  type: string;
  bytes: Buffer;
}

const MOST_BYTES = 24 * 1024 * 1024;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A non-empty text of the object, or undefined. */
export const textOf = (source: Record<string, unknown>, key: string): string | undefined => {
  const value = source[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** An object below the key, or undefined. */
export const recordOf = (source: Record<string, unknown>, key: string): Record<string, unknown> | undefined => {
  const value = source[key];
  return isRecord(value) ? value : undefined;
};

/** The texts of a list below the key; undefined when it is not a list of texts. */
export const textsOf = (source: Record<string, unknown>, key: string): string[] | undefined => {
  const value = source[key];
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : undefined;
};

/** Parses JSON; undefined when it is none. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** True for a map of texts only: the vendor takes no number, boolean or object as a card variable. */
export const isTextMap = (value: unknown): value is Record<string, string> =>
  isRecord(value) && Object.values(value).every((each) => typeof each === 'string');

/** Reads a request. `path` is below the street's prefix and may carry the query. */
export async function readCall(request: IncomingMessage, path: string): Promise<Call> {
  const [pathname = '', ownQuery] = path.split('?', 2);
  const query = new URLSearchParams(ownQuery ?? (request.url ?? '').split('?', 2)[1] ?? '');
  const bare = { method: request.method ?? 'GET', path: pathname, query, headers: request.headers };
  if ((request.headers['content-type'] ?? '').startsWith('multipart/form-data')) {
    const upload = await readUpload(request).catch(() => undefined);
    return { ...bare, body: {}, json: false, bytes: upload?.bytes.length ?? 0, ...(upload ? { upload } : {}) };
  }
  const raw = await readBytes(request);
  const parsed = parseJson(raw.toString('utf8'));
  const json = isRecord(parsed);
  return { ...bare, body: json ? parsed : {}, json, bytes: raw.length };
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length <= MOST_BYTES) parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function readUpload(request: IncomingMessage): Promise<Upload | undefined> {
  return new Promise((resolve, reject) => {
    let found: Upload | undefined;
    const form = busboy({ headers: request.headers, limits: { fileSize: MOST_BYTES, files: 1 } });
    form.on('file', (field, file, { filename, mimeType }) => {
      const parts: Buffer[] = [];
      file.on('data', (part: Buffer) => parts.push(part));
      file.on('end', () => {
        found = { field, name: filename ?? '', type: mimeType, bytes: Buffer.concat(parts) };
      });
    });
    form.on('close', () => resolve(found));
    form.on('error', reject);
    request.pipe(form);
  });
}
