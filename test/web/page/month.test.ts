import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { draftedWith, LATE, windowEnds } from '../../town/months.ts';
import { fills } from './forms.ts';
import { expectNoProblems, leaves, openPages, type Pages, place } from './pages.ts';
import { expectSound } from './sound.ts';

const MONTH = '2026-10';

describe.skipIf(!place)('league tables and the month’s close in a browser', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages({ startAt: '2026-10-30T09:00:00+08:00' });
    await draftedWith(pages.town, 'cgj', 'zjj');
  });
  afterAll(() => pages?.close());

  const at = async (person: string, path: string): Promise<Page> => {
    const page = await pages.as(person, path);
    await page.locator('[aria-busy="false"]').first().waitFor();
    return page;
  };
  /** Sends a step of the month with what is filled in; the page says what came of it. */
  const takes = async (page: Page, name: string, says: RegExp, answers: Parameters<typeof fills>[2][] = []) => {
    await page
      .getByRole('complementary')
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .first()
      .click();
    const form = page.getByRole('form', { name });
    for (const answer of answers) await fills(form, '原因', answer);
    return { form, send: () => sendsMonth(page, name, says) };
  };
  const sendsMonth = async (page: Page, name: string, says: RegExp): Promise<void> => {
    await page
      .getByRole('form', { name })
      .getByRole('button', { name: `提交${name}` })
      .click();
    await page.locator('.good').getByText(says).waitFor();
  };

  test('an appeal is made by the department, granted by the director, and the month published', async () => {
    const liaison = await at('limin', `/league/month/${MONTH}`);
    await expectSound(liaison, '月度定榜（单位）');
    const appeal = await takes(liaison, '申诉', /SS202610-1/, [{ words: '停电，无法签收' }]);
    await fills(appeal.form, '工单', { words: LATE });
    await appeal.send();
    await leaves(liaison);

    const director = await at('xulei', `/league/month/${MONTH}`);
    await director.getByText('停电，无法签收').first().waitFor();
    await expectSound(director, '月度定榜');
    expect(await director.getByRole('button', { name: '定榜', exact: true }).count()).toBe(0);
    await (await takes(director, '同意申诉', /已同意/)).send();
    await windowEnds(pages.town);
    await director.reload();
    const lock = await takes(director, '定榜', /已定榜并公布/);
    if ((await lock.form.getByRole('button', { name: /^末位/ }).count()) > 0)
      await fills(lock.form, '末位', { picks: ['县住房和城乡建设局'] });
    await lock.send();
    await director.getByText('约谈').first().waitFor();
    await leaves(director);
  });

  test('a figure opens the tickets behind it, a ticket is opened from there; back closes it', async () => {
    const director = await at('xulei', `/league/monthly/${MONTH}`);
    await expectSound(director, '月榜');
    await director
      .getByRole('button', { name: /^县住房和城乡建设局，.*签收/ })
      .first()
      .click();
    const sheet = director.getByRole('dialog');
    await sheet.getByText('GD20261030009002').waitFor();
    await sheet.getByText('签收超时').waitFor();
    await expectSound(director, '数字背后的工单');
    await sheet.getByRole('link', { name: '路灯不亮' }).click();
    await director.getByRole('heading', { level: 1, name: '路灯不亮' }).waitFor();
    await director.goBack();
    await director.getByRole('dialog').waitFor();
    await director.goBack();
    await director.getByRole('dialog').waitFor({ state: 'hidden' });
    await director.goto(`${pages.town.botUrl}/league/daily/2026-10-30`);
    await director.getByRole('heading', { level: 1, name: '日榜' }).waitFor();
    await director.getByRole('row').nth(1).waitFor();
    await expectSound(director, '日榜');
    await leaves(director);
  });

  test('a department’s people see its own row, a county leader all; the close is not theirs', async () => {
    const liaison = await at('limin', '/league/daily/2026-10-30');
    expect(await liaison.getByRole('row').count()).toBe(2);
    const leader = await at('fengxian', `/league/monthly/${MONTH}`);
    expect(await leader.getByRole('row').count()).toBeGreaterThan(3);
    await leader.goto(`${pages.town.botUrl}/league/month/${MONTH}`);
    await leader.getByText('现在没有等您办理的步骤。').waitFor();
    await leaves(liaison);
    await leaves(leader);
    expectNoProblems(pages);
  });
});
