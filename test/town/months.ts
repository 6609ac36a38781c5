import type { LockedMonth } from '../../src/domain/assessment/assembleMonth.ts';
import { openDatabase } from '../../src/store/client.ts';
import { openArchive } from '../../src/store/desk.ts';
import { openSeal } from '../../src/store/seal.ts';
import type { Desk } from '../../src/workflow/ports.ts';
import { storiesWith } from './story.ts';
import type { StoryTown } from './town.ts';

/** Tickets of the last Friday of October; the month is drafted on Monday 2 November, 09:03, and lockable after the 5th, 17:30. */
export const inOctober = storiesWith({
  startAt: '2026-10-30T09:00:00+08:00',
  people: [{ id: 'dubo', name: '杜博', department: 'xzf', roles: ['supervisionOffice'], wecom: 'dubo' }],
});

export const LATE = 'GD20261030009001';
const MONTHLY = /月榜|约谈|限期整改|整改报告|申诉|问责|年度考核/;

/** What is not of the month is read by stories of its own: tickets' cards, posts, lists. */
export const onlyTheMonth = (town: StoryTown): void =>
  town.leavesUnread(
    'tickets, posts and lists, and the picture that stands before each published card',
    (message) => !MONTHLY.test(message.text) || /日榜|待处理|热线月榜\.png/.test(message.text),
  );

/** One ticket each of these departments, none of it claimed when the month is drafted: each loses the points for that. */
export const draftedWith = async (town: StoryTown, ...departments: string[]): Promise<void> => {
  onlyTheMonth(town);
  await town.tickets(...departments.map((department, index) => ({ no: `GD2026103000900${index + 1}`, department })));
  await town.clock({ to: '2026-11-02T09:10:00+08:00' });
};

/** The director and every group have read the draft. */
export const draftRead = async (town: StoryTown): Promise<void> => {
  await town.reads({ person: 'xulei' }, '2026-10 月榜草稿');
  for (const chat of ['wrkCgj', 'cidZjj==', 'wrkJyj', 'cidJyj==']) await town.reads({ chat }, '2026-10 月榜', '草稿');
};

/** The window has ended; the card on which the director signs off. */
export const windowEnds = async (town: StoryTown) => {
  await town.clock({ to: '2026-11-05T17:40:00+08:00' });
  return town.card({ person: 'xulei' }, 'lock', '请定榜');
};

/** Everyone has read what was published. */
export const publicationRead = async (town: StoryTown, version = '已定榜'): Promise<void> => {
  await town.clock({ to: '2026-11-06T08:40:00+08:00' });
  await town.reads({ chat: 'wrkCounty' }, '12345 工单办理月榜 2026-10', version);
  await town.readsAll({ chat: 'wrkCounty' }, '2026-10 热线月榜.png');
  for (const chat of ['wrkCgj', 'cidZjj==', 'wrkJyj', 'cidJyj==']) await town.reads({ chat }, '2026-10 月榜', version);
};

/** Works on the story's archive beside the bot, as an administrator's command would. */
const atTheDesk = async <T>(town: StoryTown, work: (desk: Desk) => Promise<T>): Promise<T> => {
  const database = openDatabase(town.databaseUrl, 2);
  // A client that was never connected does not close its pool.
  await database.$connect();
  const archive = openArchive(database, openSeal('a-key-for-stories-only'), {
    newId: () => crypto.randomUUID(),
    real: () => Date.now(),
    place: async () => ({ state: 'failed', reason: '没有平台' }),
    jobs: async () => [],
    forecast: async () => 0,
  });
  return archive.work(work).finally(() => database.$disconnect());
};

/** Months published before the story begins: `bottom` stood at the end, the others above. */
export const publishedBefore = (town: StoryTown, months: readonly string[], bottom: string): Promise<void> =>
  atTheDesk(town, async (desk) => {
    const others = ['cgj', 'jyj', 'zjj'].filter((code) => code !== bottom);
    for (const month of months) {
      const table: LockedMonth = {
        month,
        rows: [...others, bottom].map((department, index) => ({
          department,
          place: index + 1,
          total: `${95 - index}.00`,
        })),
        bottom: [bottom],
      };
      const at = new Date('2026-10-30T00:00:00Z');
      await desk.keepLeagueTable({ kind: 'monthly', period: month, state: 'published', table, factsSha256: month, at });
    }
  });

/** What the API has of a month. */
export interface StoryMonth {
  state: string;
  version: number;
  factsSha256: string;
  bottom: string[];
  scheme: { version: string };
  correction: string | null;
  rows: {
    department: string;
    place: number | null;
    status: string;
    total: string;
    deductions: string;
    movement: number | null;
    streak: number;
    inYear: number;
    items: { id: string; rate: string | null; points: string }[];
  }[];
  marks: { id: string; state: string }[];
  adjustments: { kind: string; appeal: string }[];
}

export const month = async (town: StoryTown): Promise<StoryMonth> =>
  (await (await town.api('/api/v1/league-tables/monthly/2026-10')).json()) as StoryMonth;

/** The tickets behind the month, one text a line. */
export const lines = async (town: StoryTown, department = ''): Promise<string[]> => {
  const query = department === '' ? '' : `?department=${encodeURIComponent(department)}`;
  const answer = await town.api(`/api/v1/league-tables/monthly/2026-10/lines${query}`);
  const { lines: found } = (await answer.json()) as { lines: { ticket: string; columns: string[] }[] };
  return found.map(({ ticket, columns }) => `${ticket} ${columns.join(' ')}`);
};
