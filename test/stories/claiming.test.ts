import { expect } from 'vitest';
import { arrives } from '../town/paths.ts';
import { story } from '../town/story.ts';

const NO = 'GD20261020001001';
const GROUP = { chat: 'wrkCgj' };
const principal = { person: 'lijianguo' };

story('two people press 签收 in the same second: one wins, the other reads who', async ({ town }) => {
  await town.tickets({ no: NO, department: 'cgj' });
  const card = await town.card(GROUP, 'claim', NO);
  await Promise.all([town.presses('zhangwei', card, 'claim'), town.presses('liuyang', card, 'claim')]);
  const claims = (await town.ticket(NO)).history.filter((event) => event.type === 'TicketClaimed');
  expect(claims).toHaveLength(1);
  // The two answers reach the platform in either order, and the card shows the later one.
  const answers = town.said(GROUP).flatMap(({ updates = [] }) => updates.map((update) => JSON.stringify(update.card)));
  expect(answers).toHaveLength(2);
  expect(answers.join()).toContain(`已由 ${claims[0]?.by === 'zhangwei' ? '张伟' : '刘洋'} 于`);
  await town.card(principal, 'signoff', NO);
});

story('a callback delivered three times acts once and is answered once', async ({ town }) => {
  await arrives(town, NO);
  await town.fault('wecom', 'duplicate', { times: 2 });
  await town.asks('limin', '@工单助手 /签收 GD20261020001001', '已签收', 'wrkCgj');
  const ticket = await town.ticket(NO);
  expect(ticket.history.filter((event) => event.type === 'TicketClaimed')).toHaveLength(1);
  expect(ticket.history.at(-1)?.via).toMatchObject({ door: 'wecom-bot', chat: 'wrkCgj' });
  await town.card(principal, 'signoff', NO);
});

story('who claims what is claimed reads by whom and when, and nothing changes', async ({ town }) => {
  await arrives(town, NO);
  await town.asks('limin', '@工单助手 签收 1001', '已签收', 'wrkCgj');
  await town.card(principal, 'signoff', NO);
  const before = await town.ticket(NO);
  await town.asks('zhangwei', '@工单助手 签收 1001', ['已由 李敏 于', '10-20 08:4'], 'wrkCgj');
  expect((await town.ticket(NO)).history).toEqual(before.history);
});

story('who may not claim is told who may, and nothing changes', async ({ town }) => {
  await arrives(town, NO);
  await town.asks('lijianguo', '@工单助手 签收 GD20261020001001', '联络员、经办人员使用', 'wrkCgj');
  expect((await town.ticket(NO)).status).toBe('toClaim');
});

story('a stale card is answered with the present state', async ({ town }) => {
  await town.tickets({ no: NO, department: 'jyj' });
  const onWecom = await town.card({ chat: 'wrkJyj' }, 'claim', NO);
  await town.presses('wuqiang', await town.card({ chat: 'cidJyj==' }, 'claim', NO), 'claim');
  await town.presses('wuqiang', onWecom, 'claim');
  await town.reads({ chat: 'wrkJyj' }, NO, '待签批', '已由 吴强 于');
  await town.card({ person: 'zhenghong' }, 'signoff', NO);
});

story('a department on both platforms gets the card once in each group, and its people once', async ({ town }) => {
  await town.tickets({ no: NO, department: 'jyj' });
  expect(await town.readsAll({ chat: 'wrkJyj' }, NO)).toHaveLength(1);
  expect(await town.readsAll({ chat: 'cidJyj==' }, NO)).toHaveLength(1);
});
