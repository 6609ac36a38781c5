import { expect } from 'vitest';
import type { FaultKind, Platform } from '../../src/simulator/town/types.ts';
import { story } from '../town/story.ts';

const CASES: [Platform, FaultKind][] = [
  ['wecom', 'busy'],
  ['wecom', 'cut-socket'],
  ['dingtalk', 'busy'],
  ['dingtalk', 'http-500'],
  ['dingtalk', 'token-expired'],
  ['dingtalk', 'rate-limit'],
  ['dingtalk', 'drop-answer'],
];

for (const [platform, kind] of CASES) {
  story(`${platform}: ${kind} delays a card, and it arrives once`, async ({ town }) => {
    const [department, chat] = platform === 'wecom' ? ['cgj', 'wrkCgj'] : ['zjj', 'cidZjj=='];
    await town.fault(platform, kind, { times: 1 });
    await town.tickets({ no: 'GD20261020006001', department });
    await town.clock({ advance: '3 minutes' });
    expect(await town.readsAll({ chat }, '6001')).toHaveLength(1);
  });
}

story('a WeCom group asleep gets a notice by its webhook, and the card when somebody asks', async ({ town }) => {
  const no = 'GD20261020006010';
  await town.fault('wecom', 'dormant', { chat: 'wrkJyj' });
  await town.tickets({ no, department: 'jyj' });
  expect((await town.reads({ chat: 'wrkJyj' }, '6010')).channel).toBe('webhook');
  await town.card({ chat: 'cidJyj==' }, 'claim', no);
  await town.asks('wuqiang', '@工单助手 签收 6010', `已签收 ${no}`, 'wrkJyj');
  expect((await town.ticket(no)).status).toBe('toSignOff');
  await town.card({ person: 'zhenghong' }, 'signoff', no);
});

story('a restart of the bot loses nothing that was held or asked', async ({ town }) => {
  const no = 'GD20261020006020';
  await town.tickets({ no, department: 'zjj' });
  await town.card({ chat: 'cidZjj==' }, 'claim', no);
  await town.asks('chenjing', '@工单助手 签收 6020', '已签收', 'cidZjj==');
  await town.asks('chenjing', '拟办 6020 牵头:孙丽', '经办人员是谁');
  await town.restart();
  await town.asks('chenjing', '周杰', `已拟办 ${no}`);
  await town.asks('zhaogang', '签批 6020', `已签批 ${no}`);
  expect((await town.ticket(no)).signOff).toMatchObject({ lead: 'sunli', handlers: ['zhoujie'] });
  await town.reads({ person: 'zhaogang' }, no, '签批情况');
  for (const person of ['sunli', 'zhoujie']) await town.reads({ person }, no, '请办理');
});
