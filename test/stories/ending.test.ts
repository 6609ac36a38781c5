import { expect } from 'vitest';
import { arrives, closed, finished } from '../town/paths.ts';
import { story } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';

const NO = 'GD20261020003601';
const OTHER = 'GD20261020003602';

/** Dissatisfied, done again, dissatisfied again: it waits for the consultation. */
const toConsultation = async (town: StoryTown): Promise<void> => {
  await closed(town, NO, { caller: { name: '陈女士', phone: '13800005555' } });
  await town.asks('yangyan', '回访 3601 联系:是 过程:满意 结果:不满意', '第 2 轮重办');
  for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, NO, '第2轮');
  await finished(town, NO);
  await town.asks('yangyan', '回访 3601 联系:是 过程:满意 结果:不满意', ['等待会商', '第二条']);
};

story('R2.3 dissatisfied twice: the consultation reopens it with its own limit', async ({ town }) => {
  await toConsultation(town);
  await town.asks('xulei', '决议 3601 处理:重办 时限:11-06 内容:由城管局重做', '办理中');
  await town.reads({ person: 'lijianguo' }, '会商决议 JY202610-1', '11-06 17:30');
  for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, NO, '第3轮');
  await town.reads({ person: 'lijianguo' }, '会商决议 JY202610-1', '由城管局重做');
  expect((await town.ticket(NO)).dueAt).toBe('2026-11-06T09:30:00.000Z');
});

story('R2.3 dissatisfied twice: the consultation ends it', async ({ town }) => {
  await toConsultation(town);
  await town.asks('hanmei', '决议 3601 处理:办结 内容:已尽力', '中心负责人使用');
  await town.asks('xulei', '决议 3601 处理:办结 内容:诉求已合理解决', '已办结');
});

story('a doubled ticket is merged and, merged by mistake, restored to where it was', async ({ town }) => {
  await arrives(town, NO);
  await arrives(town, OTHER);
  await town.asks('hanmei', '并单 3602 到:3601', `并入 ${NO}`);
  expect((await town.ticket(OTHER)).status).toBe('merged');
  await town.asks('limin', `@工单助手 签收 ${OTHER}`, '已并单', 'wrkCgj');
  await town.asks('hanmei', `恢复 ${OTHER}`, '待签收');
  expect((await town.ticket(OTHER)).status).toBe('toClaim');
});

story('a void ticket leaves everybody’s list and can be restored', async ({ town }) => {
  await arrives(town, NO);
  await town.asks('hanmei', '作废 3601', '为什么作废');
  await town.asks('hanmei', '测试工单', '已作废');
  await town.asks('limin', '待办', '没有待处理');
  await town.asks('hanmei', `恢复 ${NO}`, '待签收');
});

story('R6.1 an anonymous caller without a telephone cannot be followed up and leaves the rates', async ({ town }) => {
  await closed(town, NO, { caller: { anonymous: true } });
  await town.asks('yangyan', '无法回访 3601 原因:匿名无电话', '不计入满意率');
  expect((await town.ticket(NO)).status).toBe('done');
});

story('a ticket done is done again when the operator asks for it within thirty days', async ({ town }) => {
  await closed(town, NO, { caller: { name: '陈女士', phone: '13800005555' } });
  await town.asks('yangyan', '回访 3601 联系:是 过程:满意 结果:满意', '已办结');
  await town.asks('hanmei', `重办 ${NO} 原因:诉求人反映问题复发`, '第 2 轮');
  for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, NO, '第2轮');
});
