import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTown, type StoryTown, textsOf } from '../town/town.ts';

let town: StoryTown;
const lines: string[] = [];
beforeAll(async () => {
  town = await openTown({ lines });
});
afterAll(() => town?.close());

test('a ticket for an unknown department waits at the centre with the nearest names, and is dispatched from the card', async () => {
  await town.tickets({ no: 'GD20261020002001', department: '城管大队' });
  const card = await town.card({ chat: 'wrkCentre' }, 'dispatch', 'GD20261020002001');
  expect(card.actions?.[0]?.form?.[0]?.options?.[0]).toMatchObject({ id: 'cgj' });
  await town.presses('hanmei', card, 'dispatch', { department: 'cgj' });
  const ticket = await town.ticket('GD20261020002001');
  expect([ticket.status, ticket.department]).toEqual(['toClaim', 'cgj']);
  await town.card({ chat: 'wrkCgj' }, 'claim', 'GD20261020002001');
});

test('a confidential ticket reaches the principal and the liaison, and no group', async () => {
  await town.tickets({
    no: 'GD20261020002002',
    department: 'cgj',
    title: '夜市噪声',
    caller: { name: '周先生', phone: '13800003333', confidential: true },
  });
  await town.card({ person: 'lijianguo' }, 'signoff', 'GD20261020002002');
  await town.card({ person: 'limin' }, 'claim', 'GD20261020002002');
  for (const chat of ['wrkCgj', 'wrkCentre', 'wrkCounty'])
    expect(town.said({ chat }).filter((message) => textsOf(message).includes('GD20261020002002'))).toEqual([]);
  expect(town.said({ person: 'zhangwei' })).toEqual([]);
});

test('a 举报 reaches the principal alone, and a command on it in the group is answered in private', async () => {
  await town.tickets({ no: 'GD20261020002003', department: 'cgj', type: '举报', title: '反映违规收费' });
  await town.card({ person: 'lijianguo' }, 'signoff', 'GD20261020002003');
  expect(town.said({ person: 'limin' }).filter((message) => textsOf(message).includes('2003'))).toEqual([]);
  await town.says('lijianguo', '@工单助手 签批 2003 牵头:王芳 经办:张伟', 'wrkCgj');
  await town.reads({ chat: 'wrkCgj' }, '已私下答复');
  await town.reads({ person: 'lijianguo' }, '已签批 GD20261020002003');
  expect(town.said({ chat: 'wrkCgj' }).filter((message) => textsOf(message).includes('2003'))).toEqual([]);
});

test('no message anywhere carries the caller, an address, or a number hidden in the text', async () => {
  const caller = { name: '欧阳震天', phone: '13912345678' };
  await town.tickets({
    no: 'GD20261020002004',
    department: 'cgj',
    title: '请回电１３９-１２３４-５６７８，车牌赣B12345，证件36072919900307123X',
    content: '本人欧阳震天住文昌巷7号',
    address: '文昌巷7号',
    caller,
  });
  await town.says('limin', '@工单助手 工单 2004', 'wrkCgj');
  const everything = ['wrkCgj', 'wrkCentre', 'wrkCounty']
    .flatMap((chat) => town.said({ chat }))
    .map((message) => JSON.stringify(message))
    .join('\n');
  expect(everything).toContain('139****5678');
  for (const secret of ['欧阳震天', '13912345678', '１３９', '文昌巷7号', '赣B12345', '36072919900307123X'])
    expect(everything).not.toContain(secret);
  const metrics = await (await fetch(`${town.botUrl}/metrics`)).text();
  expect(lines.length).toBeGreaterThan(0);
  for (const secret of [caller.name, caller.phone, '文昌巷7号', '36072919900307123X', '2004'])
    expect(`${lines.join('')}${metrics}`).not.toContain(secret);
  const plain = await town.ticket('GD20261020002004');
  expect(plain.caller).toBeUndefined();
  const revealed = (await (await town.api('/api/v1/tickets/GD20261020002004?reveal=核实')).json()) as {
    caller: unknown;
  };
  expect(revealed.caller).toEqual(caller);
});

test('the same ticket again changes nothing; a corrected limit moves it; a bad neighbour does not sink it', async () => {
  const ticket = {
    no: 'GD20261020002005',
    department: 'cgj',
    receivedAt: '2026-10-20T08:40:00+08:00',
    dispatchedAt: '2026-10-20T08:40:00+08:00',
  };
  expect(await town.tickets(ticket)).toEqual([{ no: 'GD20261020002005', outcome: 'created' }]);
  expect(await town.tickets(ticket)).toEqual([{ no: 'GD20261020002005', outcome: 'unchanged' }]);
  const results = await town.tickets({ ...ticket, dueAt: '2026-10-30T17:30:00+08:00' }, { no: '', title: '' });
  expect(results.map(({ outcome }) => outcome)).toEqual(['updated', 'rejected']);
  expect((await town.ticket('GD20261020002005')).dueAt).toBe('2026-10-30T09:30:00.000Z');
});

test('an administrator binds a group; before that it only tells its number', async () => {
  await town.says('limin', '@工单助手 待办', 'wrkNew');
  await town.reads({ chat: 'wrkNew' }, '还没有绑定', 'wrkNew');
  await town.says('limin', '@工单助手 绑定 城管局', 'wrkNew');
  await town.reads({ chat: 'wrkNew' }, '管理员使用');
  await town.says('xulei', '@工单助手 /绑定 城管局', 'wrkNew');
  await town.reads({ chat: 'wrkNew' }, '本群已绑定：县城市管理局');
  await town.tickets({ no: 'GD20261020002006', department: 'cgj' });
  await town.card({ chat: 'wrkNew' }, 'claim', 'GD20261020002006');
  await town.says('xulei', '@工单助手 解绑', 'wrkNew');
  await town.reads({ chat: 'wrkNew' }, '已解绑');
});

test('a caller’s own name in the title goes into no message, and is there when revealed', async () => {
  await town.tickets({
    no: 'GD20261020002007',
    department: 'zjj',
    title: '司马长风反映桂花弄18号门前积水',
    address: '桂花弄18号',
    caller: { name: '司马长风', phone: '13800007777' },
  });
  const card = await town.card({ chat: 'cidZjj==' }, 'claim', 'GD20261020002007');
  expect(JSON.stringify(card)).not.toMatch(/司马长风|桂花弄18号/);
  const revealed = (await (await town.api('/api/v1/tickets/GD20261020002007?reveal=核实')).json()) as { title: string };
  expect(revealed.title).toBe('司马长风反映桂花弄18号门前积水');
});

test('a complaint about a department, dispatched to it by hand, is kept from its group', async () => {
  await town.tickets({
    no: 'GD20261020002008',
    type: '投诉',
    title: '办事窗口态度差',
    content: '城管局工作人员推诿不办',
  });
  await town.says('hanmei', '派单 2008 城管局');
  await town.card({ person: 'lijianguo' }, 'signoff', 'GD20261020002008');
  expect(town.said({ chat: 'wrkCgj' }).filter((message) => textsOf(message).includes('2008'))).toEqual([]);
});

test('an urgent 举报 past its limits is told to the principal, not to the liaison, the deputy or a group', async () => {
  await town.tickets({ no: 'GD20261020002009', department: 'cgj', type: '举报', title: '反映违规收费', urgent: true });
  await town.clock({ advance: '3 hours' });
  await town.says('hanmei', '催办 2009');
  await town.card({ person: 'lijianguo' }, 'signoff', 'GD20261020002009');
  for (const where of [
    { person: 'limin' },
    { person: 'wangfang' },
    { person: 'zhangwei' },
    { chat: 'wrkCgj' },
    { chat: 'wrkCentre' },
  ])
    expect(town.said(where).filter((message) => textsOf(message).includes('2009'))).toEqual([]);
});
