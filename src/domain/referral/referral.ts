import { type Instant, toDate } from '../instant.ts';
import type { Law } from '../law.ts';
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
