import { drawLeagueMonthly } from '../../cards/leagueMonthly.ts';
import type { FactLine } from '../../domain/assessment/facts.ts';
import type { MonthTable } from '../../domain/assessment/monthTable.ts';
import { canonical } from '../../kernel/canonical.ts';
import type { Scene } from '../act.ts';
import { recipientKey } from '../announce.ts';
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
 * A published month goes out: the county's groups read the figures of departments, each department its own row and lines.
 * A correction (version 2 and on) says why, and is read by the departments whose row it changes.
 */
export const publishMonth = async (
  scene: Scene,
  view: MonthView,
  parts: { lines: readonly FactLine[]; before?: MonthTable },
  at: Date,
): Promise<void> => {
  const { month } = view.table;
  await scene.desk.want(
    scopeGroups(scene.county, 'county').map((to) => ({
      occasion: `leagueMonthly:${month}:${view.version}:${recipientKey(to)}`,
      to,
      kind: 'leagueMonthly' as const,
      letter: { form: 'card' as const, card: drawLeagueMonthly(view, { at, county: scene.county }) },
      tickets: [],
      at,
      ...heldOverNight(scene, at),
    })),
  );
  await sendOwnRows(scene, view, parts.lines, changedRows(view.table, parts.before), at);
};
