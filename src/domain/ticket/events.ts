import type { Instant } from '../instant.ts';
import type { Intake } from './commands.ts';
import type {
  Contact,
  Deduction,
  Escalation,
  Evidence,
  Extension,
  FollowUp,
  Note,
  Proposal,
  Referral,
  Reminder,
  Reply,
  Return,
  Review,
  SignOff,
  Unreasonable,
} from './state.ts';
import type { Flag } from './status.ts';

/** New limits fixed by the event that starts a clock; `evolve` needs no calendar. */
export interface Limits {
  claimDueAt?: Instant;
  dueAt?: Instant;
  provisional?: boolean;
}

/** Something that happened to a ticket. `by` is a person's id, or `system`, `upstream`. */
export type TicketEvent = { at: Instant; by: string } & (
  | { type: 'TicketRegistered'; intake: Intake }
  | {
      type: 'TicketCorrected';
      changes: Partial<
        Pick<Intake, 'cityNo' | 'type' | 'title' | 'category' | 'area' | 'urgent' | 'reachable'> &
          Record<'anonymous' | 'confidential' | 'aboutDepartment', true>
      >;
      dueAt?: Instant;
    }
  | ({
      type: 'TicketDispatched';
      department: string;
      coDepartments: string[];
      dueFrom: 'default' | 'upstream';
    } & Limits)
  /** `implied`: signing off an unclaimed ticket claims it. */
  | { type: 'TicketClaimed'; implied?: boolean }
  | { type: 'SignOffProposed'; proposal: Proposal }
  | { type: 'TicketSignedOff'; signOff: SignOff }
  | { type: 'ContactRecorded'; contact: Contact }
  | { type: 'NoteAdded'; note: Note }
  | { type: 'EvidenceAttached'; evidence: Evidence }
  | { type: 'TicketReplied'; reply: Reply }
  /** `to`: where it goes next. The handling clock stops here. */
  | { type: 'ReplyApproved'; review: Review; to: 'toAccept' | 'toFollowUp' }
  | { type: 'ReplySentBack'; review: Review }
  | { type: 'ReplyAccepted' }
  | ({ type: 'ReplyRefused'; reason: string } & Limits)
  | { type: 'ExtensionAsked'; extension: Extension }
  | { type: 'ExtensionGranted'; dueAt: Instant; provisional: boolean }
  | { type: 'ExtensionRefused'; reason: string }
  | { type: 'ReturnAsked'; return: Return }
  | { type: 'ReturnAccepted' }
  | { type: 'ReturnRefused'; reason: string }
  | { type: 'UnreasonableAsked'; unreasonable: Unreasonable }
  | { type: 'UnreasonableConfirmed'; final: boolean }
  | { type: 'UnreasonableRefused'; reason: string }
  | { type: 'ReminderLogged'; reminder: Reminder }
  | { type: 'ClaimReminderAccepted'; reminder: Reminder }
  | { type: 'TicketReferred'; referral: Referral }
  | ({ type: 'ReferralDecided'; department: string; opinion?: string } & Limits)
  | { type: 'LeaderReminded' }
  | { type: 'EscalationNominated' }
  /** R4.1: the centre decided against it; the department goes on. */
  | { type: 'NominationRefused'; reason: string }
  | { type: 'TicketEscalated'; escalation: Escalation }
  | { type: 'CaseTaken'; petitionDueAt: Instant; provisional: boolean }
  | { type: 'CaseConcluded'; result: string }
  | { type: 'CaseGivenBack'; reason: string; referral: Referral }
  | { type: 'CaseProlonged'; petitionDueAt: Instant; reason: string; provisional?: boolean }
  | { type: 'TicketSupervised'; dueAt?: Instant }
  | { type: 'FollowUpRecorded'; followUp: FollowUp }
  /** `dated`: the limit is a date the resolution wrote, counted by no calendar. */
  | ({ type: 'ReworkOpened'; because: string; dated?: true } & Limits)
  | { type: 'ConsultationAsked'; because: string }
  | { type: 'ConsultationResolved'; handling: 'rework' | 'close'; content: string }
  | { type: 'TicketClosed'; because: string; excludedBecause?: string }
  | ({ type: 'TicketReopened'; reason: string } & Limits)
  | { type: 'NonCompliantMarked'; basis: string }
  | { type: 'ExplanationRecorded'; happenedAt: Instant; people: string; basis: string }
  | { type: 'TicketMerged'; into: string }
  | { type: 'TicketVoided'; reason: string }
  | { type: 'TicketRestored' }
  /** The state is as before: what was posted about it is taken back. `all`: also what was sent to persons. */
  | { type: 'LettersRecalled'; reason: string; all: boolean }
  /** The calendar changed; `before` are the limits that held until then. */
  | ({ type: 'DeadlineRecomputed'; before: { claimDueAt?: Instant; dueAt?: Instant } } & Limits)
  | { type: 'ClaimOverdueReached' }
  | { type: 'NearDueReached' }
  | { type: 'OverdueReached' }
  | { type: 'InternalLimitNear' }
  | { type: 'InternalLimitPassed' }
  | { type: 'TicketAcknowledged' }
  | { type: 'DeductionProposed'; deduction: Deduction }
  | { type: 'DeductionConfirmed'; deduction: string }
  | { type: 'DeductionLapsed'; deduction: string }
  | { type: 'FlagSet'; flag: Flag; on: boolean }
);
export type EventType = TicketEvent['type'];
