import type { Law } from '../../law.ts';
import type { Command, Intake } from '../commands.ts';
import type { TicketEvent } from '../events.ts';
import { refuse } from '../refusal.ts';
import type { Ticket } from '../state.ts';
import { isOpen } from '../status.ts';
import { type Decision, dispatchLimits, firstOf, onlyCentre, onlyIn } from './rules.ts';

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
  coDepartments: ticket.coDepartments,
  ...limits,
});

const limitsOf = (intake: Intake, at: string, law: Law) =>
  dispatchLimits(
    { type: intake.type, urgent: intake.urgent, ...(intake.dueAt ? { upstreamDueAt: intake.dueAt } : {}) },
    at,
    law,
  );

/** A ticket comes from upstream; with a known department it is dispatched at once, by the upstream's own time. */
export const register = (command: Of<'Register'>, ticket: Ticket | undefined, law: Law): Decision => {
  if (ticket) return refuse('AlreadyDone', `工单 ${command.intake.no} 已登记。`);
  const { intake } = command;
  const at = intake.dispatchedAt ?? command.at;
  const events: TicketEvent[] = [{ type: 'TicketRegistered', at: command.at, by: 'upstream', intake }];
  if (intake.department !== undefined) {
    const { department, coDepartments } = { ...intake, department: intake.department };
    events.push(dispatched({ department, coDepartments }, limitsOf(intake, at, law), 'upstream', at));
  }
  return events;
};

const KEPT = ['cityNo', 'type', 'title', 'category', 'area', 'urgent', 'reachable'] as const;

const changesOf = (ticket: Ticket, intake: Intake): Extract<TicketEvent, { type: 'TicketCorrected' }>['changes'] => {
  const known: Record<string, unknown> = { ...ticket, urgent: ticket.flags.includes('urgent') };
  const told: Record<string, unknown> = { ...intake };
  return Object.fromEntries(
    KEPT.filter((key) => told[key] !== undefined && told[key] !== known[key]).map((key) => [key, told[key]]),
  );
};

/** A granted extension, a rework or a petition limit is not undone by importing the old date again. */
const mayMove = (ticket: Ticket): boolean => ticket.dueFrom === 'default' || ticket.dueFrom === 'upstream';

/** The department may change only before the claim; what people did is never undone. */
const redispatched = (command: Of<'Correct'>, ticket: Ticket, law: Law): TicketEvent[] => {
  const { intake } = command;
  const free = ticket.status === 'toDispatch' || ticket.status === 'toClaim';
  if (!free || intake.department === undefined || intake.department === ticket.department) return [];
  const { coDepartments } = intake;
  return [
    dispatched(
      { department: intake.department, coDepartments },
      limitsOf(intake, command.at, law),
      'upstream',
      command.at,
    ),
  ];
};

/** A known number imported again. Texts and the caller's details are kept beside the law. */
export const correct = (command: Of<'Correct'>, ticket: Ticket, law: Law): Decision => {
  const { intake } = command;
  const changes = changesOf(ticket, intake);
  const again = redispatched(command, ticket, law);
  const dueAt =
    again.length === 0 &&
    ticket.department !== undefined &&
    intake.dueAt !== undefined &&
    intake.dueAt !== ticket.dueAt &&
    mayMove(ticket)
      ? intake.dueAt
      : undefined;
  if (Object.keys(changes).length === 0 && dueAt === undefined) return again;
  return [{ type: 'TicketCorrected', at: command.at, by: 'upstream', changes, ...(dueAt ? { dueAt } : {}) }, ...again];
};

/** 派单: the centre's operator gives a ticket to its department. */
export const dispatch = (command: Of<'Dispatch'>, ticket: Ticket, law: Law): Decision => {
  const no = firstOf(onlyCentre(command.by, ['operator', 'director'], '派单'), onlyIn(ticket, ['toDispatch'], '派单'));
  if (no) return no;
  const department = law.department(command.department);
  if (!department) return refuse('ArgumentWrong', `没有代码为 ${command.department} 的承办单位。`);
  const coDepartments = command.coDepartments.filter(
    (code) => code !== department.code && law.department(code) !== undefined,
  );
  const limits = dispatchLimits(
    { type: ticket.type, urgent: ticket.flags.includes('urgent'), difficult: ticket.flags.includes('difficult') },
    command.at,
    law,
  );
  return [dispatched({ department: department.code, coDepartments }, limits, command.by.id, command.at)];
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
    return command.reason.trim() === ''
      ? refuse('ArgumentMissing', '作废要写原因。')
      : [{ type: 'TicketVoided', ...event, reason: command.reason }];
  if (command.into === ticket.no) return refuse('ArgumentWrong', '不能并入自己，请写另一件工单的编号。');
  return [{ type: 'TicketMerged', ...event, into: command.into }];
};
