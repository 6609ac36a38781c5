import { expect } from 'vitest';
import { closed } from '../town/paths.ts';
import { DAILY_POSTS, story } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';

const NUMBERS = Array.from({ length: 5 }, (_none, index) => `GD202610200061${index.toString().padStart(2, '0')}`);
const CALLER = { person: 'yangyan' };

/** Five tickets of one bureau, closed within minutes of each other. */
const fiveClosed = async (town: StoryTown): Promise<void> => {
  await town.tickets(...NUMBERS.map((no) => ({ no, department: 'cgj', caller: { phone: '13800001234' } })));
  await town.clock({ advance: '3 minutes' });
  await town.asks('limin', `@工单助手 签收 ${NUMBERS.join(' ')}`, '成功 5 件', 'wrkCgj');
  await town.asks('lijianguo', `签批 ${NUMBERS.join(' ')} 牵头:王芳 经办:张伟`, '成功 5 件');
  for (const no of NUMBERS) {
    await town.asks('zhangwei', `联系 ${no} 方式:见面 地点:现场 情况:已说明`, '已记录');
    await town.asks('zhangwei', `回复 ${no} 流程:到现场处理 结果:已办好`, no);
  }
  await town.asks('lijianguo', `审核 ${NUMBERS.join(' ')} 通过 用印:电子签`, '成功 5 件');
  await town.clock({ advance: '3 minutes' });
  town.leavesUnread('the department’s own cards', ({ person, chat }) => person !== 'yangyan' && chat !== 'wrkCentre');
};

story(
  'R6.1 the day’s queue: three cards and a list; every call recorded brings the next; what is left is on the 16:47 list',
  async ({ town }) => {
    await fiveClosed(town);
    const cards = await town.readsAll(CALLER, '请回访（第六条）');
    expect(cards).toHaveLength(3);
    for (const card of cards) expect(card.text).toContain('10-20 17:30');
    const listed = await town.card(CALLER, 'followup', '待回访 2 件');

    // The list's button takes the one due first; its form has every answer ready for one tap.
    await town.presses('yangyan', listed, 'followup');
    const form = await town.card(CALLER, 'followup', NUMBERS[3]);
    await town.presses('yangyan', form, 'followup', { contacted: '是', process: '满意', result: '满意' });
    expect((await town.ticket(NUMBERS[3] ?? '')).status).toBe('done');
    await town.asks('yangyan', `未接通 ${NUMBERS[4]}`, ['第 1 次未接通', '还有 4 件待回访', `下一件 ${NUMBERS[0]}`]);
    await town.clock({ to: '2026-10-20T16:50:00+08:00' });
    await town.reads(CALLER, '4 件工单待处理', '6104');
    town.leavesUnread('the afternoon post of the department', ({ chat }) => chat === 'wrkCgj');
  },
);

story(
  'R6.1 closed after four o’clock is due the next working day; late calls are counted for the centre',
  async ({ town }) => {
    const [no = ''] = NUMBERS;
    await town.clock({ to: '2026-10-20T16:05:00+08:00' });
    await closed(town, no);
    expect(town.said(CALLER).at(-1)?.text).toContain('请回访（第六条），10-21 17:30 前');
    await town.clock({ to: '2026-10-22T08:50:00+08:00' });
    await town.reads({ chat: 'wrkCentre' }, '回访逾期：1 件');
    town.leavesUnread('lists and posts of two days', (message) => DAILY_POSTS.test(message.text));
  },
);
