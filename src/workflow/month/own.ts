import type { Card } from '../../cards/card.ts';
import { ownMonthCard } from '../../cards/leagueMonthly.ts';
import { blemishesOf } from '../../domain/assessment/assembleMonth.ts';
import type { FactLine } from '../../domain/assessment/facts.ts';
import type { Person } from '../../domain/person.ts';
import { isRestricted, mayRead } from '../../domain/ticket/access.ts';
import type { Ticket } from '../../domain/ticket/state.ts';
import type { Scene } from '../act.ts';
import { heldOverNight } from '../matter.ts';
import { groupsOf } from '../notices.ts';
import type { MonthView } from './view.ts';

/** Which tickets a reader may be shown. */
type Sees = (ticket: Ticket) => boolean;

/** Restricted tickets are never named in a group (requirements.md, section 4). */
const inGroup: Sees = (ticket) => !isRestricted(ticket);

/** What may be shown of these lines where the card goes. */
const shown = async (
  scene: Scene,
  lines: readonly FactLine[],
  sees: Sees,
): Promise<{ lines: FactLine[]; hidden: number }> => {
  const telling = lines.filter((line) => blemishesOf(line).length > 0);
  const tickets = await scene.desk.readAll(telling.map(({ ticket }) => ticket));
  const open = new Set(tickets.filter(sees).map(({ no }) => no));
  const found = telling.filter(({ ticket }) => open.has(ticket));
  return { lines: found, hidden: telling.length - found.length };
};

/** Marks that rest on a ticket that may not be shown are told without its number. */
const withoutHidden = async (scene: Scene, view: MonthView, department: string, sees: Sees): Promise<MonthView> => {
  const own = view.table.marks.filter((mark) => mark.department === department);
  const tickets = await scene.desk.readAll(own.flatMap(({ tickets }) => tickets));
  const hidden = new Set(tickets.filter((ticket) => !sees(ticket)).map(({ no }) => no));
  const marks = own.map((mark) =>
    mark.tickets.some((no) => hidden.has(no)) ? { ...mark, id: '不公开工单', because: '详情请私下查询' } : mark,
  );
  return { ...view, table: { ...view.table, marks } };
};

/** A department's own month as its group may read it, or in private one of its people. */
export const ownCard = async (
  scene: Scene,
  view: MonthView,
  own: { department: string; lines: readonly FactLine[]; reader?: Person },
  at: Date,
): Promise<Card> => {
  const { department, reader } = own;
  const sees: Sees = reader ? (ticket) => mayRead(reader, ticket) : inGroup;
  const mine = own.lines.filter((line) => line.department === department);
  const safe = await withoutHidden(scene, view, department, sees);
  return ownMonthCard(safe, { department, ...(await shown(scene, mine, sees)) }, { at, county: scene.county });
};

/** Every one of these departments reads its own row and lines in its group (one without a group: its liaisons). */
export const sendOwnRows = async (
  scene: Scene,
  view: MonthView,
  lines: readonly FactLine[],
  departments: readonly string[],
  at: Date,
): Promise<void> => {
  const byDepartment = Map.groupBy(lines, ({ department }) => department);
  for (const department of departments) {
    const to = groupsOf(scene.county, department);
    if (to.length === 0) continue;
    const card = await ownCard(scene, view, { department, lines: byDepartment.get(department) ?? [] }, at);
    await scene.desk.want(
      to.map((place) => ({
        occasion: `month:${view.table.month}:${view.state}:${view.version}:${department}:${'chat' in place ? place.chat : place.personId}`,
        to: place,
        kind: 'matter' as const,
        letter: { form: 'card' as const, card },
        tickets: [],
        at,
        ...heldOverNight(scene, at),
      })),
    );
  }
};
