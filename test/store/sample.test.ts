import { expect, test } from 'vitest';
import { loadSample } from '../../prisma/seed.ts';
import { STATUSES } from '../../src/domain/ticket/status.ts';
import { openDatabase } from '../../src/store/client.ts';
import { freshDatabase } from '../freshDatabase.ts';

test('the sample county loads once, with tickets in every state and fifteen proposals for one principal', async () => {
  const fresh = await freshDatabase();
  const now = new Date('2026-10-20T08:25:00+08:00');
  expect(await loadSample(fresh.url, 'a-key-for-the-sample', now)).toBeGreaterThanOrEqual(60);
  expect(await loadSample(fresh.url, 'a-key-for-the-sample', now)).toBe(0);
  const database = openDatabase(fresh.url, 2);
  const states = (await database.ticket.groupBy({ by: ['status'] })).map((row) => row.status);
  // 待中心审核 exists only with the policy's `review.byCentre`.
  expect(STATUSES.filter((status) => status !== 'toAccept' && !states.includes(status))).toEqual([]);
  expect(
    await database.ticket.count({
      where: { department: 'cgj', status: 'toSignOff', waiting: { has: 'principal@cgj' } },
    }),
  ).toBeGreaterThanOrEqual(15);
  expect(await database.delivery.count({ where: { state: { in: ['wanted', 'queued'] } } })).toBe(0);
  await database.$disconnect();
  await fresh.drop();
});
