import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fills, opens, sends, submits } from './forms.ts';
import { expectNoProblems, openPages, type Pages, place } from './pages.ts';

const NO = 'GD20261020009501';
const LATER = 'GD20261020009502';

describe.skipIf(!place)('what others do appears by itself', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages();
    await pages.town.tickets({ no: NO, department: 'cgj', title: '南环路路灯不亮' });
  });
  afterAll(() => pages?.close());

  test('on the ticket: said aloud, and a form being filled is left as it is', async () => {
    const principal = await pages.as('lijianguo', `/t/${NO}`, 'phone');
    const form = await opens(principal, '签批');
    await fills(form, '意见', { words: '正在写的意见' });
    const liaison = await pages.as('limin', `/t/${NO}`);
    await submits(liaison, '签收');
    await principal.getByRole('status').getByText('刚有更新：李敏 签收。页面已是最新。').waitFor();
    await form.getByText('这件工单刚被更新，您填写的内容还在').waitFor();
    expect(await form.getByLabel(/^意见/).inputValue()).toBe('正在写的意见');
    await fills(form, '牵头', { picks: ['王芳'] });
    await fills(form, '经办', { picks: ['张伟'] });
    await sends(principal, form, '签批');
    // The other's page learns of it in its turn, and what may be done with it changes.
    await liaison.getByText('刚有更新：李建国 签批').first().waitFor();
    await liaison.getByText('办理中').first().waitFor();
    expect((await pages.town.ticket(NO)).signOff).toMatchObject({ opinion: '正在写的意见' });
  });

  test('in the list of what waits: a ticket comes when it is claimed, and goes when it is signed', async () => {
    const principal = await pages.as('lijianguo', '/', 'phone');
    await principal.getByText('现在没有等您办理的工单。').waitFor();
    await pages.town.tickets({ no: LATER, department: 'cgj', title: '井盖松动' });
    await pages.town.says('limin', `@工单助手 签收 ${LATER}`, 'wrkCgj');
    const row = principal.getByRole('link', { name: /井盖松动/ });
    await row.getByText('签批', { exact: true }).waitFor();
    await principal.getByRole('status').getByText('列表已更新。').waitFor();
    await pages.town.says('lijianguo', `签批 ${LATER} 牵头:王芳 经办:张伟`);
    await row.waitFor({ state: 'detached' });
  });

  test('a ticket that goes to another department is no longer shown', async () => {
    const handler = await pages.as('liuyang', `/t/${LATER}`);
    await handler.getByRole('heading', { name: '井盖松动' }).waitFor();
    await pages.town.says('limin', `退单 ${LATER} 原因:不属于我局`);
    await pages.town.says('hanmei', `同意 ${LATER}`);
    await pages.town.says('hanmei', `派单 ${LATER} 住建局`);
    await handler.getByText('您不能查看这件工单').waitFor();
    expect(await handler.getByText('井盖松动').count()).toBe(0);
    expectNoProblems(pages);
  });
});
