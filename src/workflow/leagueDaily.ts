import { drawLeagueDaily } from '../cards/leagueDaily.ts';
import { dailyPicture } from '../cards/leaguePicture.ts';
import { type DailyTable, dailyTable, type Figures } from '../domain/assessment/dailyTable.ts';
import { CENTRE } from '../domain/person.ts';
import { canonical } from '../kernel/canonical.ts';
import { sha256 } from '../kernel/ids.ts';
import type { Scene } from './act.ts';
import { recipientKey } from './announce.ts';
import type { County } from './county.ts';
import { type PaperScene, pictureLetter } from './documents.ts';
import { scopeGroups } from './notices.ts';
import type { PeriodFigures } from './ports.ts';

/** The daily table's figures among those of a period. Satisfied is the result's answer. */
const byDepartment = (figures: readonly PeriodFigures[]): Map<string, Figures> =>
  new Map(
    figures.map(({ department, counts, overdueOpen }) => {
      const { dispatched, claimedInTime, due, closedOnTime, closedAll, evaluated } = counts;
      const satisfied = counts.resultSatisfied;
      return [
        department,
        { dispatched, claimedInTime, due, closedOnTime, closedAll, overdueOpen, evaluated, satisfied },
      ];
    }),
  );

/** The table's day runs to the next working day: what happens on days off belongs to the working day before them. */
const periodOf = (date: string, county: County): { from: Date; to: Date; monthFrom: Date } => ({
  from: county.calendar.at(date, '00:00'),
  to: county.calendar.at(county.calendar.nextWorkingDay(date), '00:00'),
  monthFrom: county.calendar.at(`${date.slice(0, 7)}-01`, '00:00'),
});

/** Computes the daily table of a date as the archive stands; `depth` 1 also computes the day before for the movement. */
export const computeDailyTable = async (scene: Scene, date: string, depth = 1): Promise<DailyTable> => {
  const { desk, county } = scene;
  const { from, to, monthFrom } = periodOf(date, county);
  const day = byDepartment(await desk.figures({ from, to, asOf: to }));
  const month = byDepartment(await desk.figures({ from: monthFrom, to, asOf: to }));
  const before = county.calendar.previousWorkingDay(date);
  const kept = depth > 0 ? await desk.leagueTable('daily', before) : undefined;
  const previous = kept
    ? (kept.table as DailyTable)
    : depth > 0
      ? await computeDailyTable(scene, before, 0)
      : undefined;
  return dailyTable({
    date,
    asOf: to.toISOString(),
    departments: county.departments.map((department) => department.code).filter((code) => code !== CENTRE),
    day,
    month,
    ...(previous ? { previous } : {}),
  });
};

/** A published table with what it rests on. */
export interface PublishedTable {
  table: DailyTable;
  state: string;
  version: number;
  factsSha256: string;
}

/** The published table of the date, or a draft computed now. */
export const dailyTableOf = async (scene: Scene, date: string): Promise<PublishedTable> => {
  const kept = await scene.desk.leagueTable('daily', date);
  if (kept) return { ...kept, table: kept.table as DailyTable };
  const table = await computeDailyTable(scene, date);
  return { table, state: 'draft', version: 0, factsSha256: sha256(canonical(table)) };
};

/**
 * The 08:43 run: publishes the previous working day's table to the county's groups, as a picture and then as a card with
 * the same figures, for search and screen readers.
 */
export const publishDailyTable = async (scene: PaperScene, at: Date): Promise<DailyTable | undefined> => {
  const { desk, county } = scene;
  const today = county.calendar.localDate(at);
  if (!county.calendar.isWorkingDay(today)) return undefined;
  const date = county.calendar.previousWorkingDay(today);
  const table = await computeDailyTable(scene, date);
  await desk.keepLeagueTable({
    kind: 'daily',
    period: date,
    state: 'published',
    table,
    factsSha256: sha256(canonical(table)),
    at,
  });
  const groups = scopeGroups(county, 'county');
  if (groups.length === 0) return table;
  // Where calls are saved the card alone goes out: it has the same figures.
  const pictured = groups.some((to) => !county.saves(to.platform));
  const picture = pictured ? await pictureLetter(scene, dailyPicture(table, { at, county }), at) : undefined;
  await desk.want(
    groups.flatMap((to) => [
      ...(picture && !county.saves(to.platform)
        ? [
            {
              occasion: `leaguePicture:${date}:${recipientKey(to)}`,
              to,
              kind: 'file' as const,
              letter: picture,
              tickets: [],
              at,
            },
          ]
        : []),
      {
        occasion: `leagueDaily:${date}:${recipientKey(to)}`,
        to,
        kind: 'leagueDaily' as const,
        letter: { form: 'card' as const, card: drawLeagueDaily(table, { at, county }) },
        tickets: [],
        at,
      },
    ]),
  );
  return table;
};
