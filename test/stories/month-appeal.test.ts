import { expect } from 'vitest';
import { draftedWith, draftRead, inOctober, LATE, lines, month } from '../town/months.ts';

inOctober(
  'R7.2 an accepted appeal changes a line and not the arithmetic: the ticket leaves its columns, both are told',
  async ({ town }) => {
    await draftedWith(town, 'cgj', 'zjj');
    await draftRead(town);
    const before = await month(town);
    await town.asks('limin', `申诉 10月 原因:停电无法签收 工单:GD20261030009002`, '没有');
    await town.asks('limin', `申诉 10月 原因:停电无法签收13800001234 工单:${LATE} 指标:签收`, ['SS202610-1', '第七条']);
    const card = await town.card({ person: 'xulei' }, 'accept', 'SS202610-1');
    expect(card.text).not.toContain('13800001234');
    await town.asks('hanmei', '同意 SS202610-1', '由县热线中心负责人决定');
    await town.presses('xulei', card, 'accept');
    await town.reads({ person: 'limin' }, 'SS202610-1', '已同意，月榜草稿已按此调整');
    const after = await month(town);
    expect(after).toMatchObject({
      state: 'draft',
      version: 2,
      adjustments: [{ kind: 'exempt', appeal: 'SS202610-1' }],
    });
    expect(after.scheme).toEqual(before.scheme);
    const claim = (table: typeof after, code: string) =>
      table.rows.find(({ department }) => department === code)?.items.find(({ id }) => id === 'claim');
    expect(claim(before, 'cgj')).toEqual({ id: 'claim', rate: '0.00', points: '0.00' });
    expect(claim(after, 'cgj')).toEqual({ id: 'claim', rate: null, points: '10.00' });
    expect(claim(after, 'zjj')).toEqual(claim(before, 'zjj'));
    expect(await lines(town, 'cgj')).toEqual([]);
    await town.asks('xulei', '同意 SS202610-1', '已经决定过');
  },
);

inOctober('R7.2 an appeal is refused with a reason; its card asks for what it lacks', async ({ town }) => {
  await draftedWith(town, 'cgj', 'zjj');
  await draftRead(town);
  const own = await town.card({ chat: 'wrkCgj' }, 'appeal', '2026-10 月榜');
  await town.presses('limin', own, 'appeal');
  await town.reads({ person: 'limin' }, '申诉的原因是什么');
  await town.asks('limin', '当天系统故障', 'SS202610-1');
  await town.card({ person: 'xulei' }, 'refuse', 'SS202610-1');
  await town.asks('xulei', '驳回 SS202610-1', '原因');
  await town.asks('xulei', '没有故障记录', '已驳回');
  await town.reads({ person: 'limin' }, 'SS202610-1', '已驳回：没有故障记录');
  expect(await month(town)).toMatchObject({ version: 1, adjustments: [] });
});

inOctober('R7.2 an appeal after the window is refused', async ({ town }) => {
  await draftedWith(town, 'cgj', 'zjj');
  await draftRead(town);
  await town.clock({ to: '2026-11-05T17:40:00+08:00' });
  await town.card({ person: 'xulei' }, 'lock', '请定榜');
  await town.asks('limin', `申诉 10月 原因:停电 工单:${LATE}`, '申诉期已过');
});
