import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTown, type StoryTown } from '../town/town.ts';

let town: StoryTown;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

/** Brings a ticket of the city management bureau to 待回访 by typing. */
const close = async (no: string): Promise<void> => {
  await town.says('limin', `@工单助手 签收 ${no}`, 'wrkCgj');
  await town.says('lijianguo', `签批 ${no} 牵头:王芳 经办:张伟`);
  await finish(no);
};
const finish = async (no: string): Promise<void> => {
  await town.says('zhangwei', `联系 ${no} 方式:见面 地点:现场 情况:已说明`);
  await town.says('zhangwei', `回复 ${no} 流程:到现场处理 结果:已办好`);
  await town.says('lijianguo', `审核 ${no} 通过 用印:电子签`);
};

test('R1.1 no reply before the sign-off, R1.2 none before the contact', async () => {
  await town.tickets({ no: 'GD20261020003001', department: 'cgj' });
  await town.says('limin', '@工单助手 签收 3001', 'wrkCgj');
  await town.says('zhangwei', '回复 3001 流程:看了 结果:好了');
  await town.reads({ person: 'zhangwei' }, '还没有签批');
  await town.says('lijianguo', '签批 3001 牵头:王芳 经办:张伟');
  await town.says('zhangwei', '回复 3001 流程:看了 结果:好了');
  await town.reads({ person: 'zhangwei' }, '还没有与诉求人联系', '第一条');
  await finish('3001');
  expect((await town.ticket('GD20261020003001')).status).toBe('toFollowUp');
});

test('R6.1 不满意 opens a rework, and after a rework it waits for the consultation', async () => {
  await town.tickets({ no: 'GD20261020003002', department: 'cgj', caller: { name: '陈女士', phone: '13800005555' } });
  await close('3002');
  await town.says('yangyan', '回访 3002 联系:是 过程:满意 结果:不满意');
  const again = await town.ticket('GD20261020003002');
  expect([again.status, again.round]).toEqual(['handling', 2]);
  await finish('3002');
  await town.says('yangyan', '回访 3002 联系:是 过程:满意 结果:不满意');
  expect((await town.ticket('GD20261020003002')).status).toBe('toConsult');
});

test('R6.1 three unanswered calls on two half-days end the follow-up and leave the rates', async () => {
  await town.tickets({ no: 'GD20261020003003', department: 'cgj', caller: { name: '李女士', phone: '13800006666' } });
  await close('3003');
  await town.says('yangyan', '未接通 3003');
  await town.says('yangyan', '未接通 3003');
  await town.says('yangyan', '无法回访 3003 原因:打不通');
  await town.reads({ person: 'yangyan' }, '诉求人留有电话');
  await town.clock({ to: '2026-10-20T15:00:00+08:00' });
  await town.says('yangyan', '未接通 3003');
  const ended = await town.ticket('GD20261020003003');
  expect(ended.status).toBe('done');
  expect(ended.followUps).toHaveLength(3);
});

test('R1.6 the principal sends a reply back with an opinion, and the handler is told', async () => {
  await town.tickets({ no: 'GD20261020003004', department: 'cgj' });
  await town.says('limin', '@工单助手 签收 3004', 'wrkCgj');
  await town.says('lijianguo', '签批 3004 牵头:王芳 经办:张伟');
  await town.says('zhangwei', '联系 3004 方式:电话 原因:诉求人外出 情况:已说明');
  await town.says('zhangwei', '回复 3004 流程:电话沟通 结果:待处理');
  await town.says('lijianguo', '审核 3004 退回 意见:请写明处理结果');
  await town.reads({ person: 'zhangwei' }, '请写明处理结果');
  expect((await town.ticket('GD20261020003004')).status).toBe('handling');
});

test('a principal signs fifteen tickets with one press on the liaison’s proposals', async () => {
  const numbers = Array.from({ length: 15 }, (_none, index) => `GD202610200031${index.toString().padStart(2, '0')}`);
  await town.tickets(...numbers.map((no) => ({ no, department: 'cgj' })));
  await town.clock({ advance: '3 minutes' });
  await town.says('limin', `@工单助手 签收 ${numbers.join(' ')}`, 'wrkCgj');
  await town.says('limin', `@工单助手 拟办 ${numbers.join('、')} 牵头:王芳 经办:刘洋`, 'wrkCgj');
  await town.says('lijianguo', '待办');
  const card = await town.card({ person: 'lijianguo' }, 'signoff', '您有');
  await town.presses('lijianguo', card, 'signoff');
  const states = await Promise.all(numbers.map(async (no) => (await town.ticket(no)).status));
  expect(new Set(states)).toEqual(new Set(['handling']));
});
