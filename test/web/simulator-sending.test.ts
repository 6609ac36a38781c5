import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTown, type StoryTown, until } from '../town/town.ts';
import { findBrowser, openBrowser } from './browser.ts';

const place = findBrowser();
const NO = 'GD20261020008201';
const OTHER = 'GD20261020008202';
const PUBLIC = 'http://127.0.0.1:9';

describe.skipIf(!place)('what residents send and open on the simulator’s page', () => {
  let town: StoryTown;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  const messages = () => page.getByRole('list', { name: '消息' });
  const resident = async (name: string): Promise<void> => {
    await page.getByRole('navigation', { name: '居民' }).getByRole('button', { name }).click();
    await page.getByLabel(`${name}的手机`).waitFor();
  };
  const group = (name: string) => page.getByRole('list', { name: '会话' }).getByRole('button', { name }).click();
  beforeAll(async () => {
    town = await openTown({ environment: { PUBLIC_URL: PUBLIC } });
    await town.tickets({ no: NO, department: 'cgj', title: '南环路路灯不亮' });
    await town.says('lijianguo', `签批 ${NO} 牵头:王芳 经办:张伟`);
    browser = await openBrowser(place ?? '');
    page = await browser.newPage({ viewport: { width: 1366, height: 800 } });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on(
      'request',
      (request) =>
        /^(blob:|data:)/.test(request.url()) || request.url().startsWith(town.url) || problems.push(request.url()),
    );
    page.setDefaultTimeout(10_000);
    await page.goto(town.url);
  });
  afterAll(async () => {
    await browser?.close();
    await town?.close();
  });

  test('a picture from the disk is seen before it goes, goes with its words, is seen in the chat and kept as it is', async () => {
    const picture = await readFile(new URL('../../src/simulator/page/at-work.png', import.meta.url));
    await resident('张伟');
    await page.getByLabel('消息', { exact: true }).last().fill(`佐证 ${NO}`);
    await page.getByLabel('图片或文件').setInputFiles({ name: '路灯.png', mimeType: 'image/png', buffer: picture });
    await page.getByRole('button', { name: '不发 路灯.png' }).waitFor();
    await page.getByRole('button', { name: '发送', exact: true }).click();
    const shown = messages().getByRole('img', { name: '图片 路灯.png' });
    await shown.waitFor();
    await expect
      .poll(() => shown.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBe(1366);
    await messages().getByText(`已收到 1 个附件，归入工单 ${NO}`).waitFor();
    await until(async () => (await town.ticket(NO)).evidence.length === 1, 'the evidence is kept');
    const [kept] = (await town.ticket(NO)).evidence;
    const bytes = await (await town.api(`/api/v1/tickets/${NO}/evidence/${kept?.id}`)).arrayBuffer();
    expect(Buffer.from(bytes).equals(picture)).toBe(true);
  });

  test('a file comes alone and can be saved; a resident of DingTalk sends the sample photo', async () => {
    await page
      .getByLabel('图片或文件')
      .setInputFiles({ name: '回复函.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n信\n') });
    await page.getByRole('button', { name: '发送', exact: true }).click();
    await messages()
      .getByRole('link', { name: /回复函\.pdf/ })
      .waitFor();
    await resident('周杰');
    await page.getByRole('button', { name: '示例照片' }).click();
    await messages().getByRole('img', { name: '图片 现场照片.png' }).waitFor();
    await messages().getByText('先发送“佐证 工单编号”').waitFor();
  });

  test('a quoted card says which ticket is meant', async () => {
    await town.tickets({ no: OTHER, department: 'cgj', title: '井盖松动' });
    await resident('李敏');
    await group('城管局12345工单群');
    const card = messages().getByRole('listitem').filter({ hasText: '井盖松动' });
    await card.getByRole('button', { name: '引用' }).click();
    await page.getByRole('button', { name: '取消引用' }).waitFor();
    await page.getByLabel('消息', { exact: true }).last().fill('签收');
    await page.keyboard.press('Enter');
    await messages().locator('.quoted').getByText(OTHER).waitFor();
    await messages().getByText(`已签收 ${OTHER}`).first().waitFor();
    expect((await town.ticket(OTHER)).status).toBe('toSignOff');
  });

  test('engineers see the requests beside each message', async () => {
    await page.getByLabel('工程师视图').check();
    const asked = messages().getByRole('listitem').filter({ hasText: '@工单助手 签收' });
    await asked.getByRole('button', { name: '原始请求' }).click();
    await asked.locator('summary').getByText('aibot_msg_callback').waitFor();
    const card = messages().getByRole('listitem').filter({ hasText: '井盖松动' }).first();
    await card.getByRole('button', { name: '原始请求' }).click();
    const sent = card.locator('details').filter({ hasText: 'aibot_send_msg' }).first();
    await sent.locator('summary').click();
    await sent.getByText('"task_id"').waitFor();
    await page.getByLabel('工程师视图').uncheck();
  });

  test('a card’s link opens the ticket’s page as whose phone it is', async () => {
    const href = await messages().getByRole('link', { name: '打开工单页' }).last().getAttribute('href');
    const opened = await fetch(new URL(href ?? '', town.url), { redirect: 'manual' });
    expect(opened.headers.get('location')).toBe(`${PUBLIC}/login/wecom?to=${encodeURIComponent(`/t/${OTHER}`)}`);
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
    const login = (headers: Record<string, string>) =>
      fetch(
        `${town.url}/wecom/login/connect/oauth2/authorize?appid=ww3f5a7c91e2b40d68&redirect_uri=${encodeURIComponent(`${PUBLIC}/back`)}&response_type=code&scope=snsapi_base&state=s1`,
        { headers, redirect: 'manual' },
      );
    const known = await login({ cookie });
    expect([known.status, known.headers.get('location')]).toEqual([
      302,
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:9\/back\?code=.+&state=s1$/),
    ]);
    expect(known.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await login({})).status).toBe(200);
  });

  test('only a link that stands in the message is opened', async () => {
    const { messages: all } = (await (await fetch(`${town.url}/town`)).json()) as { messages: { id: string }[] };
    const query = new URLSearchParams({
      message: all[0]?.id ?? '',
      person: 'limin',
      url: 'http://127.0.0.1:9/elsewhere',
    });
    const answer = await fetch(`${town.url}/town/open?${query}`, { redirect: 'manual' });
    expect([answer.status, await answer.text()]).toEqual([400, '消息里没有这个链接']);
  });

  test('nothing broke and nothing was loaded from elsewhere', () => {
    expect(problems).toEqual([]);
  });
});
