import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTown, type StoryTown } from '../town/town.ts';
import { findBrowser, openBrowser } from './browser.ts';

const place = findBrowser();
if (!place)
  console.warn('\n*** no Chromium or Chrome found: the browser tests are LEFT OUT (apt-get install chromium) ***\n');

describe.skipIf(!place)('the simulator’s page in a browser', () => {
  let town: StoryTown;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  const messages = () => page.getByRole('list', { name: '消息' });
  beforeAll(async () => {
    town = await openTown();
    browser = await openBrowser(place ?? '');
    page = await browser.newPage({ viewport: { width: 1366, height: 800 } });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(town.url);
  });
  afterAll(async () => {
    await browser?.close();
    await town?.close();
  });

  test('a new card appears without reload, is pressed, and shows who claimed', async () => {
    await page.getByRole('button', { name: /李敏/ }).click();
    await page.getByRole('button', { name: /城管局12345工单群/ }).click();
    await town.tickets({ no: 'GD20261020008001', department: 'cgj', title: '南环路路灯不亮' });
    await messages().getByText('南环路路灯不亮').waitFor();
    await messages().getByRole('button', { name: '签收', exact: true }).click();
    await messages().getByText('已签收 GD20261020008001').waitFor();
    expect((await town.ticket('GD20261020008001')).status).toBe('toSignOff');
  });

  test('the principal signs with the card’s form', async () => {
    await page.getByRole('button', { name: /李建国/ }).click();
    await page.getByLabel('经办人员').selectOption({ label: '刘洋' });
    await messages().getByRole('button', { name: '签批', exact: true }).click();
    await messages()
      .getByText(/已签批 GD20261020008001/)
      .waitFor();
    expect((await town.ticket('GD20261020008001')).signOff).toMatchObject({ handlers: ['liuyang'] });
  });

  test('what is typed in a group carries the mention; the clock moves', async () => {
    await page.getByRole('button', { name: /城管局12345工单群/ }).click();
    await page.getByLabel('消息', { exact: true }).last().fill('工单 8001');
    await page.getByRole('button', { name: '发送', exact: true }).click();
    await messages().getByText('@工单助手 工单 8001').waitFor();
    await page.getByRole('button', { name: '+1 小时' }).click();
    // The town's clock goes on while the test works: the minute is not told.
    await page
      .getByLabel('城里的钟')
      .getByText(/^09:\d\d$/)
      .waitFor();
  });

  test('nothing broke and nothing was loaded from elsewhere', () => {
    expect(problems).toEqual([]);
  });
});
