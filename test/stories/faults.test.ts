import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FaultKind, Platform } from '../../src/simulator/town/types.ts';
import { openTown, type StoryTown, textsOf } from '../town/town.ts';

let town: StoryTown;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.close());

const about = (where: { chat: string }, no: string) =>
  town.said(where).filter((message) => textsOf(message).includes(no));

const CASES: [Platform, FaultKind, string, string, string][] = [
  ['wecom', 'busy', 'cgj', 'wrkCgj', '6001'],
  ['wecom', 'cut-socket', 'cgj', 'wrkCgj', '6002'],
  ['dingtalk', 'busy', 'zjj', 'cidZjj==', '6003'],
  ['dingtalk', 'http-500', 'zjj', 'cidZjj==', '6004'],
  ['dingtalk', 'token-expired', 'zjj', 'cidZjj==', '6005'],
  ['dingtalk', 'rate-limit', 'zjj', 'cidZjj==', '6006'],
  ['dingtalk', 'drop-answer', 'zjj', 'cidZjj==', '6007'],
];

test.each(CASES)(
  '%s: %s delays the card for %s and it arrives once',
  async (platform, kind, department, chat, ending) => {
    await town.fault(platform, kind, { times: 1 });
    await town.tickets({ no: `GD2026102000${ending}`, department });
    await town.clock({ advance: '3 minutes' });
    await town.reads({ chat }, ending);
    expect(about({ chat }, ending)).toHaveLength(1);
    await town.fault(platform, 'none');
  },
);

test('a WeCom group asleep gets a notice by its webhook, and the card when somebody asks', async () => {
  await town.fault('wecom', 'dormant', { chat: 'wrkJyj' });
  await town.tickets({ no: 'GD20261020006010', department: 'jyj' });
  const notice = await town.reads({ chat: 'wrkJyj' }, '6010');
  expect(notice.channel).toBe('webhook');
  await town.says('wuqiang', '@工单助手 签收 6010', 'wrkJyj');
  expect((await town.ticket('GD20261020006010')).status).toBe('toSignOff');
  await town.fault('wecom', 'none');
});

test('a restart of the bot loses nothing that was held or asked', async () => {
  await town.tickets({ no: 'GD20261020006020', department: 'zjj' });
  await town.says('chenjing', '@工单助手 签收 6020', 'cidZjj==');
  await town.says('chenjing', '拟办 6020 牵头:孙丽');
  await town.restart();
  await town.says('chenjing', '周杰');
  await town.says('zhaogang', '签批 6020');
  expect((await town.ticket('GD20261020006020')).signOff).toMatchObject({ lead: 'sunli', handlers: ['zhoujie'] });
});
