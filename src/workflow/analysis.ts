import { byText, type Look, NO_AREA, NO_CATEGORY } from '../domain/analysis/cells.ts';
import type { Compared, MonthAnalysis, Repeated } from '../domain/analysis/monthAnalysis.ts';
import { beginningOf, isKnown, monthAfter, trailing, yearBefore } from '../domain/analysis/months.ts';
import { emergingProblems, generalProblems, hotTopics, trendingProblems } from '../domain/analysis/problems.ts';
import { monthBefore } from '../domain/deadline/calendarDate.ts';
import type { Scene } from './act.ts';
import type { CellCount, RepeatCount, Span, Volume, VolumeCount } from './analysisDesk.ts';

const cellsOf = (counts: readonly CellCount[], months: number): Look['cells'] =>
  [...Map.groupBy(counts, ({ category, area }) => JSON.stringify([category, area])).values()].flatMap((own) => {
    const [first] = own;
    const byMonth = new Array<number>(months).fill(0);
    for (const { month, count } of own) byMonth[month] = count;
    return first ? [{ category: first.category, area: first.area, counts: byMonth }] : [];
  });

/**
 * What the archive has of a month up to `until` (the whole month without it) and of its trailing months (R7.1). Tickets
 * count by the day they were received.
 */
export const lookAt = async ({ desk, county }: Scene, month: string, until?: Date): Promise<Look> => {
  const months = trailing(month, county.policy.analysis.months);
  const bounds = [...months.map(beginningOf), until ?? beginningOf(monthAfter(month))];
  const first = await desk.analysis.firstReceived();
  const counts = await desk.analysis.cells(bounds);
  // A month without a single ticket is one that the archive does not have.
  const received = new Set(counts.map((each) => each.month));
  return {
    cells: cellsOf(counts, months.length),
    known: months.map((each, index) => isKnown(each, first) && received.has(index)),
  };
};

/** The same stretch of another month: as many days of it, and never more than it has. */
const sameStretch = (month: string, { from, to }: Span): Span => {
  const begins = beginningOf(month);
  const ends = begins.getTime() + (to.getTime() - from.getTime());
  return { from: begins, to: new Date(Math.min(ends, beginningOf(monthAfter(month)).getTime())) };
};

const UNNAMED: Partial<Record<Volume, string>> = { category: NO_CATEGORY, area: NO_AREA, department: '' };

const NOW = 0;
const MONTH_AGO = 1;
const YEAR_AGO = 2;

/** One volume's names with their counts of then; a span in which nothing at all was received compares with nothing. */
const compared = (counts: readonly VolumeCount[], by: Volume, name?: string): Compared[] => {
  const received = (span: number): boolean => counts.some((each) => each.by === 'all' && each.span === span);
  const own = Map.groupBy(
    counts.filter((each) => each.by === by),
    (each) => each.name,
  );
  const countOf = (each: string, span: number): number =>
    own.get(each)?.find((count) => count.span === span)?.count ?? 0;
  return [...(name === undefined ? own.keys() : [''])]
    .map((each) => ({
      name: name ?? (each || (UNNAMED[by] ?? '')),
      count: countOf(each, NOW),
      ...(received(MONTH_AGO) ? { monthAgo: countOf(each, MONTH_AGO) } : {}),
      ...(received(YEAR_AGO) ? { yearAgo: countOf(each, YEAR_AGO) } : {}),
    }))
    .sort((a, b) => b.count - a.count || byText(a.name, b.name));
};

const REPEATED_CATEGORIES = 5;

const repeated = (counts: readonly RepeatCount[], kind: Repeated['kind']): Repeated => {
  const own = counts.filter((each) => each.kind === kind);
  return {
    kind,
    tickets: own.reduce((sum, { tickets }) => sum + tickets, 0),
    groups: own[0]?.groups ?? 0,
    top: own
      .slice(0, REPEATED_CATEGORIES)
      .map(({ category, tickets }) => ({ category: category || NO_CATEGORY, count: tickets })),
  };
};

/** The month up to then, and what it is compared with: the same stretch a month and a year before. */
const spansOf = (month: string, until: Date | undefined): Span[] => {
  const span = { from: beginningOf(month), to: until ?? beginningOf(monthAfter(month)) };
  return [span, sameStretch(monthBefore(month), span), sameStretch(yearBefore(month), span)];
};

/**
 * The analysis of a month (R7.1, R7.3), of its part before `until` where that is given: volumes against the same
 * stretch of the month and the year before, hot topics, repeated appeals, 苗头性, 倾向性 and 全局性 problems. Tickets count
 * by the day they were received, merged ones once, void ones never. Counts only: restricted tickets are in them.
 */
export const analyseMonth = async (scene: Scene, month: string, until?: Date): Promise<MonthAnalysis> => {
  const { analysis: settings } = scene.county.policy;
  const spans = spansOf(month, until);
  const [span = { from: beginningOf(month), to: beginningOf(month) }] = spans;
  const counts = await scene.desk.analysis.volumes(spans);
  const repeats = await scene.desk.analysis.repeats(span, settings.repeated.times);
  const look = await lookAt(scene, month, until);
  return {
    month,
    totals: [...compared(counts, 'all', '受理'), ...compared(counts, 'merged', '并入其他工单（不另计）')],
    byType: compared(counts, 'type'),
    byCategory: compared(counts, 'category'),
    byArea: compared(counts, 'area'),
    byDepartment: compared(counts, 'department'),
    hotTopics: hotTopics(look, settings),
    repeated: [repeated(repeats, 'caller'), repeated(repeats, 'place')],
    emerging: emergingProblems(look, settings),
    trending: trendingProblems(look, settings),
    general: generalProblems(look, settings),
  };
};
