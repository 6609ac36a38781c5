import { type Instant, instant } from '../domain/instant.ts';
import { decide } from '../domain/ticket/decide.ts';
import type { TicketEvent } from '../domain/ticket/events.ts';
import { isRefusal } from '../domain/ticket/refusal.ts';
import { clockRuns } from '../domain/ticket/wake.ts';
import { actOnFile, type Scene } from './act.ts';
import type { County } from './county.ts';
import type { Archive, Desk, Via } from './ports.ts';

const BATCH = 100;

const eventsOf = async (desk: Desk, no: string): Promise<TicketEvent[]> =>
  (await desk.history(no)).map(({ event }) => event);

/**
 * After `import holidays`: every open ticket's limits are counted again by the new calendar, a batch to a unit of work.
 * Returns how many changed; the same table again changes none.
 */
export const recomputeDeadlines = async (
  archive: Archive,
  county: County,
  at: Date,
  via: Via = { door: 'cli' },
): Promise<number> => {
  const numbers = await archive.work(async (desk) => (await desk.openTickets()).filter(clockRuns).map(({ no }) => no));
  let changed = 0;
  for (let start = 0; start < numbers.length; start += BATCH) {
    changed += await archive.work(async (desk) => {
      const scene: Scene = { desk, county, via };
      let inBatch = 0;
      for (const no of numbers.slice(start, start + BATCH)) {
        // Locked first: what is read of the history afterwards is the whole of it.
        const file = await desk.lock(no);
        const history = await eventsOf(desk, no);
        const answer = await actOnFile(scene, file, { type: 'Recompute', at: instant(at), history });
        if ('events' in answer && answer.events.length > 0) inBatch += 1;
      }
      return inBatch;
    });
  }
  return changed;
};

/** A limit as it stands and as it would be. */
export interface Moved {
  no: string;
  limit: '签收时限' | '办理时限';
  before: Instant;
  after: Instant;
}

/** What `recomputeDeadlines` would move under this county: the same law is asked, and nothing is kept. */
export const wouldMove = async (desk: Desk, county: County, at: Date): Promise<Moved[]> => {
  const moved: Moved[] = [];
  for (const ticket of (await desk.openTickets()).filter(clockRuns)) {
    const history = await eventsOf(desk, ticket.no);
    const events = decide({ type: 'Recompute', at: instant(at), history }, ticket, county);
    const [event] = isRefusal(events) ? [] : events;
    if (event?.type !== 'DeadlineRecomputed') continue;
    for (const [limit, before, after] of [
      ['签收时限', ticket.claimDueAt, event.claimDueAt],
      ['办理时限', ticket.dueAt, event.dueAt],
    ] as const)
      if (before !== undefined && after !== undefined && before !== after)
        moved.push({ no: ticket.no, limit, before, after });
  }
  return moved;
};
