import { expect } from 'vitest';
import { claimed, signedOff } from '../town/paths.ts';
import { story } from '../town/story.ts';

const NO = 'GD20261020008201';
const HANDLER = { person: 'zhangwei' };

story('R1.3 on WeCom a telephone contact by card: the bot asks why there was no meeting', async ({ town }) => {
  await signedOff(town, NO);
  await town.presses('zhangwei', await town.card(HANDLER, 'contact', '请办理'), 'contact');
  const form = await town.card(HANDLER, 'contact', '怎么联系的');
  await town.presses('zhangwei', form, 'contact', { mode: '电话' });
  await town.reads(HANDLER, '为什么没有见面');
  await town.asks('zhangwei', '诉求人在外地务工', '联系情况怎样');
  await town.asks('zhangwei', '已电话说明处理方案', [`已记录 ${NO} 的联系`, '佐证']);
  expect((await town.ticket(NO)).contacts).toMatchObject([
    { mode: '电话', reason: '诉求人在外地务工', by: 'zhangwei' },
  ]);
});

story('R1.3 on DingTalk the form without a reason is asked for it', async ({ town }) => {
  await town.tickets({ no: NO, department: 'zjj' });
  await town.card({ chat: 'cidZjj==' }, 'claim', NO);
  await town.asks('zhaogang', '签批 8201 牵头:孙丽 经办:周杰', '已签批');
  await town.reads({ person: 'sunli' }, '请办理');
  await town.presses('zhoujie', await town.card({ person: 'zhoujie' }, 'contact', '请办理'), 'contact');
  const form = await town.card({ person: 'zhoujie' }, 'contact', '怎么联系的');
  await town.presses('zhoujie', form, 'contact', { mode: '电话', situation: '已说明' });
  const again = await town.card({ person: 'zhoujie' }, 'contact', '为什么没有见面');
  await town.presses('zhoujie', again, 'contact', { reason: '诉求人住院' });
  await town.reads({ person: 'zhoujie' }, `已记录 ${NO} 的联系`);
  expect((await town.ticket(NO)).contacts).toMatchObject([{ mode: '电话', reason: '诉求人住院' }]);
});

story('R1.2 nobody contacted needs one of three reasons, and each must be true', async ({ town }) => {
  await signedOff(town, NO);
  await town.asks('zhangwei', '联系 8201 方式:无 原因:太忙了', ['只能是 匿名、保密、本人拒绝', '依据：第一条']);
  await town.asks('zhangwei', '联系 8201 方式:无 原因:匿名', ['不是匿名诉求', '依据：第一条']);
  await town.asks('zhangwei', '联系 8201 方式:写信', '“方式”请从 见面、电话、无 中选一个');
  await town.asks('zhangwei', '取消', '已取消');
  await town.asks('zhangwei', '联系 8201 方式:见面 时间:11-30 09:00 地点:现场 情况:已查看', '早于来件时间');
  await town.asks('zhangwei', '联系 8201 方式:无 原因:本人拒绝', `已记录 ${NO}`);
  await town.asks('zhangwei', '回复 8201 流程:按规定办理 结果:已修复', '已提交');
  await town.card({ person: 'lijianguo' }, 'review:approve', NO);
});

story(
  'R1.2 a contact may come before the sign-off; what the centre explains to the caller is not one',
  async ({ town }) => {
    await claimed(town, NO);
    await town.asks('hanmei', '联系 8201 方式:电话 原因:中心回电 情况:已请诉求人等候', `已记录 ${NO}`);
    await town.asks('lijianguo', '签批 8201 牵头:王芳 经办:张伟', '已签批');
    for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, '请办理');
    await town.asks('zhangwei', '回复 8201 流程:到场 结果:已修复', ['还没有与诉求人联系', '依据：第一条']);
    await town.asks('liuyang', '联系 8201 方式:见面 地点:现场 情况:已查看', `已记录 ${NO}`);
    await town.asks('zhangwei', '回复 8201 流程:到场 结果:已修复', '已提交');
    await town.card({ person: 'lijianguo' }, 'review:approve', NO);
    expect((await town.ticket(NO)).contacts.map(({ by }) => by)).toEqual(['hanmei', 'liuyang']);
  },
);

story('R1.5 a reply without process or result is asked for both, by card and in words', async ({ town }) => {
  await signedOff(town, NO);
  await town.asks('zhangwei', '联系 8201 方式:见面 地点:现场 情况:已查看', '已记录');
  await town.presses('zhangwei', await town.card(HANDLER, 'reply', '请办理'), 'reply');
  await town.reads(HANDLER, '办理流程是怎样的');
  await town.asks('zhangwei', '10-20 上午到现场更换灯泡', '办理结果是什么');
  await town.asks('zhangwei', '路灯已亮', `已提交 ${NO}`);
  const review = await town.card({ person: 'lijianguo' }, 'review:approve', NO);
  for (const words of ['更换灯泡', '路灯已亮', '王芳', '见面']) expect(JSON.stringify(review), words).toContain(words);
  await town.asks('liuyang', '回复 8201 流程:到场 结果:修好', '待审核');
});
