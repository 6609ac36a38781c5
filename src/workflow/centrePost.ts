import { drawCentreDigest } from '../cards/centreDigest.ts';
import type { WorkingCalendar } from '../domain/deadline/calendar.ts';
import { isNominated, isRestricted } from '../domain/ticket/access.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Scene } from './act.ts';
import { recipientKey } from './announce.ts';
import { centreGroups, goesToDeputy, hasDeputy } from './notices.ts';

const LOCAL = 8 * 3_600_000;

/** The same time of day on the working day before. */
export const dayBefore = (at: Date, calendar: WorkingCalendar): Date =>
  calendar.at(
    calendar.previousWorkingDay(calendar.localDate(at)),
    new Date(at.getTime() + LOCAL).toISOString().slice(11, 16),
  );

/** What waits for a decision of the centre itself. */
const waitsForCentre = (ticket: Ticket): boolean =>
  ticket.status === 'toDispatch' ||
  ticket.status === 'toAccept' ||
  ticket.status === 'toConsult' ||
  isNominated(ticket) ||
  ticket.flags.some((flag) => flag === 'returnAsked' || flag === 'extensionAsked' || flag === 'unreasonableAsked');

/**
 * R3.1: the day's compilation for the centre's groups, with the 08:33 run: counts by stage, and what waits for the
 * centre itself, most urgent first. Restricted tickets are counted, never listed. Nothing open: nothing is sent.
 */
export const postCentre = async (scene: Scene, tickets: readonly Ticket[], post: { at: Date }): Promise<void> => {
  const { desk, county } = scene;
  if (tickets.length === 0) return;
  const from = dayBefore(post.at, county.calendar);
  const waiting = tickets.filter(waitsForCentre);
  const card = drawCentreDigest(
    {
      arrived: tickets.filter((ticket) => new Date(ticket.receivedAt) > from).length,
      open: tickets,
      waiting: waiting.filter((ticket) => !isRestricted(ticket)),
      difficult: tickets.filter(
        (ticket) => ticket.flags.includes('difficult') && !isRestricted(ticket) && !waitsForCentre(ticket),
      ),
      noDeputy: tickets.filter((ticket) => goesToDeputy(ticket) && !hasDeputy(county, ticket)),
      restricted: waiting.filter(isRestricted).length,
    },
    { at: post.at, county },
  );
  await desk.want(
    centreGroups(county).map((to) => ({
      occasion: `centre:${post.at.toISOString()}:${recipientKey(to)}`,
      to,
      kind: 'digest' as const,
      letter: { form: 'card' as const, card },
      tickets: card.tickets,
      at: post.at,
    })),
  );
};
