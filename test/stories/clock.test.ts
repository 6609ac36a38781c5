import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTown, type StoryTown, textsOf } from '../town/town.ts';

let town: StoryTown;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

test('R3.2, R3.3 unclaimed past its limit: reminded at 08:33, and only after the grace a deduction is proposed', async () => {
  await town.tickets({ no: 'GD20261020004001', department: 'cgj' });
  await town.clock({ to: '2026-10-21T17:36:00+08:00' });
  expect((await town.ticket('GD20261020004001')).flags).toContain('overdueClaim');
  await town.clock({ to: '2026-10-22T08:34:00+08:00' });
  await town.reads({ chat: 'wrkCgj' }, '早间工单提示', '4001');
  await town.reads({ person: 'limin' }, '4001');
  const reminded = await town.ticket('GD20261020004001');
  expect(reminded.history.map((event) => event.type)).toContain('ClaimReminderAccepted');
  expect(reminded.deductions).toEqual([]);
  await town.clock({ to: '2026-10-22T15:30:00+08:00' });
  expect((await town.ticket('GD20261020004001')).deductions).toMatchObject([{ clause: 'R3.3', state: 'proposed' }]);
});

test('the county group reads the overdue broadcast and the daily table, the deputy what is near due', async () => {
  await town.reads({ chat: 'wrkCounty' }, '超期工单通报');
  await town.clock({ to: '2026-10-23T08:50:00+08:00' });
  await town.reads({ chat: 'wrkCounty' }, '日榜 2026-10-22', '县城市管理局');
  await town.tickets({ no: 'GD20261023004002', department: 'zjj', type: '咨询' });
  await town.clock({ to: '2026-10-26T13:50:00+08:00' });
  await town.reads({ person: 'sunli' }, '临期交办（第三条）', '4002');
});

test('what arrives at night waits for the 08:33 post; urgent passes', async () => {
  await town.clock({ to: '2026-10-26T21:00:00+08:00' });
  await town.tickets(
    { no: 'GD20261026004003', department: 'jyj' },
    { no: 'GD20261026004004', department: 'jyj', urgent: true },
  );
  const about = (ending: string) =>
    town.said({ chat: 'wrkJyj' }).filter((message) => textsOf(message).includes(ending));
  expect(about('4004')).toHaveLength(1);
  expect(about('4003')).toHaveLength(0);
  await town.clock({ to: '2026-10-27T08:35:00+08:00' });
  await town.reads({ chat: 'wrkJyj' }, '早间工单提示', '4003');
  expect(about('4003')).toHaveLength(1);
});

test('a department with nothing to say gets no post, and nobody is greeted on a day off', async () => {
  const before = town.said({ chat: 'wrkCentre' }).length;
  await town.clock({ to: '2026-11-01T23:00:00+08:00' });
  const saturday = ['wrkCgj', 'cidZjj==', 'wrkJyj', 'wrkCounty']
    .flatMap((chat) => town.said({ chat }))
    .filter((message) => message.at.startsWith('2026-10-31'));
  expect(saturday).toEqual([]);
  expect(
    town
      .said({ chat: 'wrkCentre' })
      .slice(before)
      .filter((message) => message.text.includes('早间')),
  ).toEqual([]);
});
