import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Lane } from '../chat/platform.ts';

/** Keeps every sending below the platforms' limits, shared by all instances (PostgreSQL). */
export interface Pacing {
  /** Takes a place in every lane; returns 0 when it may go, else how many milliseconds to wait (nothing was taken then). */
  take(lanes: readonly Lane[]): Promise<number>;
}

/**
 * A lane's window is cut into this many parts and a sliding window can touch one part more, so at most
 * `points` fall into any `seconds`, wherever the vendor's own window begins.
 */
const PARTS = 4;

const open = (pool: Pool, lane: Lane): Promise<RateLimiterPostgres> =>
  new Promise((resolve, reject) => {
    const coarse = lane.points < PARTS + 1;
    const limiter = new RateLimiterPostgres(
      {
        storeClient: pool,
        storeType: 'pool',
        tableName: 'pacing',
        keyPrefix: `${lane.points}/${lane.seconds}`,
        points: coarse ? lane.points : Math.floor(lane.points / (PARTS + 1)),
        duration: coarse ? lane.seconds * 2 : lane.seconds / PARTS,
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
