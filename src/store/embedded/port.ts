import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Layout } from './layout.ts';

const listenOn = (port: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : undefined));
    });
  });

/** The port of the last start when it is still free, else any free one; remembered for the next start. */
export const choosePort = async (layout: Layout): Promise<number> => {
  const last = Number(await readFile(layout.port, 'utf8').catch(() => ''));
  const kept = Number.isInteger(last) && last > 0 ? await listenOn(last) : undefined;
  const port = kept ?? (await listenOn(0)) ?? 0;
  await writeFile(layout.port, `${port}\n`);
  return port;
};
