import type { Law } from '../../law.ts';
import { CENTRE, CENTRE_ROLES, hasRole, type Person } from '../../person.ts';
import type { Command } from '../commands.ts';
import { contactedThisRound } from '../people.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { NO_CONTACT_REASONS, type Ticket } from '../state.ts';
import { closedLate } from './deduct.ts';
import { clockTime, type Decision, firstOf, isBlank, onlyDepartment, onlyIn, signedBy } from './rules.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

const named = (by: Person, ticket: Ticket): boolean =>
  by.department === ticket.department &&
  (ticket.signOff?.lead === by.id || (ticket.signOff?.handlers.includes(by.id) ?? false));

/** The handlers of the department and of those it is helped by, whoever the sign-off names, and the centre (R4.2). */
const mayContact = (by: Person, ticket: Ticket): boolean => {
  if (by.department === CENTRE) return hasRole(by, ...CENTRE_ROLES);
  if (named(by, ticket)) return true;
  const theirs = by.department === ticket.department || ticket.coDepartments.includes(by.department);
  return theirs && hasRole(by, 'handler');
};

const badContact = (command: Of<'RecordContact'>, ticket: Ticket): Refusal | undefined => {
  if (command.happenedAt > command.at) return refuse('ArgumentWrong', '联系时间还没有到，请写已经发生的时间。');
  // What happens now is not too early, even where the upstream's clock is a little ahead of ours.
  if (command.happenedAt < ticket.receivedAt && command.happenedAt !== command.at)
    return refuse('ArgumentWrong', `联系时间早于来件时间 ${clockTime(ticket.receivedAt)}，请核对。`);
  if (command.mode === '见面' && isBlank(command.place))
    return refuse('ArgumentMissing', '见面要写地点。', { article: '第一条', duty: 'R1.2' });
  if (command.mode === '电话' && isBlank(command.reason))
    return refuse('ArgumentMissing', '电话联系要写不能见面的原因。', { article: '第一条', duty: 'R1.3' });
  if (command.mode !== '无') return undefined;
  if (isBlank(command.reason))
    return refuse('ArgumentMissing', `没有联系要写原因：${NO_CONTACT_REASONS.join('、')} 之一。`, {
      article: '第一条',
      duty: 'R1.2',
    });
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

/** R1.4: what they had sent before the contact was recorded: it is of this round, and no contact has it yet. */
const broughtBefore = ({ evidence = [], contacts, reviews, round }: Ticket, by: string): string[] => {
  const since = reviews.findLast((review) => review.round < round)?.at ?? '';
  const known = contacts.flatMap(({ attachments }) => attachments);
  return evidence
    .filter((entry) => entry.by === by && entry.at > since && !known.includes(entry.id))
    .map(({ id }) => id);
};

/** 联系 (R1.2–R1.4): may come before the sign-off. */
export const recordContact = (command: Of<'RecordContact'>, ticket: Ticket): Decision => {
  if (!mayContact(command.by, ticket))
    return refuse('NotYours', '联系记录由承办、协办单位的经办人员、牵头负责人或县热线中心登记。', {
      article: '第一条',
      duty: 'R1.2',
    });
  const no = firstOf(onlyIn(ticket, CONTACTABLE, '登记联系'), badContact(command, ticket));
  if (no) return no;
  const { by, at, mode, happenedAt, place, situation, reason, attachments } = command;
  const contact = {
    mode,
    at: happenedAt,
    attachments: [...attachments, ...broughtBefore(ticket, by.id)],
    by: by.id,
    recordedAt: at,
    round: ticket.round,
    ...(by.department === CENTRE ? { byCentre: true as const } : {}),
    ...(place ? { place } : {}),
    ...(situation ? { situation } : {}),
    ...(reason ? { reason } : {}),
  };
  return [{ type: 'ContactRecorded', at, by: by.id, contact }];
};

/** R1.4: whatever state the ticket is in by then, what was sent is kept; the same file twice from one person once. */
export const attachEvidence = ({ at, evidence }: Of<'AttachEvidence'>, ticket: Ticket): Decision => {
  const known = ticket.evidence?.some((entry) => entry.sha256 === evidence.sha256 && entry.by === evidence.by);
  return known ? [] : [{ type: 'EvidenceAttached', at, by: evidence.by, evidence }];
};

/** R1.6: the scan with signature and seal, sent by those who sign or by the liaison for them, since the reply. */
export const hasSealedScan = (ticket: Ticket, law: Law): boolean => {
  const since = ticket.replies.at(-1)?.at ?? '';
  return (ticket.evidence ?? []).some((entry) => {
    const sender = law.person(entry.by);
    return entry.at >= since && sender !== undefined && hasRole(sender, 'principal', 'delegate', 'liaison');
  });
};

const A_FEW = 2;
const UNSIGNED: readonly Ticket['status'][] = ['toClaim', 'toSignOff', 'escalated'];
const ARTICLE_1 = { article: '第一条', duty: 'R1.1' } as const;

/** 回复 (R1.5): by lead or handlers, after a contact of this round, with process and result. */
export const reply = (command: Of<'Reply'>, ticket: Ticket): Decision => {
  const { by, at, process, result } = command;
  if (!ticket.signOff && UNSIGNED.includes(ticket.status)) {
    return refuse('NotSignedOff', '还没有签批，不能回复：请主要负责人先签批。', ARTICLE_1);
  }
  const wrong = onlyIn(ticket, ['handling', 'escalated'], '回复');
  if (wrong) return wrong;
  if (!named(by, ticket))
    return refuse('NotYours', '回复由签批指定的牵头负责人或经办人员提交。', { article: '第一条', duty: 'R1.5' });
  if (!contactedThisRound(ticket)) {
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

/** 审核 (R1.6): approve and seal, which stops the clock, or send back with an opinion. Past the limit, points are proposed. */
export const review = (command: Of<'ApproveReply'> | Of<'SendBackReply'>, ticket: Ticket, law: Law): Decision => {
  const no = firstOf(
    onlyDepartment(command.by, ticket, ['principal', 'delegate'], '审核', ARTICLE_1_SEAL),
    onlyIn(ticket, ['toReview'], '审核'),
  );
  if (no) return no;
  const { by, at } = command;
  const entry = { ...signedBy(by), at, round: ticket.round };
  if (command.type === 'SendBackReply') {
    if (isBlank(command.opinion)) return refuse('ArgumentMissing', '退回要写意见。', ARTICLE_1_SEAL);
    return [{ type: 'ReplySentBack', at, by: by.id, review: { ...entry, approved: false, opinion: command.opinion } }];
  }
  const scanned = hasSealedScan(ticket, law);
  const seal = command.seal ?? (scanned ? '扫描件' : undefined);
  if (!seal) return refuse('ArgumentMissing', '请写用印方式：扫描件 或 电子签。', ARTICLE_1_SEAL);
  if (seal === '扫描件' && !scanned)
    return refuse(
      'ArgumentMissing',
      `还没有收到签字盖章的扫描件：请先发送“佐证 ${ticket.no}”，再把扫描件发给我。`,
      ARTICLE_1_SEAL,
    );
  const to = law.policy.review.byCentre ? ('toAccept' as const) : ('toFollowUp' as const);
  return [
    { type: 'ReplyApproved', at, by: by.id, review: { ...entry, approved: true, seal }, to },
    ...closedLate(ticket, at, law),
  ];
};
