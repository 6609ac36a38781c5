import { expect } from 'vitest';
import type { Message } from '../../src/simulator/town/types.ts';
import { storiesWith, story } from '../town/story.ts';
import { type StoryTown, textsOf, until } from '../town/town.ts';

const NO = 'GD20261020007101';
const OTHER = 'GD20261020007102';
const DINGTALK = { chat: 'cidZjj==' };
const WECOM = { chat: 'wrkCgj' };

const confidential = { caller: { name: '周先生', phone: '13800003333', confidential: true } };

const becomesConfidential = async (town: StoryTown, ticket: { no: string; department: string }): Promise<void> => {
  expect(await town.tickets({ ...ticket, ...confidential })).toMatchObject([{ outcome: 'updated' }]);
};

const numbered = (messages: readonly Message[], no: string): Message[] =>
  messages.filter((message) => textsOf(message).includes(no));

const states = async (town: StoryTown, no: string, to: string): Promise<string[]> =>
  (await town.ticket(no)).deliveries.filter((line) => line.to === to).map(({ state }) => state);

story('DingTalk: a ticket that turns out 保密 leaves its group; its people get it in person', async ({ town }) => {
  await town.tickets({ no: NO, department: 'zjj' });
  const card = await town.card(DINGTALK, 'claim', NO);
  await becomesConfidential(town, { no: NO, department: 'zjj' });
  const [now] = town.said(DINGTALK).filter(({ id }) => id === card.id);
  expect(now?.text).toContain('已撤回');
  expect(now?.actions ?? []).toEqual([]);
  expect(numbered(town.said(DINGTALK), '7101')).toEqual([]);
  expect(await states(town, NO, 'cidZjj==')).toContain('recalled');
  await town.card({ person: 'zhaogang' }, 'signoff', NO);
  await town.card({ person: 'chenjing' }, 'claim', NO);
});

story('DingTalk: a list stays without the ticket that became 保密', async ({ town }) => {
  await town.tickets(
    ...['7101', '7102', '7103', '7104', '7105'].map((end) => ({ no: `GD2026102000${end}`, department: 'zjj' })),
  );
  await town.readsAll(DINGTALK, '新工单');
  await town.clock({ advance: '3 minutes' });
  const list = await town.reads(DINGTALK, '7105', '7104');
  const listed = ['7104', '7105'];
  await becomesConfidential(town, { no: 'GD20261020007105', department: 'zjj' });
  const [now] = town.said(DINGTALK).filter(({ id }) => id === list.id);
  expect(listed.filter((end) => textsOf(now as Message).includes(end))).toEqual(['7104']);
  await town.card({ person: 'zhaogang' }, 'signoff', '7105');
  await town.card({ person: 'chenjing' }, 'claim', '7105');
});

story('WeCom: what a robot posted stays, and the centre’s operators read once where, in person', async ({ town }) => {
  await town.tickets({ no: NO, department: 'cgj' });
  await town.card(WECOM, 'claim', NO);
  await becomesConfidential(town, { no: NO, department: 'cgj' });
  for (const person of ['hanmei', 'duyu']) {
    const told = await town.readsAll({ person }, '没能撤回', NO, '请到群内人工撤回');
    expect(told.map(({ text }) => text.split('\n')[1])).toEqual([
      '县城市管理局群 1 条（企业微信不能撤回群机器人和智能机器人发出的消息）',
    ]);
  }
  expect(numbered(town.said({ chat: 'wrkCentre' }), '7101')).toEqual([]);
  await town.card({ person: 'lijianguo' }, 'signoff', NO);
  await town.card({ person: 'limin' }, 'claim', NO);
});

story('撤回 by the operator: the card in the group is empty, the history has by whom and why', async ({ town }) => {
  await town.tickets({ no: NO, department: 'zjj' });
  const card = await town.card(DINGTALK, 'claim', NO);
  await town.asks('chenjing', '撤回 7101 原因:发错群', '没有这个角色');
  await town.asks('hanmei', '撤回 7101', '为什么撤回');
  await town.asks('hanmei', '发错群', '正在撤回');
  expect(town.said(DINGTALK).find(({ id }) => id === card.id)?.text).toContain('已撤回');
  const { status, history } = await town.ticket(NO);
  expect(status).toBe('toClaim');
  expect(history.at(-1)).toMatchObject({ type: 'LettersRecalled', by: 'hanmei', reason: '发错群' });
});

story('撤回 范围:全部 on WeCom: the app’s card is gone from the phone, the group’s is named', async ({ town }) => {
  await town.tickets({ no: NO, department: 'cgj' });
  const posted = await town.card(WECOM, 'claim', NO);
  await town.presses('limin', posted, 'claim');
  const card = await town.card({ person: 'lijianguo' }, 'signoff', NO);
  await town.asks('hanmei', '撤回 7101 范围:全部 原因:发错人', '正在撤回');
  expect(town.said({ person: 'lijianguo' }).find(({ id }) => id === card.id)).toMatchObject({
    recalled: true,
    text: '',
  });
  await town.reads({ chat: 'wrkCentre' }, '没能撤回', '城市管理局群 1 条');
});

const untemplated = storiesWith({ environment: { DINGTALK_CARD_TEMPLATE_ID: '' } });

untemplated(
  'DingTalk without a template: the message itself is taken back; before that, who has read it',
  async ({ town }) => {
    await town.tickets({ no: NO, department: 'zjj' }, { no: OTHER, department: 'cgj' });
    const message = await town.reads(DINGTALK, NO);
    await fetch(`${town.url}/town/reads`, {
      method: 'POST',
      body: JSON.stringify({ platform: 'dingtalk', chat: 'cidZjj==', person: 'sunli' }),
    });
    const readBy = async (no: string): Promise<Response> => {
      const [line] = (await town.ticket(no)).deliveries as unknown as { id: string }[];
      return town.api(`/api/v1/tickets/${no}/deliveries/${line?.id}/read`);
    };
    expect(await (await readBy(NO)).json()).toEqual({ persons: ['sunli'], others: 0, complete: true });
    await town.card(WECOM, 'claim', OTHER);
    expect((await readBy(OTHER)).status).toBe(409);
    await town.asks('hanmei', '工单 7101', '已读：孙丽（1/4）');
    await town.readsAll({ person: 'hanmei' }, '您可以办理');
    await town.asks('hanmei', '催办 7101', ['已催办', '此前的消息已读：孙丽（1/4）']);
    await town.readsAll(DINGTALK, '7101');
    await town.readsAll({ person: 'chenjing' }, '7101');
    await town.fault('dingtalk', 'drop-answer', { times: 1 });
    await town.asks('hanmei', '撤回 7101 原因:发错群', '正在撤回');
    expect(town.said(DINGTALK).find(({ id }) => id === message.id)).toMatchObject({ recalled: true, text: '' });
    await until(
      async () => (await states(town, NO, 'cidZjj==')).includes('recalled'),
      'the ledger knows that it is gone',
    );
  },
);

story('what still waits for the morning is never sent', async ({ town }) => {
  await town.clock({ to: '2026-10-20T20:00:00+08:00' });
  await town.tickets({ no: NO, department: 'zjj' });
  await town.asks('hanmei', '撤回 7101 原因:发错群', '正在撤回');
  expect(await states(town, NO, 'cidZjj==')).toEqual(['recalled']);
  expect(numbered(town.said(DINGTALK), '7101')).toEqual([]);
});
