import { story } from '../town/story.ts';

const GROUP = { chat: 'wrkNew' };

story('an administrator binds a group; before that it only tells its number', async ({ town }) => {
  await town.asks('limin', '@工单助手 待办', ['还没有绑定', 'wrkNew'], 'wrkNew');
  await town.asks('limin', '@工单助手 绑定 城管局', '管理员使用', 'wrkNew');
  await town.asks('xulei', '@工单助手 /绑定 城管局', '本群已绑定：县城市管理局', 'wrkNew');
  await town.tickets({ no: 'GD20261020002006', department: 'cgj' });
  await town.card(GROUP, 'claim', 'GD20261020002006');
  await town.card({ chat: 'wrkCgj' }, 'claim', 'GD20261020002006');
  await town.asks('xulei', '@工单助手 群号', 'wrkNew', 'wrkNew');
  await town.asks('xulei', '@工单助手 解绑', '已解绑', 'wrkNew');
});
