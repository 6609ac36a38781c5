import { expect } from 'vitest';
import { draftRead, lines, month, onlyTheMonth, publicationRead, windowEnds } from '../town/months.ts';
import { storiesWith } from '../town/story.ts';

const NO = 'GD20261027009001';
const aWeekBefore = storiesWith({ startAt: '2026-10-27T09:00:00+08:00' });

aWeekBefore(
  'R7.2 signed off by one press after the window: open appeals first, what nobody confirmed lapses, lines and points are frozen',
  async ({ town }) => {
    onlyTheMonth(town);
    await town.tickets({ no: NO, department: 'cgj' });
    await town.clock({ to: '2026-11-02T09:10:00+08:00' });
    await draftRead(town);
    expect(await month(town)).toMatchObject({ marks: [{ id: `${NO}-R3.3-cgj`, state: 'proposed' }] });
    await town.asks('wangfang', `申诉 10月 原因:当天停电 工单:${NO}`, 'SS202610-1');
    const opened = await town.card({ person: 'xulei' }, 'accept', 'SS202610-1');
    const card = await windowEnds(town);
    expect(card.text).toContain('待决申诉');
    await town.presses('xulei', card, 'lock');
    await town.reads({ person: 'xulei' }, '还有申诉没有决定：SS202610-1');
    await town.asks('xulei', '驳回 SS202610-1 原因:无停电记录', '已驳回');
    await town.presses('xulei', card, 'lock');
    await publicationRead(town);
    await town.reads({ person: 'wangfang' }, 'SS202610-1', '已驳回：无停电记录');
    await town.card({ person: 'xulei' }, 'accept', '县城市管理局：约谈');
    expect(opened.text).toContain(NO);
    const county = await town.reads({ chat: 'wrkCounty' }, '12345 工单办理月榜 2026-10');
    expect(county.text).not.toContain('GD2026');
    const table = await month(town);
    expect(table).toMatchObject({ state: 'published', version: 1, bottom: ['cgj'], marks: [{ state: 'lapsed' }] });
    expect((await town.ticket(NO)).deductions).toMatchObject([{ state: 'lapsed' }]);
    expect(table.rows.find(({ department }) => department === 'cgj')).toMatchObject({
      total: '90.00',
      streak: 1,
      inYear: 1,
    });
    const frozen = await lines(town, 'cgj');
    await town.asks('limin', `@工单助手 签收 ${NO}`, '已签收', 'wrkCgj');
    expect(await lines(town, 'cgj')).toEqual(frozen);
    expect(await month(town)).toEqual(table);
    await town.asks('xulei', '定榜 10月', '已定榜；如需更正');
  },
);
