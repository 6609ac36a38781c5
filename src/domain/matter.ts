import type { Instant } from './instant.ts';
import type { Law } from './law.ts';
import type { Refusal } from './ticket/refusal.ts';

/**
 * 事项: an affair of the regulation that is not a ticket — a delegation, a month's archive, a meeting, an on-site
 * supervision … Each kind has a folder of its own with its state, commands, events and rules; what they share is that
 * rules decide events, events make the state, and the history is kept like a ticket's.
 */
export interface MatterEvent {
  /** Past tense: `MeetingHeld`. */
  type: string;
  at: Instant;
  /** A person's id, or `system`. */
  by: string;
}

/** By what a matter is found; kept in columns beside its state. */
export interface MatterIndex {
  /** One line of Chinese for lists; never anything of a caller. */
  title: string;
  /** The month it belongs to, `2026-10`. */
  month?: string;
  /** Departments concerned, by code. */
  departments: readonly string[];
  /** Tickets concerned, by number. */
  tickets: readonly string[];
  /** Somebody still has something to do about it. */
  open: boolean;
  /** Who is expected to act: `role@department` (county roles: `role@county`) and `person:id`. */
  waiting: readonly string[];
  /** By when, where there is a limit. */
  dueAt?: Instant;
  /** The next moment at which the clock must look at it; absent: never. */
  wakeAt?: Instant;
}

/** The rules of one kind of matter: pure, time is in the command. */
export interface MatterRules<State, Command, Event extends MatterEvent> {
  /** The kind's name in the archive, `meeting`. */
  kind: string;
  decide(command: Command, state: State | undefined, law: Law): Event[] | Refusal;
  evolve(state: State | undefined, event: Event): State;
  index(state: State, law: Law): MatterIndex;
}
