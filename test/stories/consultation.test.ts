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
    for (const person of ['hezhang', 'xulei']) await town.reads({ person }, '2026-11 热线会商议题.docx');
    town.leavesUnread('reminders and posts of three weeks', (message) => message.at < '2026-11-10T09:21');

    await town.asks('xulei', '会议 11-13 14:30', '已定于 11-13 14:30');
    const heads = ['hezhang', 'lijianguo'];
    for (const person of heads) await town.reads({ person }, '定于 11-13 14:30', '议题 1 件');
    for (const person of [...heads, 'xulei']) await town.reads({ person }, '2026-11 热线会商会议.ics');
    await town.readsAll({ person: 'xulei' }, '定于 11-13 14:30');
    await town.clock({ to: '2026-11-12T09:15:00+08:00' });
    for (const person of [...heads, 'xulei']) await town.reads({ person }, '提醒：热线会商会议 11-13 14:30');
    await town.asks('xulei', '会议 11-13 14:30 参会:各单位 纪要:逐件研究', '不在 2026-11');
    await town.clock({ to: '2026-11-13T17:00:00+08:00' });
    const over = (await town.readsAll({ person: 'xulei' }, '2026-11 会商议题', '11-13 14:30')).at(-1);
    expect(over?.actions?.map(({ label }) => label)).toEqual(['会议登记']);
    if (over) await town.presses('xulei', over, 'meeting');
    await town.reads({ person: 'xulei' }, '哪些人参会');
    await town.asks('xulei', '城管局、住建局、刘律师', '会议纪要');
    await town.asks('xulei', '逐件研究', '已登记 2026-11');
    await town.asks('xulei', '会议 11-20', '已登记纪要');
    town.leavesUnread(
      'reminders and posts of the days between',
      (message) => /呈批件/.test(message.text) || DAILY_POSTS.test(message.text),
    );
  },
);

const atMonthsEnd = storiesWith({ startAt: '2026-11-26T16:50:00+08:00' });

atMonthsEnd(
  'R2.3 a resolution has an owner and a limit: told, reminded, late ones come back to the director, who closes them; the next agenda reports it',
  async ({ town }) => {
    await town.tickets({ no: NO, department: 'zjj', coDepartments: ['cgj'] });
    await town.card({ chat: 'cidZjj==' }, 'claim', NO);
    await town.reads({ chat: 'wrkCgj' }, NO);
    await town.asks('xulei', '决议 4201 处理:推进 责任:天文台 内容:尽快', '没有叫“天文台”的单位或人员');
    await town.asks('hanmei', '决议 4201 处理:推进 内容:尽快', '您没有这个角色');
    await town.asks('xulei', '决议 4201 处理:推进 责任:赵刚 时限:11-30 内容:会同城管局拿出方案', [
      'JY202611-1',
      '待签收',
      '11-30 17:30',
    ]);
    await town.reads({ person: 'zhaogang' }, '会商决议 JY202611-1', '会同城管局拿出方案');
    await town.clock({ to: '2026-11-27T09:10:00+08:00' });
    await town.reads({ person: 'zhaogang' }, '会商决议 JY202611-1', '落实中');
    await town.clock({ to: '2026-11-30T17:40:00+08:00' });
    await town.readsAll({ person: 'zhaogang' }, '超期未落实');
    const card = await town.card({ person: 'xulei' }, 'resolve', 'JY202611-1');
    await town.presses('xulei', card, 'resolve');
    await town.reads({ person: 'xulei' }, '怎么处理');
    await town.asks('xulei', '决议 JY202611-1 处理:办结 内容:方案已报县政府', '已销号');
    await town.asks('xulei', '决议 JY202611-1 处理:办结 内容:再报一次', '已销号');
    await town.clock({ to: '2026-12-01T09:20:00+08:00' });
    await town.asks('xulei', '会商', ['2026-12 会商议题', '以往决议', '1 项，未落实 0 项']);
    await town.reads({ person: 'xulei' }, '2026-12 热线会商议题.docx');
    town.leavesUnread('posts and reminders of the days between', () => true);
  },
);
