import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sends } from './forms.ts';
import { expectNoProblems, leaves, openPages, type Pages, place, soon } from './pages.ts';
import { expectSound } from './sound.ts';

const LAMP = 'GD20261020009601';
const DRAIN = 'GD20261020009602';
const NEW = 'GD20261020009603';
const GROUP = 'wrkCgj';
const VIEWS = [
  ['/desk', '待办队列'],
  ['/desk/deliveries', '发送台账'],
  ['/desk/departments', '部门看板'],
  ['/desk/people', '人员与群'],
  ['/desk/audit', '审计查询'],
  ['/settings/policy', '办理政策'],
  ['/settings/scheme', '考核方案'],
  ['/settings/calendar', '工作日历'],
] as const;

describe.skipIf(!place)('the centre’s desk and the settings in a browser', () => {
  let pages: Pages;
  let director: Page;
  beforeAll(async () => {
    pages = await openPages();
    const { town } = pages;
    await town.tickets({ no: LAMP, department: 'cgj', title: '南环路路灯不亮' });
    await town.says('lijianguo', `签批 ${LAMP} 牵头:王芳 经办:张伟`);
    await town.says('zhangwei', `延期 ${LAMP} 天数:5 原因:需协调电力公司`);
    await town.fault('wecom', 'dissolved', { chat: GROUP });
    await town.tickets({ no: DRAIN, department: 'cgj', title: '小区门口积水' }, { no: NEW, title: '不知该归谁' });
    director = await pages.as('xulei', '/desk');
  });
  afterAll(() => pages?.close());

  const opens = async (page: Page, path: string, heading: string): Promise<void> => {
    await page.goto(pages.town.botUrl + path);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await page.locator('[aria-busy="false"]').first().waitFor();
  };

  test('every view opens for whom it is meant, is accessible, and fits a phone and 200 %', async () => {
    for (const [path, heading] of VIEWS) {
      await opens(director, path, heading);
      await expectSound(director, heading);
    }
  });

  test('who has no part of it finds no way there, and reads so at its address', async () => {
    const operator = await pages.as('hanmei', '/desk');
    await operator.getByRole('navigation', { name: '热线中心' }).getByRole('link', { name: '发送台账' }).waitFor();
    expect(await operator.getByRole('link', { name: '设置' }).count()).toBe(0);
    for (const path of ['/desk/audit', '/settings/policy', '/settings/calendar']) {
      await operator.goto(pages.town.botUrl + path);
      await operator.getByRole('alert').getByText('这一页不对您开放').waitFor();
    }
    const liaison = await pages.as('limin', '/');
    await liaison.getByRole('link', { name: '等我办理' }).waitFor();
    expect(await liaison.getByRole('link', { name: '热线中心' }).count()).toBe(0);
    for (const [path] of VIEWS) {
      await liaison.goto(pages.town.botUrl + path);
      await liaison.getByText('这一页不对您开放').waitFor();
    }
    await expectSound(liaison, '不开放');
    expect(await liaison.content()).not.toContain('不知该归谁');
    await leaves(operator);
    await leaves(liaison);
  });

  test('from a queue to the form that decides, and back to a queue that is shorter', async () => {
    const operator = await pages.as('hanmei', '/desk');
    const asked = operator.getByRole('table', { name: '延期' });
    await operator.getByRole('table', { name: '待派单' }).getByText('不知该归谁').waitFor();
    expect(await operator.getByRole('listitem').getByRole('link', { name: '延期' }).textContent()).toContain('1');
    await asked.getByRole('link', { name: '同意或驳回' }).click();
    const form = operator.getByRole('form', { name: '同意' });
    await form.waitFor();
    expect(await sends(operator, form, '同意')).toContain('已同意');
    await operator.getByRole('link', { name: '热线中心' }).click();
    await operator.getByRole('table', { name: '待派单' }).waitFor();
    expect(await asked.count()).toBe(0);
    await leaves(operator);
  });

  test('a letter that failed says why; once its group is bound it is sent again, and arrives', async () => {
    await opens(director, '/desk/deliveries?state=failed', '发送台账');
    const line = director.getByRole('row').filter({ hasText: DRAIN });
    await line.getByText(/绑定/).waitFor();
    expect(await line.getByRole('button').count()).toBe(0);
    await pages.town.fault('wecom', 'none');
    await pages.town.says('xulei', '@工单助手 绑定 城管局', GROUP);
    await director.getByRole('button', { name: '刷新' }).click();
    await line.getByRole('button', { name: /^重发给/ }).click();
    await director
      .getByRole('status')
      .getByText(/的消息已重发/)
      .waitFor();
    await pages.town.settled();
    await pages.town.card({ chat: GROUP }, 'claim', DRAIN);
    await opens(director, `/desk/deliveries?q=${DRAIN.slice(-4)}&state=accepted`, '发送台账');
    await line.first().waitFor();
  });

  test('the board leads to a department’s tickets and is sorted by its heads; people are searched', async () => {
    await opens(director, '/desk/departments', '部门看板');
    const head = director.getByRole('columnheader', { name: '在办' });
    await head.getByRole('button').click();
    expect(await head.getAttribute('aria-sort')).toMatch(/ascending|descending/);
    const first = director.getByRole('row').nth(1);
    const top = await first.textContent();
    await head.getByRole('button').click();
    await soon(() => first.textContent()).not.toBe(top);
    await director.getByRole('row').filter({ hasText: '县城市管理局' }).getByRole('link').first().click();
    await director.getByRole('link', { name: /南环路路灯不亮/ }).waitFor();
    await opens(director, '/desk/people', '人员与群');
    await director.getByLabel('姓名、账号或单位').fill('李敏');
    await director.keyboard.press('Enter');
    await director.getByRole('table', { name: '人员' }).getByText('李敏').waitFor();
    await soon(() => director.getByRole('table', { name: '人员' }).getByRole('row').count()).toBe(2);
  });

  test('a policy: what a change would do stands there before it is used, and is kept in the traces', async () => {
    await opens(director, '/settings/policy', '办理政策');
    const trial = director.getByRole('complementary', { name: '改动与预览' });
    const use = trial.getByRole('button', { name: '启用' });
    expect(await use.isDisabled()).toBe(true);
    const days = director.getByLabel('求助件办理时限', { exact: true });
    await days.fill('很快');
    await trial.getByRole('button', { name: '预览影响' }).click();
    await trial.getByText('“求助件办理时限”请填写数字。').waitFor();
    await days.fill('3');
    await director.getByLabel('版本名称').fill('2026-2');
    await trial.getByRole('button', { name: '预览影响' }).click();
    await trial.getByRole('row').filter({ hasText: '求助件办理时限' }).waitFor();
    await trial.getByText(/派单的求助件，办理时限由 10-27 17:30 变为 10-23 17:30/).waitFor();
    await expectSound(director, '政策预览');
    const shown = await pages.town.ticket(LAMP);
    await use.click();
    const sure = director.getByRole('dialog', { name: '确认启用' });
    await sure.getByText('共改 2 处').waitFor();
    await sure.getByRole('button', { name: '确认启用' }).click();
    await director.getByText('新政策已保存').first().waitFor();
    await director.getByRole('table').filter({ hasText: '2026-2' }).or(director.getByText('现行')).first().waitFor();
    expect((await pages.town.ticket(LAMP)).dueAt).toBe(shown.dueAt);
    await opens(director, '/desk/audit?kind=desk', '审计查询');
    await director.getByRole('row').filter({ hasText: '启用政策' }).filter({ hasText: '徐磊' }).waitFor();
    await director.getByRole('row').filter({ hasText: '重发' }).first().waitFor();
  });

  test('a calendar: by keyboard a day becomes a holiday, whose effects stand there before it is used', async () => {
    await opens(director, '/settings/calendar', '工作日历');
    await director.locator('[data-date="2026-10-20"]').focus();
    await director.keyboard.press('ArrowRight');
    await director.keyboard.press('Enter');
    const day = director.locator('[data-date="2026-10-21"]');
    expect(await day.getAttribute('aria-label')).toMatch(/10月21日 周三 .*休息/);
    const trial = director.getByRole('complementary', { name: '改动与预览' });
    await trial.getByRole('button', { name: '预览影响' }).click();
    await trial.getByText(/有 \d+ 件在办工单的时限会变动/).waitFor();
    await trial.getByRole('link', { name: LAMP }).waitFor();
    await expectSound(director, '日历预览');
    await trial.getByRole('button', { name: '放弃改动' }).click();
    expect(await day.getAttribute('aria-label')).toMatch(/上班/);
  });

  test('none of it did what no page may do', () => expectNoProblems(pages));
});
