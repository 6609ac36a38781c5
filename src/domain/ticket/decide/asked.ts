import { instant, toDate } from '../../instant.ts';
import type { Law } from '../../law.ts';
import type { Person } from '../../person.ts';
import { difficultByRule, referral } from '../../referral/referral.ts';
import { isNominated, mayRead } from '../access.ts';
import type { Command } from '../commands.ts';
import type { TicketEvent } from '../events.ts';
import { isCase } from '../evolve/work.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Ticket } from '../state.ts';
import { STATUS_NAMES } from '../status.ts';
import {
  clockTime,
  type Decision,
  daysBeyond,
  firstOf,
  isBlank,
  onlyCentre,
  onlyDepartment,
  onlyIn,
  resumedLimit,
  reworkLimits,
  runsInPlainTime,
} from './rules.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

const DEPARTMENT_WORK = ['toClaim', 'toSignOff', 'handling'] as const;
const ASKERS = ['liaison', 'handler', 'deputy', 'principal', 'delegate'] as const;

const ARTICLE_4 = { article: '第四条', duty: 'R4.1' } as const;
const ARTICLE_5 = { article: '第五条', duty: 'R5.6' } as const;

/** 延期: before expiry, with a reason, once, at most ten working days; the centre decides. */
export const askExtension = (command: Of<'AskExtension'>, ticket: Ticket, law: Law): Decision => {
  const no = firstOf(
    onlyDepartment(command.by, ticket, ASKERS, '延期申请'),
    onlyIn(ticket, [...DEPARTMENT_WORK, 'toReview'], '申请延期'),
  );
  if (no) return no;
  const { by, at, days, reason } = command;
  const most = law.policy.limits.extensionDays;
  if (isCase(ticket.escalation))
    return refuse('WrongStatus', '这件工单按信访件办理，延期由县委信访局决定（延案）。', ARTICLE_4);
  if (ticket.extension) return refuse('OnlyOnce', '延期只能申请一次，本工单已申请过。');
  if (ticket.dueAt !== undefined && at > ticket.dueAt)
    return refuse('TooLate', `办理时限 ${clockTime(ticket.dueAt)} 已过，不能再申请延期。`);
  if (!Number.isInteger(days) || days < 1 || days > most)
    return refuse('ArgumentWrong', `延期天数须为 1 到 ${most} 个工作日。`);
  if (isBlank(reason)) return refuse('ArgumentMissing', '申请延期要写原因。');
  return [{ type: 'ExtensionAsked', at, by: by.id, extension: { days, reason, by: by.id, at } }];
};

/** 退单: within the claim limit or, found out later, with the centre's leave; a leader's decision is binding. */
export const askReturn = (command: Of<'AskReturn'>, ticket: Ticket): Decision => {
  const no = firstOf(
    onlyDepartment(command.by, ticket, ASKERS, '退单申请'),
    onlyIn(ticket, DEPARTMENT_WORK, '申请退单'),
  );
  if (no) return no;
  if (ticket.binding)
    return refuse('Binding', '承办单位由县领导批示确定，不能再退单。', { article: '第三条', duty: 'R3.6' });
  if (ticket.flags.includes('returnAsked')) return refuse('OnlyOnce', '退单申请已提交，请等待县热线中心决定。');
  if (isBlank(command.reason)) return refuse('ArgumentMissing', '退单要写原因。');
  const { by, at, reason } = command;
  return [
    { type: 'ReturnAsked', at, by: by.id, return: { department: ticket.department ?? '', reason, by: by.id, at } },
  ];
};

/** 不合理诉求 (R5.6): the department submits the proof, two people of the centre confirm. */
export const askUnreasonable = (command: Of<'AskUnreasonable'>, ticket: Ticket): Decision => {
  const no = firstOf(
    onlyDepartment(command.by, ticket, ASKERS, '不合理诉求认定申请'),
    onlyIn(ticket, [...DEPARTMENT_WORK, 'toReview'], '申请认定'),
  );
  if (no) return no;
  if (ticket.flags.includes('unreasonable')) return refuse('AlreadyDone', '这件工单已认定为不合理诉求。', ARTICLE_5);
  if (ticket.flags.includes('unreasonableAsked'))
    return refuse('OnlyOnce', '认定申请已提交，请等待县热线中心两人确认。', ARTICLE_5);
  if (isBlank(command.basis)) return refuse('ArgumentMissing', '要写法律法规或政策依据。', ARTICLE_5);
  const { by, at, basis } = command;
  return [{ type: 'UnreasonableAsked', at, by: by.id, unreasonable: { basis, by: by.id, at, confirmedBy: [] } }];
};

/** The return is accepted: back to the centre, or to a leader when it is passed round too often (R3.5). */
const acceptReturn = (ticket: Ticket, by: string, at: string, law: Law): TicketEvent[] => {
  const accepted: TicketEvent = { type: 'ReturnAccepted', at, by };
  const reason = difficultByRule(ticket, law.policy);
  if (!reason) return [accepted];
  return [accepted, { type: 'TicketReferred', at, by: 'system', referral: referral(ticket, { reason, at }, law) }];
};

const grantExtension = (ticket: Ticket, by: string, at: string, law: Law): TicketEvent[] => {
  const limits = daysBeyond(ticket.dueAt ?? at, ticket.extension?.days ?? 0, law);
  return [{ type: 'ExtensionGranted', at, by, ...limits }];
};

const confirmUnreasonable = (ticket: Ticket, by: string, at: string): Decision => {
  const confirmed = ticket.unreasonable?.confirmedBy ?? [];
  if (confirmed.includes(by)) return refuse('SecondPersonNeeded', '您已确认过，还须中心另一位同事确认。', ARTICLE_5);
  return [{ type: 'UnreasonableConfirmed', at, by, final: confirmed.length >= 1 }];
};

/** R4.1: the nomination is decided by 提级, with the reason, or 驳回. */
const refuseNomination = (ticket: Ticket, event: { at: string; by: string; reason: string }): Decision =>
  isNominated(ticket) ? [{ type: 'NominationRefused', ...event }] : nothingAsked();

const nothingAsked = (): Refusal => refuse('NothingAsked', '这件工单没有等待决定的申请。');

/** Only the centre, and not on a ticket that is set aside. */
const mayDecide = (by: Person, ticket: Ticket): Refusal | undefined =>
  firstOf(
    onlyCentre(by, ['operator', 'director'], '同意和驳回'),
    ticket.status === 'merged' || ticket.status === 'void'
      ? refuse('WrongStatus', `工单现在是“${STATUS_NAMES[ticket.status]}”，不能同意或驳回：请先恢复。`)
      : undefined,
  );

/** 同意: what was asked, in the order return, extension, unreasonable; in 待中心审核 the reply. */
export const accept = (command: Of<'Accept'>, ticket: Ticket, law: Law): Decision => {
  const no = mayDecide(command.by, ticket);
  if (no) return no;
  const { at } = command;
  const by = command.by.id;
  if (ticket.status === 'toAccept') return [{ type: 'ReplyAccepted', at, by }];
  if (ticket.flags.includes('returnAsked')) return acceptReturn(ticket, by, at, law);
  if (ticket.flags.includes('extensionAsked')) return grantExtension(ticket, by, at, law);
  if (ticket.flags.includes('unreasonableAsked')) return confirmUnreasonable(ticket, by, at);
  return isNominated(ticket)
    ? refuse('ArgumentMissing', `提级转办要写原因，请发送：提级 ${ticket.no} 原因:…`, ARTICLE_4)
    : nothingAsked();
};

/**
 * The clock goes on where it stopped when the centre refuses the reply: in plain time for an urgent ticket and a petition
 * limit, in working time for the rest. What was late already stays late; a frozen clock gives way to a rework's limit.
 */
const resumed = (ticket: Ticket, at: string, law: Law): { dueAt?: string; provisional?: boolean } => {
  if (!ticket.dueAt || !ticket.clockStoppedAt) return reworkLimits(ticket, at, law);
  if (ticket.dueAt < ticket.clockStoppedAt) return {};
  const stopped = { at: ticket.clockStoppedAt, dueAt: ticket.dueAt };
  const left = toDate(stopped.dueAt).getTime() - toDate(stopped.at).getTime();
  const dueAt = runsInPlainTime(ticket)
    ? instant(new Date(toDate(at).getTime() + left))
    : resumedLimit(stopped, at, law);
  return { dueAt, provisional: ticket.flags.includes('provisionalDue') };
};

/** 驳回, with the reason. */
export const refuseAsked = (command: Of<'Refuse'>, ticket: Ticket, law: Law): Decision => {
  const no = mayDecide(command.by, ticket);
  if (no) return no;
  const { at, reason } = command;
  if (isBlank(reason)) return refuse('ArgumentMissing', '驳回要写原因。');
  const event = { at, by: command.by.id, reason };
  if (ticket.status === 'toAccept') return [{ type: 'ReplyRefused', ...event, ...resumed(ticket, at, law) }];
  if (ticket.flags.includes('returnAsked')) return [{ type: 'ReturnRefused', ...event }];
  if (ticket.flags.includes('extensionAsked')) return [{ type: 'ExtensionRefused', ...event }];
  if (ticket.flags.includes('unreasonableAsked')) return [{ type: 'UnreasonableRefused', ...event }];
  return refuseNomination(ticket, event);
};

/** A reminder made by telephone or in writing (R3.2): counts from when it was made. */
export const logReminder = (command: Of<'LogReminder'>, ticket: Ticket): Decision => {
  const no = firstOf(
    onlyCentre(command.by, ['operator', 'director'], '登记提醒', { article: '第三条', duty: 'R3.2' }),
    onlyIn(ticket, ['toClaim'], '登记签收提醒'),
  );
  if (no) return no;
  const { at, by, channel, to, happenedAt } = command;
  if (happenedAt > at) return refuse('ArgumentWrong', '提醒时间还没有到，请写已经发生的时间。');
  if (ticket.claimDueAt && happenedAt <= ticket.claimDueAt) {
    return refuse('TooEarly', `签收时限 ${clockTime(ticket.claimDueAt)} 还没有过，过后提醒才计。`, {
      article: '第三条',
      duty: 'R3.2',
    });
  }
  if (isBlank(to)) return refuse('ArgumentMissing', '请写提醒了谁，例：对象:李敏。');
  return [{ type: 'ReminderLogged', at, by: by.id, reminder: { channel, to, at: happenedAt, by: by.id } }];
};

/** The platform accepted a reminder: it counts once for one kind of channel and only while it is unclaimed and late. */
export const noteReminder = (command: Of<'NoteReminder'>, ticket: Ticket): Decision => {
  if (ticket.status !== 'toClaim' || !ticket.flags.includes('overdueClaim')) return [];
  const { at, channel, to } = command;
  if (ticket.reminders.some((reminder) => reminder.to === to && reminder.at === at)) return [];
  return [{ type: 'ClaimReminderAccepted', at, by: 'system', reminder: { channel, to, at } }];
};

/** The director confirms a proposed deduction; unconfirmed ones lapse when the month is locked. */
export const deductions = (command: Of<'ConfirmDeduction'> | Of<'LapseDeductions'>, ticket: Ticket): Decision => {
  if (command.type === 'LapseDeductions') {
    const open = ticket.deductions.filter(({ state, at }) => state === 'proposed' && at < command.before);
    return open.map((entry) => ({
      type: 'DeductionLapsed' as const,
      at: command.at,
      by: 'system',
      deduction: entry.id,
    }));
  }
  const no = onlyCentre(command.by, ['director'], '确认扣分');
  if (no) return no;
  const found = ticket.deductions.find((entry) => entry.id === command.deduction && entry.state === 'proposed');
  return found
    ? [{ type: 'DeductionConfirmed', at: command.at, by: command.by.id, deduction: found.id }]
    : refuse('NothingAsked', '没有这条待确认的扣分。');
};

/** 知道了 (R3.4): kept once for each time a limit came near; whoever may not read the ticket has nothing to acknowledge. */
export const acknowledge = ({ by, at }: Of<'Acknowledge'>, ticket: Ticket): Decision => {
  if (!mayRead(by, ticket)) return refuse('NotYours', '这件工单不是贵单位承办的。');
  const since = ticket.nearDueSince ?? ticket.dispatchedAt ?? ticket.receivedAt;
  const known = ticket.acknowledged?.some((entry) => entry.by === by.id && entry.at >= since);
  return known ? [] : [{ type: 'TicketAcknowledged', at, by: by.id }];
};
