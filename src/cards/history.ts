import type { TicketEvent } from '../domain/ticket/events.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { STATUS_NAMES, type Status } from '../domain/ticket/status.ts';
import type { Card, Row } from './card.ts';
import type { CardContext } from './context.ts';
import { limitExplained } from './limitExplained.ts';
import { nameOf, shortTime } from './pieces.ts';

/** What happened, in the office's words. Events that only set a flag are not shown. */
export const EVENT_WORDS: Partial<Record<TicketEvent['type'], string>> = {
  TicketRegistered: '登记',
  TicketCorrected: '上游更正',
  TicketDispatched: '派单',
  TicketClaimed: '签收',
  SignOffProposed: '拟办',
  TicketSignedOff: '签批',
  ContactRecorded: '联系诉求人',
  NoteAdded: '备注',
  EvidenceAttached: '附佐证材料',
  TicketReplied: '提交答复',
  ReplyApproved: '审核通过，办结',
  ReplySentBack: '审核退回',
  ReplyAccepted: '中心审核通过',
  ReplyRefused: '中心驳回',
  ExtensionAsked: '申请延期',
  ExtensionGranted: '同意延期',
  ExtensionRefused: '驳回延期',
  ReturnAsked: '申请退单',
  ReturnAccepted: '同意退单',
  ReturnRefused: '驳回退单',
  UnreasonableAsked: '申请认定不合理诉求',
  UnreasonableConfirmed: '确认不合理诉求',
  UnreasonableRefused: '驳回不合理认定',
  ReminderLogged: '登记提醒',
  ClaimReminderAccepted: '签收提醒已送达',
  TicketReferred: '呈批',
  ReferralDecided: '批示承办单位',
  LeaderReminded: '提醒领导批示',
  EscalationNominated: '满五个工作日，提名提级转办',
  NominationRefused: '不予提级转办',
  TicketEscalated: '提级转办',
  CaseTaken: '信访收案',
  CaseConcluded: '信访结案',
  CaseGivenBack: '信访退案',
  CaseProlonged: '信访延期',
  TicketSupervised: '现场督办',
  FollowUpRecorded: '回访',
  ReworkOpened: '重办',
  ConsultationAsked: '二次不满意，待会商',
  ConsultationResolved: '会商决议',
  TicketClosed: '结束',
  TicketReopened: '重新办理',
  NonCompliantMarked: '认定不合规诉求',
  ExplanationRecorded: '当面解释',
  TicketMerged: '并单',
  TicketVoided: '作废',
  TicketRestored: '恢复',
  LettersRecalled: '撤回已发消息',
  DeadlineRecomputed: '放假安排公布，时限重新计算',
  ClaimOverdueReached: '超期未签收',
  NearDueReached: '距办结期不足两个工作日',
  OverdueReached: '超期未办结',
  InternalLimitNear: '内部时限将到，提醒牵头和经办',
  InternalLimitPassed: '已过内部时限',
  TicketAcknowledged: '知道了',
  DeductionProposed: '拟扣分',
  DeductionConfirmed: '确认扣分',
  DeductionLapsed: '扣分失效',
};

const SYSTEM: Record<string, string> = { system: '系统', upstream: '上级平台' };

/** Limits an event fixed, in words: `签收时限 10-21 17:30，办理时限 10-27 17:30`. */
const limitsIn = (event: TicketEvent): string[] => [
  ...('claimDueAt' in event && event.claimDueAt ? [`签收时限 ${shortTime(event.claimDueAt)}`] : []),
  ...('dueAt' in event && event.dueAt ? [`办理时限 ${shortTime(event.dueAt)}`] : []),
  ...('petitionDueAt' in event ? [`信访时限 ${shortTime(event.petitionDueAt)}`] : []),
  ...(event.type === 'TicketSignedOff' && event.signOff.dueAt ? [`内部时限 ${shortTime(event.signOff.dueAt)}`] : []),
];

/**
 * The ticket's card with its timeline, oldest first: when, what, who, the state after it and the limits it fixed; the
 * limit that runs now is explained day by day.
 */

export const drawTicketHistory = (
  base: Card,
  ticket: Ticket,
  history: readonly { event: TicketEvent; after: Status }[],
  context: CardContext,
): Card => ({
  ...base,
  body: [base.body ?? '', ...limitExplained(ticket, history, context)].filter((line) => line !== '').join('\n'),
  rows: history.flatMap(({ event, after }): Row[] => {
    const words = EVENT_WORDS[event.type];
    if (!words) return [];
    return [
      {
        ticket: shortTime(event.at),
        title: words,
        detail: [SYSTEM[event.by] ?? nameOf(event.by, context), STATUS_NAMES[after], ...limitsIn(event)].join(' · '),
      },
    ];
  }),
});
