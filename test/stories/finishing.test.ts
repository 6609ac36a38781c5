import { expect } from 'vitest';
import { claimed, closed, finished, signedOff } from '../town/paths.ts';
import { story } from '../town/story.ts';

const NO = 'GD20261020003001';
const caller = { name: '陈女士', phone: '13800005555' };

story('R1.1 no reply before the sign-off, R1.2 none before the contact', async ({ town }) => {
  await claimed(town, NO);
  await town.asks('zhangwei', '回复 3001 流程:看了 结果:好了', '还没有签批');
  await town.asks('lijianguo', '签批 3001 牵头:王芳 经办:张伟', '已签批');
  for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, NO, '请办理');
  await town.asks('zhangwei', '回复 3001 流程:看了 结果:好了', ['还没有与诉求人联系', '第一条']);
  await finished(town, NO);
  expect((await town.ticket(NO)).status).toBe('toFollowUp');
});

story('R6.1 不满意 opens a rework, and after a rework it waits for the consultation', async ({ town }) => {
  await closed(town, NO, { caller });
  await town.asks('yangyan', '回访 3001 联系:是 过程:满意 结果:不满意', '第 2 轮重办');
  for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, NO, '第2轮');
  const again = await town.ticket(NO);
  expect([again.status, again.round]).toEqual(['handling', 2]);
  await finished(town, NO);
  await town.asks('yangyan', '回访 3001 联系:是 过程:满意 结果:不满意', '等待会商');
  expect((await town.ticket(NO)).status).toBe('toConsult');
});

story('R6.1 three unanswered calls on two half-days end the follow-up and leave the rates', async ({ town }) => {
  await closed(town, NO, { caller });
  await town.asks('yangyan', '未接通 3001', '第 1 次未接通');
  await town.asks('yangyan', '未接通 3001', '第 2 次未接通');
  await town.asks('yangyan', '无法回访 3001 原因:打不通', '诉求人留有电话');
  await town.clock({ to: '2026-10-20T15:00:00+08:00' });
  await town.asks('yangyan', '未接通 3001', '第 3 次未接通');
  const ended = await town.ticket(NO);
  expect(ended.status).toBe('done');
  expect(ended.followUps).toHaveLength(3);
});

story('R1.6 the principal sends a reply back with an opinion, and the handler is told', async ({ town }) => {
  await signedOff(town, NO);
  await town.asks('zhangwei', '联系 3001 方式:电话 原因:诉求人外出 情况:已说明', '已记录');
  await town.asks('zhangwei', '回复 3001 流程:电话沟通 结果:待处理', NO);
  await town.card({ person: 'lijianguo' }, 'review:refuse', NO);
  await town.asks('lijianguo', '审核 3001 退回 意见:请写明处理结果', '退回');
  for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, '请写明处理结果');
  expect((await town.ticket(NO)).status).toBe('handling');
});

story('R1.1 a principal signs fifteen tickets with one press on the liaison’s proposals', async ({ town }) => {
  const numbers = Array.from({ length: 15 }, (_none, index) => `GD202610200031${index.toString().padStart(2, '0')}`);
  await town.tickets(...numbers.map((no) => ({ no, department: 'cgj' })));
  await town.clock({ advance: '3 minutes' });
  expect(await town.readsAll({ chat: 'wrkCgj' }, '新工单')).toHaveLength(4);
  await town.asks('limin', `@工单助手 签收 ${numbers.join(' ')}`, '成功 15 件', 'wrkCgj');
  await town.asks('limin', `@工单助手 拟办 ${numbers.join('、')} 牵头:王芳 经办:刘洋`, '成功 15 件', 'wrkCgj');
  await town.says('lijianguo', '待办');
  const card = await town.card({ person: 'lijianguo' }, 'signoff', '您有');
  await town.presses('lijianguo', card, 'signoff');
  const states = await Promise.all(numbers.map(async (no) => (await town.ticket(no)).status));
  expect(new Set(states)).toEqual(new Set(['handling']));
  await town.clock({ advance: '3 minutes' });
  for (const person of ['lijianguo', 'wangfang', 'liuyang']) await town.readsAll({ person }, '0031');
});
