import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Lane } from '../chat/platform.ts';

/** Keeps every sending below the platforms' limits, shared by all instances (PostgreSQL). */
export interface Pacing {
  /** Takes a place in every lane; returns 0 when it may go, else how many milliseconds to wait (nothing was taken then). */
  take(lanes: readonly Lane[]): Promise<number>;
}

/**
 * The limiter's windows are fixed, the vendors' may slide: any stretch of a window's length can touch two windows, so
 * each gives half the points. Never more than `points` fall into any `seconds`, wherever the vendor begins to count.
 */
const WINDOWS_TOUCHED = 2;

const open = (pool: Pool, lane: Lane): Promise<RateLimiterPostgres> =>
  new Promise((resolve, reject) => {
    const limiter = new RateLimiterPostgres(
      {
        storeClient: pool,
        storeType: 'pool',
        tableName: 'pacing',
        keyPrefix: `${lane.points}/${lane.seconds}`,
        points: Math.max(1, Math.floor(lane.points / WINDOWS_TOUCHED)),
        duration: lane.seconds,
      },
      (error) => (error ? reject(error) : resolve(limiter)),
    );
  });

/** Opens the pacing; its table is made on first use. */
export const openPacing = (pool: Pool): Pacing => {
  const limiters = new Map<string, Promise<RateLimiterPostgres>>();
  const limiterFor = (lane: Lane): Promise<RateLimiterPostgres> => {
    const key = `${lane.points}/${lane.seconds}`;
    const known = limiters.get(key) ?? open(pool, lane);
    limiters.set(key, known);
    return known;
  };
  return {
    take: async (lanes) => {
      const taken: Lane[] = [];
      for (const lane of lanes) {
        const limiter = await limiterFor(lane);
        const wait = await limiter.consume(lane.key).then(
          () => 0,
          (refused: unknown) => {
            if (refused instanceof RateLimiterRes) return Math.max(refused.msBeforeNext, 50);
            throw refused;
          },
        );
        if (wait > 0) {
          for (const back of taken) await (await limiterFor(back)).reward(back.key);
          return wait;
        }
        taken.push(lane);
      }
      return 0;
    },
  };
};
