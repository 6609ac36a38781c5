import { instant } from '../domain/instant.ts';
import { actOnFile, type Scene } from './act.ts';
import type { County } from './county.ts';
import type { Documents, PaperScene } from './documents.ts';
import { watchMatters } from './matters.ts';
import type { Archive, TicketFile } from './ports.ts';

const BATCH = 200;

/**
 * The five-minute scan (R3.2–R3.4, R4.1): every ticket and every matter whose next moment has come is watched, in
 * batches of one transaction, oldest first. Its cost follows what is due, not what is in the archive. Returns how many.
 */
export const scan = async (archive: Archive, county: County, documents: Documents, at: Date): Promise<number> => {
  let seen = 0;
  for (;;) {
    const batch = await archive.work(async (desk) => {
      const scene: PaperScene = { desk, county, documents, via: { door: 'clock' } };
      // Both are asked in one turn: most scans find nothing. What a ticket's watch may have changed is asked again.
      const [files, found] = await Promise.all([desk.dueForWatch(at, BATCH), desk.mattersDue(at, BATCH)]);
      for (const file of files) await watch(scene, file, at);
      const matters = files.length === 0 ? found : await desk.mattersDue(at, BATCH);
      await watchMatters(scene, matters, at);
      return Math.max(files.length, matters.length);
    });
    seen += batch;
    if (batch < BATCH) return seen;
  }
};

const watch = async (scene: Scene, file: TicketFile, at: Date): Promise<void> => {
  const answer = await actOnFile(scene, file, { type: 'Watch', at: instant(at) });
  if ('refused' in answer) throw new Error(`Watch is never refused (${file.ticket.no}: ${answer.code})`);
};
