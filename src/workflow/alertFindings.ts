import { drawFindings } from '../cards/findings.ts';
import { LIST_ROWS } from '../cards/pieces.ts';
import { type Finding, type Found, findings } from '../domain/analysis/finding.ts';
import { beginningOf } from '../domain/analysis/months.ts';
import { emergingProblems, generalProblems } from '../domain/analysis/problems.ts';
import { monthBefore } from '../domain/deadline/calendarDate.ts';
import { instant } from '../domain/instant.ts';
import { CENTRE } from '../domain/person.ts';
import { canonical } from '../kernel/canonical.ts';
import { sha256 } from '../kernel/ids.ts';
import type { Scene } from './act.ts';
import { lookAt } from './analysis.ts';
import { recipientKey } from './announce.ts';
import type { County } from './county.ts';
import { actOnMatter, heldOverNight, type MatterOffice } from './matter.ts';
import { recipients } from './notices.ts';
import type { Recipient } from './ports.ts';

/** How their numbers begin: `FX202610-1c9a…`. */
const PREFIX = 'FX';
const NAME_LETTERS = 10;
const MONTH_BEFORE = -2;

/** One finding of one month has one number: what it is about, and not its figures, which grow. */
const numberOf = (month: string, found: Found): string => {
  const { kind, category } = found;
  const about = canonical({ kind, category, area: found.kind === 'emerging' ? found.area : null });
  return `${PREFIX}${month.replace('-', '')}-${sha256(about).slice(0, NAME_LETTERS)}`;
};

const directorsOf = (county: County): Recipient[] => recipients(county, county.holders(CENTRE, 'director'));

/** Everything that is news: what was all over the county the month before already is in the report, and no news. */
const foundIn = async (scene: Scene, month: string, until: Date): Promise<Found[]> => {
  const { analysis: settings } = scene.county.policy;
  const look = await lookAt(scene, month, until);
  const before = new Set(generalProblems(look, settings, MONTH_BEFORE).map(({ category }) => category));
  return [
    ...emergingProblems(look, settings).map((found): Found => ({ kind: 'emerging', ...found })),
    ...generalProblems(look, settings)
      .filter(({ category }) => !before.has(category))
      .map((found): Found => ({ kind: 'general', ...found })),
  ];
};

interface Numbered {
  id: string;
  found: Found;
}

/** Keeps findings and sends them to the directors with one card. */
const tell = async (
  scene: Scene,
  { month, until, at }: { month: string; until: Date; at: Date },
  fresh: readonly Numbered[],
): Promise<void> => {
  const { desk, county } = scene;
  for (const { id, found } of fresh)
    await actOnMatter(scene, findings, id, { type: 'Tell', at: instant(at), id, month, found });
  await desk.want(
    directorsOf(county).map((to) => ({
      occasion: `finding:${fresh[0]?.id}:${recipientKey(to)}`,
      to,
      kind: 'notice' as const,
      letter: {
        form: 'card' as const,
        card: drawFindings({ month, until, found: fresh.map(({ found }) => found) }, { at, county }),
      },
      tickets: [],
      at,
      ...heldOverNight(scene, at),
    })),
  );
};
const tellMonth = async (scene: Scene, month: string, until: Date, at: Date): Promise<void> => {
  // Nobody to read it yet: it is told once there is.
  if (directorsOf(scene.county).length === 0) return;
  const told = new Set((await scene.desk.matters<Finding>(findings.kind, { month })).map(({ id }) => id));
  const fresh = (await foundIn(scene, month, until))
    .map((found) => ({ id: numberOf(month, found), found }))
    .filter(({ id }) => !told.has(id));
  for (let start = 0; start < fresh.length; start += LIST_ROWS)
    await tell(scene, { month, until, at }, fresh.slice(start, start + LIST_ROWS));
};

/**
 * R7.1, with the 08:43 run: 苗头性 and 全局性 problems of the month up to last midnight reach the centre's director, each
 * once in its month, and are kept as matters. The first run of a month also looks at the whole month before.
 */
export const alertFindings = async (scene: Scene, at: Date): Promise<void> => {
  const { calendar } = scene.county;
  const today = calendar.localDate(at);
  if (!calendar.isWorkingDay(today)) return;
  const month = today.slice(0, 7);
  if (calendar.previousWorkingDay(today) < `${month}-01`)
    await tellMonth(scene, monthBefore(month), beginningOf(month), at);
  const midnight = calendar.at(today, '00:00');
  if (midnight > beginningOf(month)) await tellMonth(scene, month, midnight, at);
};

/** A finding is told and kept: nobody must act, and its card stays as it was told. */
export const findingOffice: MatterOffice = {
  kind: findings.kind,
  prefix: PREFIX,
  watch: async () => undefined,
  draw: async () => undefined,
};
