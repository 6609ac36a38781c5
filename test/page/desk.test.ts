import { expect } from 'vitest';
import type { Deliveries, DeliveryLine, DepartmentBoard, Directory, QueueView } from '../../src/http/page/shapes.ts';
import { signedOff } from '../town/paths.ts';
import { storiesWith } from '../town/story.ts';
import { openBrowser, refuses } from './browser.ts';

const story = storiesWith({ pages: true });
const CENTRE = { chat: 'wrkCentre' };
const DESK = ['queues', 'queues/returns', 'deliveries', 'departments', 'people'];

story('the desk is the centre’s: its people have it, departments and leaders do not', async ({ town }) => {
  for (const person of ['hanmei', 'yangyan', 'xulei', 'duyu']) {
    const browser = openBrowser(town);
    await browser.login(person);
    expect((await browser.session()).sees.desk).toBe(true);
    for (const path of DESK) await browser.get(`/page/desk/${path}`);
  }
  for (const person of ['limin', 'lijianguo', 'fengxian', 'hezhang', 'xinfang']) {
    const browser = openBrowser(town);
    await browser.login(person);
    expect((await browser.session()).sees.desk).toBe(false);
    for (const path of DESK) await refuses(await browser.request(`/page/desk/${path}`), 403, 'denied');
    await refuses(await browser.post('/page/desk/deliveries/x/resend'), 403, 'denied');
  }
  await refuses(await openBrowser(town).request('/page/desk/queues'), 401, 'login');
});

const GROUP = 'wrkCgj';

story('a failed letter says why, is sent again once its group is bound, and only once', async ({ town }) => {
  const no = 'GD20261020008101';
  await town.fault('wecom', 'dissolved', { chat: GROUP });
  await town.tickets({ no, department: 'cgj' });
  await town.reads(CENTRE, '的群已解散');
  await town.card({ person: 'limin' }, 'claim', '8101');
  const browser = openBrowser(town);
  await browser.login('hanmei');
  const queues = await browser.get<QueueView[]>('/page/desk/queues');
  const failed = queues.find(({ queue }) => queue === 'failed');
  expect(failed).toMatchObject({ name: '失败的发送', count: 1 });
  const [line] = failed?.deliveries ?? [];
  expect(line).toMatchObject({ to: GROUP, kindName: '新工单', state: 'failed', tickets: [no], mayResend: false });
  expect(line?.whyNot).toContain('绑定');
  const again = `/page/desk/deliveries/${line?.id}/resend`;
  const refused = await refuses(await browser.post(again), 409, 'not-resent');
  expect(refused.detail).toBe(line?.whyNot);
  await refuses(await browser.post('/page/desk/deliveries/nobody/resend'), 404, 'not-found');

  await town.fault('wecom', 'none');
  await town.asks('xulei', '@工单助手 绑定 城管局', '本群已绑定', GROUP);
  const both = await Promise.all([browser.post(again), browser.post(again)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  const sent = (await both.find(({ ok }) => ok)?.json()) as DeliveryLine;
  expect(sent).toMatchObject({ id: line?.id, state: 'queued', mayResend: false });
  expect(sent.reason).toBeUndefined();
  await town.settled();
  await town.card({ chat: GROUP }, 'claim', no);
  expect(town.said({ chat: GROUP }).filter(({ text }) => text.includes(no))).toHaveLength(1);
  const found = await browser.get<Deliveries>(`/page/desk/deliveries?q=8101&state=accepted`);
  expect(found.deliveries.map(({ id }) => id)).toContain(line?.id);
  expect(found.deliveries.every(({ tickets }) => tickets.includes(no))).toBe(true);
});

story('the ledger is found by person, group and platform, and its pages neither miss nor repeat', async ({ town }) => {
  for (const [from, department] of [
    [8201, 'cgj'],
    [8231, 'zjj'],
  ] as const)
    await town.tickets(
      ...Array.from({ length: 30 }, (_, index) => ({ no: `GD2026102000${from + index}`, department })),
    );
  await town.clock({ advance: '3 minutes' });
  town.leavesUnread('the lists of a burst', () => true);
  const browser = openBrowser(town);
  await browser.login('hanmei');
  const first = await browser.get<Deliveries>('/page/desk/deliveries');
  expect(first.deliveries).toHaveLength(50);
  await town.tickets({ no: 'GD20261020008299', department: 'jyj' });
  const second = await browser.get<Deliveries>(`/page/desk/deliveries?cursor=${first.cursor}`);
  const ids = [...first.deliveries, ...second.deliveries].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(second.cursor).toBeUndefined();
  const all = await browser.get<Deliveries>('/page/desk/deliveries?platform=dingtalk');
  expect(new Set(all.deliveries.map(({ platform }) => platform))).toEqual(new Set(['dingtalk']));
  const group = await browser.get<Deliveries>(`/page/desk/deliveries?q=${encodeURIComponent('住建局')}`);
  expect(new Set(group.deliveries.map(({ toName }) => toName))).toEqual(new Set(['县住房和城乡建设局工作群']));
  await refuses(await browser.request('/page/desk/deliveries?state=lost'), 400, 'bad-query');
});

story('a letter taken back stands in the ledger as recalled, and is not sent again', async ({ town }) => {
  await town.tickets({ no: 'GD20261020008301', department: 'zjj' });
  await town.card({ chat: 'cidZjj==' }, 'claim', '8301');
  await town.says('hanmei', '撤回 8301 原因:发错了群');
  await town.settled();
  town.leavesUnread('what the recall says', () => true);
  const browser = openBrowser(town);
  await browser.login('hanmei');
  const { deliveries } = await browser.get<Deliveries>('/page/desk/deliveries?state=recalled&q=8301');
  expect(deliveries.map(({ act, stateName, mayResend }) => [act, stateName, mayResend])).toEqual([
    ['send', '已撤回', false],
  ]);
  const rows = (await browser.get<Deliveries>('/page/desk/deliveries?q=8301')).deliveries;
  expect(rows.map(({ act }) => act)).toContain('recall');
  expect(rows.every(({ stateName }) => stateName !== undefined && stateName !== '')).toBe(true);
});

story('what waits for the centre stands in its queues, and the board counts by department', async ({ town }) => {
  await signedOff(town, 'GD20261020008301');
  await town.asks('zhangwei', '延期 8301 天数:5 原因:需协调电力公司', '延期申请');
  await town.card(CENTRE, 'accept', '8301');
  await town.tickets({ no: 'GD20261020008302', department: 'zjj' });
  await town.card({ chat: 'cidZjj==' }, 'claim', '8302');
  await town.asks('chenjing', '@工单助手 退单 8302 原因:不属本单位职责', '退单申请', 'cidZjj==');
  await town.card(CENTRE, 'accept', '8302');
  const browser = openBrowser(town);
  await browser.login('duyu');
  const queues = await browser.get<QueueView[]>('/page/desk/queues');
  const shown = Object.fromEntries(
    queues.map(({ queue, count, tickets }) => [queue, [count, tickets.map((t) => t.no)]]),
  );
  expect(shown).toMatchObject({
    toDispatch: [0, []],
    difficult: [0, []],
    returns: [1, ['GD20261020008302']],
    extensions: [1, ['GD20261020008301']],
    toFollowUp: [0, []],
    failed: [0, []],
  });
  const { departments } = await browser.get<DepartmentBoard>('/page/desk/departments');
  expect(departments.find(({ code }) => code === 'cgj')).toMatchObject({ open: 1, toClaim: 0, overdue: 0, people: 7 });
  expect(departments.find(({ code }) => code === 'zjj')).toMatchObject({
    open: 1,
    toClaim: 1,
    groups: [{ platform: 'dingtalk', id: 'cidZjj==', gone: false }],
    unreachable: 0,
  });
  expect(departments.some(({ code }) => code === 'centre')).toBe(false);
});

story(
  'a queue goes on where it ended, most urgent first, and a ticket put in meanwhile breaks no page',
  async ({ town }) => {
    const plain = Array.from({ length: 58 }, (_, index) => ({
      no: `GD20261020009${String(100 + index)}`,
      dispatchedAt: undefined,
    }));
    await town.tickets(...plain, { no: 'GD20261020009300', urgent: true, dispatchedAt: undefined });
    town.leavesUnread('the lists of a burst', () => true);
    const browser = openBrowser(town);
    await browser.login('hanmei');
    const first = await browser.get<QueueView>('/page/desk/queues/toDispatch');
    expect([first.count, first.tickets.length, first.tickets[0]?.no]).toEqual([59, 50, 'GD20261020009300']);
    // It stands before what was shown already.
    await town.tickets({ no: 'GD20261020009000', dispatchedAt: undefined, receivedAt: '2026-10-20T08:00:00+08:00' });
    const rest = await browser.get<QueueView>(`/page/desk/queues/toDispatch?cursor=${first.cursor}`);
    const numbers = [...first.tickets, ...rest.tickets].map(({ no }) => no);
    expect([numbers.length, new Set(numbers).size]).toEqual([59, 59]);
    expect(rest.cursor).toBeUndefined();
    await refuses(await browser.request('/page/desk/queues/nothing'), 404, 'not-found');
  },
);

story('people and groups are shown as bound, and found by words', async ({ town }) => {
  const browser = openBrowser(town);
  await browser.login('xulei');
  const found = await browser.get<Directory>(`/page/desk/people?q=${encodeURIComponent('教育体育局')}`);
  expect(found.people.map(({ id }) => id)).toEqual(['wuqiang', 'zhenghong']);
  expect(found.people[0]).toMatchObject({
    wecom: 'wuqiang',
    dingtalk: '0201',
    roles: ['联络员', '经办人员'],
    active: true,
  });
  expect(found.groups.map(({ id, webhook }) => [id, webhook])).toEqual([
    ['cidJyj==', false],
    ['wrkJyj', true],
  ]);
});
