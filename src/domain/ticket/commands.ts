import type { Instant } from '../instant.ts';
import type { Person } from '../person.ts';
import type { TicketEvent } from './events.ts';
import type { ContactMode, Evidence, ReferralRoute, Satisfaction, Seal } from './state.ts';
import type { TicketType } from './status.ts';

/** What the upstream tells of a ticket, without the caller's details and text. */
export interface Intake {
  no: string;
  cityNo?: string;
  type: TicketType;
  title: string;
  category?: string;
  area?: string;
  source?: string;
  urgent: boolean;
  anonymous: boolean;
  confidential: boolean;
  reachable: boolean;
  aboutDepartment: boolean;
  /** Known departments by code; absent or unknown → 待派单. */
  department?: string;
  /** The upstream's words for a department nobody knows: the nearest names are offered. */
  askedDepartment?: string;
  coDepartments: string[];
  receivedAt: Instant;
  dispatchedAt?: Instant;
  dueAt?: Instant;
}

/**
 * What people ask of a ticket. `by` acts at `at`; arguments are already understood (people and departments by id). A
 * dispatch is `aboutDepartment` when the ticket complains of the very department it goes to (`complainsOf`).
 */
export type PersonCommand = {
  by: Person;
  at: Instant;
} & (
  | { type: 'Dispatch'; department: string; coDepartments: string[]; aboutDepartment?: boolean }
  | { type: 'Claim' }
  | { type: 'Propose'; lead: string; handlers: string[]; dueAt?: Instant }
  /** Without lead and handlers: approves the proposal. */
  | { type: 'SignOff'; lead?: string; handlers?: string[]; dueAt?: Instant; opinion?: string }
  | {
      type: 'RecordContact';
      mode: ContactMode;
      happenedAt: Instant;
      place?: string;
      situation?: string;
      reason?: string;
      attachments: string[];
    }
  /** 备注 of the main or an assisting department, or of the centre. */
  | { type: 'AddNote'; content: string }
  | { type: 'Reply'; process: string; result: string }
  | { type: 'ApproveReply'; seal?: Seal }
  | { type: 'SendBackReply'; opinion: string }
  | { type: 'AskExtension'; days: number; reason: string }
  | { type: 'AskReturn'; reason: string }
  | { type: 'AskUnreasonable'; basis: string }
  /** 同意 / 驳回: decides what was asked (return, extension, unreasonable, in that order) or, in `toAccept`, the reply. */
  | { type: 'Accept' }
  | { type: 'Refuse'; reason: string }
  /** A reminder the centre made by telephone or in writing (R3.2). */
  | { type: 'LogReminder'; channel: '电话' | '书面'; to: string; happenedAt: Instant }
  /** 知道了 (R3.4): seen; asks nothing, ranks nobody. */
  | { type: 'Acknowledge' }
  | { type: 'MarkDifficult'; reason: string; route?: ReferralRoute }
  | { type: 'Escalate'; reason: string }
  | { type: 'Merge'; into: string }
  | { type: 'Void'; reason: string }
  | { type: 'Restore' }
  /** 撤回: takes back what stands in groups about the ticket; `all`: what was sent to persons as well. */
  | { type: 'Recall'; reason: string; all: boolean }
  | { type: 'Reopen'; reason: string }
  | { type: 'DecideReferral'; department: string; opinion?: string }
  | { type: 'TakeCase' }
  | { type: 'ConcludeCase'; result: string }
  | { type: 'GiveBackCase'; reason: string }
  | { type: 'ProlongCase'; reason: string }
  | { type: 'Supervise'; limit?: Instant }
  | {
      type: 'FollowUp';
      contacted: boolean;
      met?: boolean;
      process: Satisfaction;
      result: Satisfaction;
      solved?: boolean;
      note?: string;
    }
  | { type: 'NoAnswer' }
  | { type: 'Unreachable'; reason: string }
  | { type: 'MarkNonCompliant'; basis: string }
  | { type: 'Explain'; happenedAt: Instant; people: string; basis: string }
  | { type: 'Resolve'; handling: 'rework' | 'close'; content: string; dueAt?: Instant }
  | { type: 'ConfirmDeduction'; deduction: string }
);

/** What the upstream, the clock and the platforms bring about. */
export type SystemCommand = { at: Instant } & (
  | { type: 'Register'; intake: Intake }
  /** A known number imported again: may change text, `dueAt`, and the department only before the claim. */
  | { type: 'Correct'; intake: Intake }
  /** What a person had sent as evidence was fetched and kept (R1.4). */
  | { type: 'AttachEvidence'; evidence: Evidence }
  /** The five-minute scan looks at this ticket: claim limit, near-due, overdue, grace, nomination. */
  | { type: 'Watch' }
  /** The platform accepted a claim reminder (R3.2). */
  | { type: 'NoteReminder'; channel: 'group' | 'private'; to: string }
  /** The calendar has changed: limits counted by it are counted again, in the way they were fixed, which the history tells. */
  | { type: 'Recompute'; history: readonly TicketEvent[] }
  /** The month is locked: what was proposed before its end and is not confirmed lapses. */
  | { type: 'LapseDeductions'; before: Instant }
);

export type Command = PersonCommand | SystemCommand;
export type CommandType = Command['type'];
