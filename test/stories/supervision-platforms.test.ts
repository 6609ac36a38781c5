import { expect } from 'vitest';
import { arrives, signedOff } from '../town/paths.ts';
import { story } from '../town/story.ts';

const NO = 'GD20261020004201';
const OTHER = 'GD20261020004202';
const CENTRE = { chat: 'wrkCentre' };
const DEPUTY = { person: 'sunli' };

story(
  'R5.2 on DingTalk the deputy is invited, answers by the card or in words, and gets the calendar file',
  async ({ town }) => {
    await town.tickets({ no: NO, department: 'zjj' });
    await town.card({ chat: 'cidZjj==' }, 'claim', NO);
    await town.asks('duyu', '督办 4201 时间:10-20 15:00 地点:幸福小区 带队:中心', '孙丽 亲自到场');
    await town.reads(DEPUTY, '现场督办 DD20261020-1.zip');
    const invitation = await town.card(DEPUTY, 'attend:approve', '幸福小区');
    await town.asks('sunli', '到场 DD20261020-1', ['请写能否到场', '第五条']);
    await town.presses('sunli', invitation, 'attend:approve');
    await town.reads({ person: 'duyu' }, 'DD20261020-1', '孙丽能到场');
    await town.card(CENTRE, 'attend', 'DD20261020-1');
    await town.clock({ to: '2026-10-20T15:10:00+08:00' });
    await town.readsAll(DEPUTY, '现场督办');
    await town.asks('duyu', '到场 DD20261020-1', '请写单位和三项事实');
    await town.asks('duyu', '到场 DD20261020-1 住建局 到场:否 表态:是 处理:是', '拟扣分 1 项');
    await town.asks('xulei', '确认扣分 4201', ['已确认', 'R5.5']);
    expect((await town.ticket(NO)).deductions).toMatchObject([
      { clause: 'R5.5', event: 'supervisionAbsent', supervision: 'DD20261020-1', state: 'confirmed' },
    ]);
  },
);

story(
  'R5.3 led by a county leader it is completed within a limit: the written one, or the policy’s',
  async ({ town }) => {
    await signedOff(town, NO);
    await arrives(town, OTHER);
    await town.asks('hanmei', '督办 4201 时间:10-20 15:00 地点:现场 带队:县领导 限期:10-23', '限期 10-23 17:30 办结');
    expect((await town.ticket(NO)).dueAt).toBe('2026-10-23T09:30:00.000Z');
    await town.asks('hanmei', '督办 4202 时间:10-21 15:00 地点:现场 带队:县领导', '限期 10-28 17:30 办结');
    expect((await town.ticket(OTHER)).dueAt).toBe('2026-10-27T09:30:00.000Z');
    for (const id of ['DD20261020-1', 'DD20261020-2']) {
      await town.card({ person: 'lijianguo' }, 'attend:approve', id);
      await town.reads({ person: 'lijianguo' }, `${id}.ics`);
      await town.card(CENTRE, 'attend', id);
    }
  },
);

story('R5.4 people’s deputies and CPPCC members are invited by name', async ({ town }) => {
  await arrives(town, NO);
  await town.asks(
    'hanmei',
    '督办 4201 时间:10-20 15:00 地点:现场 带队:中心 邀请:县人大代表周明、县政协委员吴琴',
    '王芳 亲自到场',
  );
  await town.reads({ person: 'wangfang' }, '特邀', '县人大代表周明、县政协委员吴琴');
  await town.reads({ person: 'wangfang' }, '.ics');
  await town.card(CENTRE, 'attend', 'DD20261020-1');
});

story('R5.1 two supervisions planned in one moment get numbers of their own', async ({ town }) => {
  await arrives(town, NO);
  await arrives(town, OTHER);
  await Promise.all([
    town.says('hanmei', '督办 4201 时间:10-20 15:00 地点:东门 带队:中心'),
    town.says('duyu', '督办 4202 时间:10-20 16:00 地点:西门 带队:中心'),
  ]);
  for (const person of ['hanmei', 'duyu']) await town.reads({ person }, '已安排现场督办 DD20261020-');
  for (const id of ['DD20261020-1', 'DD20261020-2']) {
    await town.card({ person: 'wangfang' }, 'attend:approve', id);
    await town.reads({ person: 'wangfang' }, `${id}.ics`);
    await town.card(CENTRE, 'attend', id);
  }
});
