import type { TicketCardKind } from '../cards/card.ts';
import type { WorkingCalendar } from '../domain/deadline/calendar.ts';
import type { Policy } from '../domain/policy.ts';

/**
 * Group manners (requirements.md, section 4): when a notice may go out. Business time, Asia/Shanghai.
 */

/** Quiet hours: every evening and early morning, and the whole of a non-working day. */
export const isQuiet = (at: Date, calendar: WorkingCalendar, manners: Policy['manners']): boolean => {
  const date = calendar.localDate(at);
  if (!calendar.isWorkingDay(date)) return true;
  return at < calendar.at(date, manners.quietTo) || at >= calendar.at(date, manners.quietFrom);
};

/** The next 08:33 post after `at`: what is held over night goes with it. */
export const nextMorningPost = (at: Date, calendar: WorkingCalendar, time = '08:33'): Date => {
  const date = calendar.localDate(at);
  const today = calendar.at(date, time);
  if (calendar.isWorkingDay(date) && at < today) return today;
  return calendar.at(calendar.nextWorkingDay(date), time);
};

const MINUTE_MS = 60_000;
/** The platforms ask not to send on whole and half hours (D90312): a minute earlier then. */
const offTheHalfHour = (moment: Date): Date =>
  moment.getUTCMinutes() % 30 === 0 ? new Date(moment.getTime() - MINUTE_MS) : moment;

/**
 * More than `burst` within `burstMinutes` → the later ones wait together for at most `holdMinutes`. What is held over
 * night ends later than that and is no burst to join.
 */
export const burstHold = (
  at: Date,
  recent: { count: number; heldUntil?: Date },
  manners: Policy['manners'],
): Date | undefined => {
  const longest = offTheHalfHour(new Date(at.getTime() + manners.holdMinutes * 60_000));
  if (recent.heldUntil && recent.heldUntil > at && recent.heldUntil <= longest) return recent.heldUntil;
  return recent.count >= manners.burst ? longest : undefined;
};

/** Nobody has to act on these, and no limit is counted from them: 协办 and notes. */
const CAN_WAIT: ReadonlySet<TicketCardKind> = new Set(['assisting', 'note']);
/** Reminders of a limit, and of somebody who cannot be reached: never later for saving. */
const REMINDERS: ReadonlySet<TicketCardKind> = new Set([
  'claimReminder',
  'internalDue',
  'nearDue',
  'noDeputy',
  'unreached',
  'petition',
  'referral',
]);

/**
 * While a platform's calls are saved: what can wait goes with the next morning's post; all other work waits together from
 * the first card on, still at most `holdMinutes`, and goes out as one list. Nothing changes for what is urgent or reminds.
 */
export const sparing = (
  notice: { kind: TicketCardKind; urgent: boolean },
  manners: Policy['manners'],
): { manners: Policy['manners']; untilMorning: boolean } => {
  if (notice.urgent || REMINDERS.has(notice.kind)) return { manners, untilMorning: false };
  return { manners: { ...manners, burst: 0 }, untilMorning: CAN_WAIT.has(notice.kind) };
};
