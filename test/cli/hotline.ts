import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ENTRY = fileURLToPath(new URL('../../src/cli/hotline.mjs', import.meta.url));

/** What a command said and how it ended. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the administrator's tool as a clerk would, with these variables. */
export const hotline = (environment: Record<string, string>, ...words: string[]): Promise<Ran> =>
  promisify(execFile)(process.execPath, [ENTRY, ...words], {
    env: { ...process.env, ...environment },
    maxBuffer: 32 * 1024 * 1024,
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Ran) => ({ code, stdout, stderr }),
  );
