import { expect } from 'vitest';
import type { Ways } from '../../src/http/page/shapes.ts';
import { importsOrganisation } from '../town/cli.ts';
import { organisationFile, PEOPLE } from '../town/organisation.ts';
import { storiesWith } from '../town/story.ts';
import { type StoryTown, until } from '../town/town.ts';
import { type Browser, openBrowser, refuses } from './browser.ts';

const story = storiesWith({
  pages: true,
  people: [{ id: 'passerby', name: '路人', department: 'cgj', roles: [], wecom: 'passerby', unlisted: true }],
});
const behindTls = storiesWith({ environment: { PUBLIC_URL: 'https://gongdan.example.gov.cn' } });

/** Why the login that was just tried came to nothing: told once. */
const failure = async (browser: Browser): Promise<Ways['failed']> => (await browser.get<Ways>('/page/ways')).failed;

/** The address at the platform that `/login/wecom` leads to, for a browser that asks for it. */
const begun = async (browser: Browser, to = '/'): Promise<URL> => {
  const answer = await browser.request(`/login/wecom?to=${encodeURIComponent(to)}`);
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get('location') ?? '');
};

/** Where the platform sends this person's browser back to. */
const back = async (page: URL, person: string): Promise<string> => {
  page.searchParams.set('person', person);
  const answer = await fetch(page, { redirect: 'manual' });
  const { pathname, search } = new URL(answer.headers.get('location') ?? '');
  return `${pathname}${search}`;
};

story('a person logs in with the account of either platform and comes back to where they were', async ({ town }) => {
  for (const [person, name] of [
    ['lijianguo', '李建国'],
    ['zhaogang', '赵刚'],
  ] as const) {
    const browser = openBrowser(town);
    await refuses(await browser.request('/page/session'), 401, 'login');
    expect(await browser.login(person, { to: '/t/GD20261122000017?from=card' })).toBe('/t/GD20261122000017?from=card');
    const session = await browser.session();
    expect(session.person).toMatchObject({ id: person, name, roles: [{ role: 'principal', name: '主要负责人' }] });
    expect(session.sees).toMatchObject({ desk: false, settings: false });
    expect((await browser.post('/page/logout')).status).toBe(204);
    await refuses(await browser.request('/page/session'), 401, 'login');
  }
  expect(await openBrowser(town).get<Ways>('/page/ways')).toMatchObject({
    ways: [
      { platform: 'wecom', name: '企业微信' },
      { platform: 'dingtalk', name: '钉钉' },
    ],
  });
});

story('in a platform’s own app nobody chooses: the browser goes straight on', async ({ town }) => {
  const inWecom = openBrowser(town, { 'user-agent': 'Mozilla/5.0 (iPhone) wxwork/4.1.22 MicroMessenger/7.0.1' });
  const answer = await inWecom.request('/t/GD20261122000017');
  expect(answer.headers.get('location')).toBe('/login/wecom?to=%2Ft%2FGD20261122000017');
  expect((await begun(inWecom)).pathname).toBe('/wecom/login/connect/oauth2/authorize');
  expect((await begun(openBrowser(town))).pathname).toBe('/wecom/login/wwlogin/sso/login');
  expect(await inWecom.get<Ways>('/page/ways')).toMatchObject({ here: 'wecom' });
  await inWecom.login('lijianguo');
  expect((await inWecom.request('/t/GD20261122000017')).status).toBe(200);
  const inDingtalk = openBrowser(town, { 'user-agent': 'Mozilla/5.0 (Linux) AliApp(DingTalk/7.6.0)' });
  expect((await inDingtalk.request('/')).headers.get('location')).toBe('/login/dingtalk?to=%2F');
});

story('a login that was not begun here, is too late or came twice is none', async ({ town }) => {
  const browser = openBrowser(town);
  const page = await begun(browser, '/t/GD1');
  const answer = await back(page, 'lijianguo');
  const another = openBrowser(town);
  expect((await another.request(answer)).headers.get('location')).toBe('/login?to=%2F');
  expect(await failure(another)).toMatchObject({ code: 'stale' });
  await refuses(await another.request('/page/session'), 401, 'login');
  const stateOf = new URLSearchParams(answer.split('?')[1]);
  stateOf.set('state', 'another');
  expect((await browser.request(`/login/wecom/back?${stateOf}`)).headers.get('location')).toBe('/login?to=%2Ft%2FGD1');
  // The state serves once: the right answer comes too late now.
  await browser.request(answer);
  expect(await failure(browser)).toMatchObject({ code: 'stale' });
  expect(await failure(browser)).toBeUndefined();
  await begun(browser);
  await browser.request('/login/dingtalk/back?state=s&code=c');
  expect(await failure(browser)).toMatchObject({ code: 'stale' });
  await refuses(await browser.request('/page/session'), 401, 'login');
  await refuses(await browser.request('/login/feishu'), 404, 'no-such-way');
});

story('who cannot log in reads why, and what to do', async ({ town }) => {
  const browser = openBrowser(town);
  const tries = async (person: string) => {
    await browser.request(await back(await begun(browser), person));
    return failure(browser);
  };
  expect(await tries('outsider')).toMatchObject({
    code: 'outsider',
    detail: expect.stringContaining('企业微信的成员'),
  });
  expect(await tries('passerby')).toMatchObject({ code: 'unknown', detail: expect.stringContaining('账号：passerby') });
  const answer = await back(await begun(browser), 'lijianguo');
  await browser.request(answer.replace(/code=[^&]+/, 'code=wrong'));
  expect(await failure(browser)).toMatchObject({ code: 'code', detail: expect.stringContaining('重新登录') });
  const cancelled = await back(await begun(browser), 'lijianguo');
  await browser.request(cancelled.replace(/code=[^&]+/, ''));
  expect(await failure(browser)).toMatchObject({ code: 'cancelled' });
  const late = await back(await begun(browser), 'lijianguo');
  await town.fault('wecom', 'busy', { times: 1 });
  await browser.request(late);
  expect(await failure(browser)).toMatchObject({ code: 'platform', detail: expect.stringContaining('暂时连不上') });
  await refuses(await browser.request('/page/session'), 401, 'login');
});

story('after the login one comes back to a page of ours, never to another host', async ({ town }) => {
  for (const [to, where] of [
    ['https://evil.example/', '/'],
    ['//evil.example/', '/'],
    ['/\\evil.example/', '/'],
    ['/\t/evil.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['/t/GD20261122000017?x=1#y', '/t/GD20261122000017?x=1#y'],
  ] as const)
    expect(await openBrowser(town).login('lijianguo', { to })).toBe(where);
});

const withoutTls = storiesWith({ environment: { PUBLIC_URL: 'http://10.1.2.3:8080' } });

withoutTls(
  'without TLS nobody can log in from another machine, and the page says what is to be done',
  async ({ town }) => {
    const browser = openBrowser(town);
    expect(await browser.get<Ways>('/page/ways')).toMatchObject({
      ways: [],
      failed: { code: 'https', detail: expect.stringContaining('https') },
    });
    await refuses(await browser.request('/login/wecom'), 503, 'https');
  },
);

const withChanged = (changes: Record<string, object>) =>
  organisationFile(PEOPLE.map((person) => ({ ...person, ...changes[person.id] })));

const isOut = async (town: StoryTown, browser: Browser): Promise<void> => {
  await until(async () => (await browser.request('/page/session')).status === 401, `${town.botUrl} knows them no more`);
  await refuses(await browser.request('/page/todo'), 401, 'login');
};

story('who has left, and whose account has become another’s, is logged out at once', async ({ town }) => {
  const [left, moved] = [openBrowser(town), openBrowser(town)];
  await left.login('zhangwei');
  await moved.login('liuyang');
  await importsOrganisation(
    town,
    withChanged({ zhangwei: { active: false }, liuyang: { wecom: 'liuyang2' }, huangli1: { wecom: 'liuyang' } }),
  );
  await isOut(town, left);
  await isOut(town, moved);
});

behindTls('behind TLS the cookies are Secure, for this host alone, and for no script', async ({ town }) => {
  const browser = openBrowser(town);
  const begins = await browser.request('/login/wecom?to=/');
  const page = new URL(begins.headers.get('location') ?? '');
  expect(page.searchParams.get('redirect_uri')).toBe('https://gongdan.example.gov.cn/login/wecom/back');
  const ends = await browser.request(await back(page, 'lijianguo'));
  const cookies = [...begins.headers.getSetCookie(), ...ends.headers.getSetCookie()];
  expect(cookies.length).toBeGreaterThanOrEqual(4);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/^__Host-hotline-/);
    expect(cookie).toMatch(/; path=\/;.*; samesite=lax; secure; httponly/i);
    expect(cookie).not.toMatch(/domain=/i);
  }
  expect((await browser.session()).person.id).toBe('lijianguo');
});
