import { toDate } from '../../instant.ts';
import type { Law } from '../../law.ts';
import { deputyOf } from '../access.ts';
import type { Command } from '../commands.ts';
import type { TicketEvent } from '../events.ts';
import { refuse } from '../refusal.ts';
import type { Ticket } from '../state.ts';
import { dissatisfiedTwice } from './deduct.ts';
import { type Decision, firstOf, isBlank, onlyCentre, onlyDepartment, onlyIn, reworkLimits } from './rules.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

const ARTICLE_6 = { article: '第六条', duty: 'R6.1' } as const;

const mayFollowUp = (by: Of<'FollowUp'>['by'], ticket: Ticket) =>
  firstOf(onlyCentre(by, ['followUp'], '回访', ARTICLE_6), onlyIn(ticket, ['toFollowUp'], '登记回访'));

/**
 * What follows an answered follow-up (R6.1, R2.3): 不满意 or "not contacted" opens the first rework; after a rework only
 * 不满意 asks for the consultation (二次不满意) and proposes the scheme's points, all else ends it.
 */
const afterAnswers = (command: Of<'FollowUp'>, ticket: Ticket, law: Law): TicketEvent[] => {
  const { at } = command;
  const unhappy = command.result === '不满意';
  const again = ticket.round > 1;
  if (unhappy && again)
    return [
      { type: 'ConsultationAsked', at, by: 'system', because: '二次不满意' },
      ...dissatisfiedTwice(ticket, at, law),
    ];
  if (!unhappy && (command.contacted || again))
    return [{ type: 'TicketClosed', at, by: 'system', because: '回访结束' }];
  const because = unhappy ? '回访结果不满意' : '回访反映未联系诉求人';
  return [{ type: 'ReworkOpened', at, by: 'system', because, ...reworkLimits(ticket, at, law) }];
};

/** 回访 (R6.2): three separate answers, and whether they met and it is solved. */
export const followUp = (command: Of<'FollowUp'>, ticket: Ticket, law: Law): Decision => {
  const no = mayFollowUp(command.by, ticket);
  if (no) return no;
  const { by, at, contacted, met, process, result, solved, note } = command;
  const answers = {
    contacted,
    process,
    result,
    ...(met === undefined ? {} : { met }),
    ...(solved === undefined ? {} : { solved }),
  };
  const entry = {
    by: by.id,
    at,
    round: ticket.round,
    outcome: 'answered' as const,
    ...answers,
    ...(note ? { note } : {}),
  };
  return [{ type: 'FollowUpRecorded', at, by: by.id, followUp: entry }, ...afterAnswers(command, ticket, law)];
};

const LOCAL = 8 * 3_600_000;
/** `2026-10-20 am`: attempts are spread over half-days. */
const halfDay = (moment: string): string => {
  const local = new Date(toDate(moment).getTime() + LOCAL).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 13) < '12' ? 'am' : 'pm'}`;
};

/** 未接通: three attempts on at least two half-days end it; it then leaves every denominator. */
export const noAnswer = (command: Of<'NoAnswer'>, ticket: Ticket, law: Law): Decision => {
  const no = mayFollowUp(command.by, ticket);
  if (no) return no;
  const { by, at } = command;
  const recorded: TicketEvent = {
    type: 'FollowUpRecorded',
    at,
    by: by.id,
    followUp: { by: by.id, at, round: ticket.round, outcome: 'noAnswer' },
  };
  const tries = [
    ...ticket.followUps
      .filter((entry) => entry.round === ticket.round && entry.outcome === 'noAnswer')
      .map((entry) => entry.at),
    at,
  ];
  const { attempts, halfDays } = law.policy.followUp;
  const enough = tries.length >= attempts && new Set(tries.map(halfDay)).size >= halfDays;
  return enough
    ? [recorded, { type: 'TicketClosed', at, by: 'system', because: '未接通', excludedBecause: '未接通' }]
    : [recorded];
};

/** 无法回访: there is no telephone; it leaves every denominator. */
export const unreachable = (command: Of<'Unreachable'>, ticket: Ticket): Decision => {
  const no = mayFollowUp(command.by, ticket);
  if (no) return no;
  if (isBlank(command.reason)) return refuse('ArgumentMissing', '无法回访要写原因。', ARTICLE_6);
  if (ticket.reachable) return refuse('ArgumentWrong', '诉求人留有电话，请先拨打；打不通请登记 未接通。', ARTICLE_6);
  const { by, at, reason } = command;
  return [
    {
      type: 'FollowUpRecorded',
      at,
      by: by.id,
      followUp: { by: by.id, at, round: ticket.round, outcome: 'unreachable', reason },
    },
    { type: 'TicketClosed', at, by: 'system', because: '无法回访', excludedBecause: `无法回访：${reason}` },
  ];
};

const DAY = 86_400_000;

/** 重办: within thirty days of its end (after the follow-up or the consultation), with a reason. */
export const reopen = (command: Of<'Reopen'>, ticket: Ticket, law: Law): Decision => {
  const no = firstOf(onlyCentre(command.by, ['operator', 'director'], '重办'), onlyIn(ticket, ['done'], '重办'));
  if (no) return no;
  const { by, at, reason } = command;
  if (isBlank(reason)) return refuse('ArgumentMissing', '重办要写原因。');
  const days = law.policy.limits.reopenDays;
  const ended = ticket.doneAt ?? ticket.closedAt;
  if (ended && toDate(at).getTime() - toDate(ended).getTime() > days * DAY)
    return refuse('TooLate', `办结已超过 ${days} 天，不能重办，请登记新工单。`);
  return [{ type: 'TicketReopened', at, by: by.id, reason, ...reworkLimits(ticket, at, law) }];
};

/** 不合规 (R6.4): marked by the centre. */
export const markNonCompliant = (command: Of<'MarkNonCompliant'>, ticket: Ticket): Decision => {
  const no = firstOf(
    onlyCentre(command.by, ['operator', 'director'], '不合规诉求认定', { article: '第六条', duty: 'R6.4' }),
    onlyIn(ticket, ['toClaim', 'toSignOff', 'handling', 'toReview', 'toFollowUp', 'toConsult'], '认定不合规诉求'),
  );
  if (no) return no;
  const source = { article: '第六条', duty: 'R6.4' } as const;
  if (ticket.flags.includes('nonCompliant')) return refuse('AlreadyDone', '这件工单已认定为不合规诉求。', source);
  if (isBlank(command.basis)) return refuse('ArgumentMissing', '要写依据。', source);
  return [{ type: 'NonCompliantMarked', at: command.at, by: command.by.id, basis: command.basis }];
};

/**
 * 解释 (R6.4): after the first rework the deputy, where none is bound the principal, explains face to face; that ends the
 * ticket, outside satisfaction.
 */
export const explain = (command: Of<'Explain'>, ticket: Ticket, law: Law): Decision => {
  const source = { article: '第六条', duty: 'R6.4' } as const;
  const no = firstOf(
    onlyDepartment(command.by, ticket, [deputyOf(ticket, law)], '当面解释', source),
    onlyIn(ticket, ['handling', 'toReview', 'toFollowUp', 'toConsult'], '登记解释'),
  );
  if (no) return no;
  if (!ticket.flags.includes('nonCompliant')) return refuse('WrongStatus', '这件工单没有被认定为不合规诉求。', source);
  if (ticket.round < 2) return refuse('TooEarly', '第一次重办之后才由分管领导当面解释。', source);
  const { by, at, happenedAt, people, basis } = command;
  if (happenedAt > at) return refuse('ArgumentWrong', '解释时间还没有到，请写已经发生的时间。', source);
  if (isBlank(people) || isBlank(basis)) return refuse('ArgumentMissing', '要写参加解释的人员和法律政策依据。', source);
  return [
    { type: 'ExplanationRecorded', at, by: by.id, happenedAt, people, basis },
    {
      type: 'TicketClosed',
      at,
      by: 'system',
      because: '不合规诉求已当面解释',
      excludedBecause: '不合规诉求（第六条）',
    },
  ];
};

/** 决议 (R2.3): the consultation reopens the ticket or ends it. */
export const resolve = (command: Of<'Resolve'>, ticket: Ticket, law: Law): Decision => {
  const source = { article: '第二条', duty: 'R2.3' } as const;
  const no = firstOf(
    onlyCentre(command.by, ['director'], '会商决议', source),
    onlyIn(ticket, ['toConsult'], '作会商决议'),
  );
  if (no) return no;
  const { by, at, handling, content } = command;
  if (isBlank(content)) return refuse('ArgumentMissing', '决议要写内容。', source);
  if (command.dueAt !== undefined && command.dueAt <= at)
    return refuse('ArgumentWrong', '决议的时限已经过去，请重新写。', source);
  const resolved: TicketEvent = { type: 'ConsultationResolved', at, by: by.id, handling, content };
  if (handling === 'close') return [resolved];
  const limits = command.dueAt
    ? { dueAt: command.dueAt, provisional: false, dated: true as const }
    : reworkLimits(ticket, at, law);
  return [resolved, { type: 'ReworkOpened', at, by: by.id, because: '会商决议重办', ...limits }];
};
