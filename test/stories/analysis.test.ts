import { expect } from 'vitest';
import { arrives } from '../town/paths.ts';
import { story } from '../town/story.ts';
import { textsOf } from '../town/town.ts';

const CALLER = { name: '欧阳震天', phone: '13912345678' };
const ADDRESS = '石城县琴江镇文昌路7号';

story(
  'R7.1 a sudden heap of appeals is told to the director with its figures, once, and to nobody else',
  async ({ town }) => {
    for (const month of ['05', '06', '07', '08', '09']) {
      const moment = `2026-${month}-01T09:00:00+08:00`;
      const no = `GD2026${month}01000001`;
      const more = { receivedAt: moment, dispatchedAt: moment, dueAt: '2026-12-31T17:30:00+08:00' };
      await town.tickets({ no, department: 'jyj', category: '供水/停水', area: '琴江镇', ...more });
    }
    const kinds = ['求助', '求助', '投诉', '举报', '举报', '求助'];
    await town.tickets(
      ...kinds.map((type, index) => ({
        no: `GD202610200070${index}1`,
        type,
        department: 'zjj',
        title: `停水${index}`,
        category: '供水/停水',
        area: '琴江镇',
        dueAt: '2026-12-31T17:30:00+08:00',
      })),
    );
    await town.clock({ to: '2026-10-20T18:00:00+08:00' });
    expect(town.said({ person: 'xulei' }).filter((message) => textsOf(message).includes('苗头性'))).toEqual([]);
    await town.clock({ to: '2026-10-21T08:50:00+08:00' });
    const [told, ...again] = await town.readsAll({ person: 'xulei' }, '苗头性');
    expect(again).toEqual([]);
    for (const words of ['2026-10', '供水/停水 · 琴江镇', '6 件', '此前 5 个月月均 1.00 件', '偶然达到的概率 0.00059'])
      expect(textsOf(told as never)).toContain(words);
    expect(textsOf(told as never)).not.toMatch(/GD2026|停水\d/);
    await town.clock({ to: '2026-10-22T08:50:00+08:00' });
    expect(await town.readsAll({ person: 'xulei' }, '苗头性')).toHaveLength(1);
    for (const chat of ['wrkCgj', 'cidZjj==', 'wrkJyj', 'wrkCounty', 'wrkCentre'])
      expect(town.said({ chat }).filter((message) => textsOf(message).includes('苗头性'))).toEqual([]);
    town.leavesUnread(
      'the ordinary way of tickets is read in other stories',
      (message) => !textsOf(message).includes('苗头性'),
    );
  },
);

story('a caller’s third appeal is seen by the centre as a count, and by no department', async ({ town }) => {
  const more = { caller: CALLER, address: ADDRESS, department: 'zjj' };
  await town.tickets({ no: 'GD20261020007101', type: '举报', ...more });
  await town.tickets({ no: 'GD20261020007102', ...more, address: '琴江镇文昌路７号' });
  const third = 'GD20261020007103';
  await arrives(town, third, { caller: { phone: '+86 139-1234-5678' }, address: ADDRESS });
  const shown = await town.asks('hanmei', '工单 7103', ['同一诉求人近30天第3次', '同一地点近30天第3件']);
  expect(textsOf(shown)).not.toMatch(/欧阳|1391234|文昌路/);
  for (const [person, chat] of [['limin'], ['limin', 'wrkCgj'], ['lijianguo']] as const) {
    const answer = await town.asks(person, `${chat ? '@工单助手 ' : ''}工单 7103`, third, chat);
    expect(textsOf(answer)).not.toMatch(/近30天|重复诉求/);
  }
  const first = await town.asks('hanmei', '工单 7101', 'GD20261020007101');
  expect(textsOf(first)).not.toContain('近30天');
  town.leavesUnread('the history of the ticket', (message) => textsOf(message).includes('签收时限从'));
  town.leavesUnread('what the principal of 住建局 and its group read of the first two', (message) =>
    /7101|7102|您可以办理/.test(textsOf(message)),
  );
});

story('a repeated appeal without a department is seen at intake by the centre’s group', async ({ town }) => {
  await arrives(town, 'GD20261020007201', { caller: CALLER });
  await town.tickets({ no: 'GD20261020007202', caller: CALLER });
  const card = await town.card({ chat: 'wrkCentre' }, 'dispatch', '7202');
  expect(card.text).toContain('待派单，同一诉求人近30天第2次');
  await town.tickets({ no: 'GD20261020007203', caller: { ...CALLER, confidential: true } });
  for (const person of ['hanmei', 'duyu']) await town.reads({ person }, '待派单，同一诉求人近30天第3次', '7203');
  for (const chat of ['wrkCentre', 'wrkCgj'])
    expect(town.said({ chat }).filter((message) => textsOf(message).includes('第3次'))).toEqual([]);
  await town.asks('hanmei', '派单 7202 城管局', '县城市管理局');
  const department = await town.card({ chat: 'wrkCgj' }, 'claim', '7202');
  expect(textsOf(department)).not.toContain('近30天');
});
