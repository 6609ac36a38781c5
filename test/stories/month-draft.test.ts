import { expect } from 'vitest';
import { draftedWith, draftRead, inOctober, LATE, lines, month } from '../town/months.ts';

inOctober(
  'R7.2 on the first working day the month is drafted: the director reads it whole, a department its own row and lines',
  async ({ town }) => {
    await town.tickets({ no: 'GD20261030009009', department: 'cgj', type: '举报', title: '举报违建' });
    await draftedWith(town, 'cgj', 'zjj');
    await draftRead(town);
    const whole = await town.reads({ person: 'xulei' }, '2026-10 月榜草稿');
    for (const word of ['县城市管理局', '县住房和城乡建设局', '申诉截止：11-05 17:30', '示例-1'])
      expect(whole.text).toContain(word);
    const own = await town.reads({ chat: 'wrkCgj' }, '2026-10 月榜');
    expect(own.text).toContain('不公开工单');
    expect(own.text).not.toContain('9009');
    expect(own.text).not.toContain('住房');
    await town.asks('lijianguo', '月榜', ['县城市管理局 2026-10 月榜', '及时签收率', LATE, 'GD20261030009009']);
    const clerk = await town.asks('zhangwei', '月榜', LATE);
    expect(clerk.text).not.toContain('9009');
    await town.asks('xulei', '月榜 10月', ['12345 工单办理月榜 2026-10', '草稿', '县住房和城乡建设局']);
    await town.asks('xulei', '月榜 2026-12', '看不懂月份');
    await town.asks('limin', '@工单助手 月榜', '已私下答复您', 'wrkCounty');
    await town.reads({ person: 'limin' }, '县城市管理局 2026-10 月榜');
    await town.asks('xulei', '定榜 10月', '申诉期未满');
    await town.asks('hanmei', '定榜 10月', '您没有这个角色');
    expect(await month(town)).toMatchObject({ state: 'draft', version: 1, bottom: ['cgj', 'zjj'] });
    expect(await lines(town, '城管局')).toContainEqual(`${LATE} dispatched`);
    expect((await town.api('/api/v1/league-tables/monthly/2027-01')).status).toBe(400);
    expect((await town.api('/api/v1/league-tables/monthly/2026-10/lines?department=x')).status).toBe(400);
  },
);
