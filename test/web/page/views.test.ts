import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { opens } from './forms.ts';
import { expectNoProblems, isFocused, leaves, openPages, type Pages, place, soon } from './pages.ts';
import { expectSound } from './sound.ts';

const NO = 'GD20261020009701';
const LONG = 'GD20261020009702';

describe.skipIf(!place)('the ticket page for everybody', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages();
    await pages.town.tickets(
      { no: NO, department: 'cgj', title: '南环路路灯不亮', caller: { name: '周大海', phone: '13812345678' } },
      { no: LONG, department: 'cgj', title: `很长的标题${'没有空格也要换行'.repeat(12)}`, urgent: true },
    );
    await pages.town.says('limin', `@工单助手 签收 ${NO}`, 'wrkCgj');
  });
  afterAll(() => pages?.close());

  test('every view and sheet is accessible and fits a phone and 200 %', async () => {
    const nobody = await pages.nobody('/login');
    await nobody.getByRole('button', { name: '用企业微信登录' }).waitFor();
    await expectSound(nobody, '登录');
    await leaves(nobody);
    const page = await pages.as('lijianguo', '/');
    await page.getByRole('link', { name: /南环路路灯不亮/ }).waitFor();
    await expectSound(page, '等我办理');
    await page.goto(`${pages.town.botUrl}/?view=all`);
    await page
      .getByText(/找到 2 件/)
      .first()
      .waitFor();
    await expectSound(page, '查找工单');
    await page.getByLabel('编号或关键词').fill('没有这样的');
    await page.keyboard.press('Enter');
    await page.getByText('没有找到符合条件的工单。').waitFor();
    await expectSound(page, '没有找到');
    await page.goto(`${pages.town.botUrl}/t/${LONG}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expectSound(page, '长标题');
    await page.goto(`${pages.town.botUrl}/t/${NO}`);
    const form = await opens(page, '签批');
    await expectSound(page, '签批表单');
    await form.getByRole('button', { name: '提交签批' }).click();
    await form.getByRole('alert').first().waitFor();
    await expectSound(page, '没有填完的表单');
    for (const [label, view] of [
      ['经办', '选人'],
      ['时限', '选日期'],
    ] as const) {
      await form.getByRole('button', { name: new RegExp(`^${label}`) }).click();
      await page.getByRole('dialog', { name: label }).waitFor();
      await expectSound(page, view);
      await page.keyboard.press('Escape');
    }
    await page.goto(`${pages.town.botUrl}/t/${NO}`);
    await page.getByRole('button', { name: '打开全文和诉求人信息' }).click();
    await page.getByLabel('审核把关').check();
    await expectSound(page, '查看用途');
    await page.getByRole('button', { name: '确认打开' }).click();
    await page.getByRole('link', { name: '13812345678' }).waitFor();
    await expectSound(page, '全文');
    await page.goto(`${pages.town.botUrl}/t/GD20261020009999`);
    await page.getByText('您不能查看这件工单').waitFor();
    await expectSound(page, '不能查看');
    await leaves(page);
  });

  /** Goes on with the Tab key until this is focused; what is focused on the way is seen. */
  const tabsTo = async (page: Page, wanted: Locator): Promise<void> => {
    for (let presses = 0; presses < 60; presses += 1) {
      if ((await wanted.count()) > 0 && (await isFocused(wanted))) return;
      await page.keyboard.press('Tab');
      const seen = `(() => { const at = document.activeElement; const ring = getComputedStyle(at);
        return at === document.body || ring.outlineStyle !== 'none' || at.parentElement.matches(':focus-within')
          && getComputedStyle(at.parentElement).outlineStyle !== 'none' || at.outerHTML.slice(0, 120); })()`;
      expect(await page.evaluate(seen)).toBe(true);
    }
    throw new Error(`the Tab key never reached ${wanted}`);
  };

  test('the principal signs with the keyboard alone', async () => {
    const page = await pages.as('lijianguo', `/t/${NO}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const press = (key: string) => page.keyboard.press(key);
    await press('Tab');
    expect(await isFocused(page.getByRole('link', { name: '跳到主要内容' }))).toBe(true);
    await press('Enter');
    await tabsTo(page, page.getByRole('button', { name: '签批', exact: true }));
    await press('Enter');
    const form = page.getByRole('form', { name: '签批' });
    await soon(() => isFocused(form.getByRole('heading', { name: '签批' }))).toBe(true);

    await tabsTo(page, form.getByRole('button', { name: /^牵头/ }));
    await press('Enter');
    const lead = page.getByRole('dialog', { name: '牵头' });
    await lead.waitFor();
    await tabsTo(page, lead.getByRole('radio').first());
    const wang = lead.getByRole('radio', { name: /王芳/ });
    for (let steps = 0; steps < 9 && !(await wang.isChecked()); steps += 1) await press('ArrowDown');
    await tabsTo(page, lead.getByRole('button', { name: '选好了' }));
    await press('Enter');
    await soon(() => isFocused(form.getByRole('button', { name: /^牵头/ }))).toBe(true);

    await tabsTo(page, form.getByRole('button', { name: /^经办/ }));
    await press('Enter');
    const handlers = page.getByRole('dialog', { name: '经办' });
    await handlers.waitFor();
    await tabsTo(page, handlers.getByRole('checkbox', { name: /张伟/ }));
    await press('Space');
    await press('Escape');
    await handlers.waitFor({ state: 'hidden' });

    await tabsTo(page, form.getByRole('button', { name: /^时限/ }));
    await press('Enter');
    const grid = page.getByRole('grid');
    await grid.waitFor();
    for (const key of ['ArrowRight', 'ArrowRight', 'PageDown', 'PageUp']) await press(key);
    await soon(() => isFocused(grid.getByRole('button', { name: /2026-10-22/ }))).toBe(true);
    await press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });

    await tabsTo(page, form.getByLabel(/^意见/));
    await page.keyboard.type('请尽快');
    await tabsTo(page, form.getByRole('button', { name: '提交签批' }));
    await press('Enter');
    await page.getByRole('status').getByText(`已签批 ${NO}`).first().waitFor();
    expect((await pages.town.ticket(NO)).signOff).toMatchObject({
      lead: 'wangfang',
      handlers: ['zhangwei'],
      dueAt: '2026-10-22T09:30:00.000Z',
      opinion: '请尽快',
    });
    await leaves(page);
    expectNoProblems(pages);
  });
});
