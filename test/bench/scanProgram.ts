import { withArchive } from '../../src/cli/archive.ts';
import { openDocuments } from '../../src/reports/documents.ts';
import { scan } from '../../src/workflow/scan.ts';

/**
 * The five-minute scan in a process of its own, on the database of `DATABASE_URL`: each message is a moment (ISO) and
 * how often to scan, the answer how many milliseconds one took and how many tickets were seen.
 */
const documents = openDocuments();
await withArchive(async ({ archive, county }) => {
  const ended = Promise.withResolvers<void>();
  process.on('disconnect', ended.resolve);
  process.on('message', async ({ at, times }: { at: string; times: number }) => {
    const moment = new Date(at);
    let seen = 0;
    const begun = performance.now();
    for (let time = 0; time < times; time += 1) seen += await scan(archive, county.county(), documents, moment);
    process.send?.({ ms: (performance.now() - begun) / times, seen });
  });
  process.send?.('ready');
  await ended.promise;
});
await documents.close();
