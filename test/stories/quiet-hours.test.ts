import { expect } from 'vitest';
import { signedOff } from '../town/paths.ts';
import { DAILY_POSTS, story } from '../town/story.ts';

const NO = 'GD20261020008401';

story(
  'what is held over night is never dropped: a decision made late is read beside the morning’s list',
  async ({ town }) => {
    await signedOff(town, NO);
    await town.asks('zhangwei', '延期 8401 天数:3 原因:等待材料', '延期');
    await town.card({ chat: 'wrkCentre' }, 'accept', NO);
    await town.clock({ to: '2026-10-20T20:30:00+08:00' });
    await town.asks('hanmei', '同意 8401', '已同意');
    const decided = () => town.said({ person: 'zhangwei' }).filter(({ text }) => text.includes('您的申请'));
    await town.settled();
    expect(decided()).toEqual([]);
    await town.clock({ to: '2026-10-21T08:40:00+08:00' });
    await town.reads({ person: 'zhangwei' }, '您的申请县热线中心已决定', NO);
    const list = await town.card({ person: 'zhangwei' }, 'contact', '待处理');
    expect(list.actions?.map(({ label }) => label)).toEqual(['联系', '回复']);
    expect(decided()).toHaveLength(1);
    town.leavesUnread('the posts of the morning', (message) => DAILY_POSTS.test(message.text));
  },
);
