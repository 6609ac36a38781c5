import type { Card } from '../cards/card.ts';
import type { Answer, Attachment, FileLetter, Incoming, Letter, PlatformName, Writing } from '../cards/exchange.ts';

/**
 * The port of a chat platform: what `delivery`, `http` and `house` know of WeCom or DingTalk. A platform renders the
 * neutral card, speaks the vendor's protocol, and turns every outcome into a receipt or one of five failures.
 */

/** Where a letter goes. `webhookKey` belongs to a WeCom group's webhook robot. */
export type Address =
  | { platform: PlatformName; chat: string; webhookKey?: string }
  | { platform: PlatformName; person: string };

/** What is to be sent: a new letter, or a change of a card sent before. */
export type Sending =
  | {
      act: 'send';
      id: string;
      to: Address;
      letter: Letter /** The message answered, for a quoted or session reply. */;
      reply?: Record<string, unknown>;
    }
  | {
      act: 'update';
      id: string;
      to: Address;
      card: Card /** `Receipt.reference` of the sending that is changed. */;
      reference: Record<string, unknown>;
    };

/** A sending of words or a card, and one of a file: they go different ways on every platform. */
export type WritingSent = Extract<Sending, { act: 'send' }> & { letter: Writing };
export type FileSent = Extract<Sending, { act: 'send' }> & { letter: FileLetter };

export const isFileSent = (sending: Sending): sending is FileSent =>
  sending.act === 'send' && sending.letter.form === 'file';

/** The platform took it. `reference` is what a later update or recall, or a quote, needs. */
export interface Receipt {
  ok: true;
  /** The vendor's id of the message where there is one. */
  messageRef?: string;
  reference?: Record<string, unknown>;
  /** The channel that carried it, for the ledger. */
  channel: string;
}

/** The five failures that leave a platform. HTTP 200 with an `errcode` is a failure. */
export type Failure = {
  ok: false;
  channel: string;
  reason: string;
  code?: string;
  /** What an administrator does about it: whole Chinese sentences. */
  cure?: string;
} & (
  | { class: 'rateLimited' /** epoch ms, real time */; until: number }
  | { class: 'authFailed' }
  | { class: 'notReachable' }
  /** Never retried on this channel. `next`: another channel of the platform may carry it (dormant group → webhook). */
  | { class: 'rejected'; next?: string /** The chat or person is gone: tell the centre. */; gone?: boolean }
  /** A response_code or session is used up: send anew instead of updating. */
  | { class: 'referenceSpent' }
);
export type Outcome = Receipt | Failure;

/** One of the platform's limits on a sending: at most `points` in `seconds` for everything with the same `key`. */
export interface Lane {
  key: string;
  points: number;
  seconds: number;
}

/** Small things a platform must remember over restarts (who has spoken to the robot, what is dormant). */
export interface PlatformMemory {
  get(key: string): Promise<Record<string, unknown> | undefined>;
  set(key: string, value: Record<string, unknown>): Promise<void>;
  /** Adds to a counter over all instances and returns what it stands at; no two callers see the same sum. `get` shows it as `count`. */
  add(key: string, count: number): Promise<number>;
}

/** An HTTP request as it came, before anything is believed. */
export interface RawRequest {
  method: 'GET' | 'POST';
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: Buffer;
}
export interface RawResponse {
  status: number;
  type?: string;
  body?: string;
}

/**
 * Hands an incoming thing to the workflow and waits for the answer. Never throws for a person's mistake: that is an
 * answer. Rejects only when nothing was stored (the platform then answers so that the vendor tries again).
 */
export type Receive = (incoming: Incoming) => Promise<Receival>;
export interface Receival {
  answer: Answer;
  /** Ledger id of the answer. The platform calls `answered` when the vendor took it inline; else delivery sends it. */
  answerId?: string;
  /** True for an exact repeat of one already done. */
  repeated: boolean;
}

/** One place among all instances, for what the vendor lets one connection at a time do. */
export interface Leadership {
  /** Whether this instance has the place; undefined until it is known for the first time. */
  held(): boolean | undefined;
  /** Called with every change, and at once with what is known. */
  onChange(listener: (held: boolean) => void): void;
  /** Gives the place up for good. `others`: another instance waits for it and takes it within about a second. */
  release(): Promise<{ others: boolean }>;
}

/** What a platform is given to work with. All times from `now` (business) and `real` (machine). */
export interface PlatformContext {
  now(): Date;
  real(): number;
  receive: Receive;
  /** The inline answer was taken by the vendor (or `reference` tells how to change it later). */
  answered(answerId: string, receipt: Receipt): Promise<void>;
  /**
   * Remembers a callback's nonce for two hours, over restarts and instances. `fresh`: not seen. `repeat`: seen with the
   * same content (`digest`). `forged`: seen with other content.
   */
  nonce(key: string, digest: string): Promise<'fresh' | 'repeat' | 'forged'>;
  /** Tokens shared by all instances, single flight: returns the cached one or calls `fetch` under a lock. */
  token(
    key: string,
    fetch: () => Promise<{ value: string; expiresInSeconds: number }>,
    options?: { refuse?: string },
  ): Promise<string>;
  /** A click brought a new means of changing the clicked card later: it takes the place of the one kept so far. */
  renew(cardRef: string, reference: Record<string, unknown>): Promise<void>;
  memory: PlatformMemory;
  /** Begins to compete for the place of this name (`robot`) among the platform's instances. */
  leader(key: string): Leadership;
  /** The bytes of a file letter; undefined when nobody kept them. */
  file(id: string): Promise<Buffer | undefined>;
  log: {
    info(fields: object, text: string): void;
    warn(fields: object, text: string): void;
    error(fields: object, text: string): void;
  };
  /** Tells the centre something in plain Chinese, at most once an hour for one `topic`. */
  tellCentre(topic: string, text: string): Promise<void>;
  /** Ticks for `/metrics`: refused callbacks by reason, calls by outcome. Labels carry no personal data. */
  count(name: 'callback_refused' | 'platform_call', labels: Record<string, string>): void;
}

/** Who a browser belongs to, as the platform tells it (WeCom D91022, D98152, D91023; DingTalk obtain-identity-credentials). */
export interface Login {
  /**
   * Where a browser is sent to say who it is. It comes back to `redirect` with `code` and `state` in its query.
   * @param ask `redirect` lies below the domain the administrator registered with the app; `state` is letters and digits,
   * at most 128, bound to the browser by the caller; `inApp`: the page is open in the platform's own app
   */
  address(ask: { redirect: string; state: string; inApp: boolean }): string;
  /**
   * Spends the code that came back (once, within five minutes): the account's id, or nothing when the one who logged in
   * is no member of the tenant. `rejected`: the code is wrong, used or too old, and `cure` says to log in again.
   */
  accountOf(code: string): Promise<{ id?: string } | Failure>;
}

export interface ChatPlatform {
  readonly name: PlatformName;
  /** The queues its sendings go through, one per channel (`wecom-bot`, `wecom-app`, `wecom-webhook`, `dingtalk`). */
  readonly channels: readonly string[];
  /** The channel to try first for this sending, by audience and need (house.md, "Channels"). */
  route(sending: Sending): Promise<string>;
  /** True when this instance can send through the channel now (the robot's socket is held here, credentials are set). */
  canSend(channel: string): boolean;
  /** The limits this sending counts against on that channel. */
  lanes(sending: Sending, channel: string): Lane[];
  /** Sends or updates. `sending.id` is the idempotency key where the platform has one (outTrackId, duplicate check). */
  deliver(sending: Sending, channel: string): Promise<Outcome>;
  /** Opens sockets. Resolves when started, connected or not; reconnects for ever. */
  start(): Promise<void>;
  /** Closes sockets after what is in flight. */
  stop(): Promise<void>;
  /** HTTP doors: path below `/callbacks/` → handler. */
  readonly callbacks: Readonly<Record<string, (request: RawRequest) => Promise<RawResponse>>>;
  /** Ready for `/readyz`: tokens and sockets; `reason` when not. */
  ready(): { ok: boolean; reason?: string };
  /**
   * The account of a mobile number (eleven digits): its id, or nothing when the tenant has nobody of that number or does
   * not show them to the app. A platform that cannot look anybody up has no such member.
   */
  personByMobile?(mobile: string): Promise<{ id?: string } | Failure>;
  /** Login in a browser with the platform's account; a platform without an app of the tenant's has none. */
  readonly login?: Login;
  /** Downloads an attachment that came with a message. */
  download(attachment: Attachment): Promise<{ bytes: Buffer; type: string; name?: string } | Failure>;
}

/** How a platform is made from the parsed environment; absent configuration → not in the list. */
export type OpenPlatform<Settings> = (settings: Settings, context: PlatformContext) => ChatPlatform;
