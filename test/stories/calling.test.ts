import { expect } from 'vitest';
import { DAILY_POSTS, story } from '../town/story.ts';
import { type StoryTown, until } from '../town/town.ts';

/** R3.2: who must claim is really called in the group, so that a telephone rings; nobody else is. */

const URGENT = 'GD20261020009001';
const PLAIN = 'GD20261020009002';

const leavesPosts = (town: StoryTown): void =>
  town.leavesUnread('the posts of the day and the lists of persons', (message) => DAILY_POSTS.test(message.text));

story('WeCom: the reminder stays a card to press, and a line by the webhook calls the liaison', async ({ town }) => {
  const group = { chat: 'wrkCgj' };
  await town.tickets({ no: URGENT, department: 'cgj', urgent: true });
  await town.card(group, 'claim', URGENT);
  await town.clock({ advance: '125 minutes' });
  const call = await town.reads(group, '请尽快签收', URGENT, '@李敏');
  expect([call.channel, call.mentions]).toEqual(['webhook', ['limin']]);
  const card = await town.card(group, 'claim', '超期未签收');
  expect([card.channel, card.mentions]).toEqual(['aibot', undefined]);
  await town.reads({ person: 'limin' }, '超期未签收', URGENT);
  await town.presses('limin', card, 'claim');
  expect((await town.ticket(URGENT)).status).toBe('toSignOff');
  await town.readsAll({ person: 'wangfang' }, URGENT);
  await town.readsAll({ person: 'lijianguo' }, URGENT);
  leavesPosts(town);
});

story('DingTalk: the reminder’s card itself calls the liaison, and can be pressed', async ({ town }) => {
  const group = { chat: 'cidZjj==' };
  await town.tickets({ no: URGENT, department: 'zjj', urgent: true });
  await town.card(group, 'claim', URGENT);
  await town.clock({ advance: '125 minutes' });
  const card = await town.card(group, 'claim', '超期未签收');
  expect(card.mentions).toEqual(['0101']);
  expect(card.text).toContain('陈静');
  expect(town.said(group).filter(({ mentions }) => mentions !== undefined)).toHaveLength(1);
  await town.reads({ person: 'chenjing' }, '超期未签收', URGENT);
  await town.presses('chenjing', card, 'claim');
  expect((await town.ticket(URGENT)).status).toBe('toSignOff');
  await town.readsAll({ person: 'sunli' }, URGENT);
  await town.readsAll({ person: 'zhaogang' }, URGENT);
  leavesPosts(town);
});

story('催办 calls at once; somebody on both platforms is called on the one they read', async ({ town }) => {
  await town.tickets({ no: PLAIN, department: 'jyj' });
  for (const chat of ['wrkJyj', 'cidJyj==']) await town.card({ chat }, 'claim', PLAIN);
  await town.asks('hanmei', `催办 ${PLAIN}`, '已催办');
  const call = await town.reads({ chat: 'wrkJyj' }, '请尽快签收', '@吴强');
  expect(call.mentions).toEqual(['wuqiang']);
  await town.readsAll({ chat: 'wrkJyj' }, '尽快签收');
  const copy = await town.reads({ chat: 'cidJyj==' }, '尽快签收', PLAIN);
  expect(copy.mentions).toBeUndefined();
  await town.reads({ person: 'wuqiang' }, '尽快签收', PLAIN);
});

story('a post with unclaimed tickets calls on DingTalk’s card; WeCom’s has no message beside it', async ({ town }) => {
  await town.tickets({ no: PLAIN, department: 'zjj' }, { no: URGENT, department: 'cgj' });
  await town.card({ chat: 'cidZjj==' }, 'claim', PLAIN);
  await town.card({ chat: 'wrkCgj' }, 'claim', URGENT);
  await town.clock({ to: '2026-10-22T08:35:00+08:00' });
  const post = await town.reads({ chat: 'cidZjj==' }, '早间工单提示', '超期未签收');
  expect(post.mentions).toEqual(['0101']);
  await until(async () => town.said({ chat: 'wrkCgj' }).some(({ text }) => text.includes('早间工单提示')), 'it came');
  await town.reads({ chat: 'wrkCgj' }, '早间工单提示', '超期未签收');
  expect(town.said({ chat: 'wrkCgj' }).some(({ mentions }) => mentions !== undefined)).toBe(false);
  leavesPosts(town);
});
