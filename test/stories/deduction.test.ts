import { expect } from 'vitest';
import { arrives } from '../town/paths.ts';
import { DAILY_POSTS, story } from '../town/story.ts';

const NO = 'GD20261020003701';

story('R3.3 the proposed deduction is in the director’s morning list, and one press confirms it', async ({ town }) => {
  await arrives(town, NO);
  await town.clock({ to: '2026-10-23T08:40:00+08:00' });
  const list = await town.card({ person: 'xulei' }, 'confirm');
  await town.presses('xulei', list, 'confirm');
  expect((await town.ticket(NO)).deductions).toMatchObject([{ clause: 'R3.3', state: 'confirmed' }]);
  await town.reads({ person: 'xulei' }, '已确认', '扣 0.5 分');
  await town.asks('xulei', '确认扣分 全部', '没有等您确认');
  await town.asks('hanmei', `确认扣分 ${NO}`, '中心负责人使用');
  town.leavesUnread('the posts, lists and tables of three mornings', (message) => DAILY_POSTS.test(message.text));
});

story(
  'R3.2 a reminder by telephone counts as well: 催办 with its mode logs it, before the limit it does not',
  async ({ town }) => {
    await arrives(town, NO);
    await town.asks('hanmei', '催办 3701 方式:电话 对象:李敏', ['还没有过', '第三条']);
    await town.clock({ to: '2026-10-21T17:40:00+08:00' });
    await town.asks('hanmei', '催办 3701 方式:电话 对象:李敏', '宽限期从提醒时起算');
    await town.asks('hanmei', '催办 3701 方式:书面', '提醒了谁');
    await town.asks('hanmei', '县城市管理局办公室', '书面提醒');
    await town.asks('hanmei', '催办 3701 方式:微信', '请从 电话、书面 中选一个');
    await town.asks('hanmei', '取消', '已取消');
    const logged = (await town.ticket(NO)).history.filter(({ type }) => type === 'ReminderLogged');
    expect(logged).toMatchObject([{ reminder: { channel: '电话' } }, { reminder: { channel: '书面' } }]);
    town.leavesUnread('the posts and tables of the morning between', (message) => DAILY_POSTS.test(message.text));
  },
);
