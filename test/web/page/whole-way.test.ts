import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fills, opens, sends, submits } from './forms.ts';
import { expectNoProblems, leaves, openPages, type Pages, place, soon } from './pages.ts';

const NO = 'GD20261020009101';
const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const ticketPage = `/t/${NO}`;

describe.skipIf(!place)('a ticket goes the whole way on the pages', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages();
    await pages.town.tickets({
      no: NO,
      department: 'cgj',
      title: '南环路路灯不亮',
      content: '南环路中段路灯连续三晚不亮，住户周大海反映',
      caller: { name: '周大海', phone: '13812345678' },
    });
  });
  afterAll(() => pages?.close());

  test('the liaison claims it on the phone from the list of what waits, and proposes who works on it', async () => {
    const page = await pages.as('limin', '/', 'phone');
    await page.getByRole('link', { name: /南环路路灯不亮/ }).click();
    expect(await submits(page, '签收')).toContain(`已签收 ${NO}`);
    await page.getByText('待签批').first().waitFor();
    await submits(page, '拟办', { 牵头: { picks: ['王芳'] }, 经办: { picks: ['张伟'] } });
    expect((await pages.town.ticket(NO)).proposal).toMatchObject({ lead: 'wangfang', handlers: ['zhangwei'] });
    await leaves(page);
  });

  test('the principal signs on the phone: people by name, a working day of the calendar, an opinion', async () => {
    const page = await pages.as('lijianguo', ticketPage, 'phone');
    const form = await opens(page, '签批');
    // What was proposed stands there already.
    await form.getByRole('button', { name: /^牵头.*王芳/ }).waitFor();
    await fills(form, '经办', { picks: ['刘洋'] });
    await form.getByRole('button', { name: /^时限/ }).click();
    const calendar = page.getByRole('grid', { name: '2026年10月' });
    await calendar.getByRole('button', { name: /2026-10-24 周六 休息/ }).waitFor();
    await calendar.getByRole('button', { name: /2026-10-22 周四 第2个工作日/ }).click();
    await form.getByLabel('时限 几点').fill('15:30');
    await fills(form, '意见', { words: '尽快办理' });
    expect(await sends(page, form, '签批')).toContain(`已签批 ${NO}`);
    expect((await pages.town.ticket(NO)).signOff).toMatchObject({
      lead: 'wangfang',
      handlers: ['zhangwei', 'liuyang'],
      dueAt: '2026-10-22T07:30:00.000Z',
      opinion: '尽快办理',
    });
    await leaves(page);
  });

  test('the handler records a contact with a photo from the camera, and replies', async () => {
    const page = await pages.as('zhangwei', ticketPage, 'phone');
    const form = await opens(page, '联系');
    await fills(form, '方式', { choice: '见面' });
    await fills(form, '地点', { words: '南环路' });
    await fills(form, '情况', { words: '已现场查看，灯泡烧坏' });
    const camera = form.getByLabel('拍照');
    expect(await camera.getAttribute('capture')).toBe('environment');
    const picture = await readFile(new URL('../../../src/simulator/page/at-work.png', import.meta.url));
    await camera.setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: picture });
    await form.getByText('现场.png 已上传').waitFor();
    expect(await sends(page, form, '联系')).toContain(NO);
    const kept = await pages.town.ticket(NO);
    expect(kept.contacts).toMatchObject([{ mode: '见面', attachments: [kept.evidence[0]?.id] }]);
    await submits(page, '回复', { 流程: { words: '到现场更换灯泡' }, 结果: { words: '已修复' } });
    expect((await pages.town.ticket(NO)).status).toBe('toReview');
    await page.getByRole('button', { name: '查看', exact: true }).click();
    const shown = page.getByRole('dialog').getByRole('img', { name: '张伟 上传的照片' });
    await soon(() => shown.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBe(1366);
    await leaves(page);
  });

  test('the principal reviews with the sealed scan, at a desk', async () => {
    const page = await pages.as('lijianguo', ticketPage);
    const form = await opens(page, '审核通过');
    await form
      .getByLabel('从手机或电脑选择')
      .setInputFiles({ name: '签章.pdf', mimeType: 'application/pdf', buffer: PDF });
    await form.getByText('签章.pdf 已上传').waitFor();
    await sends(page, form, '审核通过');
    expect(await pages.town.ticket(NO)).toMatchObject({
      status: 'toFollowUp',
      reviews: [{ approved: true, seal: '扫描件' }],
    });
    await leaves(page);
  });

  test('the centre’s caller follows up: not reached first, satisfied then', async () => {
    const page = await pages.as('yangyan', ticketPage, 'phone');
    expect(await submits(page, '未接通')).toContain(NO);
    await pages.town.clock({ to: '2026-10-20T14:40:00+08:00' });
    await submits(page, '回访', {
      联系: { choice: '是' },
      见面: { choice: '是' },
      过程: { choice: '满意' },
      结果: { choice: '基本满意' },
      解决: { choice: '是' },
      备注: { words: '周先生表示感谢' },
    });
    expect(await pages.town.ticket(NO)).toMatchObject({ status: 'done' });
    await page.getByText('已办结').first().waitFor();
    await leaves(page);
    const { history } = await pages.town.ticket(NO);
    const people = history.filter(({ by }) => !['system', 'upstream'].includes(by));
    expect(people.every(({ via }) => via?.door === 'page')).toBe(true);
    expectNoProblems(pages);
  });
});
