import type { Locator, Page } from 'playwright-core';

/** How a field of a form is answered: words, a choice, people or departments by their names, or a day of the calendar. */
export type Answer = { words: string } | { choice: string } | { picks: string[] } | { day: string; time?: string };

const actions = (page: Page): Locator => page.getByRole('complementary', { name: '办理' });

/** Presses a step's button: on a phone those that do not wait for the person stand behind 更多办理. */
export const opens = async (page: Page, name: string): Promise<Locator> => {
  const button = actions(page).getByRole('button', { name, exact: true });
  const more = actions(page).getByRole('button', { name: '更多办理' });
  await button.or(more).first().waitFor();
  if ((await button.count()) === 0) await more.click();
  await button.first().click();
  const form = page.getByRole('form', { name, exact: true });
  await form.waitFor();
  return form;
};

const sheet = (page: Page, title: string): Locator => page.getByRole('dialog', { name: title, exact: true });

/** A control by what its label begins with: the same words also stand in what it holds. */
const control = (form: Locator, role: 'button' | 'textbox', label: string): Locator =>
  form.getByRole(role, { name: new RegExp(`^${label}(\\s|$)`) }).first();

export const fills = async (form: Locator, label: string, answer: Answer): Promise<void> => {
  const page = form.page();
  if ('words' in answer) return control(form, 'textbox', label).fill(answer.words);
  if ('choice' in answer)
    return form
      .getByRole('group', { name: new RegExp(`^${label}(\\s|$)`) })
      .getByRole('radio', { name: answer.choice, exact: true })
      .check();
  await control(form, 'button', label).click();
  const over = sheet(page, label);
  if ('day' in answer) {
    const day = over.getByRole('gridcell').getByRole('button', { name: answer.day });
    await over.getByRole('grid').waitFor();
    for (let months = 0; months < 3 && (await day.count()) === 0; months += 1)
      await over.getByRole('button', { name: '下个月' }).click();
    await day.click();
    if (answer.time) await form.getByLabel(`${label} 几点`).fill(answer.time);
    return;
  }
  for (const name of answer.picks)
    await over
      .getByLabel(new RegExp(`^${name}(\\s|$)`))
      .first()
      .check();
  await over.getByRole('button', { name: '选好了' }).click();
};

/** Opens a step's form, answers it and sends it; returns what the bot said. */
export const submits = async (page: Page, name: string, answers: Record<string, Answer> = {}): Promise<string> => {
  const form = await opens(page, name);
  for (const [label, answer] of Object.entries(answers)) await fills(form, label, answer);
  return sends(page, form, name);
};

/** Sends an open form that is taken. */
export const sends = async (page: Page, form: Locator, name: string): Promise<string> => {
  await form.getByRole('button', { name: `提交${name}` }).click();
  await form.waitFor({ state: 'detached' });
  return (await page.locator('.says').textContent()) ?? '';
};
