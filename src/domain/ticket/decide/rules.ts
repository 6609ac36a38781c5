import { deadline, type Limit } from '../../deadline/limits.ts';
import { type Instant, instant, toDate } from '../../instant.ts';
import type { Law, Measure } from '../../law.ts';
import { CENTRE, hasRole, type Person, ROLE_NAMES, type Role } from '../../person.ts';
import type { Policy } from '../../policy.ts';
import type { Intake } from '../commands.ts';
import type { TicketEvent } from '../events.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Ticket } from '../state.ts';
import { STATUS_NAMES, type Status } from '../status.ts';

/** What a decision comes to. */
export type Decision = TicketEvent[] | Refusal;

const LOCAL = 8 * 3_600_000;
/** `10-20 09:03`, Asia/Shanghai. */
export const clockTime = (at: Instant): string =>
  new Date(toDate(at).getTime() + LOCAL).toISOString().slice(5, 16).replace('T', ' ');

export const nameOf = (id: string | undefined, law: Law): string =>
  id === undefined ? '' : (law.person(id)?.name ?? id);

const rolesInWords = (roles: readonly Role[]): string => roles.map((role) => ROLE_NAMES[role]).join('、');

/** Only these roles of the ticket's own department; undefined when it may be. */
export const onlyDepartment = (
  by: Person,
  ticket: Ticket,
  roles: readonly Role[],
  doing: string,
  source: Parameters<typeof refuse>[2] = {},
): Refusal | undefined => {
  if (ticket.department === undefined || by.department !== ticket.department) {
    return refuse('NotYours', `这件工单不是贵单位承办的，${doing}由承办单位的${rolesInWords(roles)}办理。`, source);
  }
  return hasRole(by, ...roles)
    ? undefined
    : refuse('NotYourRole', `${doing}由${rolesInWords(roles)}办理，您没有这个角色。`, source);
};

/** Who signs, and for whom when the principal has delegated it (R1.1). */
export const signedBy = (by: Person): { by: string; onBehalfOf?: string } => ({
  by: by.id,
  ...(by.delegatedBy && !hasRole(by, 'principal') ? { onBehalfOf: by.delegatedBy } : {}),
});

/** Only these roles of the centre. */
export const onlyCentre = (
  by: Person,
  roles: readonly Role[],
  doing: string,
  source: Parameters<typeof refuse>[2] = {},
): Refusal | undefined =>
  by.department === CENTRE && hasRole(by, ...roles)
    ? undefined
    : refuse('NotYourRole', `${doing}由县热线中心的${rolesInWords(roles)}办理。`, source);

/** Only holders of these county roles. */
export const onlyCounty = (
  by: Person,
  roles: readonly Role[],
  doing: string,
  source: Parameters<typeof refuse>[2] = {},
): Refusal | undefined =>
  hasRole(by, ...roles) ? undefined : refuse('NotYourRole', `${doing}由${rolesInWords(roles)}办理。`, source);

const NEXT: Record<Status, string> = {
  toDispatch: '请等待县热线中心派单',
  toClaim: '请先签收',
  toSignOff: '请先由主要负责人签批',
  handling: '请先联系诉求人并回复',
  toReview: '请等待主要负责人审核',
  toAccept: '请等待县热线中心审核',
  toFollowUp: '请等待县热线中心回访',
  toConsult: '请等待会商决议',
  referred: '请等待县领导批示',
  escalated: '按信访件办理',
  done: '工单已结束',
  merged: '工单已并入另一件',
  void: '工单已作废',
};

/** Only in these states; the refusal says the present one and what can be done. */
export const onlyIn = (ticket: Ticket, statuses: readonly Status[], doing: string): Refusal | undefined =>
  statuses.includes(ticket.status)
    ? undefined
    : refuse('WrongStatus', `工单现在是“${STATUS_NAMES[ticket.status]}”，不能${doing}：${NEXT[ticket.status]}。`);

/** The first refusal of several checks. */
export const firstOf = (...checks: readonly (Refusal | undefined)[]): Refusal | undefined =>
  checks.find((check) => check !== undefined);

/** Fewer than so many letters, characters or digits: spaces and points say nothing. */
export const isBlank = (text: string | undefined, atLeast = 1): boolean =>
  (text ?? '').replace(/[^\p{L}\p{N}]/gu, '').length < atLeast;

const limitFrom = (at: Instant, limit: Limit, { calendar }: Measure) => deadline({ from: toDate(at), limit, calendar });

/** What a ticket's limits depend on. */
export type Kind = Pick<Intake, 'type' | 'urgent'> & { difficult?: boolean };
type Limits = Policy['limits'];

export const claimLimit = ({ urgent }: Pick<Kind, 'urgent'>, limits: Limits): Limit =>
  urgent ? limits.claimUrgent : limits.claim;

export const handlingLimit = ({ type, urgent, difficult }: Kind, limits: Limits): Limit => {
  if (urgent) return limits.urgent;
  return difficult ? limits.difficult : limits.handling[type];
};

/** Three working days by default; an urgent ticket's clock never stops. */
export const reworkLimit = ({ urgent }: Pick<Kind, 'urgent'>, limits: Limits): Limit =>
  urgent ? limits.urgent : limits.rework;

/** The claim and handling limits of a dispatch at `at` (requirements.md, section 2): the upstream's own wins over the default. */
export const dispatchLimits = (
  ticket: Kind & { upstreamDueAt?: Instant },
  at: Instant,
  law: Measure,
): { claimDueAt: Instant; dueAt: Instant; provisional: boolean; dueFrom: 'default' | 'upstream' } => {
  const { limits } = law.policy;
  const claim = limitFrom(at, claimLimit(ticket, limits), law);
  const handling = limitFrom(at, handlingLimit(ticket, limits), law);
  const fixed = ticket.upstreamDueAt;
  return {
    claimDueAt: instant(claim.due),
    dueAt: fixed ?? instant(handling.due),
    provisional: claim.provisional || (fixed === undefined && handling.provisional),
    dueFrom: fixed === undefined ? 'default' : 'upstream',
  };
};

/** Any limit from a moment. */
export const limitAt = (at: Instant, limit: Limit, law: Measure): { dueAt: Instant; provisional: boolean } => {
  const { due, provisional } = limitFrom(at, limit, law);
  return { dueAt: instant(due), provisional };
};

/** The limit of a rework that begins at `at`. */
export const reworkLimits = (ticket: Ticket, at: Instant, law: Measure): { dueAt: Instant; provisional: boolean } =>
  limitAt(at, reworkLimit({ urgent: ticket.flags.includes('urgent') }, law.policy.limits), law);

/** So many working days beyond a limit, to closing time. */
export const daysBeyond = (
  dueAt: Instant,
  days: number,
  { calendar }: Measure,
): { dueAt: Instant; provisional: boolean } => {
  const day = calendar.addWorkingDays(calendar.localDate(toDate(dueAt)), days);
  return { dueAt: instant(calendar.closing(day)), provisional: !calendar.covered(Number(day.slice(0, 4))) };
};

/** Urgent tickets and petition cases: their clocks also run at night and on days off. */
export const runsInPlainTime = (ticket: Ticket): boolean =>
  ticket.flags.includes('urgent') || ticket.dueFrom === 'petition';

/** What was left of a limit when its clock stopped, in working time from `at` on. */
export const resumedLimit = (stopped: { at: Instant; dueAt: Instant }, at: Instant, { calendar }: Measure): Instant =>
  instant(
    calendar.addWorkingMinutes(toDate(at), calendar.workingMinutesBetween(toDate(stopped.at), toDate(stopped.dueAt))),
  );
