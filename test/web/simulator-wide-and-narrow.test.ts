import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTown, type StoryTown } from '../town/town.ts';
import { overflows, seriousFindings } from './accessible.ts';
import { findBrowser, openBrowser } from './browser.ts';

const place = findBrowser();
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1366, height: 800 };

describe.skipIf(!place)('the simulator’s page for everybody', () => {
  let town: StoryTown;
  let browser: Browser;
  const open = async (viewport: { width: number; height: number }): Promise<Page> => {
    const page = await browser.newPage({ viewport });
    page.setDefaultTimeout(10_000);
    await page.goto(town.url);
    await page.getByRole('button', { name: '开始导览' }).waitFor();
    return page;
  };
  beforeAll(async () => {
    town = await openTown();
    browser = await openBrowser(place ?? '');
    await town.tickets(
      { no: 'GD20261020008101', department: 'cgj', title: '南环路路灯不亮' },
      { no: 'GD20261020008102', department: 'zjj', title: '幸福小区漏水' },
    );
    await town.says('limin', '签收 8101');
    await town.says('lijianguo', '[图片:现场.png]');
  });
  afterAll(async () => {
    await browser?.close();
    await town?.close();
  });

  test('axe finds nothing serious at desk width: the menu, cards with forms, a scene, faults, the raw requests', async () => {
    const page = await open(DESK);
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByText('让平台出故障').click();
    await page.getByLabel('工程师视图').check();
    await page.getByRole('button', { name: /李建国/ }).click();
    await page.getByRole('button', { name: '原始请求' }).first().click();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: /陈静/ }).click();
    await page.getByRole('button', { name: /住建局.*12345/ }).click();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: '退单：中心决定，改派' }).click();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.locator('.says').getByText('先把城里的钟').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.close();
  });

  test('on a phone of 360 px every part is one tap away, nothing is wider than the screen, axe finds nothing serious', async () => {
    const page = await open(PHONE);
    const tabs = page.getByRole('navigation', { name: '页面' });
    for (const [tab, shows] of [
      ['手机', '发送'],
      ['拨钟', '+1 个工作日'],
      ['看场景', '开始导览'],
    ] as const) {
      await tabs.getByRole('button', { name: tab }).click();
      await page
        .getByRole('button', { name: shows, exact: true })
        .or(page.getByRole('button', { name: shows }))
        .first()
        .waitFor();
      expect([tab, await overflows(page), await seriousFindings(page)]).toEqual([tab, false, []]);
    }
    await tabs.getByRole('button', { name: '居民' }).click();
    await page.getByLabel('查找居民').fill('张伟');
    await page.getByRole('button', { name: /张伟/ }).click();
    await page.getByLabel('张伟的手机').waitFor();
    await page.close();
  });

  test('a scene on a phone: the phone above, the words and buttons below, played without leaving', async () => {
    const page = await open(PHONE);
    await page.getByRole('button', { name: '退单：中心决定，改派' }).click();
    for (const says of ['先把城里的钟', '单位工作群里马上出现卡片']) {
      await page.getByRole('button', { name: '下一步' }).click();
      await page.locator('.says').getByText(says).waitFor();
    }
    await page.locator('.line.shown').getByText('小区物业费争议').waitFor();
    expect([await overflows(page), await seriousFindings(page)]).toEqual([false, []]);
    await page.close();
  });

  test('at 200 % zoom of a small desk nothing is wider than the screen', async () => {
    const page = await open({ width: 640, height: 400 });
    expect(await overflows(page)).toBe(false);
    await page.close();
  });
});
