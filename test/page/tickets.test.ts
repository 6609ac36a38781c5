import { expect } from 'vitest';
import type { CalendarMonth, Found, Revealed, Todo } from '../../src/http/page/shapes.ts';
import { openDatabase } from '../../src/store/client.ts';
import { claimed, signedOff } from '../town/paths.ts';
import { storiesWith } from '../town/story.ts';
import { textsOf } from '../town/town.ts';
import { openBrowser, refuses } from './browser.ts';

const story = storiesWith({ pages: true });
const NO = 'GD20261020008201';

const asWhom = async (town: Parameters<typeof openBrowser>[0], person: string) => {
  const browser = openBrowser(town);
  await browser.login(person);
  return browser;
};

/** Who has looked at what, and why. */
const disclosures = async (databaseUrl: string) => {
  const database = openDatabase(databaseUrl, 1);
  try {
    return await database.disclosure.findMany({
      orderBy: { at: 'asc' },
      select: { by: true, purpose: true, via: true },
    });
  } finally {
    await database.$disconnect();
  }
};

story('the ticket tells whose it is, what runs until when and why, and nothing of the caller', async ({ town }) => {
  await signedOff(town, NO, {
    title: '路灯不亮，请回电 13812345678',
    content: '我家门口路灯坏了，电话 13812345678',
    category: '城乡建设/照明',
    caller: { name: '周大海', phone: '13812345678' },
    address: '南门社区 3 栋 201',
  });
  const page = await (await asWhom(town, 'zhangwei')).ticket(NO);
  expect(page).toMatchObject({
    no: NO,
    title: '路灯不亮，请回电 138****5678',
    status: 'handling',
    statusName: '办理中',
    department: { id: 'cgj', name: '县城市管理局' },
    asks: ['联系', '回复'],
    mayReveal: true,
    mayAttach: true,
  });
  expect(page.people).toContainEqual({ label: '牵头', names: '王芳' });
  expect(page.clocks).toMatchObject([
    { name: '签收时限', state: 'met', dueAt: '2026-10-21T09:30:00.000Z' },
    { name: '办理时限', state: 'running', explained: expect.arrayContaining([expect.stringMatching(/^第1天 = 10-2/)]) },
  ]);
  expect(page.timeline.map(({ words, by, via }) => [words, by, via])).toEqual([
    ['登记', '上级平台', '接口'],
    ['派单', '上级平台', '接口'],
    ['签收', '李敏', '企业微信群'],
    ['签批', '李建国', '企业微信'],
  ]);
  expect(JSON.stringify(page)).not.toMatch(/周大海|13812345678|3 栋/);
});

story(
  'the full text and the caller are behind a purpose, for those who need them, and every look is kept',
  async ({ town }) => {
    await signedOff(town, NO, { content: '门口路灯坏了', caller: { name: '周大海', phone: '13812345678' } });
    const handler = await asWhom(town, 'zhangwei');
    await refuses(await handler.post(`/page/tickets/${NO}/reveal`, { purpose: ' ' }), 422, 'missing');
    const answer = await handler.post(`/page/tickets/${NO}/reveal`, { purpose: '上门见面' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await answer.json()) as Revealed).toMatchObject({
      content: '门口路灯坏了',
      caller: { name: '周大海', phone: '13812345678' },
    });
    // 刘洋 is a handler of the same department, but this ticket was not given to him.
    const colleague = await asWhom(town, 'liuyang');
    expect((await colleague.ticket(NO)).mayReveal).toBe(false);
    await refuses(await colleague.post(`/page/tickets/${NO}/reveal`, { purpose: '看看' }), 403, 'denied');
    const stranger = await asWhom(town, 'zhaogang');
    await refuses(await stranger.post(`/page/tickets/${NO}/reveal`, { purpose: '看看' }), 403, 'denied');
    expect(await disclosures(town.databaseUrl)).toEqual([{ by: 'zhangwei', purpose: '上门见面', via: 'page' }]);
  },
);

story('a ticket that is kept from somebody looks like one that is not there', async ({ town }) => {
  await town.tickets({
    no: NO,
    department: 'cgj',
    type: '举报',
    title: '反映违规收费',
    content: '城管局收费',
  });
  await town.card({ person: 'lijianguo' }, 'signoff', NO);
  const none = 'GD20261020008299';
  for (const person of ['limin', 'zhangwei', 'zhaogang', 'wuqiang']) {
    const browser = await asWhom(town, person);
    const detail = async (no: string): Promise<string> =>
      (await refuses(await browser.request(`/page/tickets/${no}`), 403, 'denied')).detail.replace(no, '');
    expect(await detail(NO)).toBe(await detail(none));
    for (const path of ['reveal', 'commands/claim', 'evidence'])
      await refuses(
        await browser.post(`/page/tickets/${NO}/${path}`, { key: 'filling-8201', values: {}, purpose: '看看' }),
        403,
        'denied',
      );
    await refuses(await browser.request(`/page/live?ticket=${NO}`), 403, 'denied');
    expect((await browser.get<Found>('/page/tickets')).tickets).toEqual([]);
    expect((await browser.get<Found>(`/page/tickets?q=${NO}`)).tickets).toEqual([]);
    expect((await browser.get<Todo>('/page/todo')).tickets).toEqual([]);
  }
  expect((await (await asWhom(town, 'lijianguo')).ticket(NO)).asks).toEqual(['签批']);
  const centre = await asWhom(town, 'hanmei');
  expect((await centre.ticket(NO)).title).toBe('反映违规收费');
  await refuses(await centre.request(`/page/tickets/${none}`), 404, 'no-such-ticket');
  expect((await town.ticket(NO)).status).toBe('toClaim');
});

story('my tickets: what waits for me, most urgent first, with the matters', async ({ town }) => {
  await claimed(town, NO);
  await town.tickets({ no: 'GD20261020008202', department: 'cgj', urgent: true });
  await town.readsAll({ chat: 'wrkCgj' }, 'GD20261020008202');
  const mine = await (await asWhom(town, 'limin')).get<Todo>('/page/todo');
  expect(mine.tickets.map(({ no, asks, limit }) => [no, asks, limit?.name])).toEqual([
    ['GD20261020008202', ['签收'], '签收时限'],
    [NO, ['拟办'], '办理时限'],
  ]);
  expect(mine).toMatchObject({ total: 2, matters: [] });
});

story(
  'tickets are found by their number, by words and by what they are, each only by who may read them',
  async ({ town }) => {
    const numbers = Array.from({ length: 25 }, (_, index) => `GD2026102000${8300 + index}`);
    await town.tickets(
      ...numbers.map((no, index) => ({
        no,
        title: index === 3 ? '小区噪声扰民 电话 13912345678' : `路灯不亮 100%_${index}`,
        receivedAt: `2026-10-20T08:${String(10 + index).padStart(2, '0')}:00+08:00`,
        ...(index === 3 ? { category: '生态环境/噪声' } : {}),
      })),
      { no: 'GD20261020008401', department: 'zjj', coDepartments: ['jyj'], title: '学校门口路灯不亮' },
    );
    await town.readsAll({ chat: 'wrkCentre' }, 'GD2026102000');
    town.leavesUnread('the departments’ cards are other stories’', (message) => textsOf(message).includes('8401'));
    const centre = await asWhom(town, 'hanmei');
    const finds = async (query: string, browser = centre): Promise<string[]> =>
      (await browser.get<Found>(`/page/tickets?${query}`)).tickets.map(({ no }) => no);
    const first = await centre.get<Found>('/page/tickets');
    expect(first.tickets).toHaveLength(20);
    const second = await centre.get<Found>(`/page/tickets?cursor=${first.cursor}`);
    const all = [...first.tickets, ...second.tickets];
    expect(all.map(({ no }) => no)).toEqual(['GD20261020008401', ...numbers.toReversed()]);
    expect(second.cursor).toBeUndefined();
    expect(await finds('q=8303')).toEqual(['GD20261020008303']);
    expect(await finds('q=gd20261020008303')).toEqual(['GD20261020008303']);
    expect(await finds(`q=${encodeURIComponent('噪声 小区')}`)).toEqual(['GD20261020008303']);
    expect(await centre.get<Found>(`/page/tickets?q=${encodeURIComponent('扰民')}`)).toMatchObject({
      searchedDays: 180,
    });
    // What is masked is not found by what is under the mask.
    expect(await finds('q=13912345678')).toEqual([]);
    expect(await finds(`q=${encodeURIComponent('噪声 139')}`)).toEqual(['GD20261020008303']);
    expect(await finds(`q=${encodeURIComponent('噪声 13912345')}`)).toEqual([]);
    // Signs of a pattern are letters like others.
    expect(await finds(`q=${encodeURIComponent('100%_7')}`)).toEqual(['GD20261020008307']);
    expect(await finds('status=toClaim')).toEqual(['GD20261020008401']);
    expect(await finds('department=zjj&type=%E6%B1%82%E5%8A%A9&from=2026-10-20&to=2026-10-20')).toEqual([
      'GD20261020008401',
    ]);
    expect(await finds('to=2026-10-19')).toEqual([]);
    expect(await finds('flag=urgent&q=')).toEqual([]);
    for (const query of ['status=gone', 'from=20.10.', 'flag=x', `q=${'a'.repeat(101)}`])
      await refuses(await centre.request(`/page/tickets?${query}`), 400, 'bad-query');
    // Only those of one's own department, and those it assists with.
    expect(await finds('', await asWhom(town, 'zhaogang'))).toEqual(['GD20261020008401']);
    expect(await finds('', await asWhom(town, 'zhenghong'))).toEqual(['GD20261020008401']);
    expect(await finds('', await asWhom(town, 'lijianguo'))).toEqual([]);
  },
);

story('the calendar tells the working days, holidays and make-up days by name', async ({ town }) => {
  const browser = await asWhom(town, 'lijianguo');
  const month = await browser.get<CalendarMonth>('/page/calendar?month=2026-10');
  expect(month).toMatchObject({ month: '2026-10', published: true });
  expect(month.days).toHaveLength(31);
  const day = (date: string) => month.days.find((entry) => entry.date === date);
  expect(day('2026-10-01')).toMatchObject({ working: false, name: expect.stringContaining('国庆') });
  expect(day('2026-10-10')).toEqual({ date: '2026-10-10', working: true, name: '调休上班' });
  expect(day('2026-10-20')).toEqual({ date: '2026-10-20', working: true });
  expect(day('2026-10-24')).toEqual({ date: '2026-10-24', working: false });
  expect(await browser.get<CalendarMonth>('/page/calendar')).toMatchObject({ month: '2026-10' });
  expect(await browser.get<CalendarMonth>('/page/calendar?month=2029-02')).toMatchObject({ published: false });
  await refuses(await browser.request('/page/calendar?month=2026-13'), 400, 'bad-month');
});
