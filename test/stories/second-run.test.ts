import { expect } from 'vitest';
import { story } from '../town/story.ts';

story('cards of a first run of the town are pressed in the second, on both platforms', async ({ town }) => {
  const onWecom = 'GD20261020008101';
  const onDingtalk = 'GD20261020008102';
  await town.tickets({ no: onWecom, department: 'cgj' }, { no: onDingtalk, department: 'zjj' });
  const wecomCard = await town.card({ chat: 'wrkCgj' }, 'claim', onWecom);
  const dingtalkCard = await town.card({ chat: 'cidZjj==' }, 'claim', onDingtalk);
  await town.secondRun();
  await town.presses('limin', wecomCard, 'claim');
  await town.presses('chenjing', dingtalkCard, 'claim');
  for (const [person, no] of [
    ['lijianguo', onWecom],
    ['zhaogang', onDingtalk],
  ] as const) {
    expect((await town.ticket(no)).status).toBe('toSignOff');
    await town.card({ person }, 'signoff', no);
  }
  await town.reads({ chat: 'cidZjj==' }, onDingtalk, '待签批');
});
