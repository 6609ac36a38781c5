import type { Flag, Status, TicketType } from '../../domain/ticket/status.ts';

/** By what the list may be narrowed; also the names in the address. */
export const FILTERS = ['q', 'status', 'department', 'type', 'flag', 'from', 'to'] as const;

/** The compiler sees that none is missing. */
const all = <T extends string>(names: Record<T, true>): T[] => Object.keys(names) as T[];

export const STATUSES = all<Status>({
  toDispatch: true,
  toClaim: true,
  toSignOff: true,
  handling: true,
  toReview: true,
  toAccept: true,
  toFollowUp: true,
  toConsult: true,
  referred: true,
  escalated: true,
  done: true,
  merged: true,
  void: true,
});

export const TYPES = all<TicketType>({
  咨询: true,
  求助: true,
  建议: true,
  投诉: true,
  举报: true,
  表扬: true,
  其他: true,
});

export const FLAGS = all<Flag>({
  urgent: true,
  overdue: true,
  nearDue: true,
  overdueClaim: true,
  extensionAsked: true,
  returnAsked: true,
  unreasonableAsked: true,
  unreasonable: true,
  nonCompliant: true,
  difficult: true,
  supervised: true,
  confidential: true,
  anonymous: true,
  provisionalDue: true,
});
