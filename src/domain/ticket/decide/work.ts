import type { Law } from '../../law.ts';
import { CENTRE, type Person } from '../../person.ts';
import type { Command } from '../commands.ts';
import type { TicketEvent } from '../events.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { NO_CONTACT_REASONS, type Ticket } from '../state.ts';
import { clockTime, type Decision, firstOf, isBlank, nameOf, onlyDepartment, onlyIn } from './rules.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

const ARTICLE_1 = { article: '第一条', duty: 'R1.1' } as const;

/** 签收: liaison or handler; the second one reads who was first. */
export const claim = (command: Of<'Claim'>, ticket: Ticket, law: Law): Decision => {
  const no = onlyDepartment(command.by, ticket, ['liaison', 'handler'], '签收');
  if (no) return no;
  if (ticket.claimedBy && ticket.claimedAt && ticket.status !== 'toClaim') {
    return refuse(
      'AlreadyClaimed',
      `本工单已由 ${nameOf(ticket.claimedBy, law)} 于 ${clockTime(ticket.claimedAt)} 签收，无需重复签收。`,
    );
  }
  return onlyIn(ticket, ['toClaim'], '签收') ?? [{ type: 'TicketClaimed', at: command.at, by: command.by.id }];
};

/** Lead and handlers are active people of the ticket's department; an internal deadline lies before the ticket's own. */
const badPeople = (
  order: { lead: string; handlers: readonly string[]; dueAt?: string; at: string },
  ticket: Ticket,
  law: Law,
): Refusal | undefined => {
  if (order.handlers.length === 0) return refuse('ArgumentMissing', '请写明经办人员，例：经办:李四,王五。', ARTICLE_1);
  const strangers = [order.lead, ...order.handlers].filter((id) => {
    const person = law.person(id);
    return person?.department !== ticket.department || !person?.active;
  });
  if (strangers.length > 0)
    return refuse(
      'ArgumentWrong',
      `${strangers.map((id) => nameOf(id, law)).join('、')} 不是承办单位的在册人员，请换人。`,
      ARTICLE_1,
    );
  if (order.dueAt === undefined) return undefined;
  if (order.dueAt <= order.at) return refuse('ArgumentWrong', '内部时限已经过去，请重新写。');
  return ticket.dueAt !== undefined && order.dueAt > ticket.dueAt
    ? refuse('ArgumentWrong', `内部时限不能晚于工单时限 ${clockTime(ticket.dueAt)}。`)
    : undefined;
};

/** 拟办: the liaison fills the sign-off in; the state stays. */
export const propose = (command: Of<'Propose'>, ticket: Ticket, law: Law): Decision => {
  const no = firstOf(
    onlyDepartment(command.by, ticket, ['liaison'], '拟办', ARTICLE_1),
    onlyIn(ticket, ['toSignOff'], '拟办'),
    badPeople(command, ticket, law),
  );
  if (no) return no;
  const { lead, handlers, dueAt, by, at } = command;
  return [
    {
      type: 'SignOffProposed',
      at,
      by: by.id,
      proposal: { lead, handlers: [...handlers], by: by.id, at, ...(dueAt ? { dueAt } : {}) },
    },
  ];
};

/** 签批 (R1.1): names lead and handlers, or approves the proposal; signing an unclaimed ticket claims it. */
export const signOff = (command: Of<'SignOff'>, ticket: Ticket, law: Law): Decision => {
  const wrong = onlyDepartment(command.by, ticket, ['principal', 'delegate'], '签批', ARTICLE_1);
  if (wrong) return wrong;
  if (ticket.signOff && ticket.status !== 'toSignOff' && ticket.status !== 'toClaim') {
    return refuse(
      'AlreadyDone',
      `本工单已由 ${nameOf(ticket.signOff.by, law)} 于 ${clockTime(ticket.signOff.at)} 签批。`,
    );
  }
  const late = onlyIn(ticket, ['toClaim', 'toSignOff'], '签批');
  if (late) return late;
  const lead = command.lead ?? ticket.proposal?.lead;
  const handlers = command.handlers ?? ticket.proposal?.handlers;
  if (lead === undefined || handlers === undefined) {
    return refuse(
      'ArgumentMissing',
      `还没有拟办，请写明牵头和经办，例：签批 ${ticket.no} 牵头:张三 经办:李四。`,
      ARTICLE_1,
    );
  }
  const dueAt = command.dueAt ?? ticket.proposal?.dueAt;
  const { by, at, opinion } = command;
  const order = { lead, handlers: [...handlers], ...(dueAt ? { dueAt } : {}) };
  const bad = badPeople({ ...order, at: command.dueAt ? at : '' }, ticket, law);
  if (bad) return bad;
  const claimed: TicketEvent[] =
    ticket.status === 'toClaim' ? [{ type: 'TicketClaimed', at, by: by.id, implied: true }] : [];
  return [
    ...claimed,
    { type: 'TicketSignedOff', at, by: by.id, signOff: { ...order, by: by.id, at, ...(opinion ? { opinion } : {}) } },
  ];
};

const named = (by: Person, ticket: Ticket): boolean =>
  ticket.signOff?.lead === by.id || (ticket.signOff?.handlers.includes(by.id) ?? false);

const mayContact = (by: Person, ticket: Ticket): boolean =>
  by.department === CENTRE ||
  named(by, ticket) ||
  by.department === ticket.department ||
  ticket.coDepartments.includes(by.department);

const badContact = (command: Of<'RecordContact'>, ticket: Ticket): Refusal | undefined => {
  if (command.happenedAt > command.at) return refuse('ArgumentWrong', '联系时间还没有到，请写已经发生的时间。');
  if (command.happenedAt < ticket.receivedAt)
    return refuse('ArgumentWrong', `联系时间早于来件时间 ${clockTime(ticket.receivedAt)}，请核对。`);
  if (command.mode === '见面' && isBlank(command.place))
    return refuse('ArgumentMissing', '见面要写地点。', { article: '第一条', duty: 'R1.2' });
  if (command.mode === '电话' && isBlank(command.reason))
    return refuse('ArgumentMissing', '电话联系要写不能见面的原因。', { article: '第一条', duty: 'R1.3' });
  if (command.mode !== '无') return undefined;
  const reason = NO_CONTACT_REASONS.find((known) => known === command.reason?.trim());
  if (!reason)
    return refuse('ArgumentWrong', `未联系的原因只能是 ${NO_CONTACT_REASONS.join('、')}。`, {
      article: '第一条',
      duty: 'R1.2',
    });
  if (reason === '匿名' && !ticket.flags.includes('anonymous'))
    return refuse('ArgumentWrong', '这件工单不是匿名诉求，请联系诉求人。', { article: '第一条', duty: 'R1.2' });
  if (reason === '保密' && !ticket.flags.includes('confidential'))
    return refuse('ArgumentWrong', '这件工单不是保密诉求，请联系诉求人。', { article: '第一条', duty: 'R1.2' });
  return undefined;
};

const CONTACTABLE = ['toClaim', 'toSignOff', 'handling', 'toReview', 'toConsult', 'referred', 'escalated'] as const;

/** 联系 (R1.2–R1.4): may come before the sign-off. */
export const recordContact = (command: Of<'RecordContact'>, ticket: Ticket): Decision => {
  if (!mayContact(command.by, ticket))
    return refuse('NotYours', '联系记录由承办、协办单位的经办人员或县热线中心登记。', {
      article: '第一条',
      duty: 'R1.2',
    });
  const no = firstOf(onlyIn(ticket, CONTACTABLE, '登记联系'), badContact(command, ticket));
  if (no) return no;
  const { by, at, mode, happenedAt, place, situation, reason, attachments } = command;
  const contact = {
    mode,
    at: happenedAt,
    attachments: [...attachments],
    by: by.id,
    recordedAt: at,
    round: ticket.round,
    ...(place ? { place } : {}),
    ...(situation ? { situation } : {}),
    ...(reason ? { reason } : {}),
  };
  return [{ type: 'ContactRecorded', at, by: by.id, contact }];
};

const A_FEW = 2;

/** 回复 (R1.5): by lead or handlers, after a contact of this round, with process and result. */
export const reply = (command: Of<'Reply'>, ticket: Ticket): Decision => {
  const { by, at, process, result } = command;
  if (!ticket.signOff && (ticket.status === 'toClaim' || ticket.status === 'toSignOff')) {
    return refuse('NotSignedOff', '还没有签批，不能回复：请主要负责人先签批。', ARTICLE_1);
  }
  const wrong = onlyIn(ticket, ['handling', 'escalated'], '回复');
  if (wrong) return wrong;
  if (!named(by, ticket))
    return refuse('NotYours', '回复由签批指定的牵头负责人或经办人员提交。', { article: '第一条', duty: 'R1.5' });
  if (!ticket.contacts.some((contact) => contact.round === ticket.round)) {
    return refuse('ContactMissing', `还没有与诉求人联系的记录，请先登记：联系 ${ticket.no} 方式:见面 地点:… 情况:…`, {
      article: '第一条',
      duty: 'R1.2',
    });
  }
  if (isBlank(process, A_FEW)) return refuse('ArgumentMissing', '请写办理流程。', { article: '第一条', duty: 'R1.5' });
  if (isBlank(result, A_FEW)) return refuse('ArgumentMissing', '请写办理结果。', { article: '第一条', duty: 'R1.5' });
  return [
    {
      type: 'TicketReplied',
      at,
      by: by.id,
      reply: {
        lead: ticket.signOff?.lead ?? by.id,
        process: process.trim(),
        result: result.trim(),
        by: by.id,
        at,
        round: ticket.round,
      },
    },
  ];
};

const ARTICLE_1_SEAL = { article: '第一条', duty: 'R1.6' } as const;

/** 审核 (R1.6): approve and seal, which stops the clock, or send back with an opinion. */
export const review = (command: Of<'ApproveReply'> | Of<'SendBackReply'>, ticket: Ticket, law: Law): Decision => {
  const no = firstOf(
    onlyDepartment(command.by, ticket, ['principal', 'delegate'], '审核', ARTICLE_1_SEAL),
    onlyIn(ticket, ['toReview'], '审核'),
  );
  if (no) return no;
  const { by, at } = command;
  const entry = { by: by.id, at, round: ticket.round };
  if (command.type === 'SendBackReply') {
    if (isBlank(command.opinion)) return refuse('ArgumentMissing', '退回要写意见。', ARTICLE_1_SEAL);
    return [{ type: 'ReplySentBack', at, by: by.id, review: { ...entry, approved: false, opinion: command.opinion } }];
  }
  if (!command.seal) return refuse('ArgumentMissing', '请写用印方式：扫描件 或 电子签。', ARTICLE_1_SEAL);
  const to = law.policy.review.byCentre ? ('toAccept' as const) : ('toFollowUp' as const);
  return [{ type: 'ReplyApproved', at, by: by.id, review: { ...entry, approved: true, seal: command.seal }, to }];
};
