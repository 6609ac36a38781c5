import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectNoProblems, leaves, logsIn, openPages, type Pages, place, SCREENS } from './pages.ts';

const NO = 'GD20261020009301';

describe.skipIf(!place)('logging in and out in a browser', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages({
      people: [{ id: 'passerby', name: '路人', department: 'cgj', roles: [], wecom: 'passerby', unlisted: true }],
    });
    await pages.town.tickets({ no: NO, department: 'cgj', title: '南环路路灯不亮' });
  });
  afterAll(() => pages?.close());

  test('by either platform one comes back to the page that was wanted', async () => {
    for (const [person, name, screen] of [
      ['lijianguo', '李建国', 'desk'],
      ['duyu', '杜宇', 'phone'],
    ] as const) {
      const page = await pages.as(person, `/t/${NO}?do=note`, screen);
      expect(new URL(page.url()).pathname).toBe(`/t/${NO}`);
      await page.getByRole('heading', { name: '南环路路灯不亮' }).waitFor();
      await page.getByRole('group').filter({ hasText: name }).or(page.getByText(name)).first().waitFor();
      expect(await page.title()).toContain(NO);
      await leaves(page);
    }
  });

  test('strangers, and people of another enterprise, read why and whom to ask', async () => {
    const page = await pages.nobody(`/t/${NO}`, 'phone');
    for (const [person, says] of [
      ['路人', /账号：passerby/],
      ['（外单位人员）', /企业微信的成员/],
    ] as const) {
      await logsIn(page, person);
      await page.getByRole('alert').getByText(says).waitFor();
      expect(new URL(page.url()).pathname).toBe('/login');
      await page.getByRole('button', { name: '用钉钉登录' }).waitFor();
    }
    // The right one goes on to the ticket that was wanted at first.
    await logsIn(page, 'limin');
    await page.getByRole('heading', { name: '南环路路灯不亮' }).waitFor();
    await leaves(page);
  });

  test('inside WeCom and DingTalk nothing is to be chosen', async () => {
    for (const [userAgent, person] of [
      ['Mozilla/5.0 (iPhone) wxwork/4.1.22 MicroMessenger/7.0.1', '李敏'],
      ['Mozilla/5.0 (Linux) AliApp(DingTalk/7.6.0)', '杜宇'],
    ] as const) {
      const context = await pages.browser.newContext({ ...SCREENS.phone, userAgent });
      const page = await context.newPage();
      await page.goto(`${pages.town.botUrl}/t/${NO}`);
      await page.getByRole('link', { name: person, exact: true }).click();
      await page.getByRole('heading', { name: '南环路路灯不亮' }).waitFor();
      await context.close();
    }
  });

  test('English is spoken when it is chosen, and kept; who logs out leaves nothing behind', async () => {
    const page = await pages.as('limin', `/t/${NO}?do=propose`);
    const menu = page.getByRole('group').filter({ has: page.getByRole('button', { name: /李敏/ }) });
    await page.locator('summary').filter({ hasText: '李敏' }).click();
    await page.getByLabel('语言').selectOption({ label: 'English' });
    await page.getByRole('heading', { name: 'Timeline' }).or(page.getByText('History')).first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toMatch(/^en/);
    await page.reload();
    await page.getByRole('heading', { name: '南环路路灯不亮' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toMatch(/^en/);
    expect(await menu.count()).toBeLessThan(2);
    await page.locator('summary').filter({ hasText: '李敏' }).click();
    await page.getByRole('button', { name: /log ?out|sign ?out/i }).click();
    await page.waitForURL('**/login?stay=1');
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    await page.evaluate('history.back()');
    await page.waitForURL(/\/login/);
    expect(await page.getByText('南环路路灯不亮').count()).toBe(0);
    await leaves(page);
    expectNoProblems(pages);
  });
});
