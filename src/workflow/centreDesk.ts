import type { PlatformName } from '../cards/exchange.ts';
import type { Ticket } from '../domain/ticket/state.ts';
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

export const LETTER_STATES = ['wanted', 'queued', 'accepted', 'failed', 'superseded', 'merged'] as const;
export type LetterState = (typeof LETTER_STATES)[number];

/** A line of the ledger as the desk shows it; nothing of what the letter says. */
export interface LetterLine {
  id: string;
  to: Recipient;
  /** The card's kind, or `text`, `file`. */
  kind: string;
  act: 'send' | 'update';
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

  keepAct(act: DeskAct): Promise<void>;
}
