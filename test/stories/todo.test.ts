import { expect } from 'vitest';
import type { Message } from '../../src/simulator/town/types.ts';
import { arrives, claimed, replied, signedOff } from '../town/paths.ts';
import { DAILY_POSTS, story } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';

const A = 'GD20261020008501';
const B = 'GD20261020008502';
const C = 'GD20261020008503';

/** The person asks what waits for them and reads the list. */
const listOf = async (town: StoryTown, person: string, action: string): Promise<Message> => {
  await town.says(person, '待办');
  return town.card({ person }, action, '您有');
};
const labels = ({ actions }: Message): string[] | undefined => actions?.map(({ label }) => label);

story(
  '待办 lists most urgent first with number, what is left in words and the buttons of the role; they act',
  async ({ town }) => {
    await signedOff(town, A);
    await signedOff(town, B, { urgent: true });
    await town.clock({ advance: '10 minutes' });
    await town.reads({ person: 'wangfang' }, '临期交办', B);
    const handler = await listOf(town, 'zhangwei', 'contact');
    expect(labels(handler)).toEqual(['联系下一件']);
    expect(handler.text).toContain('另可发：回复');
    expect(JSON.stringify(handler.card)).toMatch(/8502.*8501/);
    await town.presses('zhangwei', handler, 'contact');
    await town.reads({ person: 'zhangwei' }, `联系 ${B}`, '怎么联系的');
    await town.asks('zhangwei', '取消', '已取消');

    for (const no of [A, B]) await replied(town, no);
    const principal = await listOf(town, 'lijianguo', 'review');
    expect(labels(principal)).toEqual(['审核下一件']);
    await town.presses('lijianguo', principal, 'review');
    const review = await town.card({ person: 'lijianguo' }, 'review:approve', B);
    expect(review.text).toContain('到现场处理');
    await town.presses('lijianguo', review, 'review:approve', { seal: '电子签' });
    expect((await town.ticket(B)).status).toBe('toFollowUp');
    const caller = await listOf(town, 'yangyan', 'followup');
    expect(labels(caller)).toEqual(['回访下一件']);
    await town.readsAll({ person: 'yangyan' }, B);
  },
);

story(
  '待办 on DingTalk: every line has number and limit; liaison, principal and leader act from it',
  async ({ town }) => {
    await town.tickets({ no: A, department: 'zjj', type: '咨询' }, { no: B, department: 'zjj' });
    for (const no of [A, B]) await town.card({ chat: 'cidZjj==' }, 'claim', no);
    const liaison = await listOf(town, 'chenjing', 'claim');
    expect(labels(liaison)).toEqual(['全部签收']);
    expect(liaison.text).toMatch(/8501 .*待签收 · 还剩1个工作日[\s\S]*8502 /);
    await town.presses('chenjing', liaison, 'claim');
    for (const no of [A, B]) await town.reads({ person: 'zhaogang' }, '请签批', no);
    const principal = await listOf(town, 'zhaogang', 'signoff');
    expect(labels(principal)).toEqual(['签批下一件']);
    await town.presses('zhaogang', principal, 'signoff');
    const own = await town.card({ person: 'zhaogang' }, 'signoff', A);
    await town.presses('zhaogang', own, 'signoff', { lead: 'sunli', handlers: 'zhoujie' });
    for (const person of ['sunli', 'zhoujie']) await town.reads({ person }, '请办理', A);
    expect((await town.ticket(A)).status).toBe('handling');
    await town.readsAll({ person: 'chenjing' }, A);
  },
);

story('待办 of the centre and of a leader: 派单, 同意 and 批示 from the list', async ({ town }) => {
  await town.tickets({ no: A, category: '城乡建设/市政', receivedAt: '2026-10-15T09:00:00+08:00' });
  await town.card({ chat: 'wrkCentre' }, 'dispatch', A);
  await arrives(town, B);
  await town.asks('limin', '@工单助手 退单 8502 原因:不属本单位职责', '退单申请', 'wrkCgj');
  await town.card({ chat: 'wrkCentre' }, 'accept', B);
  const operator = await listOf(town, 'duyu', 'accept');
  expect(labels(operator)?.toSorted()).toEqual(['同意', '派单']);
  await town.presses('duyu', operator, 'accept');
  const asked = await town.card({ person: 'duyu' }, 'accept', B);
  expect(asked.text).toContain('不属本单位职责');
  await town.presses('duyu', operator, 'dispatch');
  const loose = await town.card({ person: 'duyu' }, 'dispatch', A);
  await town.presses('duyu', loose, 'dispatch', { department: 'zjj', coDepartments: ['cgj'] });
  await town.reads({ chat: 'wrkCgj' }, '协办工单', A);
  await town.card({ chat: 'cidZjj==' }, 'claim', A);

  await town.asks('hanmei', '疑难 8501 原因:职责不清', '分管县领导');
  await town.reads({ person: 'fengxian' }, '呈批件', A);
  const leader = await listOf(town, 'fengxian', 'decide');
  await town.presses('fengxian', leader, 'decide');
  const sheet = (await town.readsAll({ person: 'fengxian' }, '请批示承办单位')).at(-1);
  if (!sheet) throw new Error('a sheet');
  await town.presses('fengxian', sheet, 'decide', { department: 'jyj', opinion: '由教体局牵头' });
  for (const chat of ['wrkJyj', 'cidJyj==']) await town.card({ chat }, 'claim', A);
  await town.reads({ chat: 'wrkCgj' }, '协办工单：请配合县教育体育局办理', A);
  expect(await town.ticket(A)).toMatchObject({ department: 'jyj', status: 'toClaim' });
});

story('the morning list has the same buttons, and several kinds of work stand side by side', async ({ town }) => {
  await claimed(town, A);
  await arrives(town, B);
  await arrives(town, C);
  await town.clock({ to: '2026-10-21T08:36:00+08:00' });
  const list = await town.card({ person: 'limin' }, 'claim', '3 件工单');
  expect(labels(list)).toEqual(['全部签收']);
  expect(list.text).toContain('另可发：拟办');
  expect(JSON.stringify(list.card)).toMatch(/8502.*8503.*8501/);
  town.leavesUnread('the posts of the morning', (message) => DAILY_POSTS.test(message.text));
});
