import { expect } from 'vitest';
import { claimed } from '../town/paths.ts';
import { story } from '../town/story.ts';

const NO = 'GD20261020003901';

story(
  'R1.1 a delegate signs until the date the principal set, and the record says on whose behalf',
  async ({ town }) => {
    await claimed(town, NO);
    await town.asks('wangfang', '签批 3901 牵头:王芳 经办:张伟', '您没有这个角色');
    await town.asks('lijianguo', '委托 孙丽 至:10-23', '本单位没有“孙丽”');
    await town.asks('lijianguo', '委托 王芳 至:10-21', '已委托王芳代为签批和审核，至 10-21 17:30');
    await town.reads({ person: 'wangfang' }, '李建国委托您代为签批');
    await town.asks('wangfang', '签批 3901 牵头:王芳 经办:张伟', `已签批 ${NO}`);
    await town.reads({ person: 'zhangwei' }, NO, '王芳（受李建国委托）');
    await town.reads({ person: 'wangfang' }, NO, '请办理');
    expect((await town.ticket(NO)).signOff).toMatchObject({ by: 'wangfang', onBehalfOf: 'lijianguo' });

    await town.clock({ to: '2026-10-21T17:36:00+08:00' });
    for (const person of ['lijianguo', 'wangfang']) await town.reads({ person }, '委托已到期');
    await town.asks('wangfang', '审核 3901 通过', '您没有这个角色');
    town.leavesUnread('the posts of the day between', (message) => /日榜|待处理|每日工单/.test(message.text));
  },
);

story('R1.1 a delegation is withdrawn at once', async ({ town }) => {
  await town.asks('lijianguo', '委托 王芳 至:10-28', '已委托');
  await town.reads({ person: 'wangfang' }, '李建国委托您');
  await town.asks('lijianguo', '委托 王芳 撤销:是', '已撤销');
  await town.reads({ person: 'wangfang' }, '已撤销对您的签批委托');
  await town.asks('lijianguo', '委托 王芳 撤销:是', '没有您生效中的这项委托');
});
