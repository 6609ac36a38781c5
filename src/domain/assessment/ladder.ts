/** One department in one locked month. `ranked` false: 无工单, or the department was not there. */
export interface MonthEnd {
  department: string;
  /** `2026-10` */
  month: string;
  ranked: boolean;
  /** Among the last (the bottom two). */
  bottom: boolean;
}

export type Rung = 1 | 2 | 3;

/** What the ladder says of one department's month (R8.1–R8.3). Rung 4 (R8.4) is a person's decision alone. */
export interface LadderStep {
  department: string;
  month: string;
  /** The highest rung reached, which covers the lower ones; null: not among the last. */
  rung: Rung | null;
  /** Months among the last in a row, across New Year; an unranked or missing month breaks it. */
  streak: number;
  /** Months among the last in this calendar year. */
  inYear: number;
  reason: string;
  clause: 'R8.1' | 'R8.2' | 'R8.3' | null;
}

const CLAUSES = { 1: 'R8.1', 2: 'R8.2', 3: 'R8.3' } as const;

/** The regulation's numbers (第八条): from so many in a row, or so many in the year. */
const RUNGS: readonly { rung: Rung; inARow: number; inYear: number; does: string }[] = [
  { rung: 3, inARow: 4, inYear: 5, does: '县政府督查室责令限期整改' },
  { rung: 2, inARow: 3, inYear: 4, does: '县政府热线分管领导约谈主要负责人' },
  { rung: 1, inARow: 1, inYear: 1, does: '县热线中心约谈分管领导' },
];

/** The highest rung that so many months in a row and in the year reach; undefined: none. */
export const rungFor = (streak: number, inYear: number): { rung: Rung; does: string; clause: string } | undefined => {
  const found = streak > 0 ? RUNGS.find((rung) => streak >= rung.inARow || inYear >= rung.inYear) : undefined;
  return found && { rung: found.rung, does: found.does, clause: CLAUSES[found.rung] };
};

const nextMonth = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
};

const reasonOf = (streak: number, inYear: number, does: string, year: string): string =>
  `${streak > 1 ? `连续 ${streak} 个月` : '本月'}排名后两位，${year} 年累计 ${inYear} 次：${does}（第八条）`;

/** One department's months in order. */
const climb = (months: readonly MonthEnd[]): LadderStep[] => {
  let before: LadderStep | undefined;
  return months.map((end) => {
    const { department, month } = end;
    const year = month.slice(0, 4);
    const counts = end.ranked && end.bottom;
    const follows = before !== undefined && nextMonth(before.month) === month;
    const streak = counts ? (follows ? (before?.streak ?? 0) : 0) + 1 : 0;
    const inYear = (before?.month.startsWith(year) ? before.inYear : 0) + (counts ? 1 : 0);
    const reached = counts ? RUNGS.find((rung) => streak >= rung.inARow || inYear >= rung.inYear) : undefined;
    before = {
      department,
      month,
      rung: reached?.rung ?? null,
      streak,
      inYear,
      reason: reached
        ? reasonOf(streak, inYear, reached.does, year)
        : end.ranked
          ? '不在后两位'
          : '本月未参加排名，连续次数中断',
      clause: reached ? CLAUSES[reached.rung] : null,
    };
    return before;
  });
};

/** The whole ladder for a history of locked months, by department and month; each month of a department once. */
export const ladder = (history: readonly MonthEnd[]): LadderStep[] =>
  [...Map.groupBy(history, ({ department }) => department)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, months]) => climb([...months].sort((a, b) => (a.month < b.month ? -1 : 1))));
