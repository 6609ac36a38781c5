import { expect } from 'vitest';
import { arrives } from '../town/paths.ts';
import { story } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';

const NO = 'GD20261020003101';
const CENTRE = { chat: 'wrkCentre' };

/** The department asks to return it, and the centre reads the request. */
const asksToReturn = async (town: StoryTown, person: string, chat: string): Promise<void> => {
  await town.asks(person, '@工单助手 退单 3101 原因:不属本单位职责', '退单申请', chat);
  await town.card(CENTRE, 'accept', NO);
};

story(
  'R3.5 a return the centre accepts goes back to 待派单, and the next department gets a full limit',
  async ({ town }) => {
    await arrives(town, NO);
    await asksToReturn(town, 'limin', 'wrkCgj');
    await town.presses('hanmei', await town.card(CENTRE, 'accept', NO), 'accept');
    await town.card(CENTRE, 'dispatch', NO);
    await town.clock({ to: '2026-10-21T09:00:00+08:00' });
    await town.asks('hanmei', '派单 3101 住建局', '县住房和城乡建设局');
    await town.card({ chat: 'cidZjj==' }, 'claim', NO);
    const ticket = await town.ticket(NO);
    expect([ticket.department, ticket.dueAt?.slice(0, 10)]).toEqual(['zjj', '2026-10-28']);
    town.leavesUnread('the morning between', (message) => message.at.startsWith('2026-10-21T09:00'));
  },
);

story('R3.5 a return the centre refuses: the one who asked reads why, the clock has gone on', async ({ town }) => {
  await arrives(town, NO);
  const before = (await town.ticket(NO)).dueAt;
  await asksToReturn(town, 'limin', 'wrkCgj');
  await town.asks('duyu', '驳回 3101 原因:属贵单位职责', '已驳回');
  await town.reads({ person: 'limin' }, '您的申请', '属贵单位职责');
  expect(await town.ticket(NO)).toMatchObject({ status: 'toClaim', dueAt: before });
});

story('R3.5 returned twice it is put before a leader by itself', async ({ town }) => {
  await arrives(town, NO);
  await asksToReturn(town, 'limin', 'wrkCgj');
  await town.asks('hanmei', '同意 3101', '已同意');
  await town.asks('hanmei', '派单 3101 住建局', '县住房和城乡建设局');
  await town.readsAll(CENTRE, NO);
  await town.card({ chat: 'cidZjj==' }, 'claim', NO);
  await asksToReturn(town, 'chenjing', 'cidZjj==');
  await town.asks('hanmei', '同意 3101', '呈批中');
  await town.readsAll(CENTRE, NO);
  const sheet = await town.reads({ person: 'jiefang' }, '呈批件', '已退单 2 次', '县城市管理局');
  expect(sheet.actions?.map(({ action }) => action)).toContain('decide');
  await town.reads({ person: 'xinfang' }, '呈批件', NO);
  expect((await town.ticket(NO)).flags).toContain('difficult');
});
