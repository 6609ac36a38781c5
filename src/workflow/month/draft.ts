import { assessmentCard } from '../../cards/assessment.ts';
import type { Card } from '../../cards/card.ts';
import { tiesOf } from '../../domain/assessment/assembleMonth.ts';
import type { Adjustment } from '../../domain/assessment/facts.ts';
import { leagueTable } from '../../domain/assessment/leagueTable.ts';
import { schemeFixedAt } from '../../domain/assessment/schemeVersions.ts';
import { monthBefore } from '../../domain/deadline/calendarDate.ts';
import { instant } from '../../domain/instant.ts';
import type { Appeal } from '../../domain/month/appeal.ts';
import { type Assessment, assessments } from '../../domain/month/assessment.ts';
import { CENTRE } from '../../domain/person.ts';
import { isRefusal } from '../../domain/ticket/refusal.ts';
import type { Scene } from '../act.ts';
import { actOnMatter, type MatterOffice, redrawMatter, sendMatterCard } from '../matter.ts';
import { recipients } from '../notices.ts';
import { type AssessedMonth, assessedDepartments, assessedLines, assessMonth } from './assess.ts';
import { ownCard, sendOwnRows } from './own.ts';
import { assessmentOf, type MonthView, monthLines, monthTableOf } from './view.ts';

const keepDraft = ({ desk }: Scene, { table, factsSha256 }: AssessedMonth, at: Date): Promise<number> =>
  desk.keepLeagueTable({ kind: 'monthlyDraft', period: table.month, state: 'draft', table, factsSha256, at });

/** The director's card of a month as it stands. */
const directorCard = async (scene: Scene, state: Assessment, at: Date): Promise<Card> => {
  const view = await monthTableOf(scene, state.month, at);
  const open = await scene.desk.matters<Appeal>('appeal', { month: state.month, open: true });
  const { table } = view;
  const ties = state.state === 'draft' ? tiesOf(leagueTable(table), table.scheme) : [];
  const proposed = table.marks.filter((mark) => mark.state === 'proposed').length;
  return assessmentCard(
    state,
    { view, ties, openAppeals: open.map(({ id }) => id), proposed },
    { at, county: scene.county },
  );
};

const showDirector = async (scene: Scene, state: Assessment, at: Date): Promise<void> => {
  const directors = recipients(scene.county, scene.county.holders(CENTRE, 'director'));
  const card = await directorCard(scene, state, at);
  await sendMatterCard(scene, directors, () => card, at);
};

/**
 * The run `month-draft` (R7.2): last month assessed as a draft; the director reads it whole, every department its own row
 * and lines, against which it may appeal for three working days. A month that is published already is left alone.
 */
export const draftMonth = async (scene: Scene, at: Date): Promise<MonthView | undefined> => {
  const { county } = scene;
  const month = monthBefore(county.calendar.localDate(at).slice(0, 7));
  if ((await scene.desk.leagueTable('monthly', month)) !== undefined) return undefined;
  const assessed = await assessMonth(scene, month, at);
  const { factsSha256 } = assessed;
  const change = await actOnMatter(scene, assessments, month, {
    type: 'Draft',
    at: instant(at),
    month,
    appealsUntil: instant(schemeFixedAt(month, county.calendar)),
    factsSha256,
  });
  if (isRefusal(change)) return undefined;
  await keepDraft(scene, assessed, at);
  const view = await monthTableOf(scene, month, at);
  await showDirector(scene, change.after, at);
  const departments = assessedDepartments(county).map(({ code }) => code);
  await sendOwnRows(scene, view, await assessedLines(scene, assessed.table), departments, at);
  return view;
};

/** An accepted appeal: the draft is computed again with the line changed, under the same window. */
export const adjustDraft = async (
  scene: Scene,
  month: string,
  change: { adjustment: Adjustment | undefined; by: string },
  at: Date,
): Promise<void> => {
  const state = await assessmentOf(scene, month);
  const { adjustment, by } = change;
  const adjustments = [...(state?.adjustments ?? []), ...(adjustment ? [adjustment] : [])];
  const assessed = await assessMonth(scene, month, at, { adjustments });
  const { factsSha256 } = assessed;
  const answer = await actOnMatter(scene, assessments, month, {
    type: 'Adjust',
    at: instant(at),
    by,
    factsSha256,
    ...(adjustment ? { adjustment } : {}),
  });
  if (isRefusal(answer)) return;
  await keepDraft(scene, assessed, at);
  await redrawMatter(scene, assessmentOffice, month, at);
};

/** The run `month-lock-due`: the window has ended, the director is asked to sign off, with the table as it stands now. */
export const askLock = async (scene: Scene, at: Date): Promise<void> => {
  const month = monthBefore(scene.county.calendar.localDate(at).slice(0, 7));
  const state = await assessmentOf(scene, month);
  if (state?.state !== 'draft') return;
  const change = await actOnMatter(scene, assessments, month, { type: 'AskLock', at: instant(at) });
  if (isRefusal(change) || change.events.length === 0) return;
  await keepDraft(scene, await assessMonth(scene, month, at, { adjustments: state.adjustments }), at);
  await showDirector(scene, change.after, at);
};

/** How the faces of a department's own row begin: `own:cgj`. */
const OWN = 'own:';

export const assessmentOffice: MatterOffice = {
  kind: assessments.kind,
  watch: async () => undefined,
  draw: async (scene, { id, face, at }) => {
    const state = await assessmentOf(scene, id);
    if (!state) return undefined;
    if (face === 'director') return directorCard(scene, state, at);
    if (!face.startsWith(OWN)) return undefined;
    const view = await monthTableOf(scene, id, at);
    return ownCard(scene, view, { department: face.slice(OWN.length), lines: await monthLines(scene, view) }, at);
  },
};
