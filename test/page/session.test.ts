import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { afterEach, expect, test } from 'vitest';
import { openJar, openSessions, visitorOf } from '../../src/http/page/session.ts';
import { organisationFile } from '../town/organisation.ts';
import { arrives } from '../town/paths.ts';
import { storiesWith } from '../town/story.ts';
import { newKey, openBrowser, refuses } from './browser.ts';

const story = storiesWith({ pages: true });
const NO = 'GD20261020008101';

story('a change needs the token of the very session and our own origin', async ({ town }) => {
  await arrives(town, NO);
  const [browser, other] = [openBrowser(town), openBrowser(town)];
  await browser.login('limin');
  await other.login('zhangwei');
  const { csrf } = await browser.session();
  const claim = (headers: Record<string, string>) =>
    browser.request(`/page/tickets/${NO}/commands/claim`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ key: newKey(), values: {} }),
    });
  for (const headers of [
    {},
    { 'x-csrf-token': 'guessed' },
    { 'x-csrf-token': (await other.session()).csrf },
    { 'x-csrf-token': csrf, origin: 'https://evil.example' },
    { 'x-csrf-token': csrf, origin: 'null' },
    { 'x-csrf-token': csrf, 'sec-fetch-site': 'cross-site' },
    { 'x-csrf-token': csrf, 'sec-fetch-site': 'same-site' },
  ] as Record<string, string>[])
    await refuses(await claim(headers), 403, 'csrf');
  expect((await town.ticket(NO)).status).toBe('toClaim');
  expect((await claim({ 'x-csrf-token': csrf, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  expect((await town.ticket(NO)).status).toBe('toSignOff');
  await town.card({ person: 'lijianguo' }, 'signoff', NO);
});

story('a cookie that was changed, made up or carried over is nobody’s', async ({ town }) => {
  const browser = openBrowser(town);
  await browser.login('limin');
  const session = browser.cookies.get('hotline-session') ?? '';
  const kept = JSON.parse(Buffer.from(session, 'base64url').toString('utf8')) as Record<string, unknown>;
  const forged = Buffer.from(JSON.stringify({ ...kept, person: 'xulei', account: 'xulei' })).toString('base64url');
  for (const [value, signature] of [
    [forged, browser.cookies.get('hotline-session.sig')],
    [session, 'AAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    [forged, undefined],
    ['not base64 of anything', browser.cookies.get('hotline-session.sig')],
  ]) {
    const thief = openBrowser(town);
    thief.cookies.set('hotline-session', value ?? '');
    if (signature) thief.cookies.set('hotline-session.sig', signature);
    await refuses(await thief.request('/page/session'), 401, 'login');
  }
});

story('logging out makes every cookie of that person useless, copied ones too, and nobody else’s', async ({ town }) => {
  await arrives(town, NO);
  const [browser, phone, other] = [openBrowser(town), openBrowser(town), openBrowser(town)];
  await browser.login('limin');
  await phone.login('limin');
  await other.login('zhangwei');
  const copied = openBrowser(town);
  for (const [name, value] of browser.cookies) copied.cookies.set(name, value);
  const { csrf } = await copied.session();
  expect((await browser.post('/page/logout')).status).toBe(204);
  expect(browser.cookies.has('hotline-session')).toBe(false);
  for (const still of [copied, phone]) {
    await refuses(await still.request('/page/session'), 401, 'login');
    await refuses(await still.request(`/page/tickets/${NO}`), 401, 'login');
    await refuses(await still.request('/page/live?todo=1'), 401, 'login');
  }
  const claim = await copied.request(`/page/tickets/${NO}/commands/claim`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': csrf, origin: town.botUrl },
    body: JSON.stringify({ key: newKey(), values: {} }),
  });
  await refuses(claim, 401, 'login');
  expect((await town.ticket(NO)).status).toBe('toClaim');
  expect((await other.session()).person.id).toBe('zhangwei');
  await browser.login('limin');
  expect((await browser.session()).person.id).toBe('limin');
  await refuses(await copied.request('/page/session'), 401, 'login');
});

story('who is not logged in gets nothing but the ways to log in', async ({ town }) => {
  await arrives(town, NO);
  const browser = openBrowser(town);
  for (const path of [
    'session',
    'todo',
    'tickets',
    `tickets/${NO}`,
    `tickets/${NO}/evidence/x`,
    'calendar',
    'live?todo=1',
  ])
    await refuses(await browser.request(`/page/${path}`), 401, 'login');
  for (const path of [`tickets/${NO}/commands/claim`, `tickets/${NO}/reveal`, `tickets/${NO}/evidence`, 'logout'])
    await refuses(await browser.request(`/page/${path}`, { method: 'POST', body: '{}' }), 401, 'login');
});

const HOUR = 3_600_000;
let server: Server | undefined;
afterEach(() => void server?.close());

/** Sessions on a bare server whose machine time the test moves. */
const openBare = async () => {
  let now = Date.parse('2026-10-20T00:45:00Z');
  const [limin] = organisationFile().people.filter(({ id }) => id === 'limin');
  const person = { roster: [], active: true, ...limin, id: 'limin', roles: ['liaison' as const] } as never;
  const county = () => ({ personOn: () => person }) as never;
  const publicUrl = 'http://127.0.0.1';
  const logouts = { last: async () => 0, keep: async () => undefined };
  const sessions = openSessions(openJar(publicUrl), logouts, { county, real: () => now, publicUrl });
  const app = new Koa();
  app.keys = ['a key of this test'];
  app.use(async (context, next) => {
    if (context.path !== '/begin') return sessions.guard(context, next);
    sessions.begin(context, { person, platform: 'wecom', account: 'limin' });
    context.status = 204;
  });
  app.use((context) => {
    context.body = visitorOf(context).until.toISOString();
  });
  server = createServer(app.callback()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server?.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const cookies = new Map<string, string>();
  const ask = async (path: string): Promise<{ status: number; body: string }> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return { status: response.status, body: await response.text() };
  };
  return {
    ask,
    pass: (ms: number): void => {
      now += ms;
    },
  };
};

test('a session lasts while it is used, and a working day at the most', async () => {
  const { ask, pass } = await openBare();
  await ask('/begin');
  pass(2 * HOUR - 1);
  expect(await ask('/')).toEqual({ status: 200, body: '2026-10-20T04:44:59.999Z' });
  pass(2 * HOUR - 1);
  expect((await ask('/')).status).toBe(200);
  pass(2 * HOUR);
  expect((await ask('/')).status).toBe(401);
});

test('however busy, it ends after twelve hours', async () => {
  const { ask, pass } = await openBare();
  await ask('/begin');
  for (let hour = 1; hour < 12; hour += 1) {
    pass(HOUR);
    expect((await ask('/')).status).toBe(200);
  }
  expect((await ask('/')).body).toBe('2026-10-20T12:45:00.000Z');
  pass(HOUR);
  expect((await ask('/')).status).toBe(401);
});
