import { expect } from 'vitest';
import { story } from '../town/story.ts';

story(
  'R7.4 a department reports a social condition; the director adopts it and a bonus is proposed',
  async ({ town }) => {
    await town.asks('chenjing', '社情 内容:城南片区水价上涨后来电集中，住户13800001234称准备上访', [
      'SQ202610-1',
      '等县热线中心决定（第七条）',
    ]);
    const card = await town.card({ person: 'xulei' }, 'accept', '社情上报');
    expect(card.text).not.toContain('13800001234');
    await town.asks('hanmei', '同意 SQ202610-1', '由县热线中心负责人决定');
    await town.presses('xulei', card, 'accept');
    await town.reads({ person: 'chenjing' }, 'SQ202610-1', '已采纳');
    await town.asks('xulei', '待办', '拟加分 0.5 分：县住房和城乡建设局 社情采纳');
    await town.asks('xulei', '确认扣分 全部', ['加分 0.5 分', 'R7.4', 'SQ202610-1']);
    await town.asks('xulei', '同意 SQ202610-1', '已经决定过');
  },
);

story('R2.4 good practice is handed in, refused with a reason or shared with the whole county', async ({ town }) => {
  await town.asks('limin', '案例 标题:路灯报修两小时到场 内容:建立台账，值班电工随单出发', 'AL202610-1');
  await town.card({ person: 'xulei' }, 'refuse', 'AL202610-1');
  await town.asks('xulei', '驳回 AL202610-1', '原因');
  await town.asks('xulei', '请补充成效数据', '未采用');
  await town.reads({ person: 'limin' }, '未采用：请补充成效数据');
  await town.asks('limin', '案例 标题:路灯报修两小时到场 内容:台账管理后平均到场1.6小时', 'AL202610-2');
  const card = await town.card({ person: 'xulei' }, 'accept', 'AL202610-2');
  await town.presses('xulei', card, 'accept');
  await town.reads({ chat: 'wrkCounty' }, '【经验推广】县城市管理局《路灯报修两小时到场》');
  await town.reads({ person: 'limin' }, 'AL202610-2', '已发布');
});

story('R2.4 what the director shares at night is read in the morning', async ({ town }) => {
  await town.clock({ to: '2026-10-20T21:00:00+08:00' });
  await town.asks('xulei', '案例 标题:一次办好 内容:各环节并联', ['AL202610-1', '已发布']);
  expect(town.said({ chat: 'wrkCounty' }).some(({ text }) => text.includes('一次办好'))).toBe(false);
  await town.clock({ to: '2026-10-21T08:35:00+08:00' });
  await town.reads({ chat: 'wrkCounty' }, '【经验推广】县热线中心《一次办好》');
});
