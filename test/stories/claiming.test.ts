import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTown, type StoryTown, textsOf } from '../town/town.ts';

let town: StoryTown;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

test('two people press 签收 in the same second: one wins, the other reads who', async () => {
  await town.tickets({ no: 'GD20261020001001', department: 'cgj' });
  const card = await town.card({ chat: 'wrkCgj' }, 'claim', 'GD20261020001001');
  await Promise.all([town.presses('zhangwei', card, 'claim'), town.presses('liuyang', card, 'claim')]);
  const ticket = await town.ticket('GD20261020001001');
  const claims = ticket.history.filter((event) => event.type === 'TicketClaimed');
  expect(claims).toHaveLength(1);
  const winner = claims[0]?.by === 'zhangwei' ? '张伟' : '刘洋';
  await town.reads({ chat: 'wrkCgj' }, `已由 ${winner} 于`);
});

test('a callback delivered three times acts once', async () => {
  await town.tickets({ no: 'GD20261020001002', department: 'cgj' });
  await town.fault('wecom', 'duplicate', { times: 1 });
  await town.says('limin', '@工单助手 /签收 GD20261020001002', 'wrkCgj');
  const ticket = await town.ticket('GD20261020001002');
  expect(ticket.history.filter((event) => event.type === 'TicketClaimed')).toHaveLength(1);
  expect(ticket.history.at(-1)?.via).toMatchObject({ door: 'wecom-bot', chat: 'wrkCgj' });
});

test('the command is found behind any mention, with full-width signs and without a slash', async () => {
  await town.tickets({ no: 'GD20261020001003', department: 'cgj' }, { no: 'GD20261020001004', department: 'cgj' });
  await town.says('limin', '@工单助手　／签收１００３', 'wrkCgj');
  await town.says('limin', '@工单助手 签收1004', 'wrkCgj');
  expect((await town.ticket('GD20261020001003')).status).toBe('toSignOff');
  expect((await town.ticket('GD20261020001004')).status).toBe('toSignOff');
});

test('who may not claim is told who may, and nothing changes', async () => {
  await town.tickets({ no: 'GD20261020001005', department: 'cgj' });
  await town.says('lijianguo', '@工单助手 签收 GD20261020001005', 'wrkCgj');
  await town.reads({ chat: 'wrkCgj' }, '联络员、经办人员使用');
  expect((await town.ticket('GD20261020001005')).status).toBe('toClaim');
});

test('an unknown command gets the nearest, an unknown number a hint', async () => {
  await town.says('limin', '@工单助手 /签受 GD20261020001005', 'wrkCgj');
  await town.reads({ chat: 'wrkCgj' }, '您是不是要', '签收');
  await town.says('limin', '@工单助手 签收 GD20261020009999', 'wrkCgj');
  await town.reads({ chat: 'wrkCgj' }, '没有找到工单“GD20261020009999”');
});

test('a missing argument is asked for in private, and the answer completes the command', async () => {
  await town.says('limin', '@工单助手 签收 1005', 'wrkCgj');
  await town.says('limin', '@工单助手 拟办 1005 牵头:王芳', 'wrkCgj');
  await town.reads({ person: 'limin' }, '经办人员是谁');
  await town.says('limin', '张伟');
  await town.reads({ person: 'limin' }, '已拟办 GD20261020001005');
});

test('a department on both platforms gets the card once in each group, and its people once', async () => {
  await town.tickets({ no: 'GD20261020001006', department: 'jyj' });
  const about = (where: { chat: string } | { person: string }) =>
    town.said(where).filter((message) => textsOf(message).includes('GD20261020001006'));
  expect(about({ chat: 'wrkJyj' })).toHaveLength(1);
  expect(about({ chat: 'cidJyj==' })).toHaveLength(1);
  expect(about({ person: 'wuqiang' })).toHaveLength(0);
});

test('a stale card is answered with the present state', async () => {
  await town.tickets({ no: 'GD20261020001007', department: 'jyj' });
  const onWecom = await town.card({ chat: 'wrkJyj' }, 'claim', 'GD20261020001007');
  await town.presses('wuqiang', await town.card({ chat: 'cidJyj==' }, 'claim', 'GD20261020001007'), 'claim');
  await town.presses('wuqiang', onWecom, 'claim');
  const shown = await town.reads({ chat: 'wrkJyj' }, 'GD20261020001007', '待签批');
  expect(textsOf(shown)).toContain('已由 吴强 于');
});
