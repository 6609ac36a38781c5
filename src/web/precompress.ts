import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(js|css|svg)$/;
/** Below this a compressed copy saves nothing worth a file. */
const WORTH = 1024;

/** Lays a `.br` and a `.gz` beside every built text: the front desk sends them as they are. */
export const precompress = (): Plugin => {
  let out = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved: (config) => {
      out = join(config.root, config.build.outDir);
    },
    closeBundle: async () => {
      const names = await readdir(out, { recursive: true });
      for (const name of names.filter((each) => TEXT.test(each))) {
        const path = join(out, name);
        const bytes = await readFile(path);
        if (bytes.length < WORTH) continue;
        await writeFile(`${path}.gz`, gzipSync(bytes, { level: 9 }));
        const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
        await writeFile(`${path}.br`, brotliCompressSync(bytes, { params }));
      }
    },
  };
};
