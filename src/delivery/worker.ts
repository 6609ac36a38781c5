import type { ChatPlatform, Failure, Outcome } from '../chat/platform.ts';
import { chance } from '../kernel/ids.ts';
import type { Logger } from '../kernel/log.ts';
import type { Pacing } from './pacing.ts';
import type { Ledger, Outgoing } from './ports.ts';

/** What a delivery needs besides the row. */
export interface WorkerParts {
  ledger: Ledger;
  pacing: Pacing;
  platform(name: string): ChatPlatform | undefined;
  real(): number;
  log: Logger;
  /** After the platform accepted it: reminders begin to count. */
  onAccepted(outgoing: Outgoing): Promise<void>;
  /** After it was given up: a reminder that reached nobody alarms the centre. */
  onFailed(outgoing: Outgoing): Promise<void>;
  /**
   * Its group was dissolved or dropped the bot: `failure` is the platform's word, absent when that was known already.
   * True when it was news, of which the centre has been told.
   */
  onGone(outgoing: Outgoing, failure?: Failure): Promise<boolean>;
  /** Something went wrong that a person must know of. */
  tellCentre(topic: string, text: string): Promise<void>;
  count(labels: { channel: string; outcome: string }): void;
}

/** Not done yet: the queue comes back at `until`, machine epoch ms. */
export class TryAgain extends Error {
  readonly until: number;
  constructor(reason: string, until: number) {
    super(reason);
    this.until = until;
  }
}

/** A wait up to this long is sat out with the job in hand; a longer one gives it back. */
const PATIENCE_MS = 2_000;
const AUTH_PAUSE_MS = 20_000;
const LONGEST_PAUSE_MS = 15_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Delivers the next ledger row of the job's chat through one channel. False when there is none; throws `TryAgain` when
 * the queue must come back. A row waiting for its next try is given back without knocking at the platform.
 */
export const deliver = async (parts: WorkerParts, id: string, channel: string): Promise<boolean> => {
  const outgoing = await parts.ledger.head(id, channel);
  if (!outgoing) return false;
  const waits = outgoing.nextTry?.getTime() ?? 0;
  if (waits > parts.real()) throw new TryAgain('not yet', waits);
  const platform = parts.platform(outgoing.sending.to.platform);
  if (!platform) {
    await parts.ledger.failed(outgoing.id, { reason: '该平台未配置', channel });
    return true;
  }
  if (outgoing.gone) {
    await parts.ledger.failed(outgoing.id, { reason: '群已不在，未发送', channel });
    await parts.onFailed(outgoing);
    await parts.onGone(outgoing);
    return true;
  }
  const left = await pace(parts, platform, outgoing, channel);
  const outcome = await platform.deliver(outgoing.sending, channel);
  await parts.pacing.arrived(platform.lanes(outgoing.sending, channel), left);
  parts.count({ channel, outcome: outcome.ok ? 'accepted' : outcome.class });
  await settle(parts, outgoing, outcome);
  return true;
};

/** Waits for a place in every lane; returns when it was taken, machine epoch ms. */
const pace = async (
  parts: WorkerParts,
  platform: ChatPlatform,
  outgoing: Outgoing,
  channel: string,
): Promise<number> => {
  for (;;) {
    const at = parts.real();
    const wait = await parts.pacing.take(platform.lanes(outgoing.sending, channel), at);
    if (wait === 0) return at;
    if (wait > PATIENCE_MS) {
      return again(parts, outgoing, { reason: '为遵守平台频率限制而等待', channel }, parts.real() + wait);
    }
    await pause(wait);
  }
};

const settle = async (parts: WorkerParts, outgoing: Outgoing, outcome: Outcome): Promise<void> => {
  if (outcome.ok) {
    await parts.ledger.accepted(outgoing, outcome);
    await parts.onAccepted(outgoing);
    return;
  }
  parts.log.warn(
    { delivery: outgoing.id, channel: outcome.channel, class: outcome.class, code: outcome.code },
    'a sending was not taken',
  );
  await afterFailure(parts, outgoing, outcome);
};

const afterFailure = async (parts: WorkerParts, outgoing: Outgoing, failure: Failure): Promise<void> => {
  if (outgoing.sending.act === 'recall' && (failure.class === 'rejected' || failure.class === 'referenceSpent'))
    return notTakenBack(parts, outgoing, failure);
  const why = { reason: failure.reason, channel: failure.channel, ...(failure.code ? { code: failure.code } : {}) };
  switch (failure.class) {
    case 'rateLimited':
      return again(parts, outgoing, why, failure.until);
    case 'authFailed':
      await parts.tellCentre(
        `auth:${failure.channel}`,
        `${failure.channel} 发不出去：${failure.reason}。${failure.cure ?? ''}消息已排队等待，办好后自动补发。`,
      );
      return again(parts, outgoing, why, parts.real() + AUTH_PAUSE_MS);
    case 'notReachable':
      return again(parts, outgoing, why, parts.real() + backoff(outgoing.attempts));
    case 'rejected':
      return rejected(parts, outgoing, failure, why);
    case 'referenceSpent':
      return spent(parts, outgoing, why);
    default:
      return failure satisfies never;
  }
};

/** The centre reads of it once, with the others of the same occasion. */
const notTakenBack = async (parts: WorkerParts, outgoing: Outgoing, failure: Failure): Promise<void> => {
  const { reason, channel, code } = failure;
  await parts.ledger.failed(outgoing.id, { reason, channel, ...(code ? { code } : {}) });
  await parts.onFailed(outgoing);
};

const backoff = (attempts: number): number =>
  Math.min(LONGEST_PAUSE_MS, 500 * 2 ** Math.min(attempts, 5)) * (0.75 + chance() / 4);

type Why = { reason: string; code?: string; channel: string };

const again = async (parts: WorkerParts, outgoing: Outgoing, why: Why, until: number): Promise<never> => {
  await parts.ledger.delayed(outgoing.id, { ...why, nextTry: new Date(until) });
  throw new TryAgain(why.reason, until);
};

/** Another channel of the platform may carry it; else it is given up, and the centre told when the place is gone. */
const rejected = async (
  parts: WorkerParts,
  outgoing: Outgoing,
  failure: Failure & { class: 'rejected' },
  why: Why,
): Promise<void> => {
  const platform = parts.platform(outgoing.sending.to.platform);
  if (failure.next && platform?.canSend(failure.next)) {
    await pace(parts, platform, outgoing, failure.next);
    const outcome = await platform.deliver(outgoing.sending, failure.next);
    parts.count({ channel: failure.next, outcome: outcome.ok ? 'accepted' : outcome.class });
    // Refused on both ways: what the first said of the group holds.
    if (!failure.gone || outcome.ok || outcome.class !== 'rejected') return settle(parts, outgoing, outcome);
  }
  await parts.ledger.failed(outgoing.id, why);
  await parts.onFailed(outgoing);
  if (failure.gone && (await parts.onGone(outgoing, failure))) return;
  const { to } = outgoing.sending;
  const place = 'chat' in to ? `群 ${to.chat}` : `人员 ${to.person}`;
  await parts.tellCentre(
    `gone:${place}`,
    `发给${place}的消息被平台拒绝（${failure.reason}），已停发这一条。${failure.cure ?? '请检查绑定。'}`,
  );
};

/** A card a person still has to act on is sent anew; any other change that came too late is let go. */
const spent = async (parts: WorkerParts, outgoing: Outgoing, why: Why): Promise<void> => {
  if (outgoing.sending.act === 'update' && outgoing.kind === 'signOff' && 'person' in outgoing.to) {
    await parts.ledger.sendAnew(outgoing.id);
    await deliver(parts, outgoing.id, why.channel);
    return;
  }
  await parts.ledger.failed(outgoing.id, why);
};
