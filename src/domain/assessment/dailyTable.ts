import { Decimal } from 'decimal.js';

/** Figures of one department in a period (scoring.md): plain counts by stated dates. */
export interface Figures {
  dispatched: number;
  claimedInTime: number;
  due: number;
  closedOnTime: number;
  closedAll: number;
  overdueOpen: number;
  evaluated: number;
  satisfied: number;
}

export interface DailyRow {
  department: string;
  /** Shared by equals; absent: 无工单, not ranked. */
  place?: number;
  /** Places gained since the previous working day's table (positive: up); absent: not ranked on one of both. */
  movement?: number;
  /** Fewer than five tickets this month: a small sample. */
  smallSample: boolean;
  day: Figures;
  month: Figures;
  /** Percent with two decimals, month to date; absent: the denominator is zero. */
  rates: { claimedInTime?: string; onTime?: string; satisfaction?: string };
}

export interface DailyTable {
  date: string;
  /** The period's end: figures are as of then. ISO. */
  asOf: string;
  rows: DailyRow[];
}

const NOTHING: Figures = {
  dispatched: 0,
  claimedInTime: 0,
  due: 0,
  closedOnTime: 0,
  closedAll: 0,
  overdueOpen: 0,
  evaluated: 0,
  satisfied: 0,
};
const SMALL_SAMPLE = 5;

/** `a/b` against `c/d` without division; a zero denominator counts as full marks. */
const compareRates = (a: number, b: number, c: number, d: number): number =>
  (b === 0 ? 1 : a) * (d === 0 ? 1 : d) - (d === 0 ? 1 : c) * (b === 0 ? 1 : b);

/** Better first: on time, claimed in time, satisfied (month to date), then fewer overdue. Zero: equal. */
const better = (a: Figures, b: Figures): number =>
  compareRates(b.closedOnTime, b.due, a.closedOnTime, a.due) ||
  compareRates(b.claimedInTime, b.dispatched, a.claimedInTime, a.dispatched) ||
  compareRates(b.satisfied, b.evaluated, a.satisfied, a.evaluated) ||
  a.overdueOpen - b.overdueOpen;

const percent = (part: number, whole: number): string | undefined =>
  whole === 0
    ? undefined
    : new Decimal(part).times(100).div(whole).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toFixed(2);

const hasWork = (figures: Figures): boolean =>
  figures.dispatched + figures.due + figures.closedAll + figures.overdueOpen + figures.evaluated > 0;

const ratesOf = (month: Figures): DailyRow['rates'] => {
  const claimedInTime = percent(month.claimedInTime, month.dispatched);
  const onTime = percent(month.closedOnTime, month.due);
  const satisfaction = percent(month.satisfied, month.evaluated);
  return {
    ...(claimedInTime ? { claimedInTime } : {}),
    ...(onTime ? { onTime } : {}),
    ...(satisfaction ? { satisfaction } : {}),
  };
};

/**
 * The daily league table: results ranked, not zeal. Rows by place, equals share the higher one, departments without
 * work this month stand last without a place. `previous` is the table of the working day before.
 */
export const dailyTable = (input: {
  date: string;
  asOf: string;
  departments: readonly string[];
  day: ReadonlyMap<string, Figures>;
  month: ReadonlyMap<string, Figures>;
  previous?: DailyTable;
}): DailyTable => {
  const all = input.departments.map((department) => ({
    department,
    day: input.day.get(department) ?? NOTHING,
    month: input.month.get(department) ?? NOTHING,
  }));
  const working = all
    .filter((row) => hasWork(row.month))
    .sort((a, b) => better(a.month, b.month) || (a.department < b.department ? -1 : 1));
  const idle = all.filter((row) => !hasWork(row.month)).sort((a, b) => (a.department < b.department ? -1 : 1));
  const places = new Map<string, number>();
  working.forEach((row, index) => {
    const above = working[index - 1];
    const shared = above && better(above.month, row.month) === 0 ? places.get(above.department) : undefined;
    places.set(row.department, shared ?? index + 1);
  });
  const before = new Map(input.previous?.rows.map((row) => [row.department, row.place]));
  const rows = [...working, ...idle].map((row): DailyRow => {
    const place = places.get(row.department);
    const was = before.get(row.department);
    return {
      ...row,
      ...(place === undefined ? {} : { place }),
      ...(place === undefined || was === undefined ? {} : { movement: was - place }),
      smallSample: row.month.dispatched > 0 && row.month.dispatched < SMALL_SAMPLE,
      rates: ratesOf(row.month),
    };
  });
  return { date: input.date, asOf: input.asOf, rows };
};
