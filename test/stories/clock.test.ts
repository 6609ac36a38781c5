import { expect } from 'vitest';
import type { Message } from '../../src/simulator/town/types.ts';
import { arrives } from '../town/paths.ts';
import { story } from '../town/story.ts';
import { type StoryTown, textsOf } from '../town/town.ts';

/** Which day a daily table is about. */
const dayOf = (message: Message): string | undefined => /日榜 ([\d-]+)/.exec(message.text)?.[1];

/** The days of the tables' cards; before each of them stands its picture. */
const daysOf = (tables: readonly Message[]): (string | undefined)[] => {
  const cards = tables.filter(({ kind }) => kind !== 'image');
  expect(tables.map(({ kind }) => kind === 'image')).toEqual(cards.flatMap(() => [true, false]));
  return cards.map(dayOf);
};

/** Posts that other stories read: the county's table and broadcast, each person's morning list. */
const leavesOtherPosts = (town: StoryTown): void =>
  town.leavesUnread('read by the stories of the daily table, the broadcast and the personal lists', (message) =>
    /日榜|超期工单通报|待处理$|待处理\s|每日工单/.test(textsOf(message)),
  );

story(
  'R3.2, R3.3 unclaimed past its limit: reminded at 08:33, and only after the grace a deduction is proposed',
  async ({ town }) => {
    const no = 'GD20261020004001';
    await arrives(town, no);
    await town.clock({ to: '2026-10-21T17:36:00+08:00' });
    expect((await town.ticket(no)).flags).toContain('overdueClaim');
    await town.clock({ to: '2026-10-22T08:34:00+08:00' });
    await town.reads({ chat: 'wrkCgj' }, '早间工单提示', '4001');
    await town.reads({ person: 'limin' }, '4001');
    const reminded = await town.ticket(no);
    expect(reminded.history.map((event) => event.type)).toContain('ClaimReminderAccepted');
    expect(reminded.deductions).toEqual([]);
    await town.clock({ to: '2026-10-22T15:30:00+08:00' });
    expect((await town.ticket(no)).deductions).toMatchObject([{ clause: 'R3.3', state: 'proposed' }]);
    leavesOtherPosts(town);
  },
);

story('R3.4 the deputy reads in the midday list what has less than two working days left', async ({ town }) => {
  await town.tickets({ no: 'GD20261020004002', department: 'zjj', type: '咨询' });
  await town.card({ chat: 'cidZjj==' }, 'claim');
  await town.clock({ to: '2026-10-21T13:50:00+08:00' });
  await town.reads({ person: 'sunli' }, '临期交办（第三条）', '4002');
  await town.reads({ chat: 'cidZjj==' }, '临期', '4002');
  leavesOtherPosts(town);
});

story('the county group reads at 08:33 what is overdue and at 08:43 the daily table', async ({ town }) => {
  await arrives(town, 'GD20261020004005');
  await town.clock({ to: '2026-10-22T08:50:00+08:00' });
  await town.reads({ chat: 'wrkCounty' }, '超期工单通报', '县城市管理局 1 件');
  const tables = await town.readsAll({ chat: 'wrkCounty' }, '日榜');
  expect(daysOf(tables)).toEqual(['2026-10-20', '2026-10-21']);
  await town.readsAll({ chat: 'wrkCgj' }, '早间工单提示');
  await town.readsAll({ person: 'limin' }, '4005');
  leavesOtherPosts(town);
});

story('what arrives at night waits for the 08:33 post; urgent passes', async ({ town }) => {
  await town.clock({ to: '2026-10-20T21:00:00+08:00' });
  await town.tickets(
    { no: 'GD20261020004003', department: 'jyj' },
    { no: 'GD20261020004004', department: 'jyj', urgent: true },
  );
  const group = { chat: 'wrkJyj' };
  const about = (ending: string) => town.said(group).filter((message) => textsOf(message).includes(ending));
  expect(await town.readsAll(group, '4004')).toHaveLength(1);
  expect(about('4003')).toHaveLength(0);
  await town.clock({ to: '2026-10-21T08:35:00+08:00' });
  await town.reads(group, '早间工单提示', '4003');
  expect(about('4003')).toHaveLength(1);
  await town.readsAll({ chat: 'cidJyj==' }, '00400');
  await town.readsAll({ person: 'wuqiang' }, '00400');
  await town.reads(group, '超期未签收，请尽快签收', '4004');
  await town.reads(group, '请尽快签收', '4004', '@吴强');
  await town.reads({ person: 'zhenghong' }, '距办结期', '4004');
  await town.reads({ chat: 'wrkCentre' }, '没有分管领导可交办', '4004');
  leavesOtherPosts(town);
});

story('a department with nothing to say gets no post, and nobody is greeted on a day off', async ({ town }) => {
  await town.clock({ to: '2026-10-25T23:00:00+08:00' });
  const tables = await town.readsAll({ chat: 'wrkCounty' }, '日榜');
  expect(daysOf(tables)).toEqual(['2026-10-20', '2026-10-21', '2026-10-22']);
});

story('R3.4 the deputy of an urgent ticket is told at once, and 知道了 is in its history, once', async ({ town }) => {
  const no = 'GD20261020004009';
  await town.tickets({ no, department: 'cgj', urgent: true });
  await town.card({ chat: 'wrkCgj' }, 'claim', no);
  await town.clock({ advance: '10 minutes' });
  const card = await town.card({ person: 'wangfang' }, 'seen', no);
  await town.presses('wangfang', card, 'seen');
  await town.asks('wangfang', `知道了 ${no}`, '已知悉');
  const seen = (await town.ticket(no)).history.filter((event) => event.type === 'TicketAcknowledged');
  expect(seen.map(({ by }) => by)).toEqual(['wangfang']);
});
