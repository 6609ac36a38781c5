import type { Law } from '../../law.ts';
import type { Command } from '../commands.ts';
import type { TicketEvent } from '../events.ts';
import { namedPeople } from '../people.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Ticket } from '../state.ts';
import { isOpen } from '../status.ts';
import { clockTime, type Decision, firstOf, nameOf, onlyDepartment, onlyIn, signedBy } from './rules.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

const ARTICLE_1 = { article: '第一条', duty: 'R1.1' } as const;

/** 签收: liaison or handler; the second one reads who was first. */
export const claim = (command: Of<'Claim'>, ticket: Ticket, law: Law): Decision => {
  const no = onlyDepartment(command.by, ticket, ['liaison', 'handler'], '签收');
  if (no) return no;
  if (ticket.claimedBy && ticket.claimedAt && ticket.status !== 'toClaim' && isOpen(ticket.status)) {
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
      proposal: { lead, handlers: [...new Set(handlers)], by: by.id, at, ...(dueAt ? { dueAt } : {}) },
    },
  ];
};

/** Those the sign-off named have all left: the principal names others, so that the ticket is not stuck with nobody. */
const nobodyLeft = (ticket: Ticket, law: Law): boolean =>
  ticket.status === 'handling' && ticket.signOff !== undefined && namedPeople(ticket, law).length === 0;

/** 签批 (R1.1): names lead and handlers, or approves the proposal; signing an unclaimed ticket claims it. */
export const signOff = (command: Of<'SignOff'>, ticket: Ticket, law: Law): Decision => {
  const wrong = onlyDepartment(command.by, ticket, ['principal', 'delegate'], '签批', ARTICLE_1);
  if (wrong) return wrong;
  const again = nobodyLeft(ticket, law);
  if (ticket.signOff && isOpen(ticket.status) && ticket.status !== 'toSignOff' && !again) {
    return refuse(
      'AlreadyDone',
      `本工单已由 ${nameOf(ticket.signOff.by, law)} 于 ${clockTime(ticket.signOff.at)} 签批。`,
    );
  }
  const late = onlyIn(ticket, again ? ['handling'] : ['toClaim', 'toSignOff', 'escalated'], '签批');
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
  const order = { lead, handlers: [...new Set(handlers)], ...(dueAt ? { dueAt } : {}) };
  const bad = badPeople({ ...order, at: command.dueAt ? at : '' }, ticket, law);
  if (bad) return bad;
  const claimed: TicketEvent[] =
    ticket.status === 'toClaim' ? [{ type: 'TicketClaimed', at, by: by.id, implied: true }] : [];
  return [
    ...claimed,
    {
      type: 'TicketSignedOff',
      at,
      by: by.id,
      signOff: { ...order, ...signedBy(by), at, round: ticket.round, ...(opinion ? { opinion } : {}) },
    },
  ];
};
