import { expect } from 'vitest';
import { DEFAULT_POLICY } from '../../src/config/policy.ts';
import { closed, finished, signedOff } from '../town/paths.ts';
import { DAILY_POSTS, storiesWith } from '../town/story.ts';

const NO = 'GD20261020007101';
const DEPARTMENT = ['wangfang', 'zhangwei'];
const caller = { name: '陈女士', phone: '13800005555' };

const oneDay = { amount: 1, unit: 'workingDays' as const };
const { limits } = DEFAULT_POLICY;
const quick = storiesWith({ policy: { limits: { ...limits, handling: { ...limits.handling, 求助: oneDay } } } });

quick(
  '超期办结 is proposed when the late reply is approved; the director confirms it though the ticket has ended',
  async ({ town }) => {
    await signedOff(town, NO, { caller });
    await town.clock({ to: '2026-10-22T09:00:00+08:00' });
    await finished(town, NO);
    expect((await town.ticket(NO)).deductions).toMatchObject([
      { clause: '考核方案', event: 'closedLate', state: 'proposed', points: '1' },
    ]);
    await town.asks('yangyan', '回访 7101 联系:是 过程:满意 结果:满意', '已办结');
    town.leavesUnread('the posts of the days between', ({ text, at }) => DAILY_POSTS.test(text) && at < '2026-10-23');
    await town.clock({ to: '2026-10-23T08:40:00+08:00' });
    await town.presses('xulei', await town.card({ person: 'xulei' }, 'confirm', NO), 'confirm');
    await town.reads({ person: 'xulei' }, '已确认', '扣 1 分（考核方案）', '才审核通过，超期办结');
    expect((await town.ticket(NO)).deductions).toMatchObject([{ event: 'closedLate', state: 'confirmed' }]);
    town.leavesUnread('the other posts of the morning', (message) => DAILY_POSTS.test(message.text));
  },
);

const rule = (event: string, name: string, points: string) => ({ id: event, name, event, points });
const ours = storiesWith({
  scheme: {
    name: '县考核方案',
    deductions: [rule('dissatisfiedTwice', '两次不满意', '1.5'), rule('meeting', '缺席会商', '0.3')],
    bonuses: [],
  },
});

ours('二次不满意 is proposed with the points of the scheme in force, and confirmed by 全部', async ({ town }) => {
  await closed(town, NO, { caller });
  await town.asks('yangyan', '回访 7101 联系:是 过程:满意 结果:不满意', '第 2 轮重办');
  for (const person of DEPARTMENT) await town.reads({ person }, NO, '第2轮');
  await finished(town, NO);
  await town.asks('yangyan', '回访 7101 联系:是 过程:满意 结果:不满意', '会商');
  expect(await town.ticket(NO)).toMatchObject({
    status: 'toConsult',
    deductions: [{ clause: 'R6.3', points: '1.5', state: 'proposed' }],
  });
  await town.asks('hanmei', '确认扣分 7101', '中心负责人使用');
  await town.asks('xulei', '确认扣分 全部', ['扣 1.5 分（R6.3）', '两次回访结果均为不满意']);
  expect((await town.ticket(NO)).deductions).toMatchObject([{ state: 'confirmed' }]);
});

ours('marks are those the scheme names; what it does not know costs nothing', async ({ town }) => {
  await town.asks('xulei', '扣分 城管局 推诿 依据:三次退单', '可选：两次不满意、缺席会商');
  await town.asks('xulei', '扣分 城管局 缺席会商 依据:十月会商无人到会', ['缺席会商 0.3 分', '2026-10']);
  await town.asks('xulei', '加分 城管局 表扬 依据:群众送锦旗', '“县考核方案”没有加分项目');
  await signedOff(town, NO);
  await town.asks('hanmei', '督办 7101 时间:10-20 09:30 地点:南门社区 带队:中心', 'DD20261020-1');
  await town.readsAll({ person: 'wangfang' }, '现场督办');
  await town.clock({ to: '2026-10-20T10:00:00+08:00' });
  await town.reads({ person: 'wangfang' }, '现场督办：请您亲自到场', 'DD20261020-1');
  await town.card({ chat: 'wrkCentre' }, 'attend', 'DD20261020-1');
  await town.asks('hanmei', '到场 DD20261020-1 城管局 到场:否 表态:是 处理:是', '已登记 县城市管理局 的到场情况。');
  await town.asks('xulei', '待办', '没有待处理');
});
