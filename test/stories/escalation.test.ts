import { expect } from 'vitest';
import { DEFAULT_POLICY } from '../../src/config/policy.ts';
import { arrives, claimed, replied, signedOff } from '../town/paths.ts';
import { DAILY_POSTS, storiesWith, story } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';

const NO = 'GD20261020003401';
const BUREAU = { person: 'xinfang' };
const CENTRE = { chat: 'wrkCentre' };
const WORKERS = ['wangfang', 'zhangwei'];

/** Lead and handler read what became of the case. */
const workersRead = async (town: StoryTown, ...words: string[]): Promise<void> => {
  for (const person of WORKERS) await town.readsAll({ person }, NO, ...words);
};

/** The centre escalates it; the bureau reads the card, the centre and the department what follows for them. */
const escalated = async (town: StoryTown): Promise<void> => {
  await signedOff(town, NO);
  await town.asks('hanmei', '提级 3401 原因:历史遗留问题', '已提级转办');
  await town.card(BUREAU, 'take', NO);
  await town.card(CENTRE, 'contact', NO);
  await workersRead(town, '提级转办');
};

/** … and the bureau takes it. */
const taken = async (town: StoryTown): Promise<void> => {
  await escalated(town);
  await town.presses('xinfang', await town.card(BUREAU, 'take', NO), 'take');
  for (const person of WORKERS) await town.card({ person }, 'reply', '信访时限：12-19 17:30');
  await workersRead(town, '提级转办');
};

const nominated = async (town: StoryTown): Promise<void> => {
  await signedOff(town, NO);
  await town.clock({ to: '2026-10-27T17:40:00+08:00' });
  town.leavesUnread('posts and lists of the week between', (message) => DAILY_POSTS.test(message.text));
};

story('R4.1 the fifth working day nominates, the centre decides by the card', async ({ town }) => {
  await nominated(town);
  const card = await town.card(CENTRE, 'escalate', NO);
  await town.presses('hanmei', card, 'escalate');
  await town.readsAll({ person: 'hanmei' }, '为什么提级转办');
  await town.asks('hanmei', '涉及历史遗留问题', '已提级转办');
  expect((await town.ticket(NO)).status).toBe('escalated');
  await town.card(BUREAU, 'take', NO);
  await town.card(CENTRE, 'contact', NO);
  await workersRead(town, '提级转办');
});

story('R4.1 the centre decides against it: the reason is kept, the department goes on', async ({ town }) => {
  await nominated(town);
  const card = await town.card(CENTRE, 'refuse', NO);
  await town.asks('hanmei', '待办', '1 件工单');
  await town.asks('hanmei', '同意 3401', ['要写原因', '第四条']);
  await town.presses('hanmei', card, 'refuse');
  await town.readsAll({ person: 'hanmei' }, '驳回的原因是什么');
  await town.asks('hanmei', '明日即可办结', '已驳回');
  await town.asks('hanmei', '待办', '没有待处理');
  const ticket = await town.ticket(NO);
  expect(ticket.status).toBe('handling');
  expect(ticket.history.at(-1)).toMatchObject({ type: 'NominationRefused', by: 'hanmei', reason: '明日即可办结' });
});

story('R4.1 the old clock freezes, and an overdue already reached stays counted', async ({ town }) => {
  await signedOff(town, NO, { dueAt: '2026-10-20T11:00:00+08:00' });
  await town.clock({ to: '2026-10-20T11:30:00+08:00' });
  await town.asks('hanmei', '提级 3401 原因:历史遗留问题', '原时限停止计算');
  await town.card(BUREAU, 'take', NO);
  const frozen = await town.ticket(NO);
  expect([frozen.status, frozen.flags, frozen.dueAt]).toEqual(['escalated', ['overdue'], '2026-10-20T03:00:00.000Z']);
  await town.card(CENTRE, 'contact', NO);
  await workersRead(town, '提级转办');
});

story('R4.2 the centre keeps explaining to the caller, which is no meeting of the handler', async ({ town }) => {
  await escalated(town);
  await town.asks('xinfang', '收案 3401', '已收案');
  await workersRead(town, '提级转办');
  const card = await town.card(CENTRE, 'contact', NO);
  await town.presses('hanmei', card, 'contact');
  await town.readsAll({ person: 'hanmei' }, '怎么联系的');
  await town.asks('hanmei', '电话', '为什么没有见面');
  await town.asks('hanmei', '说明情况', '联系情况怎样');
  await town.asks('hanmei', '诉求人表示理解', '已记录');
  expect((await town.ticket(NO)).contacts).toMatchObject([{ by: 'hanmei', mode: '电话', situation: '诉求人表示理解' }]);
  await town.asks('zhangwei', '回复 3401 流程:看了 结果:好了', ['还没有与诉求人联系', '第一条']);
});

story('R4.1 taken, prolonged once, concluded: calendar days, then the centre follows up', async ({ town }) => {
  await escalated(town);
  expect((await town.ticket(NO)).dueAt).toBeNull();
  await town.presses('xinfang', await town.card(BUREAU, 'take', NO), 'take');
  expect((await town.ticket(NO)).dueAt).toBe('2026-12-19T09:30:00.000Z');
  await town.presses('xinfang', await town.card(BUREAU, 'prolong', NO), 'prolong');
  await town.readsAll(BUREAU, '为什么延期');
  await town.asks('xinfang', '需司法鉴定', '01-18');
  await town.asks('xinfang', '延案 3401 原因:再延', ['只能延期一次', '第四条']);
  await town.presses('xinfang', await town.card(BUREAU, 'conclude', '提级'), 'conclude');
  await town.readsAll(BUREAU, '办理结果是什么');
  await town.asks('xinfang', '双方达成协议', '待回访');
  await workersRead(town, '提级转办');
  const call = await town.card({ person: 'yangyan' }, 'followup', NO);
  await town.presses('yangyan', call, 'followup', { contacted: '是', process: '满意', result: '满意' });
  expect((await town.ticket(NO)).status).toBe('done');
});

story('R4.3 the department finishes within the extended limit', async ({ town }) => {
  await taken(town);
  await replied(town, NO);
  await town.asks('lijianguo', '审核 3401 退回 意见:请写明协议', '退回');
  expect((await town.ticket(NO)).status).toBe('escalated');
  for (const person of WORKERS) await town.reads({ person }, '请写明协议');
  await town.asks('zhangwei', '回复 3401 流程:到现场处理 结果:签订协议', NO);
  await town.card({ person: 'lijianguo' }, 'review:approve', NO);
  await town.asks('lijianguo', '审核 3401 通过 用印:电子签', NO);
  await town.card({ person: 'yangyan' }, 'followup', NO);
  expect((await town.ticket(NO)).status).toBe('toFollowUp');
});

const quick = { ...DEFAULT_POLICY.limits, petition: { amount: 5, unit: 'calendarDays' as const } };
const fiveDays = storiesWith({ policy: { limits: quick } });

fiveDays(
  'R4.3 a case whose limit is near, then past, is told to the bureau and stands in the posts',
  async ({ town }) => {
    await escalated(town);
    await town.asks('xinfang', '收案 3401', '10-25 17:30');
    await workersRead(town, '提级转办');
    await town.clock({ to: '2026-10-23T08:50:00+08:00' });
    await town.reads(BUREAU, '信访件临近时限', NO);
    await town.reads({ person: 'wangfang' }, '待处理', '3401', '还剩6小时27分');
    await town.reads({ chat: 'wrkCgj' }, '工单提示', '临期', '3401');
    await town.clock({ to: '2026-10-26T08:50:00+08:00' });
    await town.reads(BUREAU, '信访件已超期', NO);
    await town.reads({ chat: 'wrkCounty' }, '超期工单通报 1 件');
    expect((await town.ticket(NO)).flags).toContain('overdue');
    town.leavesUnread('the other posts and lists', (message) => DAILY_POSTS.test(message.text));
  },
);

story('R4.3 a case nobody had signed: the principal signs it, and it stays a case', async ({ town }) => {
  await claimed(town, NO);
  await town.asks('hanmei', '提级 3401 原因:历史遗留问题', '已提级转办');
  await town.card(CENTRE, 'contact', NO);
  await town.presses('xinfang', await town.card(BUREAU, 'take', NO), 'take');
  await town.readsAll({ person: 'lijianguo' }, '请签批', NO);
  await town.asks('lijianguo', '签批 3401 牵头:王芳 经办:张伟', '已签批');
  await workersRead(town, '请办理');
  expect((await town.ticket(NO)).status).toBe('escalated');
});

story('R4.1 given back by the card it goes to a leader, whose department takes it anew', async ({ town }) => {
  await escalated(town);
  await town.presses('xinfang', await town.card(BUREAU, 'giveback', NO), 'giveback');
  await town.readsAll(BUREAU, '为什么退案');
  await town.asks('xinfang', '不属信访受理范围', '呈批中');
  await town.readsAll(BUREAU, NO);
  await workersRead(town, '提级转办');
  const sheet = await town.card({ person: 'jiefang' }, 'decide', NO);
  await town.presses('jiefang', sheet, 'decide', { department: 'zjj' });
  await town.card({ chat: 'cidZjj==' }, 'claim', NO);
  expect(await town.ticket(NO)).toMatchObject({ status: 'toClaim', department: 'zjj' });
});

story('a ticket nobody can be found for is escalated before it has a department', async ({ town }) => {
  await arrives(town, NO);
  await town.asks('limin', '@工单助手 退单 3401 原因:不属本单位职责', '退单申请', 'wrkCgj');
  await town.presses('hanmei', await town.card(CENTRE, 'accept', NO), 'accept');
  await town.card(CENTRE, 'dispatch', NO);
  await town.asks('hanmei', '提级 3401 原因:难以明确承办单位', '已提级转办');
  await town.card(CENTRE, 'contact', NO);
  await town.presses('xinfang', await town.card(BUREAU, 'take', NO), 'take');
  await town.asks('xinfang', '结案 3401 结果:已答复诉求人', '待回访');
  await town.card({ person: 'yangyan' }, 'followup', NO);
});
