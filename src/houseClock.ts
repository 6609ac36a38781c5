import { hostname } from 'node:os';
import type { CountyCache } from './countyCache.ts';
import { isFilingDay } from './domain/archive/filing.ts';
import { localDate } from './domain/deadline/calendarDate.ts';
import { previousPost } from './jobs/timetable.ts';
import { openTower, type Tower, type TowerJob } from './jobs/tower.ts';
import type { Clock } from './kernel/clock.ts';
import { newId } from './kernel/ids.ts';
import type { Logger } from './kernel/log.ts';
import type { Database } from './store/client.ts';
import { openRunBook } from './store/runRows.ts';
import { alertFindings } from './workflow/alertFindings.ts';
import { sendAgenda } from './workflow/consultation.ts';
import type { Documents } from './workflow/documents.ts';
import { remindFilings } from './workflow/filing.ts';
import { publishDailyTable } from './workflow/leagueDaily.ts';
import { askLock, draftMonth } from './workflow/month/draft.ts';
import { closeYear } from './workflow/month/yearEnd.ts';
import type { Archive, Via } from './workflow/ports.ts';
import { post } from './workflow/posts.ts';
import { release } from './workflow/release.ts';
import { scan } from './workflow/scan.ts';

/** Where a change comes from that no person made. */
export const BY_CLOCK: Via = { door: 'clock' };

/** What the clock sets going needs. */
interface TowerNeeds {
  clock: Clock;
  log: Logger;
  database: Database;
  archive: Archive;
  county: CountyCache;
  documents: Documents;
  settleDeliveries(): Promise<void>;
  /** R1.7: the month's bundle is made, beside the bot. */
  makeArchive(at: Date): void;
}

const CURSOR = 'tower:cursor';

/** The clock tower with this program's runs: what each job does when its time has come. */
export const buildTower = ({
  clock,
  log,
  database,
  archive,
  county,
  documents,
  settleDeliveries,
  makeArchive,
}: TowerNeeds): Tower => {
  const book = openRunBook(database, () => clock.real());
  const instance = `${hostname()}:${newId().slice(0, 8)}`;
  const scene = { documents, via: BY_CLOCK };
  const runs: Record<TowerJob, (at: Date) => Promise<unknown>> = {
    scan: (at) => scan(archive, county.county(), documents, at),
    release: (at) => release(archive, { ...scene, county: county.county() }, at),
    morning: (at) => posting('morning', at),
    midday: (at) => posting('midday', at),
    afternoon: (at) => posting('afternoon', at),
    agenda: (at) => archive.work((desk) => sendAgenda({ ...scene, county: county.county(), desk }, at)),
    archive: async (at) => {
      await archive.work((desk) => remindFilings({ ...scene, county: county.county(), desk }, at));
      if (isFilingDay(localDate(at))) makeArchive(at);
    },
    'month-draft': (at) => archive.work((desk) => draftMonth({ ...scene, county: county.county(), desk }, at)),
    'month-lock-due': (at) => archive.work((desk) => askLock({ ...scene, county: county.county(), desk }, at)),
    'year-end': (at) => archive.work((desk) => closeYear({ ...scene, county: county.county(), desk }, at)),
    'league-daily': async (at) => {
      await archive.work((desk) => publishDailyTable({ ...scene, county: county.county(), desk }, at));
      await archive.work((desk) => alertFindings({ ...scene, county: county.county(), desk }, at));
    },
  };
  const posting = (name: 'morning' | 'midday' | 'afternoon', at: Date): Promise<void> =>
    archive.work((desk) =>
      post(
        { ...scene, county: county.county(), desk },
        { name, at, since: previousPost(at, county.county().calendar) },
      ),
    );
  return openTower({
    clock,
    log,
    instance,
    calendar: () => county.county().calendar,
    claim: (run, holdMs) => book.claim(run, instance, holdMs),
    finish: (run, outcome) => book.finish(run, outcome),
    nextDue: () => archive.work((desk) => desk.nextDue()),
    run: async (job, at) => {
      await runs[job](at);
      // A delegation may have ended: what comes next sees the county without it.
      await county.refresh();
    },
    settle: settleDeliveries,
    cursor: {
      load: async () => {
        const kept = await archive.work((desk) => desk.note(CURSOR));
        return typeof kept === 'string' ? new Date(kept) : undefined;
      },
      keep: (at) => archive.work((desk) => desk.keepNote(CURSOR, at.toISOString())),
    },
  });
};
