import { expect } from 'vitest';
import { DAILY_POSTS, story } from '../town/story.ts';

const NO = 'GD20261020008301';
const OTHER = 'GD20261020008302';

story(
  'R3.4 each deputy reads what is near due once a day, with the limit in words, and says 知道了 on the list; both platforms',
  async ({ town }) => {
    await town.tickets({ no: NO, department: 'cgj', type: '咨询' }, { no: OTHER, department: 'zjj', type: '咨询' });
    await town.card({ chat: 'wrkCgj' }, 'claim', NO);
    await town.card({ chat: 'cidZjj==' }, 'claim', OTHER);
    await town.clock({ to: '2026-10-21T13:50:00+08:00' });
    await town.clock({ to: '2026-10-21T17:00:00+08:00' });
    for (const [person, no] of [
      ['wangfang', NO],
      ['sunli', OTHER],
    ] as const) {
      const lists = await town.readsAll({ person }, '临期交办');
      expect(
        lists.map(({ at }) => at.slice(11, 16)),
        person,
      ).toEqual(['13:50']);
      const [list] = lists;
      if (!list) throw new Error('a list');
      expect(JSON.stringify(list)).toContain(no.slice(-4));
      await town.presses(person, list, 'seen');
      await town.reads({ person }, '已知悉');
      const { history, deliveries } = await town.ticket(no);
      expect(history.filter(({ type }) => type === 'TicketAcknowledged').map(({ by }) => by)).toEqual([person]);
      expect(deliveries).toContainEqual(
        expect.objectContaining({ to: person, kind: 'personalList', state: 'accepted' }),
      );
    }
    await town.clock({ to: '2026-10-22T08:40:00+08:00' });
    await town.clock({ to: '2026-10-22T17:00:00+08:00' });
    for (const person of ['wangfang', 'sunli']) {
      const lists = await town.readsAll({ person }, '临期交办');
      expect(
        lists.map(({ at }) => at.slice(5, 16)),
        person,
      ).toEqual(['10-21T13:50', '10-22T08:40']);
    }
    town.leavesUnread('the posts and lists of two days', (message) => DAILY_POSTS.test(message.text));
  },
);

story('R3.4 no deputy bound: the principal has it, and the centre is told', async ({ town }) => {
  await town.tickets({ no: NO, department: 'jyj', type: '咨询' });
  for (const chat of ['wrkJyj', 'cidJyj==']) await town.card({ chat }, 'claim', NO);
  await town.clock({ to: '2026-10-21T14:00:00+08:00' });
  await town.reads({ person: 'zhenghong' }, '临期交办（第三条）', '8301');
  for (const chat of ['wrkJyj', 'cidJyj=='])
    expect(await town.readsAll({ chat }, '午间工单提示', '8301'), chat).toHaveLength(1);
  await town.clock({ to: '2026-10-22T08:36:00+08:00' });
  await town.reads({ chat: 'wrkCentre' }, '每日工单', '无分管领导：县教育体育局 1 件');
  town.leavesUnread('the posts and lists of two days', (message) => DAILY_POSTS.test(message.text));
});
