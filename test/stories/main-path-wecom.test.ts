import { expect } from 'vitest';
import { story } from '../town/story.ts';

const NO = 'GD20261020000001';

story(
  'a ticket goes the whole way on WeCom: claimed, proposed, signed, contacted, replied, approved, followed up',
  async ({ town }) => {
    await town.tickets({
      no: NO,
      department: '县城市管理局',
      title: '南环路路灯不亮',
      caller: { name: '陈女士', phone: '13800001111' },
    });
    await town.presses('limin', await town.card({ chat: 'wrkCgj' }, 'claim', NO), 'claim');
    expect((await town.ticket(NO)).status).toBe('toSignOff');

    await town.asks('limin', '@工单助手 /拟办 0001 牵头:王芳 经办:张伟,刘洋', `已拟办 ${NO}`, 'wrkCgj');
    await town.presses('lijianguo', await town.card({ person: 'lijianguo' }, 'signoff', NO), 'signoff');
    expect((await town.ticket(NO)).signOff).toMatchObject({
      lead: 'wangfang',
      handlers: ['zhangwei', 'liuyang'],
      by: 'lijianguo',
    });

    for (const person of ['wangfang', 'zhangwei', 'liuyang']) await town.reads({ person }, NO, '请办理');
    await town.asks('zhangwei', '联系 0001 方式:见面 地点:南门社区 情况:已现场查看', '已记录');
    await town.asks('zhangwei', '回复 0001 流程:到现场查看并更换灯泡 结果:路灯已恢复', '已提交');
    await town.presses('lijianguo', await town.card({ person: 'lijianguo' }, 'review:approve', NO), 'review:approve');
    expect((await town.ticket(NO)).status).toBe('toFollowUp');

    await town.presses('yangyan', await town.card({ person: 'yangyan' }, 'followup', NO), 'followup', {
      contacted: '是',
      process: '满意',
      result: '满意',
    });
    const done = await town.ticket(NO);
    expect(done.status).toBe('done');
    expect(done.history.map((event) => event.type)).toEqual([
      'TicketRegistered',
      'TicketDispatched',
      'TicketClaimed',
      'SignOffProposed',
      'TicketSignedOff',
      'ContactRecorded',
      'TicketReplied',
      'ReplyApproved',
      'FollowUpRecorded',
      'TicketClosed',
    ]);
  },
);
