import { localDate } from '../deadline/calendarDate.ts';
import { type Instant, toDate } from '../instant.ts';
import type { Law } from '../law.ts';
import { hasRole, type Person } from '../person.ts';
import type { Policy } from '../policy.ts';
import type { Referral, ReferralRoute, Ticket } from '../ticket/state.ts';

/** R3.5, automatic: returned twice, or passed among three departments. The pending return counts. */
export const difficultByRule = (ticket: Ticket, { difficult }: Policy): string | undefined => {
  const returned = ticket.returns.filter((entry) => entry.outcome === undefined || entry.outcome === 'accepted').length;
  if (returned >= difficult.returns) return `已退单 ${returned} 次`;
  const passed = new Set(ticket.passedThrough).size;
  return passed >= difficult.departments ? `已经过 ${passed} 个单位` : undefined;
};

const MONDAY = 1;
const TUESDAY = 2;
const LOCAL = 8 * 3_600_000;

/** Real weekday and hour in Asia/Shanghai: a make-up Saturday or Sunday keeps its weekday. */
const localParts = (moment: Instant): { weekday: number; hour: number } => {
  const local = new Date(toDate(moment).getTime() + LOCAL);
  return { weekday: local.getUTCDay(), hour: local.getUTCHours() };
};

/**
 * R3.6: Monday 00:00 to Tuesday 12:00 by the time the ticket reached the county (setting: the two mornings only). A
 * Monday that is a public holiday goes by R3.7; Tuesday morning still counts.
 */
export const inPetitionWindow = (receivedAt: Instant, { calendar, policy }: Law): boolean => {
  const { weekday, hour } = localParts(receivedAt);
  if (weekday === TUESDAY) return hour < 12;
  if (weekday !== MONDAY || !calendar.isWorkingDay(calendar.localDate(toDate(receivedAt)))) return false;
  return policy.petitionWindow === 'mondayThroughTuesdayNoon' || hour < 12;
};

/** The route by the window; the centre may choose another, the hotline leader for key difficult ones (R3.8). */
export const suggestedRoute = (ticket: Ticket, law: Law): ReferralRoute =>
  inPetitionWindow(ticket.receivedAt, law) ? 'petitionBureau' : 'countyLeader';

/** The referral sheet's beginning: why, where it should go and where it goes. */
export const referral = (
  ticket: Ticket,
  order: { reason: string; at: Instant; by?: string; route?: ReferralRoute },
  law: Law,
): Referral => {
  const suggested = suggestedRoute(ticket, law);
  return {
    reason: order.reason,
    suggestedRoute: suggested,
    route: order.route ?? suggested,
    arisenAt: order.at,
    ...(order.by ? { by: order.by } : {}),
  };
};

/** In charge of a ticket's field of work: its category (大类, or 大类/小类) or its department; no fields given: of all. */
const inCharge = (person: Person, ticket: Ticket): boolean => {
  const fields = person.fields ?? [];
  const [main] = ticket.category?.split('/') ?? [];
  return fields.length === 0 || [main, ticket.category, ticket.department].some((one) => one && fields.includes(one));
};

/** On the roster on the day the sheet was made or on the day of deciding; without a roster on every day. */
const onRoster = (person: Person, referral: Referral, at: Instant): boolean => {
  const roster = person.roster ?? [];
  return roster.length === 0 || [referral.arisenAt, at].some((moment) => roster.includes(localDate(toDate(moment))));
};

/** Whether the sheet's own route leads to this person (R3.6–R3.8); the hotline leader may always decide besides. */
export const isDecider = (person: Person, ticket: Ticket, at: Instant): boolean => {
  const { referral } = ticket;
  switch (referral?.route) {
    case 'petitionBureau':
      return hasRole(person, 'receptionLeader') && onRoster(person, referral, at);
    case 'countyLeader':
      return hasRole(person, 'countyLeader') && inCharge(person, ticket);
    default:
      return hasRole(person, 'hotlineLeader');
  }
};

/** Those the sheet waits for: its route's leaders, or the hotline leader when the route has nobody that day. */
export const decidersAmong = (
  people: readonly Person[],
  ticket: Ticket,
  at: Instant,
): { deciders: Person[]; instead: boolean } => {
  const deciders = people.filter((person) => person.active && isDecider(person, ticket, at));
  if (deciders.length > 0) return { deciders, instead: false };
  return { deciders: people.filter((person) => person.active && hasRole(person, 'hotlineLeader')), instead: true };
};
