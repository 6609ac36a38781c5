import { expect } from 'vitest';
import { claimed } from '../town/paths.ts';
import { DAILY_POSTS, story } from '../town/story.ts';

const NO = 'GD20261020006201';

story(
  'R1.1 lead and handler are reminded of the internal deadline before it, and with the principal after it',
  async ({ town }) => {
    await claimed(town, NO);
    await town.asks('lijianguo', '签批 6201 牵头:王芳 经办:张伟 时限:10-22', ['已签批', NO]);
    for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, '请办理', '10-22 17:30');
    await town.clock({ to: '2026-10-22T08:36:00+08:00' });
    for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, '本单位内部时限将到', NO);
    await town.clock({ to: '2026-10-22T17:36:00+08:00' });
    for (const person of ['wangfang', 'zhangwei', 'lijianguo']) await town.reads({ person }, '已过本单位内部时限', NO);
    const types = (await town.ticket(NO)).history.map(({ type }) => type);
    expect(types.filter((type) => type.startsWith('InternalLimit'))).toEqual([
      'InternalLimitNear',
      'InternalLimitPassed',
    ]);
    town.leavesUnread('posts of two days', (message) => DAILY_POSTS.test(message.text));
  },
);

story(
  'R1.1 a reply before the internal deadline ends its reminders; the other platform reads them too',
  async ({ town }) => {
    await town.tickets({ no: NO, department: 'zjj' });
    await town.card({ chat: 'cidZjj==' }, 'claim', NO);
    await town.asks('chenjing', '@工单助手 签收 6201', NO, 'cidZjj==');
    await town.card({ person: 'zhaogang' }, 'signoff', NO);
    await town.asks('zhaogang', '签批 6201 牵头:孙丽 经办:周杰 时限:10-22', '已签批');
    for (const person of ['sunli', 'zhoujie']) await town.reads({ person }, '请办理');
    await town.clock({ to: '2026-10-22T08:36:00+08:00' });
    await town.reads({ person: 'sunli' }, '本单位内部时限将到', NO);
    const card = await town.card({ person: 'zhoujie' }, 'reply', '内部时限将到');
    expect(card.actions?.map(({ action }) => action)).toContain('contact');
    await town.asks('zhoujie', '联系 6201 方式:见面 地点:小区 情况:已说明', '已记录');
    await town.asks('zhoujie', '回复 6201 流程:上门 结果:已修好', NO);
    await town.reads({ person: 'zhaogang' }, '请审核答复');
    await town.clock({ to: '2026-10-22T17:36:00+08:00' });
    expect((await town.ticket(NO)).history.map(({ type }) => type)).not.toContain('InternalLimitPassed');
    town.leavesUnread('posts of two days', (message) => DAILY_POSTS.test(message.text));
  },
);
