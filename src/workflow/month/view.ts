import { assembleMonth, linesFromCsv } from '../../domain/assessment/assembleMonth.ts';
import type { FactLine } from '../../domain/assessment/facts.ts';
import type { MonthTable } from '../../domain/assessment/monthTable.ts';
import type { Scheme } from '../../domain/assessment/scheme.ts';
import { type Assessment, assessments } from '../../domain/month/assessment.ts';
import type { Scene } from '../act.ts';
import type { KeptTable } from '../ports.ts';
import { assessedLines, assessMonth } from './assess.ts';

/** A month's table as people and programs read it. */
export interface MonthView {
  table: MonthTable;
  state: 'draft' | 'published';
  /** Of the published table: 1 with the lock, one more with each correction; of a draft: which drafting, 0: not kept. */
  version: number;
  factsSha256: string;
  /** Appeals are taken until then; only while it is a draft. ISO. */
  appealsUntil?: string;
}

const viewOf = ({ table, version, factsSha256 }: KeptTable, state: MonthView['state']): MonthView => ({
  table: table as MonthTable,
  state,
  version,
  factsSha256,
});

/** The month's assessment; undefined: not drafted yet. */
export const assessmentOf = async ({ desk }: Scene, month: string): Promise<Assessment | undefined> =>
  (await desk.readMatter<Assessment>(assessments.kind, month))?.state;

/** The published table in its newest version, else the kept draft, else one computed as things stand at `at`. */
export const monthTableOf = async (scene: Scene, month: string, at: Date): Promise<MonthView> => {
  const published = await scene.desk.leagueTable('monthly', month);
  if (published) return viewOf(published, 'published');
  const draft = await scene.desk.leagueTable('monthlyDraft', month);
  const appealsUntil = (await assessmentOf(scene, month))?.appealsUntil;
  if (draft) return { ...viewOf(draft, 'draft'), ...(appealsUntil ? { appealsUntil } : {}) };
  const { table, factsSha256 } = await assessMonth(scene, month, at);
  return { table, state: 'draft', version: 0, factsSha256 };
};

/** What another scheme would make of the same facts: nothing of it is kept. */
export const whatIf = async (scene: Scene, view: MonthView, scheme: Scheme): Promise<MonthView> => {
  const { decidedBottom: _decided, ...table } = view.table;
  const history = await scene.desk.lockedMonths(table.month);
  return { ...view, table: assembleMonth({ ...table, scheme, history }) };
};

/** The tickets behind a view: frozen with a published version, as counted now for a draft. */
export const monthLines = async (scene: Scene, { table, state, version }: MonthView): Promise<FactLine[]> => {
  const frozen = state === 'published' ? await scene.desk.leagueLines(table.month, version) : undefined;
  return frozen ? linesFromCsv(frozen.csv) : assessedLines(scene, table);
};
