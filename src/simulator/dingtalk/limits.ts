import type { Variant } from './residents/variants.ts';

/**
 * The vendor's limits and times, each with its source, and the town's own knobs. All milliseconds are the machine's
 * own unless the comment says town time. A test passes its own numbers to `dingtalkStreet({ …, limits })`.
 */
export interface Limits {
  /** Validity of an access token (development/obtain-the-access-token-of-an-internal-app: 7200 s). */
  tokenMs: number;
  /** A stream ticket: 90 s, one connection (developerpedia stream/protocol). */
  ticketMs: number;
  /** A SYSTEM ping comes at a random moment between these (field: traffic every 20–30 s). */
  pingMs: [number, number];
  /** After a SYSTEM disconnect the socket is closed so much later. */
  disconnectMs: number;
  /** A robot push: 2.5 s over HTTP, 3 s over Stream (development/appendix-b-proposals…). */
  robotHttpMs: number;
  robotStreamMs: number;
  /** A card callback: 2 s (development/event-callback-card). */
  cardMs: number;
  /** An unanswered robot push comes once more after this; 16 s and 60 s are reported. ASSUMPTION: once, 20 s. 0: never. */
  redeliverMs: number;
  /** An event over HTTP waits so long for its answer, and comes again after each of these (protocol notes 6). */
  eventHttpMs: number;
  eventRetryMs: readonly number[];
  /** How late the fault `late` makes a push. */
  lateMs: number;
  /** A session webhook lives 90 min, in town time (samples: createAt + 5 400 000). */
  sessionMs: number;
  /** Calls per second and API of one app, 标准版. */
  qps: number;
  /** Paid API calls and webhook/stream pushes per calendar month of the town, 标准版 since 2025-11-19. */
  monthlyCalls: number;
  monthlyPushes: number;
  /** Messages a custom robot may send per minute; above it the robot rests for ten minutes. */
  webhookPerMinute: number;
  webhookRestMs: number;
  /** Which of the three observed codes a resting robot answers. */
  webhookRestCode: 410100 | 130101 | 660026;
  /** `dtmd://` messages of a group reach the bot as if they mentioned it. UNCONFIRMED by the vendor; false models the other case. */
  dtmdMentions: boolean;
  /** How often standing faults (`cut-socket`, `kick`) are looked for while sockets are open. */
  faultPollMs: number;
  /** Secrets of custom robots by access token; a robot without one accepts unsigned messages. */
  webhookSecrets: Readonly<Record<string, string>>;
  /** Keywords of custom robots by access token: one of them must stand in every message (security by keyword). */
  webhookKeywords: Readonly<Record<string, readonly string[]>>;
  /** Sends robot messages as they were seen to differ in the field; `LEAST_HELPFUL` is the poorest of all. */
  variants: readonly Variant[];
  /** Template ids that exist but are not published. */
  unpublishedTemplates: readonly string[];
}

export const STANDARD_LIMITS: Limits = {
  tokenMs: 7_200_000,
  ticketMs: 90_000,
  pingMs: [20_000, 30_000],
  disconnectMs: 10_000,
  robotHttpMs: 2_500,
  robotStreamMs: 3_000,
  cardMs: 2_000,
  redeliverMs: 20_000,
  eventHttpMs: 2_500,
  eventRetryMs: [10_000, 30_000],
  lateMs: 5_000,
  sessionMs: 5_400_000,
  qps: 20,
  monthlyCalls: 5_000,
  monthlyPushes: 3_000,
  webhookPerMinute: 20,
  webhookRestMs: 600_000,
  webhookRestCode: 410100,
  dtmdMentions: true,
  faultPollMs: 250,
  webhookSecrets: {},
  webhookKeywords: {},
  variants: [],
  unpublishedTemplates: [],
};
