import { expect } from 'vitest';
import { story } from '../town/story.ts';
import { type StoryTown, textsOf } from '../town/town.ts';

const NO = 'GD20261020006501';
const PRINCIPAL = { person: 'lijianguo' };

/** From the sign-off to the end, everything in private. */
const walkedInPrivate = async (town: StoryTown, contact: string): Promise<void> => {
  await town.asks('lijianguo', '签批 6501 牵头:王芳 经办:张伟', '已签批');
  for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, NO, '请办理');
  await town.asks('zhangwei', `联系 6501 ${contact}`, '已记录');
  await town.asks('zhangwei', '回复 6501 流程:已核查 结果:已整改', NO);
  await town.card(PRINCIPAL, 'review:approve', NO);
  await town.asks('lijianguo', '审核 6501 通过 用印:电子签', '转入回访');
  await town.card({ person: 'yangyan' }, 'followup', NO);
  const groups = ['wrkCgj', 'wrkCentre', 'wrkCounty'].flatMap((chat) => town.said({ chat }));
  expect(groups.filter((message) => textsOf(message).includes('6501'))).toEqual([]);
};

story('保密: no meeting is needed, with its reason; to the end nothing of it stands in a group', async ({ town }) => {
  await town.tickets({
    no: NO,
    department: 'cgj',
    title: '夜市噪声',
    caller: { phone: '13800003333', confidential: true },
  });
  await town.card(PRINCIPAL, 'signoff', NO);
  await town.asks('limin', '签收 6501', '已签收');
  await town.readsAll({ person: 'limin' }, NO);
  await town.readsAll(PRINCIPAL, NO);
  await walkedInPrivate(town, '方式:无 原因:保密');
  await town.asks('yangyan', '回访 6501 联系:是 过程:满意 结果:满意', '已办结');
});

story('举报: the principal alone until the sign-off, then lead and handler, to the end', async ({ town }) => {
  await town.tickets({
    no: NO,
    department: 'cgj',
    type: '举报',
    title: '反映违规收费',
    caller: { phone: '13800003333' },
  });
  await town.card(PRINCIPAL, 'signoff', NO);
  for (const person of ['limin', 'wangfang', 'zhangwei']) {
    await town.asks(person, '工单 6501', '没有找到工单');
    await town.asks(person, '待办', '没有待处理');
  }
  await walkedInPrivate(town, '方式:电话 原因:举报人要求 情况:已说明');
  await town.asks('yangyan', '回访 6501 联系:是 过程:满意 结果:满意', '已办结');
});

story('投诉 about the department: its escalation is told in private, the bureau has it', async ({ town }) => {
  await town.tickets({
    no: NO,
    department: 'cgj',
    type: '投诉',
    title: '窗口态度差',
    content: '城管局工作人员推诿不办',
  });
  await town.card(PRINCIPAL, 'signoff', NO);
  await town.card({ person: 'limin' }, 'claim', NO);
  await town.asks('hanmei', '提级 6501 原因:涉及承办单位', '已提级转办');
  for (const person of ['hanmei', 'duyu']) await town.card({ person }, 'contact', NO);
  await town.card({ person: 'xinfang' }, 'take', NO);
});

story('anonymous without a telephone: contact and call are excused with their reason', async ({ town }) => {
  await town.tickets({ no: NO, department: 'zjj', caller: { anonymous: true } });
  await town.card({ chat: 'cidZjj==' }, 'claim', NO);
  await town.asks('zhaogang', '签批 6501 牵头:孙丽 经办:周杰', '已签批');
  for (const person of ['sunli', 'zhoujie']) await town.reads({ person }, NO, '请办理');
  await town.asks('zhoujie', '联系 6501 方式:无 原因:保密', ['不是保密诉求', '第一条']);
  await town.asks('zhoujie', '联系 6501 方式:无 原因:匿名', '已记录');
  await town.asks('zhoujie', '回复 6501 流程:已核查 结果:已修复', NO);
  const review = await town.card({ person: 'zhaogang' }, 'review:approve', NO);
  await town.presses('zhaogang', review, 'review:approve', { seal: '电子签' });
  await town.card({ person: 'yangyan' }, 'followup', NO);
  await town.asks('yangyan', '无法回访 6501 原因:匿名无电话', '不计入满意率');
  expect((await town.ticket(NO)).status).toBe('done');
});
