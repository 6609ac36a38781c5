import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPacing } from '../../src/delivery/pacing.ts';
import { type FreshDatabase, freshDatabase } from '../freshDatabase.ts';

const lane = (key: string, points: number, seconds: number) => ({ key, points, seconds });
const START = Date.parse('2026-10-20T08:33:00+08:00');

describe('pacing below the platforms’ limits', () => {
  let database: FreshDatabase;
  let pools: Pool[];
  beforeAll(async () => {
    database = await freshDatabase();
    pools = [1, 2].map(() => new Pool({ connectionString: database.url, max: 4 }));
  });
  afterAll(async () => {
    for (const pool of pools) await pool.end();
    await database.drop();
  });
  const opened = (real: () => number, pool = 0) => openPacing(pools[pool] as Pool, real);

  test('the whole limit at once, then exactly as long as the first takes to leave the window', async () => {
    let now = START;
    const pacing = opened(() => now);
    for (let sent = 0; sent < 20; sent += 1) {
      expect(await pacing.take([lane('webhook', 20, 60)])).toBe(0);
      now += 1_000;
    }
    expect(await pacing.take([lane('webhook', 20, 60)])).toBe(40_500);
    now = START + 60_500;
    expect(await pacing.take([lane('webhook', 20, 60)])).toBe(0);
    expect(await pacing.take([lane('webhook', 20, 60)])).toBe(1_000);
  });

  test('a full lane keeps a sending back, and no other lane is taken for it', async () => {
    const pacing = opened(() => START);
    const lanes = [lane('minute', 30, 60), lane('hour', 1, 3_600)];
    expect(await pacing.take(lanes)).toBe(0);
    expect(await pacing.take(lanes)).toBe(3_600_500);
    for (let more = 0; more < 29; more += 1) expect(await pacing.take([lane('minute', 30, 60)])).toBe(0);
    expect(await pacing.take([lane('minute', 30, 60)])).toBeGreaterThan(0);
  });

  test('two instances share a lane: never more than the limit falls into any window', async () => {
    let now = START;
    const two = [0, 1].map((pool) => opened(() => now, pool));
    const sent: number[] = [];
    for (let step = 0; step < 60; step += 1) {
      const waits = await Promise.all(
        [...two, ...two].map((pacing) => pacing.take([lane('shared', 5, 10), lane(`own-${step}`, 100, 60)])),
      );
      for (const wait of waits) if (wait === 0) sent.push(now);
      now += 700;
    }
    for (const from of sent)
      expect(sent.filter((at) => at >= from && at < from + 10_000).length).toBeLessThanOrEqual(5);
    expect(sent.length).toBeGreaterThanOrEqual(20);
  });

  test('a sending without a limit waits for nothing', async () => {
    expect(await opened(() => START).take([])).toBe(0);
  });
});
