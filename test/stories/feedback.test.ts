import { closed } from '../town/paths.ts';
import { DAILY_POSTS, story } from '../town/story.ts';

const NO = 'GD20261020003801';

story('R6.3 what the caller answered goes back to the department with the afternoon post, once', async ({ town }) => {
  await closed(town, NO, { caller: { name: '陈女士', phone: '13800005555' } });
  await town.asks('yangyan', '回访 3801 联系:是 过程:满意 结果:满意', '已办结');
  await town.clock({ to: '2026-10-20T16:50:00+08:00' });
  await town.reads({ chat: 'wrkCgj' }, '下午工单提示', '回访 1 件，满意 1，不满意 0');
  await town.clock({ to: '2026-10-21T16:50:00+08:00' });
  town.leavesUnread('the daily posts', (message) => DAILY_POSTS.test(message.text));
});

story(
  'R3.1 the centre reads the day’s compilation at 08:33: stages, and what waits for the centre itself',
  async ({ town }) => {
    await town.tickets({ no: NO, department: '没有这个单位' }, { no: 'GD20261020003802', department: 'zjj' });
    await town.card({ chat: 'wrkCentre' }, 'dispatch', NO);
    await town.card({ chat: 'cidZjj==' }, 'claim');
    await town.clock({ to: '2026-10-21T08:40:00+08:00' });
    await town.reads({ chat: 'wrkCentre' }, '热线中心每日工单', '在办 2 件', '待派单 1，待签收 1', NO);
    town.leavesUnread('each person’s own list', (message) => message.text.includes('待处理'));
  },
);
