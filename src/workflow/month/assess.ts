import { type Filing, filingOutcome } from '../../domain/archive/filing.ts';
import {
  assembleMonth,
  countedMarks,
  type LockedMonth,
  linesAsCsv,
  monthFacts,
  type Tie,
  tiesOf,
} from '../../domain/assessment/assembleMonth.ts';
import type { Adjustment, FactLine } from '../../domain/assessment/facts.ts';
import { leagueTable } from '../../domain/assessment/leagueTable.ts';
import type { MonthTable } from '../../domain/assessment/monthTable.ts';
import type { Scheme } from '../../domain/assessment/scheme.ts';
import { at as momentOf, monthAfter, monthBefore } from '../../domain/deadline/calendarDate.ts';
import { instant } from '../../domain/instant.ts';
import { CENTRE, COUNTY_ROLES, type Department } from '../../domain/person.ts';
import { canonical } from '../../kernel/canonical.ts';
import { sha256 } from '../../kernel/ids.ts';
import type { Scene } from '../act.ts';
import type { County } from '../county.ts';
import { filingsOf } from '../filing.ts';
import type { FactPeriod } from '../ports.ts';

/** Whom an assessment is about: every active department but the centre and those whose people hold county roles alone. */
export const assessedDepartments = ({ departments, people }: County): Department[] =>
  departments.filter(({ code }) => {
    const roles = people
      .filter(({ active, department }) => active && department === code)
      .flatMap(({ roles }) => roles);
    const office = roles.length > 0 && roles.every((role) => COUNTY_ROLES.some((known) => known === role));
    return code !== CENTRE && !office;
  });

/** The month as the facts count it, Asia/Shanghai; tickets of decided appeals leave their columns. */
export const periodOf = (
  month: string,
  asOf: Date,
  adjustments: readonly Adjustment[] = [],
): Required<Pick<FactPeriod, 'from' | 'to' | 'asOf' | 'exempt'>> => ({
  from: momentOf(`${month}-01`, '00:00'),
  to: momentOf(`${monthAfter(month)}-01`, '00:00'),
  asOf,
  exempt: adjustments.flatMap((entry) =>
    entry.kind === 'exempt' ? [{ ticket: entry.ticket, ...(entry.columns ? { columns: entry.columns } : {}) }] : [],
  ),
});

/** R1.7: the filing due on the 5th of the month is the one of the month before; how it stood at `asOf`. */
const filingEvents = async (scene: Scene, month: string, asOf: Date) =>
  (await filingsOf(scene, monthBefore(month))).flatMap((filing: Filing) => {
    const { filedAt, ...unfiled } = filing;
    const then = filedAt !== undefined && filedAt > instant(asOf) ? unfiled : filing;
    const outcome = filingOutcome(then, asOf);
    if (outcome !== 'late' && outcome !== 'missing') return [];
    return [{ department: filing.department, event: outcome === 'late' ? 'archiveLate' : 'archiveMissing' }];
  });

/** What an assessment may be told besides its month and moment. */
export interface AssessOrder {
  adjustments?: readonly Adjustment[];
  /** The scheme of a published month, which a later one never replaces; absent: the one in force for the month. */
  scheme?: Scheme;
  correction?: string;
}

/** A month's table, the digest of the facts it rests on, and the ties a person has to decide. */
export interface AssessedMonth {
  table: MonthTable;
  factsSha256: string;
  ties: Tie[];
}

/** SHA-256 of the facts: they are the only input of the arithmetic besides the scheme. */
export const digestOf = ({ facts }: Pick<MonthTable, 'facts'>): string => sha256(canonical(facts));

/**
 * Assesses a month (R7.2) as things stood at `asOf`: counts, confirmed marks not struck by an appeal, filings, scored
 * by the scheme in force; movement, streak and count against the published months before it.
 */
export const assessMonth = async (
  scene: Scene,
  month: string,
  asOf: Date,
  order: AssessOrder = {},
): Promise<AssessedMonth> => {
  const { desk, county } = scene;
  const { adjustments = [], scheme = county.scheme(month), correction } = order;
  const period = periodOf(month, asOf, adjustments);
  const marks = await desk.markLines(month);
  const facts = monthFacts({
    departments: assessedDepartments(county),
    scheme,
    counted: await desk.figures(period),
    marks: countedMarks(marks, adjustments),
    filings: await filingEvents(scene, month, asOf),
  });
  const history: LockedMonth[] = await desk.lockedMonths(month);
  const table = assembleMonth({
    month,
    asOf: instant(asOf),
    scheme,
    facts,
    marks,
    exclusions: await desk.exclusions(period),
    adjustments: [...adjustments],
    history,
    ...(correction === undefined ? {} : { correction }),
  });
  return { table, factsSha256: digestOf(table), ties: tiesOf(leagueTable(table), scheme) };
};

/** The lines behind a table as they are now, by department and ticket. */
export const assessedLines = (scene: Scene, { month, asOf, adjustments }: MonthTable): Promise<FactLine[]> =>
  scene.desk.factLines(periodOf(month, new Date(asOf), adjustments));

/** Freezes the lines behind a published version. */
export const freezeLines = async (scene: Scene, table: MonthTable, version: number, at: Date): Promise<FactLine[]> => {
  const lines = await assessedLines(scene, table);
  await scene.desk.keepLeagueLines({ month: table.month, version, csv: linesAsCsv(lines), at });
  return lines;
};
