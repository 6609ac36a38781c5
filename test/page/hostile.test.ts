import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { openCursor } from '../../src/http/page/closedCursor.ts';
import type { MonthState } from '../../src/http/page/shapes.ts';
import { legible, legibleIn } from '../../src/kernel/legible.ts';
import { LATE } from '../town/months.ts';
import { arrives } from '../town/paths.ts';
import { storiesWith } from '../town/story.ts';
import { TOKEN } from '../town/town.ts';
import { type Browser, newKey, openBrowser, refuses } from './browser.ts';

const story = storiesWith({ pages: true });
const NO = 'GD20261020008991';

const asWhom = async (town: Parameters<typeof openBrowser>[0], person: string): Promise<Browser> => {
  const browser = openBrowser(town);
  await browser.login(person);
  return browser;
};

/** A form whose end never comes, as from a telephone that lost its network. */
const BROKEN_OFF = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nabc';
const MULTIPART = 'multipart/form-data; boundary=x';

story('an upload that breaks off is refused, on the page and at the import, and the bot goes on', async ({ town }) => {
  await arrives(town, NO);
  const browser = await asWhom(town, 'limin');
  const { csrf } = await browser.session();
  const sent = { method: 'POST', body: BROKEN_OFF };
  const headers = { 'content-type': MULTIPART, 'x-csrf-token': csrf, origin: town.botUrl };
  await refuses(await browser.request(`/page/tickets/${NO}/evidence`, { ...sent, headers }), 400, 'bad-request');
  const imported = await fetch(new URL('/api/v1/tickets/import', town.botUrl), {
    ...sent,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': MULTIPART },
  });
  await refuses(imported, 400, 'bad-request');
  expect((await browser.session()).person.id).toBe('limin');
});

story('addresses that nothing can answer are refused, and none makes the bot stumble', async ({ town }) => {
  await arrives(town, NO);
  const [liaison, director] = [await asWhom(town, 'limin'), await asWhom(town, 'xulei')];
  const nowhere = Buffer.from(JSON.stringify(['2026-10-20T00:00:00Z', 'desk', '\u0000', '\u0000'])).toString(
    'base64url',
  );
  for (const [browser, path, status] of [
    [liaison, '/page/tickets/%00', 400],
    [liaison, '/page/tickets?q=%00', 400],
    [liaison, '/page/live?ticket=%00', 400],
    [liaison, '/page/tickets?from=0000-01-01&q=x', 400],
    [liaison, '/page/tickets?cursor=WyIyMDI2Il0', 200],
    [liaison, `/page/tickets/${NO}/evidence/__proto__`, 404],
    [liaison, '/page/tickets/..%2f..%2fpackage.json', 403],
    [liaison, '/page/league/daily/0000-01-01', 400],
    [liaison, '/page/league/monthly/2026-10/lines?column=constructor', 200],
    [director, '/page/desk/audit?q=%00', 400],
    [director, `/page/desk/audit?cursor=${nowhere}`, 200],
    [director, '/page/desk/queues/constructor', 404],
  ] as const)
    expect([path, (await browser.request(path)).status]).toEqual([path, status]);
});

story('forms of no sense do nothing', async ({ town }) => {
  await arrives(town, NO);
  const [principal, handler] = [await asWhom(town, 'lijianguo'), await asWhom(town, 'liuyang')];
  const { version } = await principal.ticket(NO);
  for (const [browser, path, matter] of [
    [principal, 'commands/review:constructor', { kind: 'mark', id: 'x' }],
    [principal, 'commands/review:__proto__', { kind: 'constructor', id: 'x' }],
    [principal, 'commands/signoff', { kind: 'filing', id: '2026-09-cgj' }],
    [handler, 'commands/claim', { kind: 'supervision', id: 'x' }],
    [handler, 'commands/archive', { kind: 'filing', id: 'x-1' }],
    [handler, 'commands/toString', undefined],
    [principal, `tickets/${NO}/commands/review:constructor`, undefined],
  ] as const) {
    const answer = await browser.post(`/page/${path}`, { key: newKey(), values: {}, ...(matter ? { matter } : {}) });
    expect([path, answer.status >= 400 && answer.status < 500]).toEqual([path, true]);
  }
  const nested = `{"key":"nested-too-far","values":{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}}`;
  const { csrf } = await principal.session();
  const deep = await principal.request(`/page/tickets/${NO}/commands/note`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': csrf, origin: town.botUrl },
    body: nested,
  });
  expect(deep.status).toBe(400);
  expect((await principal.ticket(NO)).version).toBe(version);
});

story('signs that no database keeps are left out, wherever they come from', async ({ town }) => {
  await arrives(town, NO, { title: '路灯\u0000不亮\ud800', content: 'a\u0001b' });
  const liaison = await asWhom(town, 'limin');
  expect((await liaison.ticket(NO)).title).toBe('路灯不亮\ufffd');
  await liaison.submits(NO, 'note', { content: '已\u0000联系\u202e物业' });
  expect((await liaison.ticket(NO)).notes).toMatchObject([{ content: '已联系物业' }]);
  await town.asks('limin', '备注 8991 内容:再\u0000联系一次', NO);
  expect((await liaison.ticket(NO)).notes.map(({ content }) => content)).toContain('再联系一次');
});

story('a person has eight open pages, also when all come at once, and those that left leave room', async ({ town }) => {
  await arrives(town, NO);
  const browser = await asWhom(town, 'limin');
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const { hostname, port } = new URL(town.botUrl);
  for (let visit = 0; visit < 20; visit += 1)
    await new Promise<void>((gone) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(`GET /page/live?ticket=${NO} HTTP/1.1\r\nHost: ${hostname}\r\nCookie: ${cookie}\r\n\r\n`, () =>
          socket.resetAndDestroy(),
        );
      });
      socket.once('error', () => undefined);
      socket.once('close', () => gone());
    });
  const leave = new AbortController();
  await expect
    .poll(async () => {
      const trial = new AbortController();
      const { status } = await browser.request('/page/live', { signal: trial.signal });
      trial.abort();
      return status;
    })
    .toBe(200);
  const all = await Promise.all(
    Array.from({ length: 24 }, () => browser.request(`/page/live?ticket=${NO}`, { signal: leave.signal })),
  );
  expect(all.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(8);
  leave.abort();
});

story('a cookie copied before the logout is good no more', async ({ town }) => {
  await arrives(town, NO);
  const [browser, thief] = [await asWhom(town, 'limin'), openBrowser(town)];
  for (const [name, value] of browser.cookies) thief.cookies.set(name, value);
  expect((await thief.session()).person.id).toBe('limin');
  expect((await browser.post('/page/logout')).status).toBe(204);
  await refuses(await thief.request('/page/session'), 401, 'login');
});

test('where a search goes on tells nothing of the ticket it stopped at, and is not made by others', () => {
  const [cursors, others] = [openCursor('one key'), openCursor('another key')];
  const cursor = cursors.after({ receivedAt: '2026-10-20T00:10:00.000Z', no: NO });
  expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toMatch(/GD|2026/);
  expect(cursors.read(cursor)).toEqual({ receivedAt: new Date('2026-10-20T00:10:00Z'), no: NO });
  for (const bad of ['', 'x', cursor.slice(0, -4), `A${cursor.slice(1)}`]) expect(cursors.read(bad)).toBeUndefined();
  expect(others.read(cursor)).toBeUndefined();
});

test('legible texts stay as they are', () => {
  for (const text of ['工单\t一\r\n二', '𠮷野家 👨‍👩‍👧', '〔2026〕12号']) expect(legible(text)).toBe(text);
  expect(legible('a\u0000\u0007\u0085\uffffb\u202ec')).toBe('abc');
  const moment = new Date(0);
  expect(legibleIn({ a: ['x\u0000'], at: moment, n: 1, none: null })).toEqual({
    a: ['x'],
    at: moment,
    n: 1,
    none: null,
  });
});

const month = storiesWith({ startAt: '2026-10-30T09:00:00+08:00', pages: true });

month('an appeal about a ticket that is kept from a colleague is kept from them as well', async ({ town }) => {
  town.leavesUnread('the month is read by another story', () => true);
  await town.tickets({ no: LATE, department: 'cgj', type: '举报', title: '某店违规' });
  await town.clock({ to: '2026-11-02T09:10:00+08:00' });
  const [principal, deputy] = [await asWhom(town, 'lijianguo'), await asWhom(town, 'wangfang')];
  const values = { month: '2026-10', reason: '举报人要求暂缓', ticket: LATE };
  expect((await principal.post('/page/commands/appeal', { key: newKey(), values })).status).toBe(200);
  const appealsOf = async (browser: Browser) =>
    (await browser.get<MonthState>('/page/league/month/2026-10')).appeals.map(({ reason }) => reason);
  expect(await appealsOf(principal)).toEqual(['举报人要求暂缓']);
  expect(await appealsOf(deputy)).toEqual([]);
});
