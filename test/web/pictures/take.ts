import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { findBrowser, openBrowser } from '../browser.ts';
import { type Demo, startDemo } from './demo.ts';
import { withPalette } from './palette.ts';

/** `npm run screenshots`: the README's pictures of the main views, from the sample county as the demo has it. */

const PLACES = { web: '../../../src/web/pictures/', simulator: '../../../src/simulator/page/' };
const SCREENS = {
  desk: { viewport: { width: 1366, height: 800 } },
  phone: { viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true, deviceScaleFactor: 1.5 },
} as const;
type Screen = keyof typeof SCREENS;

const fileOf = (name: string, place: keyof typeof PLACES): string =>
  fileURLToPath(new URL(`${PLACES[place]}${name}.png`, import.meta.url));

interface Camera {
  demo: Demo;
  as(name: string, screen: Screen, to?: string): Promise<Page>;
  takes(page: Page, name: string, place?: keyof typeof PLACES): Promise<void>;
}

const openCamera = (browser: Browser, demo: Demo): Camera => ({
  demo,
  as: async (name, screen, to = '/') => {
    const context = await browser.newContext({ ...SCREENS[screen], locale: 'zh-CN' });
    const page = await context.newPage();
    await page.goto(demo.botUrl + to);
    await page.getByRole('button', { name: '用企业微信登录' }).click();
    await page.getByRole('link', { name, exact: true }).first().click();
    await page.waitForURL((url) => url.origin === demo.botUrl && url.pathname !== '/login');
    await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
    return page;
  },
  takes: async (page, name, place = 'web') => {
    await page.evaluate('document.fonts.ready');
    await page.waitForLoadState('networkidle').catch(() => undefined);
    const picture = withPalette(await page.screenshot({ animations: 'disabled' }));
    await writeFile(fileOf(name, place), picture);
    console.log(`${name} ${Math.ceil(picture.length / 1024)} kB`);
  },
});

/** The first ticket that waits for this person's step. */
const waiting = async (page: Page, step: string): Promise<void> => {
  await page.getByRole('link').filter({ hasText: step }).first().click();
  await page.getByRole('heading', { name: '时限' }).waitFor();
};
const answers = async (page: Page, label: string, name: string): Promise<void> => {
  await page.getByRole('button', { name: new RegExp(`^${label}`) }).click();
  const sheet = page.getByRole('dialog', { name: label });
  await sheet
    .getByLabel(new RegExp(`^${name}`))
    .first()
    .check();
  await sheet.getByRole('button', { name: '选好了' }).click();
  await sheet.waitFor({ state: 'hidden' });
};

/** The principal's list and sign-off, and the form of the handler whom it names, all on phones. */
const phones = async ({ as, takes }: Camera): Promise<void> => {
  const principal = await as('李建国', 'phone');
  await principal.getByRole('link').filter({ hasText: '签批' }).first().waitFor();
  await takes(principal, 'my-tickets');
  await waiting(principal, '签批');
  const no = new URL(principal.url()).pathname;
  await principal.getByRole('button', { name: '签批', exact: true }).first().click();
  await answers(principal, '牵头', '王芳');
  await answers(principal, '经办', '张伟');
  await principal.getByRole('button', { name: /^时限/ }).click();
  await principal
    .getByRole('grid')
    .getByRole('button', { name: /第1个工作日/ })
    .first()
    .waitFor();
  await takes(principal, 'sign-off');
  await principal
    .getByRole('grid')
    .getByRole('button', { name: /第3个工作日/ })
    .first()
    .click();
  await principal.getByRole('button', { name: '提交签批' }).click();
  await principal.getByText('已签批').first().waitFor();

  const handler = await as('张伟', 'phone', no);
  await handler.getByRole('button', { name: '联系', exact: true }).first().click();
  await handler.getByRole('radio', { name: '见面' }).check();
  await handler.getByLabel(/^地点/).fill('南环路与学府街口');
  await handler.getByLabel(/^情况/).fill('已到现场查看，三盏灯的电缆被挖断，约好今晚修复');
  const form = handler.getByRole('form', { name: '联系' });
  await form.getByLabel('从手机或电脑选择').setInputFiles({
    name: '现场照片.png',
    mimeType: 'image/png',
    buffer: await readFile(fileOf('at-work', 'simulator')),
  });
  const there = form.getByText('现场照片.png 已上传');
  await there.waitFor();
  await there.scrollIntoViewIfNeeded();
  await takes(handler, 'contact');
  await handler.getByRole('button', { name: '提交联系' }).click();
  await handler.getByText('已记录').first().waitFor();

  const desk = await as('王芳', 'desk', no);
  await desk.getByRole('heading', { name: '办理过程' }).waitFor();
  await desk.getByText('怎么算的').nth(1).click();
  await takes(desk, 'ticket');
};

const TRAFFIC = 'wrkjtjQingxi';

/** The centre's desk, as its operator has it: queues, the ledger with a letter that failed, the board. */
const centre = async ({ as, takes, demo }: Camera): Promise<void> => {
  await demo.orders('faults', { platform: 'wecom', kind: 'dissolved', chat: TRAFFIC });
  await demo.brings({ no: 'GD2026102000950', department: 'jtj', title: '候车亭顶棚漏雨' });
  const page = await as('韩梅', 'desk', '/desk');
  const failed = page.getByRole('link', { name: /[1-9]\d* ?失败的发送/ });
  for (const end = Date.now() + 60_000; !(await failed.isVisible()) && Date.now() < end; ) {
    await page.waitForTimeout(1_000);
    await page.getByRole('button', { name: '刷新' }).click();
  }
  await takes(page, 'queues');
  await opens(page, demo, '/desk/deliveries');
  await takes(page, 'ledger');
  await opens(page, demo, '/desk/departments');
  await takes(page, 'board');
};

const opens = async (page: Page, demo: Demo, path: string): Promise<void> => {
  await page.goto(demo.botUrl + path);
  await page.locator('[aria-busy="false"]').first().waitFor();
};

/** A policy's preview; and the October that the sample county is in, once its draft stands. */
const director = async ({ as, takes, demo }: Camera): Promise<void> => {
  const page = await as('徐磊', 'desk', '/settings/policy');
  await page.getByLabel('求助件办理时限', { exact: true }).fill('3');
  await page.getByRole('button', { name: '预览影响' }).click();
  await page.getByRole('row').filter({ hasText: '求助件办理时限' }).waitFor();
  await takes(page, 'policy');
  await demo.orders('clock', { to: '2026-11-02T09:30:00+08:00' });
  await opens(page, demo, '/league/monthly/2026-10');
  await page.getByRole('row').nth(1).getByRole('button').first().click();
  await page.getByRole('dialog').locator('[aria-busy="false"]').waitFor();
  await takes(page, 'league');
  await page.goto(`${demo.botUrl}/league/month/2026-10`);
  await page.getByRole('heading', { name: '接下来可以办' }).waitFor();
  await takes(page, 'month');
};

/** The simulator's page in the midst of a scene. */
const scene = async ({ takes, demo }: Camera, browser: Browser): Promise<void> => {
  const page = await browser.newPage(SCREENS.desk);
  await page.goto(demo.townUrl);
  await page.getByRole('button', { name: '退单：中心决定，改派' }).click();
  const steps = ['先把城里的钟拨到工作日上午', '单位工作群里马上出现卡片', '申请退单，要写原因', '值班员点“同意”'];
  for (const says of steps) {
    await page.getByRole('button', { name: '下一步' }).click();
    await page.locator('.says').getByText(says).waitFor();
  }
  await page.getByLabel('韩梅的手机').waitFor();
  await takes(page, 'at-work', 'simulator');
};

const place = findBrowser();
if (!place) throw new Error('no Chromium or Chrome found: apt-get install chromium');
const demo = await startDemo();
const browser = await openBrowser(place, 'zh_CN');
try {
  const camera = openCamera(browser, demo);
  await phones(camera);
  await centre(camera);
  await scene(camera, browser);
  await director(camera);
} finally {
  await browser.close();
  await demo.close();
}
