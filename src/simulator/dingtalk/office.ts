import type { TenantSettings, Town } from '../town/types.ts';
import { CardBook } from './cards/cardBook.ts';
import { Counters } from './counters.ts';
import { FileBook } from './fileBook.ts';
import { Gateway } from './gateway.ts';
import type { Limits } from './limits.ts';
import type { Loss } from './residents/groupEvent.ts';
import { SentBook } from './sentBook.ts';
import { SessionBook } from './sessionBook.ts';
import { TokenBook } from './tokens.ts';

/** Everything DingTalk's side remembers, and what it knows of the town. Handed to every rule of the street. */
export interface Office {
  readonly town: Town;
  readonly settings: TenantSettings;
  readonly limits: Limits;
  /** The simulator's own address, `http://127.0.0.1:8081`. */
  readonly baseUrl: () => string;
  readonly tokens: TokenBook;
  readonly counters: Counters;
  readonly sessions: SessionBook;
  readonly sent: SentBook;
  readonly files: FileBook;
  readonly cards: CardBook;
  readonly gateway: Gateway;
  /** Custom robots at rest after too many messages: access token → epoch ms of the machine. */
  readonly resting: Map<string, number>;
  /** Card callback addresses registered under a route key. */
  readonly cardRoutes: Map<string, { url: string; secret?: string }>;
  /** Groups that were dissolved or dropped the robot. */
  readonly lost: Map<string, Loss>;
  /** Whether the event address has stood its trial (`check_url`). */
  readonly eventAddress: { tried: boolean };
  /** Redeliveries still to come. */
  readonly pending: Set<NodeJS.Timeout>;
}

export interface StreetInput {
  town: Town;
  settings: TenantSettings;
  baseUrl: () => string;
}

/** An office with empty books. */
export function openOffice(input: StreetInput, limits: Limits): Office {
  return {
    ...input,
    limits,
    tokens: new TokenBook(limits.tokenMs),
    counters: new Counters(),
    sessions: new SessionBook(),
    sent: new SentBook(),
    files: new FileBook(),
    cards: new CardBook(input.town),
    gateway: new Gateway(input, limits),
    resting: new Map(),
    cardRoutes: new Map(),
    lost: new Map(),
    eventAddress: { tried: false },
    pending: new Set(),
  };
}
