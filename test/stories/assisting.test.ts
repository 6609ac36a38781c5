import { expect } from 'vitest';
import { signedOff } from '../town/paths.ts';
import { DAILY_POSTS, story } from '../town/story.ts';
import { textsOf } from '../town/town.ts';

const NO = 'GD20261020008001';
const ASSISTING = { chat: 'cidZjj==' };

story(
  '协办 an assisting department sees the ticket, adds a contact and notes, and answers to the main one, which replies and is scored',
  async ({ town }) => {
    await town.tickets({ no: NO });
    await town.card({ chat: 'wrkCentre' }, 'dispatch', NO);
    await town.asks('hanmei', '派单 8001 城管局 协办:住建局、天文台', '没有叫“天文台”的承办单位');
    await town.asks('hanmei', '派单 8001 城管局 协办:住建局、教体局', '协办 县住房和城乡建设局、县教育体育局');
    await town.card({ chat: 'wrkCgj' }, 'claim', NO);
    const seen = await town.card(ASSISTING, 'contact', NO);
    expect(seen.text).toContain('请配合县城市管理局办理');
    expect(seen.actions?.map(({ action }) => action)).toEqual(['contact', 'note', 'ticket']);
    for (const chat of ['wrkJyj', 'cidJyj=='])
      expect(await town.readsAll({ chat }, '协办工单', NO), chat).toHaveLength(1);

    await town.asks('chenjing', '@工单助手 签收 8001', ['不是贵单位承办', '联络员'], 'cidZjj==');
    await town.asks('zhoujie', '备注 8001 内容:需主办单位提供图纸', '已告知主办单位');
    await town.reads({ person: 'limin' }, '主办、协办往来', '县住房和城乡建设局 周杰', '需主办单位提供图纸');

    await town.asks('lijianguo', '签批 8001 牵头:王芳 经办:张伟', '已签批');
    for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, '请办理', '协办');
    await town.asks('zhangwei', '备注 8001 内容:图纸已放在值班室，请来取', '已告知协办单位');
    for (const person of ['chenjing', 'wuqiang']) await town.reads({ person }, '主办、协办往来', '图纸已放在值班室');

    await town.presses('zhoujie', seen, 'contact');
    const form = await town.card({ person: 'zhoujie' }, 'contact', '怎么联系的');
    await town.presses('zhoujie', form, 'contact', { mode: '见面', place: '南门社区', situation: '已会同查看' });
    for (const person of ['wangfang', 'zhangwei'])
      await town.reads({ person }, '主办、协办往来', '已联系诉求人（见面，南门社区）', '已会同查看');
    await town.asks('zhoujie', '回复 8001 流程:会同查看 结果:已修好', ['签批指定', '第一条']);
    await town.asks('zhangwei', '回复 8001 流程:会同住建局到现场 结果:已修好', '已提交');
    await town.reads({ person: 'lijianguo' }, '请审核答复');

    const ticket = await town.ticket(NO);
    expect(ticket).toMatchObject({ department: 'cgj', coDepartments: ['zjj', 'jyj'], status: 'toReview' });
    expect(ticket.contacts.map(({ by }) => by)).toEqual(['zhoujie']);
    expect(ticket.notes.map(({ by }) => by)).toEqual(['zhoujie', 'zhangwei']);
    const groups = ['wrkCgj', 'cidZjj==', 'wrkJyj', 'cidJyj==', 'wrkCentre'];
    for (const chat of groups) expect(town.said({ chat }).map(textsOf).join(), chat).not.toMatch(/图纸|已会同查看/);
    await town.asks('zhoujie', '工单 8001', [NO, '图纸已放在值班室', '备注']);
    await town.reads({ person: 'zhoujie' }, '您可以办理', NO);
  },
);

story('协办 who has nothing to do with a ticket cannot note on it, and a note says something', async ({ town }) => {
  await signedOff(town, NO);
  await town.asks('zhoujie', '备注 8001 内容:顺便看了一下', '没有找到工单');
  await town.asks('zhangwei', '备注 8001', '要备注什么');
  await town.asks('zhangwei', '备注 8001 内容:。', '请写备注内容');
  await town.asks('zhangwei', '备注 8001 内容:材料已齐', `已备注 ${NO}。`);
});

story(
  '协办 over night it waits for the assisting group’s 08:33 post, under its own heading and without 全部签收',
  async ({ town }) => {
    await town.clock({ to: '2026-10-20T20:30:00+08:00' });
    await town.tickets({ no: NO, department: 'cgj', coDepartments: ['zjj', 'cgj'] });
    expect((await town.ticket(NO)).coDepartments).toEqual(['zjj']);
    await town.clock({ to: '2026-10-21T08:36:00+08:00' });
    const post = await town.reads(ASSISTING, '早间工单提示', '协办', NO);
    expect(post.actions?.map(({ action }) => action)).not.toContain('claim');
    const main = await town.card({ chat: 'wrkCgj' }, 'claim', NO);
    expect(main.text).toContain('新到');
    town.leavesUnread('the posts and lists of the day', (message) => DAILY_POSTS.test(message.text));
  },
);

story('协办 a confidential ticket stays with the main department alone', async ({ town }) => {
  await town.tickets({
    no: NO,
    department: 'cgj',
    coDepartments: ['zjj'],
    caller: { name: '周先生', phone: '13800003333', confidential: true },
  });
  await town.card({ person: 'lijianguo' }, 'signoff', NO);
  await town.card({ person: 'limin' }, 'claim', NO);
  await town.asks('zhoujie', '备注 8001 内容:想了解情况', '没有找到工单');
  expect(town.said(ASSISTING)).toEqual([]);
});
