import type { ChatPlatform, Lane, Sending } from '../chat/platform.ts';
import type { Pacing } from './pacing.ts';

/** A sending that stands in a channel's queue. `nextTry`: machine time before which it is not tried. */
export interface Queued {
  sending: Sending;
  channel: string;
  nextTry?: Date;
}

/** When the last of `count` sendings leaves a lane in which these left before: epoch ms, as the sliding window lets them go. */
const lastOf = ({ points, seconds }: Lane, before: readonly number[], count: number, now: number): number => {
  const left = [...before];
  for (let sent = 0; sent < count; sent += 1) {
    const place = left[left.length - points];
    left.push(Math.max(now, place === undefined ? now : place + seconds * 1000));
  }
  return left.at(-1) ?? now;
};

/**
 * How many milliseconds of machine time it takes until everything queued has left: the slowest lane and the longest wait
 * decide. Does not know of what the platforms will refuse.
 */
export const forecast = async (
  queued: readonly Queued[],
  parts: { platform(name: string): ChatPlatform | undefined; pacing: Pick<Pacing, 'left'>; real(): number },
): Promise<number> => {
  const lanes = new Map<string, { lane: Lane; count: number }>();
  const now = parts.real();
  let last = now;
  for (const { sending, channel, nextTry } of queued) {
    last = Math.max(last, nextTry?.getTime() ?? now);
    for (const lane of parts.platform(sending.to.platform)?.lanes(sending, channel) ?? [])
      lanes.set(lane.key, { lane, count: (lanes.get(lane.key)?.count ?? 0) + 1 });
  }
  const before = await parts.pacing.left([...lanes.keys()]);
  for (const [key, { lane, count }] of lanes) last = Math.max(last, lastOf(lane, before.get(key) ?? [], count, now));
  return last - now;
};
