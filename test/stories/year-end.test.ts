import { expect } from 'vitest';
import { publishedBefore } from '../town/months.ts';
import { storiesWith } from '../town/story.ts';

const atYearsEnd = storiesWith({ startAt: '2026-12-31T16:50:00+08:00' });
const UNTIL_NOVEMBER = Array.from({ length: 11 }, (_none, index) => `2026-${String(index + 1).padStart(2, '0')}`);

atYearsEnd(
  'R1.7, R7.2 the year ends: told as open on the first working day of January, whole once December is signed off',
  async ({ town }) => {
    await publishedBefore(town, UNTIL_NOVEMBER, 'cgj');
    await town.clock({ to: '2027-01-04T09:40:00+08:00' });
    for (const person of ['xulei', 'hezhang']) {
      await town.reads({ person }, '2026 年度考核汇总已生成', '2026-12 尚未定榜');
      await town.reads({ person }, '2026 年度热线工单办理考核汇总.docx');
    }
    await town.reads({ person: 'xulei' }, '2026-12 月榜草稿');
    for (const chat of ['wrkCgj', 'cidZjj==', 'wrkJyj', 'cidJyj==']) await town.reads({ chat }, '2026-12 月榜');
    await town.clock({ to: '2027-01-08T09:00:00+08:00' });
    const card = await town.card({ person: 'xulei' }, 'lock', '请定榜');
    await town.presses('xulei', card, 'lock');
    await town.reads({ chat: 'wrkCounty' }, '12345 工单办理月榜 2026-12');
    for (const chat of ['wrkCgj', 'cidZjj==', 'wrkJyj', 'cidJyj=='])
      await town.reads({ chat }, '2026-12 月榜', '已定榜');
    for (const person of ['xulei', 'hezhang']) {
      await town.reads({ person }, '各月均已定榜');
      await town.readsAll({ person }, '2026 年度热线工单办理考核汇总.docx');
    }
    const own = await town.reads({ person: 'lijianguo' }, '贵单位 2026 年度考核汇总');
    expect(own.text).toContain('参加排名 11 个月，平均 93.00 分');
    expect(own.text).toContain('排名末位 11 次');
    for (const person of ['zhaogang', 'zhenghong']) await town.reads({ person }, '贵单位 2026 年度考核汇总');
    town.leavesUnread('the daily table and lists, pictures, and the archive made beside', ({ text }) =>
      /日榜|待处理|热线月榜\.png|归档/.test(text),
    );
  },
);
