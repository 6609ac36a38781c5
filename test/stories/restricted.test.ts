import { expect } from 'vitest';
import { storiesWith, story } from '../town/story.ts';
import { textsOf } from '../town/town.ts';

const principal = { person: 'lijianguo' };

story('a confidential ticket reaches the principal and the liaison, and no group', async ({ town }) => {
  await town.tickets({
    no: 'GD20261020002002',
    department: 'cgj',
    title: '夜市噪声',
    caller: { name: '周先生', phone: '13800003333', confidential: true },
  });
  await town.card(principal, 'signoff', 'GD20261020002002');
  await town.card({ person: 'limin' }, 'claim', 'GD20261020002002');
});

story(
  'a 举报 reaches the principal alone, and a command on it in the group is answered in private',
  async ({ town }) => {
    await town.tickets({ no: 'GD20261020002003', department: 'cgj', type: '举报', title: '反映违规收费' });
    await town.card(principal, 'signoff', 'GD20261020002003');
    await town.asks('lijianguo', '@工单助手 签批 2003 牵头:王芳 经办:张伟', '已私下答复', 'wrkCgj');
    await town.reads(principal, '已签批 GD20261020002003');
    expect(town.said({ chat: 'wrkCgj' }).filter((message) => textsOf(message).includes('2003'))).toEqual([]);
    for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, 'GD20261020002003', '请办理');
  },
);

story('a complaint about a department, dispatched to it by hand, is kept from its group', async ({ town }) => {
  await town.tickets({
    no: 'GD20261020002008',
    type: '投诉',
    title: '办事窗口态度差',
    content: '城管局工作人员推诿不办',
  });
  await town.card({ chat: 'wrkCentre' }, 'dispatch', 'GD20261020002008');
  await town.asks('hanmei', '派单 2008 城管局', '县城市管理局');
  await town.card(principal, 'signoff', 'GD20261020002008');
  await town.card({ person: 'limin' }, 'claim', 'GD20261020002008');
});

story(
  'an urgent 举报 past its limits is told to the principal, not to the liaison, the deputy or a group',
  async ({ town }) => {
    const no = 'GD20261020002009';
    await town.tickets({ no, department: 'cgj', type: '举报', title: '反映违规收费', urgent: true });
    await town.clock({ advance: '3 hours' });
    await town.asks('hanmei', '催办 2009', '已催办');
    expect((await town.readsAll(principal, no)).length).toBeGreaterThan(0);
  },
);

const lines: string[] = [];
storiesWith({ lines })(
  'no message, log line or metric carries the caller, an address, or a number hidden in the text',
  async ({ town }) => {
    const caller = { name: '欧阳震天', phone: '13912345678' };
    await town.tickets({
      no: 'GD20261020002004',
      department: 'cgj',
      title: '请回电１３９-１２３４-５６７８，车牌赣B12345，证件36072919900307123X',
      content: '本人欧阳震天住文昌巷7号',
      address: '文昌巷7号',
      caller,
    });
    await town.asks('limin', '@工单助手 工单 2004', 'GD20261020002004', 'wrkCgj');
    const everything = (await town.readsAll({ chat: 'wrkCgj' }, '2004'))
      .map((message) => JSON.stringify(message))
      .join();
    expect(everything).toContain('139****5678');
    const secrets = ['欧阳震天', '13912345678', '１３９', '文昌巷7号', '赣B12345', '36072919900307123X'];
    for (const secret of secrets) expect(everything).not.toContain(secret);
    const metrics = await (await fetch(`${town.botUrl}/metrics`)).text();
    expect(lines.length).toBeGreaterThan(0);
    for (const secret of [...secrets, '2004']) expect(`${lines.join('')}${metrics}`).not.toContain(secret);
    expect((await town.ticket('GD20261020002004')).caller).toBeUndefined();
    const revealed = await town.api('/api/v1/tickets/GD20261020002004?reveal=核实');
    expect(await revealed.json()).toMatchObject({ caller });
  },
);

story('a caller’s own name in the title goes into no message, and is there when revealed', async ({ town }) => {
  const title = '司马长风反映桂花弄18号门前积水';
  await town.tickets({
    no: 'GD20261020002007',
    department: 'zjj',
    title,
    address: '桂花弄18号',
    caller: { name: '司马长风', phone: '13800007777' },
  });
  const card = await town.card({ chat: 'cidZjj==' }, 'claim', 'GD20261020002007');
  expect(JSON.stringify(card)).not.toMatch(/司马长风|桂花弄18号/);
  expect(await (await town.api('/api/v1/tickets/GD20261020002007?reveal=核实')).json()).toMatchObject({ title });
});
