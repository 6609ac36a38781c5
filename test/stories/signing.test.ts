import { expect } from 'vitest';
import { arrives, claimed, replied, signedOff } from '../town/paths.ts';
import { story } from '../town/story.ts';
import { until } from '../town/town.ts';

const NO = 'GD20261020008101';

story(
  'R1.1 on WeCom the liaison proposes by card from the group’s ticket, the principal signs with one press',
  async ({ town }) => {
    await arrives(town, NO);
    const ticket = await town.card({ chat: 'wrkCgj' }, 'claim', NO);
    await town.presses('limin', ticket, 'claim');
    const claimedCard = await town.card({ chat: 'wrkCgj' }, 'propose', NO);
    await town.presses('zhangwei', claimedCard, 'propose');
    await town.reads({ person: 'zhangwei' }, '“拟办”由联络员使用');
    await town.presses('limin', claimedCard, 'propose');
    const form = await town.card({ person: 'limin' }, 'propose', '牵头负责人是谁');
    await town.presses('limin', form, 'propose', { lead: 'wangfang', handlers: 'liuyang', dueAt: '2个工作日' });
    const card = await town.card({ person: 'lijianguo' }, 'signoff', NO);
    for (const words of ['王芳', '刘洋', '10-22 17:30', '李敏']) expect(card.text, words).toContain(words);
    await town.presses('lijianguo', card, 'signoff');
    for (const person of ['wangfang', 'liuyang']) await town.reads({ person }, '请办理', '内部时限', '10-22 17:30');
    const { proposal, signOff, history } = await town.ticket(NO);
    expect(proposal).toMatchObject({ lead: 'wangfang', handlers: ['liuyang'], by: 'limin' });
    expect(signOff).toMatchObject({ lead: 'wangfang', handlers: ['liuyang'], by: 'lijianguo' });
    expect(history.map(({ type }) => type)).toContain('SignOffProposed');
  },
);

story(
  'R1.1 on DingTalk the principal signs an unclaimed ticket by card, with several handlers, internal deadline and opinion: that claims it',
  async ({ town }) => {
    await town.tickets({ no: NO, department: 'zjj' });
    await town.card({ chat: 'cidZjj==' }, 'claim', NO);
    await town.says('zhaogang', '签批 8101');
    const form = await town.card({ person: 'zhaogang' }, 'signoff', NO);
    await town.presses('zhaogang', form, 'signoff', {
      lead: 'sunli',
      handlers: ['zhoujie', 'chenjing'],
      dueAt: '3个工作日',
      opinion: '请当天到场',
    });
    for (const person of ['sunli', 'zhoujie', 'chenjing']) await town.reads({ person }, '请办理', '请当天到场');
    const ticket = await town.ticket(NO);
    expect(ticket.signOff).toMatchObject({
      lead: 'sunli',
      handlers: ['zhoujie', 'chenjing'],
      opinion: '请当天到场',
      dueAt: '2026-10-23T09:30:00.000Z',
    });
    expect(ticket.history.filter(({ type }) => type === 'TicketClaimed')).toMatchObject([
      { by: 'zhaogang', implied: true },
    ]);
    await town.asks('chenjing', '@工单助手 签收 8101', '无需重复签收', 'cidZjj==');
  },
);

story('R1.1 on DingTalk several proposals are signed with one press of the list', async ({ town }) => {
  const numbers = ['GD20261020008102', 'GD20261020008103'];
  for (const no of numbers) {
    await town.tickets({ no, department: 'zjj' });
    await town.card({ chat: 'cidZjj==' }, 'claim', no);
    await town.asks('chenjing', `@工单助手 签收 ${no}`, no, 'cidZjj==');
    await town.card({ person: 'zhaogang' }, 'signoff', no);
  }
  await town.says('chenjing', '待办');
  const own = await town.card({ person: 'chenjing' }, 'propose', '2 件工单');
  expect(own.actions?.map(({ label }) => label)).toEqual(['拟办下一件']);
  await town.says('chenjing', `拟办 ${numbers.join(' ')}`);
  const form = await town.card({ person: 'chenjing' }, 'propose', '牵头负责人是谁');
  await town.presses('chenjing', form, 'propose', { lead: 'sunli', handlers: 'zhoujie' });
  for (const no of numbers) expect((await town.ticket(no)).proposal?.by).toBe('chenjing');
  await town.says('zhaogang', '待办');
  const list = await town.card({ person: 'zhaogang' }, 'signoff', '2 件工单');
  await town.presses('zhaogang', list, 'signoff');
  for (const no of numbers) expect((await town.ticket(no)).signOff?.by).toBe('zhaogang');
  for (const person of ['sunli', 'zhoujie']) await town.readsAll({ person }, '请办理');
  await town.readsAll({ person: 'zhaogang' }, 'GD2026102000810');
});

story(
  'R1.1 two people of one name: the bot asks which, and a stranger is refused in one sentence',
  async ({ town }) => {
    await claimed(town, NO);
    await town.asks('lijianguo', '签批 8101 牵头:黄丽 经办:张伟', ['有 2 位“黄丽”', '编号 huangli1', '请改写编号']);
    await town.asks('lijianguo', 'huangli2', `已签批 ${NO}`);
    expect((await town.ticket(NO)).signOff).toMatchObject({ lead: 'huangli2', handlers: ['zhangwei'] });
    for (const person of ['huangli2', 'zhangwei']) await town.reads({ person }, '请办理');

    const next = 'GD20261020008104';
    await claimed(town, next);
    await town.asks('limin', '拟办 8104 牵头:周杰 经办:张伟', '本单位没有“周杰”，可选：');
    await town.asks('limin', '王芳', `已拟办 ${next}`);
    await town.asks('limin', '拟办 8104 牵头:王芳 经办:张伟,黄丽', ['有 2 位“黄丽”', '2 个人一起重写']);
    await town.asks('limin', '张伟,huangli1', `已拟办 ${next}`);
    expect((await town.ticket(next)).proposal?.handlers).toEqual(['zhangwei', 'huangli1']);
    await town.asks('limin', '拟办 8104 牵头:王芳 经办:张伟 时限:11-28', '内部时限不能晚于工单时限 10-27 17:30');
    await town.asks('limin', '签批 8104', '“签批”由主要负责人、受委托签批人使用');
    await town.readsAll({ person: 'lijianguo' }, next);
  },
);

story('R1.1 who has not signed cannot close: neither reply nor review comes before the sign-off', async ({ town }) => {
  await claimed(town, NO);
  await town.asks('zhangwei', '联系 8101 方式:见面 地点:现场 情况:已查看', '已记录');
  await town.asks('zhangwei', '回复 8101 流程:到场 结果:修好', ['还没有签批', '依据：第一条']);
  await town.asks('lijianguo', '审核 8101 通过 用印:电子签', ['待签批', '请先由主要负责人签批']);
  expect(await town.ticket(NO)).toMatchObject({ status: 'toSignOff', signOff: null });
});

story(
  'R1.6 a scan that is there is the seal without asking; with none the bot asks how it is sealed',
  async ({ town }) => {
    await signedOff(town, NO);
    await replied(town, NO);
    await town.asks('lijianguo', '审核 8101 通过', '怎么用印');
    await town.asks('lijianguo', '取消', '已取消');
    await town.asks('lijianguo', '佐证 8101', NO);
    await town.asks('lijianguo', '[文件:签章.pdf]', '已收到 1 个附件');
    await until(async () => (await town.ticket(NO)).evidence.length === 1, 'the scan is kept');
    await town.asks('lijianguo', '审核 8101 通过', '已审核通过');
    await town.card({ person: 'yangyan' }, 'followup', NO);
    expect((await town.ticket(NO)).reviews).toMatchObject([{ approved: true, seal: '扫描件' }]);
  },
);
