import { expect } from 'vitest';
import { arrives, closed, finished } from '../town/paths.ts';
import { DAILY_POSTS, storiesWith, story } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';

const NO = 'GD20261020006401';
const OTHER = 'GD20261020006402';
const caller = { name: '陈女士', phone: '13800005555' };

const readAgain = async (town: StoryTown, round: number): Promise<void> => {
  for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, NO, `第${round}轮`);
};

story('R6.2 three separate answers, and whether it is solved, are kept of every call', async ({ town }) => {
  await closed(town, NO, { caller });
  await town.asks('yangyan', '回访 6401 联系:是 见面:是 过程:满意 结果:基本满意 解决:否 备注:还差一盏', '已办结');
  expect((await town.ticket(NO)).followUps).toMatchObject([
    { contacted: true, met: true, process: '满意', result: '基本满意', solved: false, note: '还差一盏' },
  ]);
});

story('R6.1 a caller who was not contacted: the first rework, with three working days', async ({ town }) => {
  await closed(town, NO, { caller });
  await town.asks('yangyan', '回访 6401 联系:否 过程:一般 结果:满意', '第 2 轮重办');
  await readAgain(town, 2);
  expect(await town.ticket(NO)).toMatchObject({ status: 'handling', round: 2, dueAt: '2026-10-23T09:30:00.000Z' });
  await finished(town, NO);
  await town.asks('yangyan', '回访 6401 联系:否 过程:一般 结果:一般', '已办结');
});

story('R6.3 a dissatisfied caller is in the department’s 16:47 figures', async ({ town }) => {
  await closed(town, NO, { caller });
  await town.asks('yangyan', '未接通 6401', '第 1 次未接通');
  await town.asks('yangyan', '回访 6401 联系:是 过程:满意 结果:不满意', '第 2 轮重办');
  await readAgain(town, 2);
  await town.clock({ to: '2026-10-20T16:50:00+08:00' });
  await town.reads({ chat: 'wrkCgj' }, '回访 1 件，满意 0，不满意 1，未接通 1 次');
});

story('R6.1 without a telephone the call is ended from the card, with the reason', async ({ town }) => {
  await closed(town, NO, { caller: { anonymous: true } });
  const card = await town.card({ person: 'yangyan' }, 'followup', NO);
  await town.asks('yangyan', '无法回访 6401', '为什么无法回访');
  await town.asks('yangyan', '匿名无电话', '不计入满意率');
  const ended = await town.ticket(NO);
  expect([card.platform, ended.status, ended.excludedBecause]).toEqual(['wecom', 'done', '无法回访：匿名无电话']);
});

const tang = { id: 'tangli', name: '唐丽', department: 'centre', roles: ['followUp'], dingtalk: '0905' };
const withTang = storiesWith({ people: [tang] });

withTang(
  'R6.1 on DingTalk the caller works by the card’s form, and three unanswered calls by its button',
  async ({ town }) => {
    town.leavesUnread('the other caller’s copy', ({ person }) => person === 'yangyan');
    for (const no of [NO, OTHER]) {
      await arrives(town, no, { caller });
      await town.asks('lijianguo', `签批 ${no} 牵头:王芳 经办:张伟`, '已签批');
      await town.asks('zhangwei', `联系 ${no} 方式:见面 地点:现场 情况:已说明`, '已记录');
      await town.asks('zhangwei', `回复 ${no} 流程:到现场处理 结果:已办好`, no);
      await town.asks('lijianguo', `审核 ${no} 通过 用印:电子签`, no);
    }
    town.leavesUnread('the department’s own cards', ({ person }) => person !== 'tangli' && person !== 'yangyan');
    await town.asks('tangli', '待办', '2 件工单');
    const list = await town.card({ person: 'tangli' }, 'followup', '待处理');
    await town.presses('tangli', list, 'followup');
    const form = await town.card({ person: 'tangli' }, 'followup', '回访');
    await town.presses('tangli', form, 'followup', { contacted: '是', process: '满意', result: '满意', solved: '是' });
    expect((await town.ticket(NO)).status).toBe('done');
    await town.asks('tangli', '未接通', '第 1 次未接通');
    await town.asks('tangli', '未接通', '第 2 次未接通');
    await town.clock({ to: '2026-10-20T14:40:00+08:00' });
    await town.asks('tangli', '未接通', '回访结束');
    expect(await town.ticket(OTHER)).toMatchObject({ status: 'done', excludedBecause: '未接通' });
    town.leavesUnread('the queue’s other cards', ({ person }) => person === 'tangli');
  },
);

const short = storiesWith({ policy: { followUp: { attempts: 1, halfDays: 1, sameDayUntil: '16:00' } } });

short('the county’s own number of calls holds: one unanswered call ends it here', async ({ town }) => {
  await closed(town, NO, { caller });
  await town.asks('yangyan', '未接通 6401', '回访结束');
});

story('重办 needs a reason and full number; a ticket still open cannot be reopened', async ({ town }) => {
  await closed(town, NO, { caller });
  await town.asks('hanmei', `重办 ${NO} 原因:复发`, ['待回访', '不能重办']);
  await town.asks('yangyan', '回访 6401 联系:是 过程:满意 结果:满意', '已办结');
  await town.asks('hanmei', `重办 ${NO}`, '为什么重办');
  await town.asks('hanmei', '取消', '已取消');
  await town.asks('limin', `重办 ${NO} 原因:复发`, '值班员');
});

story('并单: not into itself, nor into one that is merged or void', async ({ town }) => {
  await arrives(town, NO);
  await arrives(town, OTHER);
  await town.asks('hanmei', '并单 6402 到:6402', '不能并入自己');
  await town.asks('hanmei', '作废 6401 原因:测试工单', '已作废');
  await town.asks('hanmei', `并单 6402 到:${NO}`, ['已作废', '不能作主件']);
  expect((await town.ticket(OTHER)).status).toBe('toClaim');
  town.leavesUnread('nothing of the day', (message) => DAILY_POSTS.test(message.text));
});
