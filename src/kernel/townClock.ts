import type { Clock } from './clock.ts';

const POLL_MS = 200;

/** A clock that somebody else moves: the town's. */
export interface TownClock extends Clock {
  /** Called after each change of a minute or more, and each jump. */
  onMove(listener: () => void): void;
  stop(): void;
}

const ask = async (url: string): Promise<Date> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  const { now } = (await response.json()) as { now: string };
  const date = new Date(now);
  if (Number.isNaN(date.getTime())) throw new Error(`CLOCK_URL answered no time: ${String(now)}`);
  return date;
};

/**
 * Follows `CLOCK_URL` (contract, "Environment"): asked every 200 ms, its answer is the present. While it does not
 * answer the last known time stands still. Rejects when there is no first answer within `patienceMs`.
 */
export const openTownClock = async (url: string, patienceMs = 10_000): Promise<TownClock> => {
  const listeners: (() => void)[] = [];
  const deadline = Date.now() + patienceMs;
  let present = await firstAnswer(url, deadline);
  let asking = false;
  const timer = setInterval(async () => {
    // One question at a time: an answer that was overtaken would turn the clock back.
    if (asking) return;
    asking = true;
    const next = await ask(url).catch(() => present);
    asking = false;
    const moved = Math.floor(next.getTime() / 60_000) !== Math.floor(present.getTime() / 60_000);
    present = next;
    if (moved) for (const listener of listeners) listener();
  }, POLL_MS);
  return {
    now: () => present,
    real: () => Date.now(),
    onMove: (listener) => void listeners.push(listener),
    stop: () => clearInterval(timer),
  };
};

const firstAnswer = async (url: string, deadline: number): Promise<Date> => {
  for (;;) {
    try {
      return await ask(url);
    } catch (thrown) {
      if (Date.now() > deadline) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
};
