import { expect } from 'vitest';
import { replied, signedOff } from '../town/paths.ts';
import { storiesWith } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';

const NO = 'GD20261020006201';
const CENTRE = { chat: 'wrkCentre' };
const strict = storiesWith({ policy: { review: { byCentre: true } } });

/** The principal approves; with `review.byCentre` the centre looks at the reply before the caller is asked. */
const toAccept = async (town: StoryTown): Promise<void> => {
  await signedOff(town, NO, { caller: { phone: '13800001234' } });
  await replied(town, NO);
  await town.asks('lijianguo', '审核 6201 通过 用印:电子签', '等县热线中心审核');
  expect((await town.ticket(NO)).status).toBe('toAccept');
};

strict('the centre accepts the reply by the card; from then on it waits for the call', async ({ town }) => {
  await toAccept(town);
  await town.clock({ to: '2026-10-20T16:30:00+08:00' });
  await town.presses('hanmei', await town.card(CENTRE, 'accept', NO), 'accept');
  await town.reads({ person: 'yangyan' }, '请回访（第六条），10-21 17:30 前', NO);
  expect((await town.ticket(NO)).status).toBe('toFollowUp');
});

strict('the centre refuses the reply: the handlers read why, the clock goes on where it stopped', async ({ town }) => {
  await toAccept(town);
  const { dueAt } = await town.ticket(NO);
  await town.card(CENTRE, 'refuse', NO);
  await town.asks('hanmei', '驳回 6201 原因:没有写明处理结果', '已驳回');
  for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, '答复被退回', '没有写明处理结果');
  expect(await town.ticket(NO)).toMatchObject({ status: 'handling', dueAt });
  await town.asks('zhangwei', '回复 6201 流程:到现场处理 结果:已修复', NO);
  await town.card({ person: 'lijianguo' }, 'review:approve', NO);
});
