import type { DepartmentFacts } from './facts.ts';
import { columnsOfRate, Exact, rateOf } from './rates.ts';
import type { Scheme } from './scheme.ts';
import { type Score, scoreOf } from './score.ts';

export interface ItemScore {
  id: string;
  /** Percent with two decimals; absent: the item has no rate or its denominator is zero. */
  rate?: string;
  /** With exactly the scheme's `digits`. */
  points: string;
  grade?: string;
}

export interface LeagueRow {
  department: string;
  group?: string;
  /** Shared by equals (the higher one); null: 无工单, not ranked. */
  place: number | null;
  /** `tied`: 并列待定, equal across the cut, a person decides. */
  status: 'ranked' | 'none' | 'tied';
  total: string;
  items: ItemScore[];
  deductions: string;
  bonuses: string;
  /** 样本较少. */
  smallSample: boolean;
}

/** A table as `hotline league monthly … --json` prints it, without the digest of its facts. */
export interface LeagueTable {
  month: string;
  scheme: { name: string; version: string };
  /** By place, then by department; those without work last. With groups, group after group. */
  rows: LeagueRow[];
  /** Departments at the end for certain, by code; those 并列待定 are in none until a person has decided. */
  bottom: string[];
}

interface Entry {
  facts: DepartmentFacts;
  score: Score;
}

/** Counts of which fewer are better; every other tie-breaker is a rate. */
const FEWER: readonly string[] = ['overdue', 'deductions'];

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const need = (facts: DepartmentFacts, column: string): InstanceType<typeof Exact> => {
  const found = facts.counts[column];
  if (found === undefined)
    throw new MissingColumn(column, `并列时要比较 ${column}，事实表里没有这一列，请补上 ${column} 列。`);
  return new Exact(found);
};

/** A tie can only be broken by a column that the facts do not have. */
export class MissingColumn extends Error {
  readonly column: string;
  constructor(column: string, sentence: string) {
    super(sentence);
    this.column = column;
  }
}

/** Better first. A rate without a denominator is no blemish: it counts as a hundred. */
const compareBy = (name: string, a: DepartmentFacts, b: DepartmentFacts, scheme: Scheme): number => {
  if (FEWER.includes(name)) return need(a, name).comparedTo(need(b, name));
  const columns = columnsOfRate(name, scheme);
  for (const facts of [a, b])
    if (facts.rates[name] === undefined) for (const column of columns ?? []) need(facts, column);
  const [mine, theirs] = [a, b].map((facts) => rateOf(name, facts, scheme) ?? new Exact(100));
  return theirs && mine ? theirs.comparedTo(mine) : 0;
};

const better = (a: Entry, b: Entry, scheme: Scheme): number => {
  const byTotal = b.score.total.comparedTo(a.score.total);
  if (byTotal !== 0) return byTotal;
  for (const name of scheme.tieBreakers) {
    const order = compareBy(name, a.facts, b.facts, scheme);
    if (order !== 0) return order;
  }
  return 0;
};

/** Tickets a department had: those dispatched, or where that is not counted the largest of its columns. */
const ticketsOf = ({ counts }: DepartmentFacts): InstanceType<typeof Exact> | undefined => {
  const known = counts.dispatched === undefined ? Object.values(counts) : [counts.dispatched, counts.due ?? '0'];
  return known.length === 0 ? undefined : known.map((text) => new Exact(text)).reduce((a, b) => (a.gt(b) ? a : b));
};

const isRanked = (facts: DepartmentFacts, scheme: Scheme): boolean => ticketsOf(facts)?.gte(scheme.minTickets) ?? true;

const rowOf = ({ facts, score }: Entry, scheme: Scheme, place: number | null, tied: boolean): LeagueRow => ({
  department: facts.department,
  ...(facts.group === undefined ? {} : { group: facts.group }),
  place,
  status: place === null ? 'none' : tied ? 'tied' : 'ranked',
  total: score.total.toFixed(scheme.digits),
  items: score.items,
  deductions: score.deductions.toFixed(scheme.digits),
  bonuses: score.bonuses.toFixed(scheme.digits),
  smallSample: place !== null && (ticketsOf(facts)?.lt(scheme.smallSample) ?? false),
});

/** The end of one list: who is there for certain, and who is equal across the cut. */
const endOf = (ranked: readonly Entry[], scheme: Scheme): { bottom: Entry[]; tied: Entry[] } => {
  const mayStand = scheme.exemptFullMarks ? ranked.filter(({ score }) => !score.full) : [...ranked];
  const cut = Math.max(0, mayStand.length - scheme.bottom);
  const [above, below] = [mayStand[cut - 1], mayStand[cut]];
  if (!above || !below || better(above, below, scheme) !== 0) return { bottom: mayStand.slice(cut), tied: [] };
  const tied = mayStand.filter((entry) => better(entry, below, scheme) === 0);
  return { bottom: mayStand.slice(cut).filter((entry) => !tied.includes(entry)), tied };
};

/** One list: places shared by equals, then those without work. */
const listOf = (entries: readonly Entry[], scheme: Scheme): { rows: LeagueRow[]; bottom: string[] } => {
  const ranked = entries
    .filter(({ facts }) => isRanked(facts, scheme))
    .sort((a, b) => better(a, b, scheme) || byText(a.facts.department, b.facts.department));
  const idle = entries
    .filter(({ facts }) => !isRanked(facts, scheme))
    .sort((a, b) => byText(a.facts.department, b.facts.department));
  const { bottom, tied } = endOf(ranked, scheme);
  let place = 0;
  const rows = ranked.map((entry, index) => {
    const above = ranked[index - 1];
    if (!above || better(above, entry, scheme) !== 0) place = index + 1;
    return rowOf(entry, scheme, place, tied.includes(entry));
  });
  return {
    rows: [...rows, ...idle.map((entry) => rowOf(entry, scheme, null, false))],
    bottom: bottom.map(({ facts }) => facts.department),
  };
};

/**
 * Scores and ranks a month (R7.2, R8.1). Pure: the order in which the facts come changes nothing. Throws `MissingColumn`
 * when a tie can only be broken by a column the facts do not have.
 */
export const leagueTable = (input: {
  month: string;
  scheme: Scheme;
  facts: readonly DepartmentFacts[];
}): LeagueTable => {
  const { month, scheme, facts } = input;
  const entries = facts.map((entry) => ({ facts: entry, score: scoreOf(entry, scheme) }));
  const lists = scheme.groups
    ? [...Map.groupBy(entries, ({ facts: { group } }) => group ?? '')]
        .sort(([a], [b]) => byText(a, b))
        .map(([, list]) => list)
    : [entries];
  const ranked = lists.map((list) => listOf(list, scheme));
  return {
    month,
    scheme: { name: scheme.name, version: scheme.version },
    rows: ranked.flatMap(({ rows }) => rows),
    bottom: ranked.flatMap(({ bottom }) => bottom),
  };
};
