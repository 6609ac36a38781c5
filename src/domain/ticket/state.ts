import type { Instant } from '../instant.ts';
import type { Flag, Status, TicketType } from './status.ts';

/** 拟办: the liaison's proposal for the sign-off (R1.1). */
export interface Proposal {
  lead: string;
  handlers: string[];
  /** The internal deadline; absent: the ticket's own. */
  dueAt?: Instant;
  by: string;
  at: Instant;
}

/** 签批 (R1.1): lead, handlers, internal deadline, opinion, and who signed. People by id. */
export interface SignOff {
  lead: string;
  handlers: string[];
  dueAt?: Instant;
  opinion?: string;
  by: string;
  /** The principal who had delegated it (委托). */
  onBehalfOf?: string;
  at: Instant;
  /** In which round it was signed: the internal deadline is that round's. Absent: the first. */
  round?: number;
}

export const CONTACT_MODES = ['见面', '电话', '无'] as const;
export type ContactMode = (typeof CONTACT_MODES)[number];
/** Why nobody was contacted (R1.2 is not required then). */
export const NO_CONTACT_REASONS = ['匿名', '保密', '本人拒绝'] as const;
export type NoContactReason = (typeof NO_CONTACT_REASONS)[number];

/** 联系 (R1.2–R1.4). `reason` is required for 电话 (why no meeting) and 无 (a reason code). */
export interface Contact {
  mode: ContactMode;
  /** When it happened, not when it was recorded. */
  at: Instant;
  place?: string;
  situation?: string;
  reason?: string;
  attachments: string[];
  by: string;
  /** R4.2: the centre explained; that is no meeting of the handler with the caller (R1.2). */
  byCentre?: true;
  recordedAt: Instant;
  round: number;
}

/** Material kept for inspection (R1.4): a photo, a call log, a signed note, the sealed scan. The file lies in the archive. */
export interface Evidence {
  id: string;
  sha256: string;
  /** As its bytes say: `image/jpeg`. */
  type: string;
  size: number;
  by: string;
  at: Instant;
}

/** 备注: what the main and the assisting departments tell each other about a ticket (主办, 协办). */
export interface Note {
  content: string;
  by: string;
  at: Instant;
}

/** 回复 (R1.5): the lead named, the process and the result. */
export interface Reply {
  lead: string;
  process: string;
  result: string;
  by: string;
  at: Instant;
  round: number;
}

export const SEALS = ['扫描件', '电子签'] as const;
export type Seal = (typeof SEALS)[number];

/** 审核 (R1.6). */
export interface Review {
  approved: boolean;
  seal?: Seal;
  opinion?: string;
  by: string;
  onBehalfOf?: string;
  at: Instant;
  round: number;
}

export const SATISFACTIONS = ['满意', '基本满意', '一般', '不满意'] as const;
export type Satisfaction = (typeof SATISFACTIONS)[number];

/** 回访 (R6.1–R6.2): one record per attempt. */
export type FollowUp = { by: string; at: Instant; round: number; note?: string } & (
  | {
      outcome: 'answered';
      contacted: boolean;
      met?: boolean;
      process: Satisfaction;
      result: Satisfaction;
      solved?: boolean;
    }
  | { outcome: 'noAnswer' }
  | { outcome: 'unreachable'; reason: string }
);

/** R3.2: one reminder about an unclaimed ticket. It counts when the platform accepted it or the centre logged it. */
export interface Reminder {
  channel: 'group' | 'private' | '电话' | '书面';
  to: string;
  at: Instant;
  by?: string;
}

/** A deduction the program proposes (R3.3, R5.5 …); only the director confirms it. */
export interface Deduction {
  id: string;
  /** The duty it rests on, `R3.3`; `考核方案` where no article speaks of it. */
  clause: string;
  /** The scheme's event, `unclaimedAfterReminder`. Points are those of the scheme in force and stand here as proposed. */
  event: string;
  points: string;
  department: string;
  state: 'proposed' | 'confirmed' | 'lapsed';
  because: string;
  at: Instant;
  /** The round it rests on. Absent: the first. */
  round?: number;
}

/** 退单: who returned it, why, and what came of it (R3.5's return history). */
export interface Return {
  department: string;
  reason: string;
  by: string;
  at: Instant;
  /** `lapsed`: the department replied, or a leader or the bureau took it over, before the centre decided. */
  outcome?: 'accepted' | 'refused' | 'lapsed';
  refusedBecause?: string;
}

/** 延期: asked once before expiry, ≤ 10 working days, decided by the centre. */
export interface Extension {
  days: number;
  reason: string;
  by: string;
  at: Instant;
  outcome?: 'granted' | 'refused';
  dueAt?: Instant;
}

export const REFERRAL_ROUTES = ['petitionBureau', 'countyLeader', 'hotlineLeader'] as const;
export type ReferralRoute = (typeof REFERRAL_ROUTES)[number];

/** 呈批 (R3.5–R3.8). */
export interface Referral {
  reason: string;
  suggestedRoute: ReferralRoute;
  route: ReferralRoute;
  arisenAt: Instant;
  by?: string;
  /** When the leader was last reminded, and how often (requirements.md, section 2: after 4 working hours, then daily). */
  remindedAt?: Instant;
  reminders?: number;
  decision?: { department: string; opinion?: string; by: string; at: Instant };
}

/** 提级转办 (R4): the frozen handling clock and the petition clock. */
export interface Escalation {
  reason: string;
  at: Instant;
  by: string;
  frozenDueAt?: Instant;
  wasOverdue: boolean;
  takenAt?: Instant;
  petitionDueAt?: Instant;
  prolonged?: boolean;
  conclusion?: string;
  /** The department's reply was approved: what comes later is ordinary work again. */
  endedAt?: Instant;
}

/**
 * A handling clock that was stopped or overdue when another took its place: an assessment still counts it. Only clocks
 * of a department are kept.
 */
export interface SpentClock {
  department: string;
  round: number;
  /** The limit that held at its end; absent: an escalation had frozen it in time. */
  dueAt?: Instant;
  /** Absent: it ended without a closing. */
  closedAt?: Instant;
  signedOffAt?: Instant;
  /** The petition bureau concluded the case: nobody's sign-off is missing. */
  concluded?: true;
  endedAt: Instant;
  endedBy: 'rework' | 'escalation' | 'referral' | 'supervision';
}

/** 不合理诉求 (R5.6): the department's proof, and the two people at the centre who confirmed it. */
export interface Unreasonable {
  basis: string;
  by: string;
  at: Instant;
  confirmedBy: string[];
  refusedBecause?: string;
}

/**
 * A ticket as the law sees it: only what rules need. The caller's details and the full text live in the archive, apart
 * from this, encrypted; nothing here may name a caller. People are ids, departments codes, times `Instant`s.
 */
export interface Ticket {
  no: string;
  cityNo?: string;
  type: TicketType;
  /** As the upstream wrote it; cards mask it (`domain/privacy`). */
  title: string;
  category?: string;
  area?: string;
  source?: string;
  /** The caller left a telephone number: without one follow-up is 无法回访. */
  reachable: boolean;
  /** A 投诉 about the department or its people: never shown in its group. */
  aboutDepartment: boolean;
  status: Status;
  flags: Flag[];
  /** 1, and one more with every rework. */
  round: number;
  department?: string;
  /** The upstream's words for a department nobody knows. */
  askedDepartment?: string;
  coDepartments: string[];
  /** What the upstream last said: only a change of it moves anything, never the old word imported again. */
  upstream?: { department?: string; dueAt?: Instant };
  receivedAt: Instant;
  dispatchedAt?: Instant;
  claimDueAt?: Instant;
  claimedAt?: Instant;
  claimedBy?: string;
  /** The limit that holds now. Upstream's own wins over the default, a granted extension over both. */
  dueAt?: Instant;
  dueFrom?: 'default' | 'upstream' | 'extension' | 'rework' | 'petition' | 'supervision';
  /** Handling clocks before this one, in order. Absent: none yet. */
  spent?: SpentClock[];
  /** Set while the handling clock is stopped: 审核通过 … back again, 提级 … 收案. */
  clockStoppedAt?: Instant;
  proposal?: Proposal;
  signOff?: SignOff;
  contacts: Contact[];
  /** Absent: none yet. */
  evidence?: Evidence[];
  /** Absent: none yet. */
  notes?: Note[];
  replies: Reply[];
  reviews: Review[];
  followUps: FollowUp[];
  reminders: Reminder[];
  deductions: Deduction[];
  returns: Return[];
  /** Departments that have had it, in order: three make it shirked. */
  passedThrough: string[];
  /** True when a leader decided the department: no second return. */
  binding: boolean;
  extension?: Extension;
  referral?: Referral;
  escalation?: Escalation;
  unreasonable?: Unreasonable;
  /** R6.4: the centre's mark and the deputy's explanation. */
  nonCompliance?: {
    basis: string;
    by: string;
    at: Instant;
    explained?: { at: Instant; people: string; basis: string; by: string };
  };
  /** R4.1: the scan has nominated it for escalation. */
  nominatedAt?: Instant;
  /** R4.1: the centre decided against the escalation. */
  nominationRefused?: { because: string; by: string; at: Instant };
  /** R3.4: the deputy's list has carried it (set by the scan's event). */
  nearDueSince?: Instant;
  overdueSince?: Instant;
  /** R1.1: lead and handlers were reminded of the internal deadline; it has passed. */
  internalNearSince?: Instant;
  internalPassedSince?: Instant;
  /** Who said 知道了, and when last. Absent: nobody yet. */
  acknowledged?: { by: string; at: Instant }[];
  claimOverdueSince?: Instant;
  /** 办结: when the reply was approved (审核通过); gone again when the ticket comes back. */
  closedAt?: Instant;
  /** With `review.byCentre`: when the centre accepted the reply; from then on it waits for the call (R6.1). */
  acceptedAt?: Instant;
  /** When it became `done`: `/重办` counts its days from here. */
  doneAt?: Instant;
  /** Why it counts in no rate, shown beside the exclusion. */
  excludedBecause?: string;
  mergedInto?: string;
  /** Where `/恢复` leads back to. */
  statusBefore?: Status;
}
