import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTown, type StoryTown } from '../town/town.ts';

let town: StoryTown;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

test('a ticket goes the whole way on WeCom: claimed, proposed, signed, contacted, replied, approved, followed up', async () => {
  await town.tickets({
    no: 'GD20261020000001',
    department: '县城市管理局',
    title: '南环路路灯不亮',
    caller: { name: '陈女士', phone: '13800001111' },
  });
  const group = { chat: 'wrkCgj' };

  await town.presses('limin', await town.card(group, 'claim', 'GD20261020000001'), 'claim');
  expect((await town.ticket('GD20261020000001')).status).toBe('toSignOff');

  await town.says('limin', '@工单助手 /拟办 0001 牵头:王芳 经办:张伟,刘洋', 'wrkCgj');
  await town.presses('lijianguo', await town.card({ person: 'lijianguo' }, 'signoff', 'GD20261020000001'), 'signoff');
  expect((await town.ticket('GD20261020000001')).signOff).toMatchObject({
    lead: 'wangfang',
    handlers: ['zhangwei', 'liuyang'],
    by: 'lijianguo',
  });

  await town.reads({ person: 'zhangwei' }, 'GD20261020000001');
  await town.says('zhangwei', '联系 0001 方式:见面 地点:南门社区 情况:已现场查看');
  await town.says('zhangwei', '回复 0001 流程:到现场查看并更换灯泡 结果:路灯已恢复');
  await town.presses(
    'lijianguo',
    await town.card({ person: 'lijianguo' }, 'review:approve', 'GD20261020000001'),
    'review:approve',
  );
  expect((await town.ticket('GD20261020000001')).status).toBe('toFollowUp');

  await town.presses('yangyan', await town.card({ person: 'yangyan' }, 'followup', 'GD20261020000001'), 'followup', {
    contacted: '是',
    process: '满意',
    result: '满意',
  });
  const done = await town.ticket('GD20261020000001');
  expect(done.status).toBe('done');
  expect(done.history.map((event) => event.type)).toEqual([
    'TicketRegistered',
    'TicketDispatched',
    'TicketClaimed',
    'SignOffProposed',
    'TicketSignedOff',
    'ContactRecorded',
    'TicketReplied',
    'ReplyApproved',
    'FollowUpRecorded',
    'TicketClosed',
  ]);
});
