import { assembleMonth, decides } from '../../domain/assessment/assembleMonth.ts';
import type { Adjustment, MarkLine } from '../../domain/assessment/facts.ts';
import type { MonthTable } from '../../domain/assessment/monthTable.ts';
import { instant } from '../../domain/instant.ts';
import { marks } from '../../domain/mark/mark.ts';
import type { Appeal } from '../../domain/month/appeal.ts';
import { type Assessment, assessments, MONTHLY } from '../../domain/month/assessment.ts';
import type { Person } from '../../domain/person.ts';
import { isRefusal, type Refusal, refuse } from '../../domain/ticket/refusal.ts';
import { act } from '../act.ts';
import type { PaperScene } from '../documents.ts';
import { actOnMatter, redrawMatter } from '../matter.ts';
import { prepareNotices } from './accountability.ts';
import { type AssessedMonth, assessMonth, freezeLines, periodOf } from './assess.ts';
import { assessmentOffice } from './draft.ts';
import { publishMonth } from './publish.ts';
import { assessmentOf, type MonthView } from './view.ts';
import { sendYearEndOf } from './yearEnd.ts';

/** What is proposed for the month and not confirmed lapses with the lock (scoring.md). */
const lapse = async (scene: PaperScene, month: string, lines: readonly MarkLine[], at: Date): Promise<void> => {
  const before = instant(periodOf(month, at).to);
  const open = lines.filter(({ state }) => state === 'proposed');
  const tickets = new Set<string>();
  for (const { id, tickets: about } of open) {
    const mark = await scene.desk.readMatter(marks.kind, id);
    if (mark) await actOnMatter(scene, marks, id, { type: 'Lapse', at: instant(at) });
    else for (const no of about) tickets.add(no);
  }
  for (const no of tickets) await act(scene, no, { type: 'LapseDeductions', at: instant(at), before });
};

const lapsed = (table: MonthTable): MonthTable => ({
  ...table,
  marks: table.marks.map((mark) => (mark.state === 'proposed' ? { ...mark, state: 'lapsed' } : mark)),
});

/** The same facts with the ties decided as the director said. */
const withBottom = async (
  { desk }: PaperScene,
  assessed: AssessedMonth,
  bottom: string[],
  by: string,
): Promise<AssessedMonth> => {
  if (bottom.length === 0) return assessed;
  const history = await desk.lockedMonths(assessed.table.month);
  const decidedBottom = { departments: bottom, by };
  return { ...assessed, table: assembleMonth({ ...assessed.table, history, decidedBottom }) };
};

/** The new version is kept with its lines, published, and what the ladder says of it is prepared. */
const keepVersion = async (
  scene: PaperScene,
  { table, factsSha256 }: AssessedMonth,
  before: MonthTable | undefined,
  at: Date,
): Promise<MonthView> => {
  const { month } = table;
  const version = await scene.desk.keepLeagueTable({
    kind: 'monthly',
    period: month,
    state: 'published',
    table,
    factsSha256,
    at,
  });
  const lines = await freezeLines(scene, table, version, at);
  const view: MonthView = { table, state: 'published', version, factsSha256 };
  await publishMonth(scene, view, { lines, ...(before ? { before } : {}) }, at);
  await prepareNotices(scene, table, at);
  await redrawMatter(scene, assessmentOffice, month, at);
  if (month.endsWith('-12')) await sendYearEndOf(scene, month.slice(0, 4), at);
  return view;
};

/** Only whom a tie is about is a decision: a department that stands at the end for certain may be named along. */
const decided = ({ table }: AssessedMonth, named: readonly string[]): string[] =>
  named.filter((code) => !table.bottom.includes(code));

/**
 * 定榜 (R7.2): the director signs the month off. Refused while the window runs, an appeal is open or a tie across the cut
 * is not decided. What is not confirmed lapses, the facts are read once more, and version 1 is published.
 */
export const lockMonth = async (
  scene: PaperScene,
  by: Person,
  order: { month: string; bottom: string[] },
  at: Date,
): Promise<MonthView | Refusal> => {
  const { month } = order;
  const state = await assessmentOf(scene, month);
  const adjustments = state?.adjustments ?? [];
  const first = await assessMonth(scene, month, at, { adjustments });
  const bottom = decided(first, order.bottom);
  const open = await scene.desk.matters<Appeal>('appeal', { month, open: true });
  const change = await actOnMatter(scene, assessments, month, {
    type: 'Lock',
    at: instant(at),
    by,
    openAppeals: open.map(({ id }) => id),
    bottom,
    assessed: first,
  });
  if (isRefusal(change)) return change;
  const assessed = await withBottom(scene, first, bottom, by.id);
  await lapse(scene, month, assessed.table.marks, at);
  return keepVersion(scene, { ...assessed, table: lapsed(assessed.table) }, undefined, at);
};

/** A tie decided before is not asked again where the decision still fits. */
const bottomFor = (state: Assessment, { ties }: AssessedMonth, named: readonly string[]): string[] => {
  if (named.length > 0) return [...named];
  return state.decidedBottom && ties.length > 0 && decides(ties, state.decidedBottom) ? state.decidedBottom : [];
};

/** What a correction changes besides what the archive has meanwhile: a ticket leaves the month, or a mark is struck. */
export interface Correction {
  month: string;
  reason: string;
  ticket?: string;
  mark?: string;
  bottom: string[];
}

const correctionLine = ({ ticket, mark, reason }: Correction): Adjustment | undefined => {
  if (mark) return { kind: 'strike', mark, appeal: '更正', because: reason };
  return ticket ? { kind: 'exempt', ticket, appeal: '更正', because: reason } : undefined;
};

/**
 * 更正: a published month computed again under its own scheme and as of its own moment, kept and published as a new
 * version beside the old one, never over it. Refused when nothing has changed.
 */
export const correctMonth = async (
  scene: PaperScene,
  by: Person,
  order: Correction,
  at: Date,
): Promise<MonthView | Refusal> => {
  const { month, reason } = order;
  const state = await assessmentOf(scene, month);
  const kept = await scene.desk.leagueTable('monthly', month);
  if (!state || !kept) return refuse('TooEarly', `${month} 还没有定榜，不用更正。`, MONTHLY);
  const before = kept.table as MonthTable;
  const adjustment = correctionLine(order);
  const adjustments = [...state.adjustments, ...(adjustment ? [adjustment] : [])];
  const basis = { adjustments, scheme: before.scheme, correction: reason };
  const first = await assessMonth(scene, month, new Date(before.asOf), basis);
  const bottom = bottomFor(state, first, decided(first, order.bottom));
  const change = await actOnMatter(scene, assessments, month, {
    type: 'Correct',
    at: instant(at),
    by,
    reason,
    bottom,
    assessed: first,
    ...(adjustment ? { adjustment } : {}),
  });
  if (isRefusal(change)) return change;
  return keepVersion(scene, await withBottom(scene, first, bottom, by.id), before, at);
};
