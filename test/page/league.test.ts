import { expect } from 'vitest';
import type { LeagueLinesView, LeagueView, MonthState } from '../../src/http/page/shapes.ts';
import { draftedWith, draftRead, LATE, windowEnds } from '../town/months.ts';
import { storiesWith } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';
import { type Browser, newKey, openBrowser, refuses } from './browser.ts';

const story = storiesWith({ startAt: '2026-10-30T09:00:00+08:00', pages: true });

const entered = async (town: StoryTown, person: string): Promise<Browser> => {
  const browser = openBrowser(town);
  await browser.login(person);
  return browser;
};
const state = (browser: Browser): Promise<MonthState> => browser.get<MonthState>('/page/league/month/2026-10');
const formNamed = ({ forms }: MonthState, name: string): MonthState['forms'][number] => {
  const form = forms.find((entry) => entry.name === name);
  expect(form, `${name} among ${forms.map((entry) => entry.name).join()}`).toBeDefined();
  return form as MonthState['forms'][number];
};
/** Sends a form as it stands, with what a person fills in. */
const sends = async (browser: Browser, form: MonthState['forms'][number], values: Record<string, string> = {}) => {
  const standing = Object.fromEntries(form.fields.flatMap(({ key, value }) => (value ? [[key, value]] : [])));
  const path = form.ticket ? `/page/tickets/${form.ticket}/commands/${form.action}` : `/page/commands/${form.action}`;
  const response = await browser.post(path, {
    key: newKey(),
    values: { ...standing, ...values },
    ...(form.matter ? { matter: form.matter } : {}),
  });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return JSON.parse(text) as { says: string };
};
const done = ({ steps }: MonthState): string[] => steps.filter((step) => step.done).map(({ name }) => name);

story(
  'R7.2 a month is closed on the page: appeal, decision, sign-off, the tickets behind a figure',
  async ({ town }) => {
    await draftedWith(town, 'cgj', 'zjj');
    await draftRead(town);
    const liaison = await entered(town, 'limin');
    expect(done(await state(liaison))).toEqual(['生成草稿', '确认扣分']);
    const said = await sends(liaison, formNamed(await state(liaison), '申诉'), {
      reason: '停电无法签收13800001234',
      ticket: LATE,
    });
    expect(said.says).toContain('SS202610-1');
    await town.settled();
    await town.card({ person: 'xulei' }, 'accept', 'SS202610-1');

    const director = await entered(town, 'xulei');
    const asked = await state(director);
    expect(asked.appeals).toEqual([
      expect.objectContaining({ id: 'SS202610-1', department: { id: 'cgj', name: '县城市管理局' }, state: '待决定' }),
    ]);
    expect(asked.appeals[0]?.reason).not.toContain('13800001234');
    expect(asked.forms.map(({ name }) => name)).not.toContain('定榜');
    expect((await sends(director, formNamed(asked, '同意申诉'))).says).toContain('已同意');
    await town.reads({ person: 'limin' }, 'SS202610-1', '已同意');
    await windowEnds(town);
    const over = await state(director);
    expect(over).toMatchObject({ state: 'draft', stateName: '待定榜', proposedDeductions: [] });
    const lock = formNamed(over, '定榜');
    const tie = over.tie?.departments.map(({ id }) => id) ?? [];
    expect(lock.fields.map(({ key }) => key)).toEqual(tie.length > 0 ? ['month', 'bottom'] : ['month']);
    expect((await sends(director, lock, tie.length > 0 ? { bottom: tie.slice(0, 1).join() } : {})).says).toContain(
      '已定榜并公布',
    );
    town.leavesUnread(
      'what is published is read by month-lock',
      ({ chat, text }) => chat !== undefined || /WZ202610/.test(text),
    );
    const published = await state(director);
    expect(published.notices).toMatchObject([{ id: 'WZ202610-zjj', state: '待确认' }]);
    expect(formNamed(published, '同意发出通知').matter).toEqual({ kind: 'accountability', id: 'WZ202610-zjj' });
    expect(done(published)).toContain('定榜并公布');
    expect(formNamed(published, '更正').fields.find(({ key }) => key === 'correction')?.required).toBe(true);

    const table = await director.get<LeagueView>('/page/league/monthly/2026-10');
    expect(table).toMatchObject({ kind: 'monthly', state: 'published', stateName: '已定榜', version: 1 });
    expect(table.columns.map(({ key }) => key)).toContain('claim');
    expect(Object.keys(table.rows[0]?.cells ?? {}).toSorted()).toEqual(table.columns.map(({ key }) => key).toSorted());
    const behind = (department: string) =>
      director.get<LeagueLinesView>(`/page/league/monthly/2026-10/lines?department=${department}&column=claim`);
    expect(await behind('zjj')).toMatchObject({
      lines: [{ ticket: 'GD20261030009002', detail: '签收超时', title: '路灯不亮' }],
      hidden: 0,
    });
    expect((await behind('cgj')).lines).toEqual([]);
  },
);

story('a department sees its own row and lines, a principal a published table whole', async ({ town }) => {
  await draftedWith(town, 'cgj', 'zjj');
  await draftRead(town);
  const rows = async (person: string, path: string): Promise<string[]> =>
    (await (await entered(town, person)).get<LeagueView>(path)).rows.map(({ department }) => department.id);
  const draft = '/page/league/monthly/2026-10';
  expect(await rows('limin', draft)).toEqual(['cgj']);
  expect(await rows('lijianguo', draft)).toEqual(['cgj']);
  const all = await rows('fengxian', draft);
  expect(all.toSorted()).toEqual(['cgj', 'jyj', 'zjj']);
  const daily = '/page/league/daily/2026-10-30';
  expect(await rows('limin', daily)).toEqual(['cgj']);
  expect((await rows('lijianguo', daily)).length).toBeGreaterThan(1);
  expect(await rows('hanmei', daily)).not.toContain('centre');
  const liaison = await entered(town, 'limin');
  await refuses(await liaison.request(`${draft}/lines?department=zjj`), 403, 'denied');
  const own = await liaison.get<LeagueLinesView>(`${draft}/lines`);
  expect(own.lines.map(({ ticket }) => ticket)).toEqual([LATE]);
  expect(own.lines[0]?.columns).toContain('派单');
  expect((await state(liaison)).forms.map(({ name }) => name)).toEqual(['申诉']);
  expect((await state(await entered(town, 'hanmei'))).forms).toEqual([]);
  await refuses(await liaison.request('/page/league/monthly/2026-12'), 400, 'bad-month');
  await refuses(await liaison.request('/page/league/daily/2026-13-01'), 400, 'bad-date');
});

story('a restricted ticket behind a figure is counted, not shown, to those it is kept from', async ({ town }) => {
  await draftedWith(town, 'zjj');
  await town.clock({ to: '2026-11-03T09:00:00+08:00' });
  await town.tickets({ no: 'GD20261103009101', department: 'cgj', type: '举报', title: '某店违规' });
  await town.clock({ advance: '1 minutes' });
  const deputy = await entered(town, 'wangfang');
  const lines = (browser: Browser): Promise<LeagueLinesView> =>
    browser.get<LeagueLinesView>('/page/league/monthly/2026-11/lines?department=cgj');
  expect(await lines(deputy)).toMatchObject({ lines: [], hidden: 1 });
  expect((await lines(await entered(town, 'lijianguo'))).lines.map(({ ticket }) => ticket)).toEqual([
    'GD20261103009101',
  ]);
  town.leavesUnread('the month is read by another story', () => true);
});
