import type { Receipt, Sending } from '../chat/platform.ts';
import type { Recipient } from '../workflow/ports.ts';

/** What delivery needs of the archive. */

/** A ledger row that is up for sending, with all a platform needs. */
export interface Outgoing {
  id: string;
  sending: Sending;
  to: Recipient;
  kind: string;
  tickets: string[];
  /** Claim reminders it carries (R3.2). */
  reminds: string[];
  /** `queued` is to be sent; anything else is done with or passed over. */
  state: string;
  attempts: number;
  revision: number;
  /** Machine time before which nothing is tried. */
  nextTry?: Date;
  /** Business time at which it was wanted, machine time at which it was written. */
  at: Date;
  createdAt: Date;
  /** The platform has said that its group is no more. An answer to somebody who writes there all the same is tried. */
  gone?: boolean;
}

export interface Ledger {
  load(id: string): Promise<Outgoing | undefined>;
  /**
   * The oldest row queued for the same chat or person on this channel: rows go out in the order they were wanted,
   * whichever of their jobs comes first (jobs of one transaction bear one time).
   */
  head(id: string, channel: string): Promise<Outgoing | undefined>;
  /** The platform took it. `stale`: its letter was changed meanwhile and an update has been queued. */
  accepted(outgoing: Outgoing, receipt: Receipt): Promise<{ stale: boolean }>;
  /** Tried in vain; tried again not before `nextTry` (machine time). */
  delayed(id: string, why: { reason: string; code?: string; channel: string; nextTry: Date }): Promise<void>;
  /** Given up, with the reason everybody can read. */
  failed(id: string, why: { reason: string; code?: string; channel: string }): Promise<void>;
  /** An update that can no longer be made becomes a new sending of the same card under a new reference. */
  sendAnew(id: string): Promise<void>;
  /** Queues inline answers that no platform has taken in time. Returns how many. */
  queueLateAnswers(now: Date): Promise<number>;
  /** Sendings that could go out now: queued, not waiting for a next try, not behind one that does. */
  pending(now: Date): Promise<number>;
  /** Inline answers that a platform may still take. */
  answering(): Promise<number>;
  counts(): Promise<{ state: string; count: number }[]>;
}
