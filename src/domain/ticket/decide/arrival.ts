import type { Law } from '../../law.ts';
import { CENTRE } from '../../person.ts';
import type { Command, Intake } from '../commands.ts';
import type { TicketEvent } from '../events.ts';
import { refuse } from '../refusal.ts';
import type { Ticket } from '../state.ts';
import { isOpen, type Status } from '../status.ts';
import { type Decision, dispatchLimits, firstOf, isBlank, onlyCentre, onlyIn } from './rules.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

const dispatched = (
  ticket: { department: string; coDepartments: string[] },
  limits: ReturnType<typeof dispatchLimits>,
  by: string,
  at: string,
): TicketEvent => ({
  type: 'TicketDispatched',
  at,
  by,
  department: ticket.department,
  // The upstream may name the main department among those that assist.
  coDepartments: ticket.coDepartments.filter((code) => code !== ticket.department),
  ...limits,
});

const limitsOf = (intake: Intake, at: string, law: Law) =>
  dispatchLimits(
    { type: intake.type, urgent: intake.urgent, ...(intake.dueAt ? { upstreamDueAt: intake.dueAt } : {}) },
    at,
    law,
  );

/** A department that can have a ticket: known, and not the centre, where nobody claims or signs off. */
const mayHave = (code: string | undefined, law: Law): code is string =>
  code !== undefined && code !== CENTRE && law.department(code) !== undefined;

/** A ticket comes from upstream; with a known department it is dispatched at once, by the upstream's own time. */
export const register = (command: Of<'Register'>, ticket: Ticket | undefined, law: Law): Decision => {
  if (ticket) return refuse('AlreadyDone', `工单 ${command.intake.no} 已登记。`);
  const { intake } = command;
  const at = intake.dispatchedAt ?? command.at;
  const events: TicketEvent[] = [{ type: 'TicketRegistered', at: command.at, by: 'upstream', intake }];
  const { department, coDepartments } = intake;
  if (mayHave(department, law)) {
    events.push(dispatched({ department, coDepartments }, limitsOf(intake, at, law), 'upstream', at));
  }
  return events;
};

const KEPT = ['cityNo', 'type', 'title', 'category', 'area', 'urgent', 'reachable'] as const;

const changesOf = (ticket: Ticket, intake: Intake): Extract<TicketEvent, { type: 'TicketCorrected' }>['changes'] => {
  const known: Record<string, unknown> = { ...ticket, urgent: ticket.flags.includes('urgent') };
  const told: Record<string, unknown> = { ...intake };
  return {
    ...Object.fromEntries(
      KEPT.filter((key) => told[key] !== undefined && told[key] !== known[key]).map((key) => [key, told[key]]),
    ),
    ...protections(ticket, intake),
  };
};

/** 匿名, 保密 and a complaint about the department can be added by an import; one that is silent about them lifts none. */
const protections = (ticket: Ticket, intake: Intake) => ({
  ...(intake.anonymous && !ticket.flags.includes('anonymous') ? { anonymous: true as const } : {}),
  ...(intake.confidential && !ticket.flags.includes('confidential') ? { confidential: true as const } : {}),
  ...(intake.aboutDepartment && !ticket.aboutDepartment ? { aboutDepartment: true as const } : {}),
});

/** An accepted return gives the next department a full limit: the upstream's old date no longer holds. */
const hasReturned = (ticket: Ticket): boolean => ticket.returns.some((entry) => entry.outcome === 'accepted');
const saysNewDate = (ticket: Ticket, intake: Intake): boolean =>
  intake.dueAt !== undefined && intake.dueAt !== ticket.upstream?.dueAt;

const FREE: readonly Status[] = ['toDispatch', 'toClaim'];

/**
 * The department may change only before the claim, and only when the upstream says another one than before: what people
 * did (a return, a 派单) is not undone by the old word imported again.
 */
const redispatched = (command: Of<'Correct'>, ticket: Ticket, law: Law): TicketEvent[] => {
  const { intake, at } = command;
  const { department, coDepartments, dueAt: _due, ...rest } = intake;
  if (!FREE.includes(ticket.status) || !mayHave(department, law)) return [];
  if (department === ticket.department || department === ticket.upstream?.department) return [];
  const told = saysNewDate(ticket, intake) || !hasReturned(ticket) ? intake : { ...rest, coDepartments };
  return [dispatched({ department, coDepartments }, limitsOf(told, at, law), 'upstream', at)];
};

/**
 * A new date of the upstream moves the limit while its clock runs. A granted extension, a rework, a petition limit or a
 * full limit after a return is not undone by importing the old date again.
 */
const movedTo = (ticket: Ticket, intake: Intake): string | undefined => {
  const mine = ticket.dueFrom === undefined || ticket.dueFrom === 'default' || ticket.dueFrom === 'upstream';
  const runs = isOpen(ticket.status) && ticket.clockStoppedAt === undefined;
  return mine && runs && saysNewDate(ticket, intake) ? intake.dueAt : undefined;
};

/** A known number imported again. Texts and the caller's details are kept beside the law. */
export const correct = (command: Of<'Correct'>, ticket: Ticket, law: Law): Decision => {
  const { intake } = command;
  const changes = changesOf(ticket, intake);
  const again = redispatched(command, ticket, law);
  const dueAt = again.length === 0 ? movedTo(ticket, intake) : undefined;
  if (Object.keys(changes).length === 0 && dueAt === undefined) return again;
  return [{ type: 'TicketCorrected', at: command.at, by: 'upstream', changes, ...(dueAt ? { dueAt } : {}) }, ...again];
};

/** The first department gets the upstream's own date if it still lies ahead; after a return each one a full limit. */
const upstreamDue = (ticket: Ticket, at: string): { upstreamDueAt?: string } => {
  const due = ticket.upstream?.dueAt;
  return due !== undefined && due > at && !hasReturned(ticket) ? { upstreamDueAt: due } : {};
};

/** 派单: the centre's operator gives a ticket to its department. */
export const dispatch = (command: Of<'Dispatch'>, ticket: Ticket, law: Law): Decision => {
  const no = firstOf(onlyCentre(command.by, ['operator', 'director'], '派单'), onlyIn(ticket, ['toDispatch'], '派单'));
  if (no) return no;
  const department = law.department(command.department);
  if (!department) return refuse('ArgumentWrong', `没有代码为 ${command.department} 的承办单位。`);
  if (!mayHave(department.code, law)) return refuse('ArgumentWrong', `${department.name}不是承办单位，请另派单位。`);
  const coDepartments = command.coDepartments.filter((code) => code !== department.code && mayHave(code, law));
  const limits = dispatchLimits(
    {
      type: ticket.type,
      urgent: ticket.flags.includes('urgent'),
      difficult: ticket.flags.includes('difficult'),
      ...upstreamDue(ticket, command.at),
    },
    command.at,
    law,
  );
  const marked: TicketEvent[] =
    command.aboutDepartment && !ticket.aboutDepartment
      ? [{ type: 'TicketCorrected', at: command.at, by: 'system', changes: { aboutDepartment: true } }]
      : [];
  return [...marked, dispatched({ department: department.code, coDepartments }, limits, command.by.id, command.at)];
};

/** 并单, 作废, 恢复: by the operator, from any open state and back to where it was. */
export const setAside = (command: Of<'Merge'> | Of<'Void'> | Of<'Restore'>, ticket: Ticket): Decision => {
  const no = onlyCentre(command.by, ['operator', 'director'], '并单、作废和恢复');
  if (no) return no;
  const event = { at: command.at, by: command.by.id };
  if (command.type === 'Restore') {
    const wrong = onlyIn(ticket, ['merged', 'void'], '恢复');
    return wrong ?? [{ type: 'TicketRestored', ...event }];
  }
  if (!isOpen(ticket.status)) return refuse('WrongStatus', '工单已结束，不能并单或作废。');
  if (command.type === 'Void')
    return isBlank(command.reason)
      ? refuse('ArgumentMissing', '作废要写原因。')
      : [{ type: 'TicketVoided', ...event, reason: command.reason }];
  if (isBlank(command.into)) return refuse('ArgumentMissing', '请写明并到哪一件工单，例：到:GD20261122000017。');
  if (command.into === ticket.no) return refuse('ArgumentWrong', '不能并入自己，请写另一件工单的编号。');
  return [{ type: 'TicketMerged', ...event, into: command.into }];
};
