import { expect } from 'vitest';
import { arrives } from '../town/paths.ts';
import { story } from '../town/story.ts';

const NO = 'GD20261020001003';

story('the command is found behind any mention, with full-width signs and without a slash', async ({ town }) => {
  await arrives(town, NO);
  await arrives(town, 'GD20261020001004');
  await town.asks('limin', '@工单助手　／签收１００３', `已签收 ${NO}`, 'wrkCgj');
  await town.asks('limin', '@工单助手 签收1004', '已签收 GD20261020001004', 'wrkCgj');
  expect((await town.ticket(NO)).status).toBe('toSignOff');
  expect(await town.readsAll({ person: 'lijianguo' }, '请签批')).toHaveLength(2);
});

story('an unknown command gets the nearest, an unknown number a hint', async ({ town }) => {
  await town.asks('limin', '@工单助手 /签受 GD20261020001005', ['您是不是要', '签收'], 'wrkCgj');
  await town.asks('limin', '@工单助手 签收 GD20261020009999', '没有找到工单“GD20261020009999”', 'wrkCgj');
});

story(
  'a missing argument is asked for in private with an example, and the answer completes the command',
  async ({ town }) => {
    await arrives(town, NO);
    await town.asks('limin', '@工单助手 签收 1003', '已签收', 'wrkCgj');
    await town.card({ person: 'lijianguo' }, 'signoff', NO);
    await town.asks('limin', '@工单助手 拟办 1003 牵头:王芳', ['还差一项', '例：'], 'wrkCgj');
    await town.reads({ person: 'limin' }, '经办人员是谁');
    await town.asks('limin', '张伟', `已拟办 ${NO}`);
  },
);

story('a number left out means the only one that waits, and with several they are named', async ({ town }) => {
  await arrives(town, NO);
  await town.asks('limin', '@工单助手 签收', `已签收 ${NO}`, 'wrkCgj');
  await town.card({ person: 'lijianguo' }, 'signoff', NO);
  await arrives(town, 'GD20261020001004');
  await arrives(town, 'GD20261020001005');
  await town.asks('limin', '@工单助手 签收', ['有 2 件', 'GD20261020001004', 'GD20261020001005'], 'wrkCgj');
});

story('who asks for help reads what they may use, and who asks for themselves who they are', async ({ town }) => {
  await town.asks('limin', '帮助', ['签收', '拟办']);
  await town.asks('limin', '我', ['李敏', '县城市管理局', '联络员']);
});

story('everyday words that begin like a command are no command', async ({ town }) => {
  await town.asks('limin', '会议室漏水了', '没有看懂');
  await town.asks('hanmei', '到场的人很多', '没有看懂');
});
