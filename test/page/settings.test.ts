import { Client } from 'pg';
import { expect } from 'vitest';
import { DEFAULT_POLICY } from '../../src/config/policy.ts';
import type { Audit, CalendarYear, PolicyView, Preview, SchemeView } from '../../src/http/page/shapes.ts';
import { hotline } from '../cli/hotline.ts';
import { storiesWith } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';
import { type Browser, openBrowser, refuses } from './browser.ts';

const story = storiesWith({
  pages: true,
  people: [{ id: 'dubo', name: '杜博', department: 'xzf', roles: ['supervisionOffice'], wecom: 'dubo' }],
});

const entered = async (town: StoryTown, person: string, platform?: 'wecom'): Promise<Browser> => {
  const browser = openBrowser(town);
  await browser.login(person, platform ? { platform } : {});
  return browser;
};
const posts = async <T>(browser: Browser, path: string, body: unknown): Promise<T> => {
  const response = await browser.post(path, body);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return JSON.parse(text) as T;
};

/** Everything that a preview might have touched. */
const standing = async (town: StoryTown): Promise<unknown> => {
  const client = new Client({ connectionString: town.databaseUrl });
  await client.connect();
  const { rows } = await client.query(`
    SELECT (SELECT json_agg(t ORDER BY "no") FROM "ticket" t) AS tickets, (SELECT count(*)::int FROM "ticket_event") AS events,
      (SELECT count(*)::int FROM "policy_version") AS policies, (SELECT json_agg(h) FROM "holiday_year" h) AS years,
      (SELECT count(*)::int FROM "delivery") AS letters, (SELECT count(*)::int FROM "desk_act") AS acts`);
  await client.end();
  return rows[0];
};

const SETTINGS = ['policy', 'scheme', 'calendar/2026'];

story(
  'policy and calendar are for the director and the administrator, traces also for the supervision office',
  async ({ town }) => {
    const director = await entered(town, 'xulei');
    for (const path of SETTINGS) await director.get(`/page/settings/${path}`);
    await director.get('/page/desk/audit');
    for (const person of ['hanmei', 'yangyan', 'lijianguo', 'limin', 'fengxian', 'hezhang']) {
      const browser = await entered(town, person);
      expect((await browser.session()).sees).toMatchObject({ settings: false, audit: false });
      for (const path of SETTINGS) await refuses(await browser.request(`/page/settings/${path}`), 403, 'denied');
      await refuses(await browser.post('/page/settings/policy/use', {}), 403, 'denied');
      await refuses(await browser.post('/page/settings/calendar/2027/use', {}), 403, 'denied');
      await refuses(await browser.request('/page/desk/audit'), 403, 'denied');
    }
    const supervises = await entered(town, 'dubo', 'wecom');
    expect((await supervises.session()).sees).toMatchObject({ desk: false, settings: false, audit: true });
    await supervises.get('/page/desk/audit');
    await refuses(await supervises.request('/page/settings/policy'), 403, 'denied');
    await refuses(await supervises.request('/page/desk/queues'), 403, 'denied');
    const scheme = await director.get<SchemeView>('/page/settings/scheme');
    expect(scheme).toMatchObject({ month: '2026-10', howToChange: expect.stringContaining('npx hotline policy use') });
    expect(scheme.items.length).toBeGreaterThan(3);
  },
);

story(
  'a policy says what it would do, changes nothing until it is used, and then holds and is kept',
  async ({ town }) => {
    await town.tickets({ no: 'GD20261020009401', department: 'cgj' });
    await town.card({ chat: 'wrkCgj' }, 'claim');
    const due = (await town.ticket('GD20261020009401')).dueAt;
    const director = await entered(town, 'xulei');
    const shown = await director.get<PolicyView>('/page/settings/policy');
    expect(shown).toMatchObject({ version: 0, versions: [], document: DEFAULT_POLICY });
    expect(shown.fields.find(({ path }) => path === 'limits.handling.咨询.amount')).toMatchObject({
      label: '咨询件办理时限',
      kind: 'number',
    });
    const document = {
      ...DEFAULT_POLICY,
      version: '2026-2',
      limits: {
        ...DEFAULT_POLICY.limits,
        handling: { ...DEFAULT_POLICY.limits.handling, 求助: { amount: 3, unit: 'workingDays' } },
      },
      watch: { ...DEFAULT_POLICY.watch, nearDueMinutes: 6 * 390 },
      manners: { ...DEFAULT_POLICY.manners, quietFrom: '21:00' },
    };
    const before = await standing(town);
    const preview = await posts<Preview>(director, '/page/settings/policy/preview', { document, from: '2026-10-20' });
    expect(preview.problems).toEqual([]);
    expect(preview.differences.map(({ label, before: was, after }) => `${label}：${was} → ${after}`)).toEqual([
      '版本名称：示例-1 → 2026-2',
      '求助件办理时限：5 → 3',
      '临期提醒：780 个工作分钟 → 2340 个工作分钟',
      '免打扰开始：20:00 → 21:00',
    ]);
    expect(preview.effects[0]).toMatch(/派单的求助件，办理时限由 10-27 17:30 变为 10-23 17:30。/);
    expect(preview.effects.join()).toContain('已经确定的时限不变');
    expect(preview.affected).toEqual({
      count: 1,
      tickets: [{ no: 'GD20261020009401', before: '未到期', after: '临期' }],
    });
    expect(await standing(town)).toEqual(before);

    const wrong = { ...document, watch: { ...document.watch, graceMinutes: -1 }, colour: 'red' };
    const broken = await posts<Preview>(director, '/page/settings/policy/preview', {
      document: wrong,
      from: '2026-10-20',
    });
    expect(broken.problems).toEqual(['watch.graceMinutes：须大于 0', 'colour：没有这一项，请检查拼写']);
    await refuses(
      await director.post('/page/settings/policy/use', { document: wrong, from: '2026-10-20' }),
      422,
      'wrong',
    );
    const past = await director.post('/page/settings/policy/use', { document, from: '2026-10-01' });
    expect((await refuses(past, 422, 'wrong')).detail).toContain('已经过去');
    expect(await standing(town)).toEqual(before);

    const used = await posts<PolicyView>(director, '/page/settings/policy/use', { document, from: '2026-10-20' });
    expect(used).toMatchObject({
      version: 1,
      versions: [{ version: 1, from: '2026-10-20', by: '徐磊', inForce: true }],
    });
    await refuses(await director.post('/page/settings/policy/use', { document, from: '2026-10-20' }), 422, 'wrong');
    await town.tickets({ no: 'GD20261020009402', department: 'cgj' });
    await town.card({ chat: 'wrkCgj' }, 'claim', '9402');
    expect((await town.ticket('GD20261020009402')).dueAt).toBe('2026-10-23T09:30:00.000Z');
    expect((await town.ticket('GD20261020009401')).dueAt).toBe(due);
    const { entries } = await director.get<Audit>('/page/desk/audit?kind=desk');
    expect(entries).toEqual([
      expect.objectContaining({
        about: 'policy:1',
        words: '启用政策',
        by: '徐磊',
        via: '网页',
        detail: '自 2026-10-20 起，此前为版本 0',
      }),
    ]);
    town.leavesUnread('what is near its limit now', ({ text }) => text.includes('9401'));
  },
);

story('a calendar says which limits it would move; used, it moves them, and who did it is kept', async ({ town }) => {
  await town.tickets({ no: 'GD20261020009501', department: 'zjj' });
  await town.card({ chat: 'cidZjj==' }, 'claim', '9501');
  const director = await entered(town, 'xulei');
  const path = '/page/settings/calendar/2026';
  const year = await director.get<CalendarYear>(path);
  expect(year).toMatchObject({ year: 2026, published: true });
  const days = [...year.days, { date: '2026-10-22', name: '县庆放假', working: false }];
  const before = await standing(town);
  const preview = await posts<Preview>(director, `${path}/preview`, { days });
  expect(preview.differences).toEqual([
    { path: '2026-10-22', label: '2026-10-22（周四）', before: '按周一至周五上班', after: '放假（县庆放假）' },
  ]);
  expect(preview.affected).toEqual({
    count: 1,
    tickets: [{ no: 'GD20261020009501', before: '办理时限 10-27 17:30', after: '办理时限 10-28 17:30' }],
  });
  const wrong = [...days, { date: '2026-10-23', name: '调休上班', working: true }];
  const broken = await posts<Preview>(director, `${path}/preview`, { days: wrong });
  expect(broken.problems.join()).toContain('2026-10-23');
  await refuses(await director.post(`${path}/use`, { days: wrong }), 422, 'wrong');
  await refuses(await director.request('/page/settings/calendar/later'), 400, 'bad-year');
  expect(await standing(town)).toEqual(before);
  const used = await posts<CalendarYear>(director, `${path}/use`, { days });
  expect(used.days).toContainEqual({ date: '2026-10-22', name: '县庆放假', working: false });
  expect((await town.ticket('GD20261020009501')).dueAt).toBe('2026-10-28T09:30:00.000Z');
  const { entries } = await director.get<Audit>('/page/desk/audit?q=GD20261020009501');
  expect(entries[0]).toMatchObject({ words: '放假安排公布，时限重新计算', via: '网页' });
  expect((await director.get<Audit>('/page/desk/audit?kind=desk')).entries[0]).toMatchObject({
    words: '启用放假安排',
    about: 'holidays:2026',
    by: '徐磊',
    detail: '2026 年：2026-10-22（周四） 按周一至周五上班 → 放假（县庆放假）',
  });
  await town.settled();
});

story(
  'a day off is previewed by the policy each limit was fixed under: days no limit spans move none',
  async ({ town }) => {
    await town.tickets({ no: 'GD20261020009511', department: 'zjj' });
    await town.card({ chat: 'cidZjj==' }, 'claim', '9511');
    // The town's clock tells seconds: what was fixed in the second of the change would count as fixed under the new one.
    await town.clock({ advance: '1 minutes' });
    const director = await entered(town, 'xulei');
    const { limits } = DEFAULT_POLICY;
    const handling = { ...limits.handling, 求助: { amount: 15, unit: 'workingDays' } };
    const document = { ...DEFAULT_POLICY, version: '2026-2', limits: { ...limits, handling } };
    await posts(director, '/page/settings/policy/use', { document, from: '2026-10-20' });
    const path = '/page/settings/calendar/2026';
    const { days } = await director.get<CalendarYear>(path);
    const previewed = (date: string): Promise<Preview> =>
      posts(director, `${path}/preview`, { days: [...days, { date, name: '县庆', working: false }] });
    for (const date of ['2026-10-19', '2026-10-28', '2026-11-05']) {
      const { affected, effects } = await previewed(date);
      expect([date, affected.count]).toEqual([date, 0]);
      expect(effects).toContain('在办工单的时限都不变。');
    }
    expect((await previewed('2026-10-23')).affected).toEqual({
      count: 1,
      tickets: [{ no: 'GD20261020009511', before: '办理时限 10-27 17:30', after: '办理时限 10-28 17:30' }],
    });
  },
);

story(
  'traces are found by number, person, day and kind; pages neither miss nor repeat; the acts are one chain',
  async ({ town }) => {
    const nos = Array.from({ length: 30 }, (_, index) => `GD20261020009${600 + index}`);
    await town.tickets(...nos.map((no) => ({ no, department: 'cgj' })));
    town.leavesUnread('the lists of a burst', () => true);
    const liaison = await entered(town, 'limin');
    await liaison.submits(nos[0] ?? '', 'claim');
    await liaison.post(`/page/tickets/${nos[0]}/reveal`, { purpose: '联系诉求人' });
    const director = await entered(town, 'xulei');
    const all: Audit['entries'] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page: Audit = await director.get<Audit>(`/page/desk/audit?kind=ticket&cursor=${cursor}`);
      all.push(...page.entries);
      cursor = page.cursor;
    }
    expect(all.filter(({ words }) => words === '派单')).toHaveLength(30);
    expect(all.length).toBeGreaterThan(60);
    expect(new Set(all.map((entry) => JSON.stringify([entry.about, entry.words]))).size).toBe(all.length);
    expect(all.map(({ at }) => at)).toEqual(
      all
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    const one = await director.get<Audit>(`/page/desk/audit?q=${nos[0]}`);
    expect(one.entries.map(({ kind, words, by }) => [kind, words, by])).toEqual(
      expect.arrayContaining([
        ['disclosure', '查看全文和诉求人', '李敏'],
        ['ticket', '签收', '李敏'],
      ]),
    );
    const hers = await director.get<Audit>(`/page/desk/audit?person=${encodeURIComponent('李敏')}`);
    expect(hers.searchedDays).toBe(92);
    expect(new Set(hers.entries.map(({ by }) => by))).toEqual(new Set(['李敏']));
    expect((await director.get<Audit>('/page/desk/audit?from=2026-10-21')).entries).toEqual([]);
    await refuses(await director.request('/page/desk/audit?from=yesterday'), 400, 'bad-query');

    const document = { ...DEFAULT_POLICY, version: '2026-2' };
    await posts(director, '/page/settings/policy/use', { document, from: '2026-12-01' });
    await posts(director, '/page/settings/policy/use', {
      document: { ...document, version: '2026-3' },
      from: '2026-12-01',
    });
    const verify = () =>
      hotline({ DATABASE_URL: town.databaseUrl, SECRET_KEY: 'a-key-for-stories-only' }, 'audit', 'verify');
    expect((await verify()).stdout).toContain('全部完好');
    const client = new Client({ connectionString: town.databaseUrl });
    await client.connect();
    await client.query(`UPDATE "desk_act" SET "body" = "body" || '{"by":"nobody"}' WHERE "seq" = 1`);
    await client.end();
    const broken = await verify();
    expect([broken.code, broken.stdout]).toEqual([
      1,
      expect.stringContaining('工作台操作 的第 1 条留痕内容与校验值不符'),
    ]);
  },
);
