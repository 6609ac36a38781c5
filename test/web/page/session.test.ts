import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/store/client.ts';
import { fills, opens, sends } from './forms.ts';
import { expectNoProblems, isFocused, leaves, logsIn, openPages, type Pages, place, soon } from './pages.ts';

const NO = 'GD20261020009401';
const OTHER = 'GD20261020009402';
const SECRET = 'GD20261020009403';
const ticketPage = `/t/${NO}`;

describe.skipIf(!place)('what a page keeps, shows and refuses', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages();
    const caller = { name: '周大海', phone: '13812345678' };
    await pages.town.tickets(
      { no: NO, department: 'cgj', title: '南环路路灯不亮', content: '周大海家门口路灯不亮', caller },
      { no: OTHER, department: 'cgj', title: '井盖松动' },
      { no: SECRET, department: 'cgj', type: '举报', title: '反映执法人员' },
    );
    await pages.town.says('lijianguo', `签批 ${NO} 牵头:王芳 经办:张伟`);
  });
  afterAll(() => pages?.close());

  test('a session that ends in the middle of a form loses nothing', async () => {
    const page = await pages.as('zhangwei', ticketPage, 'phone');
    const form = await opens(page, '联系');
    await fills(form, '方式', { choice: '见面' });
    await fills(form, '地点', { words: '南环路中段' });
    await fills(form, '情况', { words: '写了很久的一段情况' });
    await page.context().clearCookies();
    await form.getByRole('button', { name: '提交联系' }).click();
    await page.getByRole('alert').getByText('登录已过期').waitFor();
    expect(await form.getByLabel(/^情况/).inputValue()).toBe('写了很久的一段情况');
    expect((await pages.town.ticket(NO)).contacts).toEqual([]);
    await page.getByRole('link', { name: '重新登录' }).click();
    await logsIn(page, 'zhangwei');
    const again = page.getByRole('form', { name: '联系' });
    await again.getByText('已接着上次没有提交的内容').waitFor();
    expect(await again.getByLabel(/^情况/).inputValue()).toBe('写了很久的一段情况');
    await sends(page, again, '联系');
    expect((await pages.town.ticket(NO)).contacts).toMatchObject([{ mode: '见面' }]);
    expect(await page.evaluate('Object.keys(sessionStorage).filter((key) => key.startsWith("draft")).length')).toBe(0);
    await leaves(page);
  });

  test('without a connection nothing is lost either, and an exact repeat acts once', async () => {
    const page = await pages.as('wangfang', ticketPage, 'phone');
    const form = await opens(page, '备注');
    await fills(form, '内容', { words: '请看管网图' });
    // The answer gets lost on its way: the page cannot know that it was taken.
    await page.route('**/commands/note', async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    });
    await form.getByRole('button', { name: '提交备注' }).click();
    await form.getByText(/网络连不上/).waitFor();
    expect(await form.getByLabel(/^内容/).inputValue()).toBe('请看管网图');
    await page.unroute('**/commands/note');
    await sends(page, form, '备注');
    expect((await pages.town.ticket(NO)).notes).toHaveLength(1);
    await leaves(page);
  });

  test('what is missing or refused is said at its field, which is focused', async () => {
    const page = await pages.as('zhangwei', ticketPage);
    const form = await opens(page, '延期');
    await form.getByRole('button', { name: '提交延期' }).click();
    await form.getByRole('alert').first().waitFor();
    const days = form.getByLabel(/^天数/);
    expect(await isFocused(days)).toBe(true);
    expect(await days.getAttribute('aria-invalid')).toBe('true');
    await days.fill('11');
    await fills(form, '原因', { words: '太忙' });
    await form.getByRole('button', { name: '提交延期' }).click();
    await form.getByRole('alert').getByText('1 到 10 个工作日').waitFor();
    expect(await form.getByLabel(/^原因/).inputValue()).toBe('太忙');
    expect((await pages.town.ticket(NO)).flags).toEqual([]);
    await leaves(page);
  });

  test('a file of a wrong type is refused in a sentence, a right one after it taken', async () => {
    const page = await pages.as('zhangwei', ticketPage, 'phone');
    const form = await opens(page, '联系');
    const files = form.getByLabel('从手机或电脑选择');
    await files.setInputFiles({ name: '照片.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('MZ\u0090\0\u0003\0') });
    await form.getByText(/照片\.jpg：.*请发 图片/).waitFor();
    expect((await pages.town.ticket(NO)).evidence).toEqual([]);
    const buffer = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
    await files.setInputFiles({ name: '通话记录.pdf', mimeType: 'application/pdf', buffer });
    await form.getByText('通话记录.pdf 已上传').waitFor();
    expect((await pages.town.ticket(NO)).evidence).toMatchObject([{ type: 'application/pdf', by: 'zhangwei' }]);
    await leaves(page);
  });

  test('the full text and the caller stand behind a tap with a purpose, which is kept', async () => {
    const page = await pages.as('zhangwei', ticketPage, 'phone');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('南环路路灯不亮');
    expect(await page.locator('main').textContent()).not.toMatch(/周大海|13812345678/);
    await page.getByRole('button', { name: '打开全文和诉求人信息' }).click();
    await page.getByLabel('联系诉求人', { exact: true }).check();
    await page.getByRole('button', { name: '确认打开' }).click();
    await page.getByText('周大海家门口路灯不亮').waitFor();
    expect(await page.getByRole('link', { name: '13812345678' }).getAttribute('href')).toBe('tel:13812345678');
    const database = openDatabase(pages.town.databaseUrl, 1);
    expect(await database.disclosure.findMany({ select: { by: true, purpose: true, via: true } })).toEqual([
      { by: 'zhangwei', purpose: '联系诉求人', via: 'page' },
    ]);
    await database.$disconnect();
    await page.getByRole('button', { name: '收起' }).click();
    expect(await page.getByText('13812345678').count()).toBe(0);
    const colleague = await pages.as('liuyang', ticketPage, 'phone');
    await colleague.getByText('只有办理和回访这件工单的人能打开').waitFor();
    expect(await colleague.getByRole('button', { name: '打开全文和诉求人信息' }).count()).toBe(0);
    await leaves(page);
    await leaves(colleague);
  });

  test('the viewer’s name and the time stand across everything, also over what is opened', async () => {
    for (const [person, screen, name] of [
      ['lijianguo', 'phone', '李建国 lijianguo'],
      ['zhaogang', 'desk', '赵刚 zhaogang'],
    ] as const) {
      const page = await pages.as(person, '/', screen);
      const mark = page.locator('.watermark');
      await soon(() =>
        mark.evaluate((element) => (element as never as { style: Record<string, string> }).style.backgroundImage),
      ).toMatch(/^url\("blob:/);
      expect(await mark.getAttribute('data-words')).toMatch(new RegExp(`^${name} 2026-10-20 (周二 )?\\d\\d:\\d\\d`));
      const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
      expect(await mark.boundingBox()).toEqual({ x: 0, y: 0, width, height });
      const above = await page.evaluate(`Number(getComputedStyle(document.querySelector('.watermark')).zIndex)`);
      expect(above).toBeGreaterThan(3_000);
      await leaves(page);
    }
  });

  test('who may not read a ticket reads so, the same for one that is not there; the centre reads which it is', async () => {
    const stranger = await pages.as('chenjing', ticketPage, 'phone');
    const denied = stranger.getByRole('alert').filter({ hasText: '您不能查看这件工单' });
    await denied.waitFor();
    const words = async () => (await denied.textContent())?.replace(/GD\d+/, 'GD…');
    const said = await words();
    for (const no of [SECRET, 'GD20261020009999']) {
      await stranger.goto(`${pages.town.botUrl}/t/${no}`);
      await denied.waitFor();
      await denied.getByText(no).waitFor();
      expect(await words()).toBe(said);
    }
    expect(await stranger.content()).not.toMatch(/路灯|执法人员/);
    const handler = await pages.as('liuyang', `/t/${SECRET}`);
    await handler.getByText('您不能查看这件工单').waitFor();
    const centre = await pages.as('hanmei', '/t/GD20261020009999');
    await centre.getByText('没有这件工单').waitFor();
    await centre.goto(`${pages.town.botUrl}/desk/nowhere`);
    await centre.getByText('没有这个页面，请核对网址。').waitFor();
    for (const page of [stranger, handler, centre]) await leaves(page);
  });

  test('a change that another page sends in a person’s name is refused', async () => {
    const page = await pages.as('limin', `/t/${OTHER}`);
    const { botUrl, url } = pages.town;
    const forged = `<form method="post" enctype="text/plain" action="${botUrl}/page/tickets/${OTHER}/commands/claim"><input name='{"key":"forged-000001","values":{},"x":"' value='"}'></form>`;
    // A page of the same machine: the session's cookie goes with it.
    for (const [from, code] of [
      [`${url}/forged`, 'csrf'],
      ['https://evil.example/', 'login'],
    ] as const) {
      const other = await page.context().newPage();
      await other.route(from, (route) => route.fulfill({ contentType: 'text/html', body: forged }));
      await other.goto(from);
      const sent = other.waitForResponse('**/commands/claim');
      await other.evaluate('document.forms[0].submit()');
      expect(await (await sent).json()).toMatchObject({ code });
      await other.close();
    }
    const own = (token: string) =>
      page.evaluate(
        async ([path, csrf]) => {
          const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf ?? '' };
          const body = JSON.stringify({ key: 'forged-000002', values: {} });
          return (await fetch(path ?? '', { method: 'POST', headers, body })).status;
        },
        [`/page/tickets/${OTHER}/commands/claim`, token],
      );
    expect(await own('guessed')).toBe(403);
    expect((await pages.town.ticket(OTHER)).status).toBe('toClaim');
    expect(pages.problems.splice(0)).toEqual(['asked for https://evil.example/']);
    await leaves(page);
  });

  test('none of it did what no page may do', () => expectNoProblems(pages));
});
