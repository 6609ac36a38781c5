import { expect } from 'vitest';
import { replied, signedOff } from '../town/paths.ts';
import { story } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';

const NO = 'GD20261020003401';
const BUREAU = { person: 'xinfang' };

/** The centre escalates it and the bureau reads the card. */
const escalated = async (town: StoryTown): Promise<void> => {
  await signedOff(town, NO);
  await town.asks('hanmei', '提级 3401 原因:历史遗留问题', '已提级转办');
  await town.card(BUREAU, 'take', NO);
};

story('R4.1 the fifth working day nominates, the centre decides by the card', async ({ town }) => {
  await signedOff(town, NO);
  await town.clock({ to: '2026-10-27T17:40:00+08:00' });
  const card = await town.card({ chat: 'wrkCentre' }, 'escalate', NO);
  await town.presses('hanmei', card, 'escalate');
  await town.asks('hanmei', '涉及历史遗留问题', '已提级转办');
  expect((await town.ticket(NO)).status).toBe('escalated');
  await town.card(BUREAU, 'take', NO);
  town.leavesUnread('posts and lists of the week between', (message) => message.at < '2026-10-27T17:41');
  town.leavesUnread('the question for the reason', (message) => message.text.includes('为什么提级转办'));
});

story(
  'R4 taken, prolonged once, concluded: the petition clock runs in calendar days, then the centre follows up',
  async ({ town }) => {
    await escalated(town);
    expect((await town.ticket(NO)).dueAt).toBeNull();
    await town.presses('xinfang', await town.card(BUREAU, 'take', NO), 'take');
    expect((await town.ticket(NO)).dueAt).toBe('2026-12-19T09:30:00.000Z');
    await town.asks('xinfang', '延案 3401 原因:需司法鉴定', '01-18');
    await town.asks('xinfang', '延案 3401 原因:再延', ['只能延期一次', '第四条']);
    await town.asks('xinfang', '结案 3401 结果:双方达成协议', '待回访');
  },
);

story('R4.3 the department finishes within the extended limit', async ({ town }) => {
  await escalated(town);
  await town.asks('xinfang', '收案 3401', '已收案');
  await replied(town, NO);
  await town.asks('lijianguo', '审核 3401 通过 用印:电子签', NO);
  await town.card({ person: 'yangyan' }, 'followup', NO);
  expect((await town.ticket(NO)).status).toBe('toFollowUp');
});

story('R4 given back it goes to a leader', async ({ town }) => {
  await escalated(town);
  await town.asks('xinfang', '退案 3401 原因:不属信访受理范围', '呈批中');
  await town.card({ person: 'jiefang' }, 'decide', NO);
  await town.readsAll(BUREAU, NO);
});
