import { expect } from 'vitest';
import { arrives } from '../town/paths.ts';
import { DAILY_POSTS, storiesWith } from '../town/story.ts';

const NO = 'GD20261109004201';
const inNovember = storiesWith({ startAt: '2026-11-09T16:50:00+08:00' });

inNovember(
  'R2.1, R2.3 the agenda builds itself on the working day nearest the 10th; the date is set, told, reminded, recorded',
  async ({ town }) => {
    await arrives(town, NO, { category: '城乡建设/市政', receivedAt: '2026-11-05T09:00:00+08:00' });
    await town.asks('hanmei', '疑难 4201 原因:职责不清', '已呈批');
    await town.card({ person: 'fengxian' }, 'decide', NO);
    await town.clock({ to: '2026-11-10T09:20:00+08:00' });
    await town.reads({ person: 'hezhang' }, '2026-11 会商议题 1 件', '疑难', NO);
    const card = await town.reads({ person: 'xulei' }, '建议 11-16 15:00', '疑难', NO);
    expect(card.actions?.map(({ label }) => label)).toEqual(['会议定期']);
    town.leavesUnread('reminders and posts of three weeks', (message) => message.at < '2026-11-10T09:21');

    await town.asks('xulei', '会议 11-13 14:30', '已定于 11-13 14:30');
    const heads = ['hezhang', 'lijianguo'];
    for (const person of heads) await town.reads({ person }, '定于 11-13 14:30', '议题 1 件');
    await town.readsAll({ person: 'xulei' }, '定于 11-13 14:30');
    await town.clock({ to: '2026-11-12T09:15:00+08:00' });
    for (const person of [...heads, 'xulei']) await town.reads({ person }, '提醒：热线会商会议 11-13 14:30');
    await town.asks('xulei', '会议 11-13 14:30 参会:各单位 纪要:逐件研究', '不在 2026-11');
    await town.clock({ to: '2026-11-13T17:00:00+08:00' });
    await town.asks('xulei', '会议 11-13 14:30 参会:城管局、住建局、刘律师 纪要:逐件研究', '已登记 2026-11');
    await town.asks('xulei', '会议 11-20', '已登记纪要');
    town.leavesUnread(
      'reminders and posts of the days between',
      (message) => /呈批件/.test(message.text) || DAILY_POSTS.test(message.text),
    );
  },
);
