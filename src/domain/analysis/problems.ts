import { Exact, percent } from '../assessment/rates.ts';
import { byCategory, byText, type Cell, type Look, latest, NO_AREA, NO_CATEGORY } from './cells.ts';
import type { Emerging, HotTopic, MonthAnalysis } from './monthAnalysis.ts';
import { poissonTail } from './poisson.ts';
import type { AnalysisSettings } from './settings.ts';

const PROBABILITY_DIGITS = 2;
const AREAS_NAMED = 3;

const named = ({ category, area }: { category: string; area: string }) => ({
  category: category || NO_CATEGORY,
  area: area || NO_AREA,
});

/** The mean of the known months before the looked-at one; undefined: too few are known. */
const expectedOf = (
  { counts }: Cell,
  known: readonly boolean[],
  { leastMonths }: AnalysisSettings,
): { mean: Exact; months: number } | undefined => {
  const before = counts.slice(0, -1).filter((_count, month) => known[month]);
  if (before.length < leastMonths) return undefined;
  const sum = before.reduce((total, count) => total + count, 0);
  return { mean: new Exact(sum).div(before.length), months: before.length };
};

/**
 * 苗头性 (R7.1): a category in an area with so many appeals that chance alone would hardly bring them, measured by its
 * own trailing months. A month that is not over is compared with whole months on purpose: its count only grows, so
 * looking every day finds nothing that looking once at its end would not, and daily looks cost no false alarms.
 * What names no category is no problem anybody could name. The least likely first.
 */
export const emergingProblems = ({ cells, known }: Look, settings: AnalysisSettings): Emerging[] => {
  const limit = new Exact(settings.probability);
  return cells
    .flatMap((cell) => {
      const count = latest(cell);
      const expected = expectedOf(cell, known, settings);
      // Up to its mean a count is never unlikely; the tail need not be computed.
      if (cell.category === '' || !expected || count < settings.minimum || expected.mean.greaterThanOrEqualTo(count))
        return [];
      const tail = poissonTail(count, expected.mean);
      return tail.lessThan(limit) ? [{ cell, count, expected, tail }] : [];
    })
    .sort(
      (a, b) =>
        a.tail.comparedTo(b.tail) ||
        b.count - a.count ||
        byText(a.cell.category, b.cell.category) ||
        byText(a.cell.area, b.cell.area),
    )
    .map(({ cell, count, expected: { mean, months }, tail }) => ({
      ...named(cell),
      count,
      expected: mean.toFixed(2),
      probability: tail.toSignificantDigits(PROBABILITY_DIGITS).toFixed(),
      months,
    }));
};

/** 倾向性 (R7.1): categories that have grown so many months in a row all over the county; every one of them known. */
export const trendingProblems = ({ cells, known }: Look, settings: AnalysisSettings): MonthAnalysis['trending'] => {
  const { rises, minimum } = settings;
  const enough = known.length > rises && known.slice(-rises - 1).every(Boolean);
  if (!enough) return [];
  return byCategory(cells)
    .map(({ category, counts }) => ({ category, counts: counts.slice(-rises - 1) }))
    .filter(({ category, counts }) => {
      const grows = counts.every((count, month) => month === 0 || count > (counts[month - 1] ?? 0));
      return category !== '' && grows && latest({ counts }) >= minimum;
    });
};

const AT_LATEST = -1;

/** 全局性 (R7.1): categories with several appeals in each of many areas. `month` counts back from the looked-at one, −1. */
export const generalProblems = (
  { cells }: Pick<Look, 'cells'>,
  { general }: AnalysisSettings,
  month = AT_LATEST,
): MonthAnalysis['general'] =>
  byCategory(cells)
    .map(({ category, cells: own, counts }) => ({
      category,
      areas: own.filter(({ area, counts }) => area !== '' && (counts.at(month) ?? 0) >= general.each).length,
      count: counts.at(month) ?? 0,
    }))
    .filter(({ category, areas }) => category !== '' && areas >= general.areas);

/** 热点: the categories with most appeals, their share of all, and the areas they come from most. */
export const hotTopics = ({ cells }: Pick<Look, 'cells'>, settings: AnalysisSettings): HotTopic[] => {
  const all = cells.reduce((sum, cell) => sum + latest(cell), 0);
  return byCategory(cells)
    .filter((topic) => topic.category !== '' && latest(topic) > 0)
    .slice(0, settings.hotTopics)
    .map((topic) => ({
      category: topic.category,
      count: latest(topic),
      share: percent(new Exact(latest(topic)).times(100).div(all)),
      areas: topic.cells
        .filter((cell) => cell.area !== '' && latest(cell) > 0)
        .sort((a, b) => latest(b) - latest(a) || byText(a.area, b.area))
        .slice(0, AREAS_NAMED)
        .map(({ area }) => area),
    }));
};
