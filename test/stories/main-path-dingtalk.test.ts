import { expect } from 'vitest';
import { story } from '../town/story.ts';

const NO = 'GD20261020000002';

story('a ticket goes the whole way on DingTalk, by cards and forms alone', async ({ town }) => {
  await town.tickets({
    no: NO,
    department: '住建局',
    title: '小区电梯停运',
    caller: { name: '王先生', phone: '13800002222' },
  });
  const group = { chat: 'cidZjj==' };
  await town.presses('chenjing', await town.card(group, 'claim', NO), 'claim');
  const claimed = await town.reads(group, NO, '待签批', '陈静');
  expect(claimed.actions?.map(({ action }) => action)).toEqual(['propose', 'ticket']);

  const signOff = await town.card({ person: 'zhaogang' }, 'signoff', NO);
  await town.presses('zhaogang', signOff, 'signoff', { lead: 'sunli', handlers: 'zhoujie' });
  expect((await town.ticket(NO)).signOff).toMatchObject({ lead: 'sunli', handlers: ['zhoujie'] });
  await town.reads({ person: 'sunli' }, NO, '请办理');

  const assigned = await town.card({ person: 'zhoujie' }, 'contact', NO);
  await town.presses('zhoujie', assigned, 'contact');
  const contactForm = await town.card({ person: 'zhoujie' }, 'contact', '怎么联系的');
  await town.presses('zhoujie', contactForm, 'contact', { mode: '见面', place: '幸福小区', situation: '已到现场' });
  await town.presses('zhoujie', assigned, 'reply');
  const replyForm = await town.card({ person: 'zhoujie' }, 'reply', '办理流程是怎样的');
  await town.presses('zhoujie', replyForm, 'reply', { process: '联系维保单位更换钢丝绳', result: '电梯已恢复运行' });

  const review = await town.card({ person: 'zhaogang' }, 'review:approve', NO);
  await town.presses('zhaogang', review, 'review:approve', { seal: '电子签' });
  const answered = await town.ticket(NO);
  expect(answered.status).toBe('toFollowUp');
  expect(answered.contacts).toHaveLength(1);
  await town.card({ person: 'yangyan' }, 'followup', NO);
});
