import type { Law } from '../../law.ts';
import { CENTRE, hasRole, type Role } from '../../person.ts';
import { isDecider, referral } from '../../referral/referral.ts';
import { BEFORE_REVIEW } from '../access.ts';
import type { Command } from '../commands.ts';
import { refuse } from '../refusal.ts';
import type { ReferralRoute, Ticket } from '../state.ts';
import { type Decision, dispatchLimits, firstOf, isBlank, limitAt, onlyCentre, onlyCounty, onlyIn } from './rules.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

const ARTICLE_3 = { article: '第三条', duty: 'R3.5' } as const;
const ARTICLE_4 = { article: '第四条', duty: 'R4.1' } as const;

/** 疑难: the centre marks it and chooses the route; the suggestion stands beside it (R3.5–R3.8). */
export const markDifficult = (command: Of<'MarkDifficult'>, ticket: Ticket, law: Law): Decision => {
  const no = firstOf(
    onlyCentre(command.by, ['operator', 'director'], '疑难呈批', ARTICLE_3),
    onlyIn(ticket, BEFORE_REVIEW, '呈批'),
  );
  if (no) return no;
  if (isBlank(command.reason)) return refuse('ArgumentMissing', '呈批要写原因。', ARTICLE_3);
  const { by, at, reason, route } = command;
  return [
    {
      type: 'TicketReferred',
      at,
      by: by.id,
      referral: referral(ticket, { reason, at, by: by.id, ...(route ? { route } : {}) }, law),
    },
  ];
};

const DECIDERS: Record<ReferralRoute, { role: Role; duty: string; which: string }> = {
  petitionBureau: { role: 'receptionLeader', duty: 'R3.6', which: '当日接访的县领导' },
  countyLeader: { role: 'countyLeader', duty: 'R3.7', which: '分管这项工作的县领导' },
  hotlineLeader: { role: 'hotlineLeader', duty: 'R3.8', which: '县政府热线分管领导' },
};

/** R3.6–R3.8: the leader to whom the sheet goes, or the hotline leader. */
const mayDecide = (command: Of<'DecideReferral'>, ticket: Ticket) => {
  const { role, duty, which } = DECIDERS[ticket.referral?.route ?? 'hotlineLeader'];
  const source = { article: '第三条', duty };
  const other = onlyCounty(command.by, [role, 'hotlineLeader'], '批示', source);
  if (other) return other;
  return hasRole(command.by, 'hotlineLeader') || isDecider(command.by, ticket, command.at)
    ? undefined
    : refuse('NotYours', `这件呈批件由${which}批示，县政府热线分管领导也可批示。`, source);
};

/** 批示: the leader's choice of the department binds; the limits begin anew. */
export const decideReferral = (command: Of<'DecideReferral'>, ticket: Ticket, law: Law): Decision => {
  const no = firstOf(onlyIn(ticket, ['referred'], '批示'), mayDecide(command, ticket));
  if (no) return no;
  if (command.department === CENTRE || !law.department(command.department))
    return refuse('ArgumentWrong', `${command.department} 不是承办单位，请写承办单位的代码或名称。`, {
      article: '第三条',
      duty: 'R3.6',
    });
  const { by, at, department, opinion } = command;
  const { claimDueAt, dueAt, provisional } = dispatchLimits(
    { type: ticket.type, urgent: ticket.flags.includes('urgent'), difficult: true },
    at,
    law,
  );
  return [
    {
      type: 'ReferralDecided',
      at,
      by: by.id,
      department,
      claimDueAt,
      dueAt,
      provisional,
      ...(opinion ? { opinion } : {}),
    },
  ];
};

/** 提级转办 (R4.1): the old clock freezes; an overdue already reached stays counted. */
export const escalate = (command: Of<'Escalate'>, ticket: Ticket): Decision => {
  const no = firstOf(
    onlyCentre(command.by, ['operator', 'director'], '提级转办', ARTICLE_4),
    onlyIn(ticket, [...BEFORE_REVIEW, 'referred'], '提级转办'),
  );
  if (no) return no;
  if (isBlank(command.reason)) return refuse('ArgumentMissing', '提级转办要写原因。', ARTICLE_4);
  const { by, at, reason } = command;
  const wasOverdue = ticket.flags.includes('overdue') || (ticket.dueAt !== undefined && at > ticket.dueAt);
  return [
    {
      type: 'TicketEscalated',
      at,
      by: by.id,
      escalation: { reason, at, by: by.id, wasOverdue, ...(ticket.dueAt ? { frozenDueAt: ticket.dueAt } : {}) },
    },
  ];
};

/** 收案, 结案, 退案, 延案: the petition bureau's own commands and clock (calendar days, one extension). */
export const petition = (
  command: Of<'TakeCase'> | Of<'ConcludeCase'> | Of<'GiveBackCase'> | Of<'ProlongCase'>,
  ticket: Ticket,
  law: Law,
): Decision => {
  const no = firstOf(
    onlyCounty(command.by, ['petitionBureau'], '信访件办理', ARTICLE_4),
    onlyIn(ticket, ['escalated'], '按信访件处理'),
  );
  if (no) return no;
  const event = { at: command.at, by: command.by.id };
  const taken = ticket.escalation?.takenAt;
  switch (command.type) {
    case 'TakeCase': {
      if (taken) return refuse('AlreadyDone', '本件已收案。', ARTICLE_4);
      const { dueAt, provisional } = limitAt(command.at, law.policy.limits.petition, law);
      return [{ type: 'CaseTaken', ...event, petitionDueAt: dueAt, provisional }];
    }
    case 'ConcludeCase':
      if (!taken) return refuse('TooEarly', '请先收案。', ARTICLE_4);
      return isBlank(command.result)
        ? refuse('ArgumentMissing', '结案要写结果。', ARTICLE_4)
        : [{ type: 'CaseConcluded', ...event, result: command.result }];
    case 'GiveBackCase':
      if (isBlank(command.reason)) return refuse('ArgumentMissing', '退案要写原因。', ARTICLE_4);
      return [
        {
          type: 'CaseGivenBack',
          ...event,
          reason: command.reason,
          referral: referral(ticket, { reason: command.reason, at: command.at, by: command.by.id }, law),
        },
      ];
    case 'ProlongCase': {
      if (!taken || !ticket.escalation?.petitionDueAt) return refuse('TooEarly', '请先收案。', ARTICLE_4);
      if (ticket.escalation.prolonged) return refuse('OnlyOnce', '信访件只能延期一次。', ARTICLE_4);
      if (isBlank(command.reason)) return refuse('ArgumentMissing', '延期要写原因。', ARTICLE_4);
      const { dueAt, provisional } = limitAt(ticket.escalation.petitionDueAt, law.policy.limits.petitionExtension, law);
      return [{ type: 'CaseProlonged', ...event, petitionDueAt: dueAt, reason: command.reason, provisional }];
    }
    default:
      return command satisfies never;
  }
};

/** 督办 (R5): sets the flag and, when given, a new due time. */
export const supervise = (command: Of<'Supervise'>, ticket: Ticket): Decision => {
  const no = firstOf(
    onlyCentre(command.by, ['operator', 'director'], '现场督办', { article: '第五条', duty: 'R5.1' }),
    onlyIn(ticket, ['toClaim', 'toSignOff', 'handling', 'toReview', 'toConsult', 'escalated'], '督办'),
  );
  if (no) return no;
  if (command.limit !== undefined && command.limit <= command.at)
    return refuse('ArgumentWrong', '限期已经过去，请重新写。');
  return [
    { type: 'TicketSupervised', at: command.at, by: command.by.id, ...(command.limit ? { dueAt: command.limit } : {}) },
  ];
};
