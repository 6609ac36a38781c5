import { drawLeagueMonthly } from '../../cards/leagueMonthly.ts';
import { monthPicture } from '../../cards/leaguePicture.ts';
import type { FactLine } from '../../domain/assessment/facts.ts';
import type { MonthTable } from '../../domain/assessment/monthTable.ts';
import { canonical } from '../../kernel/canonical.ts';
import { recipientKey } from '../announce.ts';
import { type PaperScene, pictureLetter } from '../documents.ts';
import { heldOverNight } from '../matter.ts';
import { scopeGroups } from '../notices.ts';
import { sendOwnRows } from './own.ts';
import type { MonthView } from './view.ts';

/** Departments whose row differs from the version before, or all of them for the first. */
const changedRows = ({ rows }: MonthTable, before: MonthTable | undefined): string[] => {
  const was = new Map(before?.rows.map((row) => [row.department, canonical(row)]));
  return rows.filter((row) => was.get(row.department) !== canonical(row)).map(({ department }) => department);
};

/**
 * A published month goes out: the county's groups see the picture and read the card with its figures, each department its own row and lines.
 * A correction (version 2 and on) says why, and is read by the departments whose row it changes.
 */
export const publishMonth = async (
  scene: PaperScene,
  view: MonthView,
  parts: { lines: readonly FactLine[]; before?: MonthTable },
  at: Date,
): Promise<void> => {
  const { month } = view.table;
  const context = { at, county: scene.county };
  const groups = scopeGroups(scene.county, 'county');
  const when = { tickets: [], at, ...heldOverNight(scene, at) };
  if (groups.length > 0) {
    const picture = await pictureLetter(scene, monthPicture(view, context), at);
    await scene.desk.want(
      groups.flatMap((to) => [
        {
          occasion: `leaguePicture:${month}:${view.version}:${recipientKey(to)}`,
          to,
          kind: 'file' as const,
          letter: picture,
          ...when,
        },
        {
          occasion: `leagueMonthly:${month}:${view.version}:${recipientKey(to)}`,
          to,
          kind: 'leagueMonthly' as const,
          letter: { form: 'card' as const, card: drawLeagueMonthly(view, context) },
          ...when,
        },
      ]),
    );
  }
  await sendOwnRows(scene, view, parts.lines, changedRows(view.table, parts.before), at);
};
