import { EVENT_WORDS } from '../../cards/history.ts';
import { nameOf, namesOf, shortTime, signerOf } from '../../cards/pieces.ts';
import { maskText } from '../../domain/privacy.ts';
import type { TicketEvent } from '../../domain/ticket/events.ts';
import type { FollowUp, Review } from '../../domain/ticket/state.ts';
import { STATUS_NAMES } from '../../domain/ticket/status.ts';
import type { HistoryEntry, Via } from '../../workflow/ports.ts';
import { departmentNamed, type View } from './lines.ts';
import type { TimelineEntry } from './shapes.ts';

const SYSTEM: Record<string, string> = { system: '系统', upstream: '上级平台' };

/** Who did it, by name. */
export const actorName = (id: string, view: View): string => SYSTEM[id] ?? nameOf(id, view);

const DOORS: Record<string, string> = {
  'wecom-bot': '企业微信',
  'wecom-app': '企业微信',
  dingtalk: '钉钉',
  page: '网页',
  api: '接口',
  import: '导入',
  clock: '定时',
  cli: '命令行',
};

/** From where: 企业微信群, 网页 … */
export const viaInWords = ({ door, chat }: Via): string => `${DOORS[door] ?? door}${chat === undefined ? '' : '群'}`;

const named = (label: string, value: string | undefined): string[] =>
  value === undefined || value === '' ? [] : [`${label}：${value}`];

export const reviewInWords = ({ approved, seal }: Review): string =>
  approved ? `审核通过${seal ? `，${seal}` : ''}` : '审核退回';

const yesNo = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : value ? '是' : '否';

/** What the caller answered, line by line. */
export const answersOf = (call: FollowUp): string[] => {
  switch (call.outcome) {
    case 'answered':
      return [
        ...named('联系', yesNo(call.contacted)),
        ...named('见面', yesNo(call.met)),
        ...named('过程', call.process),
        ...named('结果', call.result),
        ...named('解决', yesNo(call.solved)),
      ];
    case 'noAnswer':
      return ['未接通'];
    case 'unreachable':
      return [`无法回访：${call.reason}`];
    default:
      return call satisfies never;
  }
};

const limitsOf = (event: TicketEvent): string[] => [
  ...('claimDueAt' in event ? named('签收时限', event.claimDueAt && shortTime(event.claimDueAt)) : []),
  ...('dueAt' in event ? named('办理时限', event.dueAt && shortTime(event.dueAt)) : []),
  ...('petitionDueAt' in event ? [`信访时限：${shortTime(event.petitionDueAt)}`] : []),
];

const peopleOf = (
  order: { lead: string; handlers: readonly string[]; dueAt?: string; opinion?: string },
  view: View,
): string[] => [
  `牵头：${nameOf(order.lead, view)}`,
  `经办：${namesOf(order.handlers, view)}`,
  ...named('内部时限', order.dueAt && shortTime(order.dueAt)),
  ...named('意见', order.opinion),
];

/** What was said or named, by kind of event; most carry a reason at most. */
const saidIn = (event: TicketEvent, view: View): string[] => {
  switch (event.type) {
    case 'TicketDispatched':
      return [
        `承办：${departmentNamed(event.department, view.county).name}`,
        ...named('协办', event.coDepartments.map((code) => departmentNamed(code, view.county).name).join('、')),
      ];
    case 'SignOffProposed':
      return peopleOf(event.proposal, view);
    case 'TicketSignedOff':
      return [`签批人：${signerOf(event.signOff, view)}`, ...peopleOf(event.signOff, view)];
    case 'ContactRecorded':
      return [
        `方式：${event.contact.mode}，${shortTime(event.contact.at)}`,
        ...named('地点', event.contact.place),
        ...named('情况', event.contact.situation),
        ...named('原因', event.contact.reason),
      ];
    case 'NoteAdded':
      return [event.note.content];
    case 'TicketReplied':
      return [`牵头：${nameOf(event.reply.lead, view)}`, `流程：${event.reply.process}`, `结果：${event.reply.result}`];
    case 'ReplyApproved':
    case 'ReplySentBack':
      return [reviewInWords(event.review), ...named('意见', event.review.opinion)];
    case 'ExtensionAsked':
      return [`天数：${event.extension.days}个工作日`, `原因：${event.extension.reason}`];
    case 'ReturnAsked':
      return [`原因：${event.return.reason}`];
    case 'UnreasonableAsked':
      return [`依据：${event.unreasonable.basis}`];
    case 'ReminderLogged':
    case 'ClaimReminderAccepted':
      return [
        `方式：${{ group: '群消息', private: '私聊' }[event.reminder.channel as string] ?? event.reminder.channel}`,
      ];
    case 'TicketReferred':
    case 'CaseGivenBack':
      return [`原因：${event.referral.reason}`];
    case 'ReferralDecided':
      return [`承办：${departmentNamed(event.department, view.county).name}`, ...named('意见', event.opinion)];
    case 'TicketEscalated':
      return [`原因：${event.escalation.reason}`];
    case 'CaseConcluded':
      return [`结果：${event.result}`];
    case 'FollowUpRecorded':
      return [...answersOf(event.followUp), ...named('备注', event.followUp.note)];
    case 'ConsultationResolved':
      return [`处理：${event.handling === 'rework' ? '重办' : '办结'}`, `内容：${event.content}`];
    case 'NonCompliantMarked':
      return [`依据：${event.basis}`];
    case 'ExplanationRecorded':
      return [`时间：${shortTime(event.happenedAt)}`, `人员：${event.people}`, `依据：${event.basis}`];
    case 'TicketMerged':
      return [`并入：${event.into}`];
    case 'DeductionProposed':
      return [`${event.deduction.clause}，${event.deduction.points} 分：${event.deduction.because}`];
    default:
      return [
        ...('reason' in event ? named('原因', event.reason) : []),
        ...('because' in event ? named('原因', event.because) : []),
      ];
  }
};

/** The history, oldest first; events that only set a flag are not shown. Free text is masked. */
export const timelineOf = (history: readonly HistoryEntry[], view: View): TimelineEntry[] =>
  history.flatMap(({ seq, event, via, after }): TimelineEntry[] => {
    const words = EVENT_WORDS[event.type];
    if (!words) return [];
    return [
      {
        seq,
        at: event.at,
        type: event.type,
        words,
        by: actorName(event.by, view),
        ...(via ? { via: viaInWords(via) } : {}),
        status: STATUS_NAMES[after],
        details: [...saidIn(event, view).map(maskText), ...limitsOf(event)],
      },
    ];
  });
