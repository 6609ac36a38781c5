/**
 * How many appeals of one category in one area reached the county, month by month: oldest first, the month that is
 * looked at last. All cells of one look have as many months.
 */
export interface Cell {
  /** As the upstream wrote it; empty: it named none. */
  category: string;
  area: string;
  counts: readonly number[];
}

/** A look at a month and those before it. */
export interface Look {
  cells: readonly Cell[];
  /** By month, oldest first, the looked-at month last: whether the archive has that month from its beginning. */
  known: readonly boolean[];
}

export const NO_CATEGORY = '未分类';
export const NO_AREA = '未注明区域';

/** The count of the month that is looked at. */
export const latest = ({ counts }: Pick<Cell, 'counts'>): number => counts.at(-1) ?? 0;

/** Two texts by their code points: an order that no machine's language changes. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The cells of one category. */
export interface CategoryCells {
  category: string;
  cells: readonly Cell[];
  /** The category's counts all over the county, by month. */
  counts: readonly number[];
}

/** Cells by category, the largest of the month first. */
export const byCategory = (cells: readonly Cell[]): CategoryCells[] =>
  [...Map.groupBy(cells, ({ category }) => category)]
    .map(([category, own]) => ({
      category,
      cells: own,
      counts: (own[0]?.counts ?? []).map((_count, month) =>
        own.reduce((sum, cell) => sum + (cell.counts[month] ?? 0), 0),
      ),
    }))
    .sort((a, b) => latest(b) - latest(a) || byText(a.category, b.category));
