import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTown, type StoryTown } from '../town/town.ts';
import { findBrowser, openBrowser } from './browser.ts';

const place = findBrowser();

describe.skipIf(!place)('a scene in a browser', () => {
  let town: StoryTown;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  beforeAll(async () => {
    town = await openTown();
    browser = await openBrowser(place ?? '');
    page = await browser.newPage({ viewport: { width: 1366, height: 800 } });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('request', (request) => request.url().startsWith(town.url) || problems.push(request.url()));
    await page.goto(town.url);
  });
  afterAll(async () => {
    await browser?.close();
    await town?.close();
  });

  test('is chosen and played by keyboard; the phone shows whom each step concerns, and what', async () => {
    const menu = page.getByRole('button', { name: '退单：中心决定，改派' });
    await menu.focus();
    await page.keyboard.press('Enter');
    const next = page.getByRole('button', { name: '下一步' });
    const status = page.locator('.says');
    const shown = page.locator('.line.shown');
    const play = async (says: string): Promise<void> => {
      await next.press('Enter');
      await status.getByText(says).waitFor();
    };
    await play('先把城里的钟拨到工作日上午');
    await play('单位工作群里马上出现卡片');
    await page.getByLabel('李敏的手机').waitFor();
    await shown.getByText('小区物业费争议').waitFor();
    await play('申请退单，要写原因');
    await page.getByLabel('韩梅的手机').waitFor();
    await play('值班员点“同意”');
    await play('改派住建局');
    await page.getByLabel('陈静的手机').waitFor();
    await shown.getByText('小区物业费争议').waitFor();
    await page.getByRole('button', { name: '看完了，选别的' }).press('Enter');
    await menu.waitFor();
    expect(problems).toEqual([]);
  });
});
