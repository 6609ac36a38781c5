import { expect } from 'vitest';
import { signedOff } from '../town/paths.ts';
import { DAILY_POSTS, story } from '../town/story.ts';

const NO = 'GD20261020004101';
const CENTRE = { chat: 'wrkCentre' };

story(
  'R5.2, R5.5 led by the centre: the deputy must come, and what was missing is proposed as deductions',
  async ({ town }) => {
    await signedOff(town, NO);
    await town.asks('hanmei', '督办 4101 时间:10-20 15:00 地点:南门社区 带队:中心 限期:10-30', [
      'DD20261020-1',
      '王芳 亲自到场',
    ]);
    expect(await town.ticket(NO)).toMatchObject({ flags: ['supervised'], dueAt: '2026-10-30T09:30:00.000Z' });
    await town.reads({ person: 'wangfang' }, '现场督办 DD20261020-1.ics');
    const invitation = await town.card({ person: 'wangfang' }, 'attend:approve', '南门社区');
    await town.presses('wangfang', invitation, 'attend:approve');
    await town.reads({ person: 'hanmei' }, 'DD20261020-1', '王芳能到场');
    await town.asks('hanmei', '到场 DD20261020-1 城管局 到场:是 表态:是 处理:否', '督办时间还没有到');

    await town.clock({ to: '2026-10-20T16:00:00+08:00' });
    await town.readsAll({ person: 'wangfang' }, '现场督办');
    await town.presses('hanmei', await town.card(CENTRE, 'attend', 'DD20261020-1'), 'attend', {
      attended: '是',
      answered: '否',
      handled: '否',
    });
    await town.reads(CENTRE, '现场督办情况');
    await town.asks('xulei', '待办', ['拟扣分 2 分：县城市管理局 督办未表态', 'JF202610-2']);
    await town.asks('xulei', '确认扣分 JF202610-1', ['已确认 JF202610-1 扣分 2 分', 'R5.5']);
    await town.asks('xulei', '确认扣分 全部', 'JF202610-2');
    await town.asks('xulei', '确认扣分 全部', '没有等您确认');
  },
);

story('R5.3 led by a county leader: the principal must come, and says why if that is impossible', async ({ town }) => {
  await signedOff(town, NO);
  await town.asks('hanmei', '督办 4101 时间:10-21 15:00 地点:现场 带队:县领导', '李建国 亲自到场');
  await town.card({ person: 'lijianguo' }, 'attend:refuse', 'DD20261020-1');
  await town.reads({ person: 'lijianguo' }, '.ics');
  await town.asks('lijianguo', '到场 DD20261020-1 答复:退回', '为什么不能到场');
  await town.asks('lijianguo', '在省里开会', '已答复：不能到场');
  await town.reads({ person: 'hanmei' }, '李建国不能到场（在省里开会）');
  await town.card(CENTRE, 'attend', 'DD20261020-1');
  await town.asks('wangfang', '到场 DD20261020-1 答复:通过', '没有要求您到场');
});

story('the director adds and takes points by hand, from the scheme’s items alone', async ({ town }) => {
  await town.asks('xulei', '加分 城管局 表扬 依据:群众送锦旗', ['县城市管理局 表扬 0.2 分', '2026-10']);
  await town.asks('xulei', '扣分 住建局 迟到 依据:会议', ['可选', '推诿']);
  await town.asks('hanmei', '加分 城管局 表扬 依据:无', '中心负责人使用');
  town.leavesUnread('the daily posts', (message) => DAILY_POSTS.test(message.text));
});

story('a supervised 举报 is counted on the cards and named on none', async ({ town }) => {
  await town.tickets({ no: NO, department: 'cgj', type: '举报', title: '反映违规收费' });
  await town.card({ person: 'lijianguo' }, 'signoff', NO);
  await town.asks('hanmei', '@工单助手 督办 4101 时间:10-21 15:00 地点:现场 带队:县领导', '已私下答复', 'wrkCentre');
  await town.reads({ person: 'hanmei' }, '已安排现场督办');
  expect(JSON.stringify(await town.card(CENTRE, 'attend', 'DD20261020-1'))).not.toContain('4101');
  await town.card({ person: 'lijianguo' }, 'attend:approve', 'DD20261020-1');
  await town.reads({ person: 'lijianguo' }, '.ics');
});
