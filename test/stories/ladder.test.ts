import { expect } from 'vitest';
import {
  draftedWith,
  draftRead,
  inOctober,
  month,
  publicationRead,
  publishedBefore,
  windowEnds,
} from '../town/months.ts';
import type { StoryTown } from '../town/town.ts';

const NAME = '县城市管理局';

/** October locked with the city management bureau at the end, after these months there; the notice before the director. */
const noticeAfter = async (town: StoryTown, ...months: string[]) => {
  await publishedBefore(town, months, 'cgj');
  await draftedWith(town, 'cgj');
  await draftRead(town);
  await town.presses('xulei', await windowEnds(town), 'lock');
  await publicationRead(town);
  return town.card({ person: 'xulei' }, 'accept', `${NAME}：`);
};

inOctober(
  'R8.1 the first time at the end the centre interviews the deputy: confirmed, appointed for both calendars, closed by minutes',
  async ({ town }) => {
    const notice = await noticeAfter(town);
    expect(notice.text).toContain('县热线中心约谈分管领导');
    await town.asks('xulei', '约谈 城管局 时间:11-12 15:00', '还没有确认发出');
    await town.presses('xulei', notice, 'accept');
    for (const person of ['xulei', 'wangfang']) {
      await town.readsAll({ person }, `${NAME}：约谈`, '已发出');
      await town.reads({ person }, '2026-10 县城市管理局 约谈通知.docx');
    }
    const card = await town.card({ person: 'xulei' }, 'interview', NAME);
    expect(card.actions?.map(({ label }) => label)).toEqual(['约谈定时间']);
    await town.asks('xulei', '约谈 城管局 时间:11-12 15:00 地点:中心会议室', '已定于 11-12 15:00');
    for (const person of ['xulei', 'wangfang']) {
      await town.reads({ person }, '约谈 县城市管理局：11-12 15:00 中心会议室');
      await town.reads({ person }, '约谈 县城市管理局.ics');
    }
    await town.clock({ to: '2026-11-12T16:10:00+08:00' });
    const over = (await town.readsAll({ person: 'xulei' }, `${NAME}：约谈`, '11-12 15:00')).at(-1);
    expect(over?.actions?.map(({ label }) => label)).toEqual(['约谈纪要']);
    if (over) await town.presses('xulei', over, 'interview');
    await town.reads({ person: 'xulei' }, '约谈纪要怎么写');
    await town.asks('xulei', '已查明签收流程不畅，承诺专人值守', 'WZ202610-cgj 办结');
    await town.asks('xulei', '约谈 城管局 纪要:再记', '没有要办理的约谈');
  },
);

inOctober('R8.1 a person may refuse a notice: it does not go out', async ({ town }) => {
  const notice = await noticeAfter(town);
  await town.asks('dubo', '同意 WZ202610-cgj', '由县热线中心负责人确认后发出');
  await town.presses('xulei', notice, 'refuse');
  await town.reads({ person: 'xulei' }, '驳回的原因是什么');
  await town.asks('xulei', '本月系统故障，另行处理', '不发出');
  await town.asks('xulei', '同意 WZ202610-cgj', '已经处理过');
  expect(town.said({ person: 'wangfang' }).some(({ text }) => text.includes('约谈'))).toBe(false);
});

inOctober(
  'R8.2 three months in a row the hotline leader interviews the principal; the first rung is shown as covered',
  async ({ town }) => {
    const notice = await noticeAfter(town, '2026-08', '2026-09');
    expect(notice.text).toContain('县政府热线分管领导约谈主要负责人');
    expect(await month(town)).toMatchObject({
      rows: expect.arrayContaining([expect.objectContaining({ department: 'cgj', streak: 3, inYear: 3 })]),
    });
    await town.asks('xulei', '同意 WZ202610-cgj', '已发出');
    await town.readsAll({ person: 'xulei' }, `${NAME}：约谈`);
    for (const person of ['hezhang', 'lijianguo']) {
      const card = await town.reads({ person }, `${NAME}：约谈`, '第一级', '连续 3 个月');
      expect(card.text).toMatch(/2026-08 第3名/);
      await town.reads({ person }, '2026-10 县城市管理局 约谈通知.docx');
    }
    await town.asks('hezhang', '约谈 城管局 时间:11-10 09:30', '已定于 11-10 09:30');
    for (const person of ['hezhang', 'lijianguo']) {
      await town.reads({ person }, '约谈 县城市管理局：11-10 09:30');
      await town.reads({ person }, '约谈 县城市管理局.ics');
    }
    await town.asks('hezhang', '约谈 城管局 纪要:表态整改', '办结');
  },
);

inOctober(
  'R8.3 four in a row: the supervision office orders rectification within a limit; reminded, reported, sent back, watched until done',
  async ({ town }) => {
    const notice = await noticeAfter(town, '2026-07', '2026-08', '2026-09');
    expect(notice.text).toContain('责令限期整改');
    await town.presses('xulei', notice, 'accept');
    await town.readsAll({ person: 'xulei' }, NAME);
    for (const person of ['dubo', 'lijianguo']) {
      await town.reads({ person }, `${NAME}：限期整改`, '第二级');
      await town.reads({ person }, '2026-10 县城市管理局 限期整改通知.docx');
    }
    await town.asks('lijianguo', '整改 报告:已完成', '没有限期整改要报告');
    await town.asks('xulei', '约谈 城管局 时间:11-12 15:00', '没有要办理的约谈');
    await town.asks('dubo', '整改 城管局 限期:11-13 内容:理顺签收流程', ['已责令限期整改 WZ202610-cgj', '11-13']);
    await town.card({ person: 'lijianguo' }, 'rectify', '限期整改');
    await town.clock({ to: '2026-11-12T09:00:00+08:00' });
    await town.readsAll({ person: 'lijianguo' }, `${NAME}：限期整改`);
    await town.clock({ to: '2026-11-13T17:40:00+08:00' });
    await town.readsAll({ person: 'lijianguo' }, `${NAME}：限期整改`, '已过期');
    await town.reads({ person: 'dubo' }, `${NAME}：限期整改`, '已过期');
    await town.asks('zhangwei', '整改 报告:已完成', '您没有这个角色');
    await town.asks('lijianguo', '整改 报告:已设专人签收', '已提交整改报告');
    const report = await town.card({ person: 'dubo' }, 'refuse', '已设专人签收');
    await town.presses('dubo', report, 'refuse');
    await town.reads({ person: 'dubo' }, '驳回的原因是什么');
    await town.asks('dubo', '缺少复盘', '已退回');
    await town.reads({ person: 'lijianguo' }, '缺少复盘');
    await town.asks('lijianguo', '整改 报告:已复盘超期工单', '已提交整改报告');
    await town.card({ person: 'dubo' }, 'accept', '已复盘超期工单');
    await town.asks('dubo', '同意 WZ202610-cgj', '整改办结');
    for (const person of ['lijianguo', 'xulei']) await town.reads({ person }, '整改报告已通过');
  },
);

inOctober(
  'R8.4 the referral file of rung 4 is opened by the director alone, with the record behind it, and goes to nobody else',
  async ({ town }) => {
    await draftedWith(town, 'cgj');
    await draftRead(town);
    await town.asks('hanmei', '问责 城管局 原因:推诿', '您没有这个角色');
    await town.asks('xulei', '问责 城管局 工单:9001', '原因');
    await town.asks('xulei', '三次推诿，群众反映强烈', ['YS202611-1', '只发给您本人']);
    await town.reads({ person: 'xulei' }, 'YS202611-1 县城市管理局 问责移送材料.docx');
  },
);
