import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTown, type StoryTown } from '../town/town.ts';

let town: StoryTown;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

test('a ticket goes the whole way on DingTalk, by cards and forms alone', async () => {
  await town.tickets({
    no: 'GD20261020000002',
    department: '住建局',
    title: '小区电梯停运',
    caller: { name: '王先生', phone: '13800002222' },
  });
  const group = { chat: 'cidZjj==' };

  await town.presses('chenjing', await town.card(group, 'claim', 'GD20261020000002'), 'claim');
  const claimed = await town.reads(group, 'GD20261020000002', '待签批', '陈静');
  expect(claimed.actions?.map(({ action }) => action)).toEqual(['ticket']);

  const signOff = await town.card({ person: 'zhaogang' }, 'signoff', 'GD20261020000002');
  await town.presses('zhaogang', signOff, 'signoff', { lead: 'sunli', handlers: 'zhoujie' });
  expect((await town.ticket('GD20261020000002')).signOff).toMatchObject({ lead: 'sunli', handlers: ['zhoujie'] });

  const assigned = await town.card({ person: 'zhoujie' }, 'contact', 'GD20261020000002');
  await town.presses('zhoujie', assigned, 'contact');
  const contactForm = await town.card({ person: 'zhoujie' }, 'contact', '怎么联系的');
  await town.presses('zhoujie', contactForm, 'contact', { mode: '见面', place: '幸福小区', situation: '已到现场' });
  await town.presses('zhoujie', assigned, 'reply');
  const replyForm = await town.card({ person: 'zhoujie' }, 'reply', '办理流程是怎样的');
  await town.presses('zhoujie', replyForm, 'reply', { process: '联系维保单位更换钢丝绳', result: '电梯已恢复运行' });

  await town.presses(
    'zhaogang',
    await town.card({ person: 'zhaogang' }, 'review:approve', 'GD20261020000002'),
    'review:approve',
    { seal: '电子签' },
  );
  const answered = await town.ticket('GD20261020000002');
  expect(answered.status).toBe('toFollowUp');
  expect(answered.contacts).toHaveLength(1);
});
