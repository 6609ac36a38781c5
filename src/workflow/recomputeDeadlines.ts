import { type Instant, instant } from '../domain/instant.ts';
import { act, type Scene } from './act.ts';
import type { County } from './county.ts';
import type { Archive } from './ports.ts';

const BATCH = 100;

/** When the limit of a rework was fixed: the history knows. */
const fixedAt = async (scene: Scene, no: string): Promise<Instant | undefined> =>
  (await scene.desk.history(no)).findLast(
    ({ event }) => event.type === 'ReworkOpened' || event.type === 'TicketReopened',
  )?.event.at;

/**
 * After `import holidays`: every open ticket's limits are counted again by the new calendar, a batch to a unit of work.
 * Returns how many changed; the same table again changes none.
 */
export const recomputeDeadlines = async (archive: Archive, county: County, at: Date): Promise<number> => {
  const numbers = await archive.work(async (desk) =>
    (await desk.openTickets())
      .filter((ticket) => ticket.dueAt !== undefined)
      .map(({ no, dueFrom }) => ({ no, dueFrom })),
  );
  let changed = 0;
  for (let start = 0; start < numbers.length; start += BATCH) {
    changed += await archive.work(async (desk) => {
      const scene: Scene = { desk, county, via: { door: 'cli' } };
      let inBatch = 0;
      for (const { no, dueFrom } of numbers.slice(start, start + BATCH)) {
        const since = dueFrom === 'rework' ? await fixedAt(scene, no) : undefined;
        const answer = await act(scene, no, { type: 'Recompute', at: instant(at), ...(since ? { since } : {}) });
        if ('events' in answer && answer.events.length > 0) inBatch += 1;
      }
      return inBatch;
    });
  }
  return changed;
};
