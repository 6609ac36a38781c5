/** The states of a ticket (contract, "States"), in the order of its life. */
export const STATUSES = [
  'toDispatch',
  'toClaim',
  'toSignOff',
  'handling',
  'toReview',
  'toAccept',
  'toFollowUp',
  'toConsult',
  'referred',
  'escalated',
  'done',
  'merged',
  'void',
] as const;
export type Status = (typeof STATUSES)[number];

export const STATUS_NAMES: Record<Status, string> = {
  toDispatch: '待派单',
  toClaim: '待签收',
  toSignOff: '待签批',
  handling: '办理中',
  toReview: '待审核',
  toAccept: '待中心审核',
  toFollowUp: '待回访',
  toConsult: '待会商',
  referred: '呈批中',
  escalated: '提级转办',
  done: '已办结',
  merged: '已并单',
  void: '已作废',
};

/** What is asked or set beside the status. */
export const FLAGS = [
  'extensionAsked',
  'returnAsked',
  'unreasonableAsked',
  'unreasonable',
  'nonCompliant',
  'difficult',
  'supervised',
  'confidential',
  'urgent',
  'anonymous',
  'overdueClaim',
  'nearDue',
  'overdue',
  'provisionalDue',
] as const;
export type Flag = (typeof FLAGS)[number];

export const FLAG_NAMES: Record<Flag, string> = {
  extensionAsked: '申请延期中',
  returnAsked: '申请退单中',
  unreasonableAsked: '申请认定不合理中',
  unreasonable: '不合理诉求',
  nonCompliant: '不合规诉求',
  difficult: '疑难',
  supervised: '现场督办',
  confidential: '保密',
  urgent: '紧急',
  anonymous: '匿名',
  overdueClaim: '超期未签收',
  nearDue: '临期',
  overdue: '超期',
  provisionalDue: '时限暂定',
};

/** Nobody is expected to do anything more with these. */
export const CLOSED: readonly Status[] = ['done', 'merged', 'void'];
export const isOpen = (status: Status): boolean => !CLOSED.includes(status);

export const TICKET_TYPES = ['咨询', '求助', '建议', '投诉', '举报', '表扬', '其他'] as const;
export type TicketType = (typeof TICKET_TYPES)[number];
