import type { PlatformName } from '../cards/exchange.ts';
import type { HolidayYear } from '../domain/deadline/calendar.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Status } from '../domain/ticket/status.ts';
import type { Recipient, Via } from './ports.ts';

/** What the centre's desk reads and does besides commands to tickets and matters. `store/centreRows.ts` keeps it. */

/** Queues of tickets that wait for the centre; failed letters are the ledger's. */
export const TICKET_QUEUES = ['toDispatch', 'difficult', 'returns', 'extensions', 'toFollowUp'] as const;
export type TicketQueue = (typeof TICKET_QUEUES)[number];

/** A ticket's place in a queue: urgent first, then by the moment that orders the queue, then by number. */
export interface QueuePlace {
  urgent: boolean;
  /** Absent: it has no such moment, and stands last. */
  due?: Date;
  no: string;
}

export const LETTER_STATES = [
  'wanted',
  'queued',
  'accepted',
  'failed',
  'superseded',
  'merged',
  'recalling',
  'recalled',
] as const;
export type LetterState = (typeof LETTER_STATES)[number];

/** A line of the ledger as the desk shows it; nothing of what the letter says. */
export interface LetterLine {
  id: string;
  to: Recipient;
  /** The card's kind, or `text`, `file`. */
  kind: string;
  act: 'send' | 'update' | 'recall';
  state: LetterState;
  reason?: string;
  code?: string;
  channel?: string;
  attempts: number;
  tickets: string[];
  /** Business time at which it was wanted, and until which it is held. */
  at: Date;
  heldUntil?: Date;
  /** Machine time of the next try. */
  nextTry?: Date;
  /** Its place in the order of all letters: later ones have a higher one. */
  order: string;
}

/** What is looked for in the ledger; each condition narrows. `about`: any of these. */
export interface LetterQuery {
  state?: LetterState;
  platform?: PlatformName;
  act?: 'send';
  about?: { tickets: readonly string[]; people: readonly string[]; chats: readonly string[] };
  /** Wanted since. */
  since?: Date;
  /** Before this place in the order. */
  before?: string;
  limit: number;
}

/** How many open tickets a department has, and how they stand. */
export interface DepartmentCounts {
  department: string;
  /** In its hands: not ended, not closed. */
  open: number;
  toClaim: number;
  toSignOff: number;
  toReview: number;
  nearDue: number;
  overdue: number;
}

/** A group as the archive has it, gone ones among them. */
export interface ChatLine {
  platform: PlatformName;
  id: string;
  department?: string;
  scope?: 'centre' | 'county';
  boundBy?: string;
  boundAt?: Date;
  goneAt?: Date;
  webhook: boolean;
}

/** A version of the policy document, and who put it in use when. */
export interface PolicyVersionLine {
  version: number;
  /** From which day of the county's calendar it holds, `2026-12-01`. */
  from: string;
  at: Date;
  by: string;
  document: unknown;
}

/** What a person did at the desk that is no command: kept for good, in one chain. */
export interface DeskAct {
  type: 'LetterResent' | 'PolicyUsed' | 'HolidaysUsed';
  at: Date;
  by: string;
  /** A letter's id, `policy:3`, `holidays:2027`. */
  about: string;
  via: Via;
  /** What was there before, and what is there now. */
  before?: unknown;
  after?: unknown;
}

/** One trace: an event of a ticket or a matter, a look at a caller's details, an act at the desk. */
export interface AuditLine {
  kind: 'ticket' | 'matter' | 'disclosure' | 'desk';
  /** A ticket's number, a matter's `kind:id`, what an act was done to. */
  about: string;
  /** Its place in the history it belongs to. */
  seq: string;
  at: Date;
  type: string;
  by: string;
  via?: Via;
  body: unknown;
  /** Of a ticket's event: the status before and after it. */
  before?: Status;
  after?: Status;
}

/** What is looked for among the traces; each condition narrows. */
export interface AuditQuery {
  kind?: AuditLine['kind'];
  /** Tickets, matters or acts by any of these names, exactly. */
  names?: readonly string[];
  /** Done by any of these. */
  people?: readonly string[];
  /** In `[from, to)`. */
  from?: Date;
  to?: Date;
  /** Types of tickets' events that are shown: others only set a flag. */
  shown: readonly string[];
  /** After this one in the order. */
  before?: Pick<AuditLine, 'at' | 'kind' | 'about' | 'seq'>;
  limit: number;
}

export interface CentreDesk {
  /** How many tickets stand in each queue. */
  queueCounts(): Promise<Record<TicketQueue, number>>;
  /** The tickets of a queue in order, after a place in it, and where the last of them stands. */
  queue(
    queue: TicketQueue,
    query: { after?: QueuePlace; limit: number },
  ): Promise<{ tickets: Ticket[]; last?: QueuePlace }>;

  /** Newest first. */
  letters(query: LetterQuery): Promise<LetterLine[]>;
  /** How many letters are held, stand in queues or failed: those somebody may have to look at. */
  letterCounts(): Promise<{ state: LetterState; count: number }[]>;
  /** How many failed letters that were to be sent have been wanted since. */
  failedSince(since: Date): Promise<number>;
  /** The letter, locked until the unit of work ends. */
  lockLetter(id: string): Promise<LetterLine | undefined>;
  /**
   * Puts a failed letter into a queue again as a push of its own: what it was to answer is over. A person is written to
   * under this account.
   */
  requeue(id: string, account?: string): Promise<void>;

  departmentCounts(): Promise<DepartmentCounts[]>;
  chats(): Promise<ChatLine[]>;

  /** Every version ever put in use, oldest first. */
  policyVersions(): Promise<PolicyVersionLine[]>;
  /** Keeps a new version beside the old ones; every instance reads it. Returns its number. */
  keepPolicy(policy: { from: string; document: object; at: Date; by: string }): Promise<number>;
  /** Every 考核方案 ever put in use, oldest first. */
  schemeVersions(): Promise<{ version: number; name: string; fromMonth: string; by: string }[]>;
  /** Puts a year's holidays over those known; limits are counted anew by the caller. */
  keepHolidays(holidays: { year: number; document: HolidayYear; at: Date }): Promise<void>;

  keepAct(act: DeskAct): Promise<void>;
  /** Newest first. */
  audit(query: AuditQuery): Promise<AuditLine[]>;
}
