import { expect } from 'vitest';
import { storiesWith } from '../town/story.ts';

const atNine = storiesWith({ startAt: '2026-10-20T09:00:00+08:00' });

atNine(
  '200 tickets arriving at nine: three cards, then lists of twenty with 全部签收, urgent ones first',
  async ({ town }) => {
    const tickets = Array.from({ length: 200 }, (_none, index) => ({
      no: `GD2026102000${(5000 + index).toString()}`,
      department: 'cgj',
      urgent: index >= 190,
    }));
    await town.tickets(...tickets);
    await town.clock({ advance: '3 minutes' });
    const cards = await town.readsAll({ chat: 'wrkCgj' }, '新工单');
    expect(cards).toHaveLength(3 + Math.ceil(197 / 20));
    const lists = cards.filter((message) => message.actions?.some((action) => action.label === '全部签收'));
    expect(lists).toHaveLength(Math.ceil(197 / 20));
    expect(lists[0]?.text).toContain('急');
    const carried = new Set(
      cards.flatMap((message) =>
        [...JSON.stringify(message.card ?? '').matchAll(/GD2026102000\d{4}/g)].map(([no]) => no),
      ),
    );
    expect(carried.size).toBe(200);
    const first = lists[0];
    if (!first) throw new Error('there is a list');
    await town.presses('limin', first, 'claim');
    const claimed = (await (await town.api('/api/v1/tickets?status=toSignOff&department=cgj')).json()) as {
      tickets: unknown[];
    };
    expect(claimed.tickets).toHaveLength(20);
    await town.clock({ advance: '3 minutes' });
    for (const person of ['lijianguo', 'wangfang'])
      expect((await town.readsAll({ person }, 'GD2026102000')).length).toBeLessThanOrEqual(5);
  },
);
