import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../src/config/policy.ts';
import { DEFAULT_SCHEME } from '../../src/config/scheme.ts';
import { openDatabase } from '../../src/store/client.ts';
import { arrives } from '../town/paths.ts';
import { DAILY_POSTS, storiesWith } from '../town/story.ts';

const ENTRY = fileURLToPath(new URL('../../src/cli/hotline.mjs', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotline-policy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const hotline = (databaseUrl: string, ...words: string[]): Promise<string> => tool(databaseUrl, 'policy', ...words);
const tool = (databaseUrl: string, ...words: string[]): Promise<string> => {
  const env = { ...process.env, DATABASE_URL: databaseUrl, DATA_DIR: folder, SECRET_KEY: 'a-key-for-this-test' };
  return promisify(execFile)(process.execPath, [ENTRY, ...words], { env }).then(
    ({ stdout }) => stdout,
    (failed: { stderr: string }) => failed.stderr,
  );
};

const written = async (name: string, content: object): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify(content));
  return path;
};
const document = (name: string, change: object): Promise<string> => written(name, { ...DEFAULT_POLICY, ...change });

/** A month's table as it stands once it is locked. */
const locks = async (databaseUrl: string, period: string): Promise<void> => {
  const database = openDatabase(databaseUrl, 1);
  await database.leagueTable.create({
    data: { kind: 'monthly', period, version: 1, state: 'published', table: {}, factsSha256: '', at: new Date(0) },
  });
  await database.$disconnect();
};

/** Far enough ahead that the machine's own date is before it. */
const later = storiesWith({ startAt: '2099-10-19T16:50:00+08:00' });

later('a new policy holds from its day on: limits fixed before stay, what comes after follows it', async ({ town }) => {
  const twoDays = { ...DEFAULT_POLICY.limits, claim: { amount: 2, unit: 'workingDays' } };
  const file = await document('new.json', { version: '县-1', limits: twoDays });
  expect(await hotline(town.databaseUrl, 'use', file, '--from', '2099-10-20')).toContain('版本 1，自 2099-10-20 起');
  await arrives(town, 'GD20991019000001');
  const before = (await town.ticket('GD20991019000001')).claimDueAt;
  expect(before).toBe('2099-10-20T09:30:00.000Z');

  await town.clock({ to: '2099-10-20T09:00:00+08:00' });
  await arrives(town, 'GD20991020000002');
  expect((await town.ticket('GD20991020000002')).claimDueAt).toBe('2099-10-22T09:30:00.000Z');
  expect((await town.ticket('GD20991019000001')).claimDueAt).toBe(before);
  town.leavesUnread('the posts of the morning', (message) => DAILY_POSTS.test(message.text));
});

later(
  'a longer limit, then a year of holidays: what was fixed before keeps its length on the new days',
  async ({ town }) => {
    const ten = { amount: 10, unit: 'workingDays' };
    const { limits } = DEFAULT_POLICY;
    const longer = await document('longer.json', {
      version: '县-2',
      limits: { ...limits, claim: ten, handling: { ...limits.handling, 求助: ten } },
    });
    expect(await hotline(town.databaseUrl, 'use', longer, '--from', '2099-10-20')).toContain('自 2099-10-20 起');
    await arrives(town, 'GD20991019000011');
    await town.clock({ to: '2099-10-20T09:00:00+08:00' });
    await arrives(town, 'GD20991020000012');
    const limitsOf = async (no: string) => {
      const { claimDueAt, dueAt } = await town.ticket(no);
      return [claimDueAt, dueAt];
    };
    const [old, young] = ['GD20991019000011', 'GD20991020000012'];
    expect(await limitsOf(old)).toEqual(['2099-10-20T09:30:00.000Z', '2099-10-26T09:30:00.000Z']);
    expect(await limitsOf(young)).toEqual(['2099-11-03T09:30:00.000Z', '2099-11-03T09:30:00.000Z']);

    const named = ['2099-01-01', '2099-05-01', '2099-10-01', '2099-10-22'];
    const holidays = named.map((date) => ({ date, name: date === '2099-10-22' ? '县庆' : '放假' }));
    const year = await written('2099.json', { year: 2099, holidays, workdays: [] });
    expect(await tool(town.databaseUrl, 'import', 'holidays', year)).toContain('重新计算时限 2 件');
    expect(await limitsOf(old)).toEqual(['2099-10-20T09:30:00.000Z', '2099-10-27T09:30:00.000Z']);
    expect(await limitsOf(young)).toEqual(['2099-11-04T09:30:00.000Z', '2099-11-04T09:30:00.000Z']);
    expect(await tool(town.databaseUrl, 'import', 'holidays', year)).toContain('重新计算时限 0 件');
    await town.settled();
    town.leavesUnread('the posts of the morning', (message) => DAILY_POSTS.test(message.text));
  },
);

later('a bad policy is explained problem by problem, and one from the past is refused', async ({ town }) => {
  const limits = { ...DEFAULT_POLICY.limits, extensionDays: 0, claim: { amount: '一', unit: 'weeks' } };
  const bad = await document('bad.json', { limits, wach: {} });
  const said = await hotline(town.databaseUrl, 'check', bad);
  expect(said).toContain('4 处问题');
  expect(said).toContain('limits.extensionDays：须大于 0');
  expect(said).toContain('limits.claim.amount：须为数字');
  expect(said).toContain('limits.claim.unit：只能是 workingDays、hours、calendarDays');
  expect(said).toContain('wach：没有这一项');
  const good = await document('good.json', {});
  expect(await hotline(town.databaseUrl, 'check', good)).toContain('没有问题');
  expect(await hotline(town.databaseUrl, 'use', good, '--from', '2020-01-01')).toContain('已经过去');
  expect(await hotline(town.databaseUrl, 'show')).toContain('示例政策');
});

const atTheEnd = storiesWith({ startAt: '2099-10-30T09:00:00+08:00' });

atTheEnd('a scheme holds from its month on; a month whose table is locked keeps the one it has', async ({ town }) => {
  const praise = { id: 'praise', name: '锦旗', event: 'praise', points: 0.8 };
  const file = await written('scheme.json', {
    ...DEFAULT_SCHEME,
    name: '县考核方案',
    version: '县-1',
    bonuses: [praise],
  });
  expect(await hotline(town.databaseUrl, 'use', file, '--from', '2099-11')).toContain('版本 1，自 2099-11 起');
  expect(await hotline(town.databaseUrl, 'show')).toContain('版本 1“县考核方案”，自 2099-11 起');
  await town.asks('xulei', '加分 城管局 表扬 依据:群众送锦旗', ['表扬 0.2 分', '计入 2099-10']);
  await town.clock({ to: '2099-11-02T09:00:00+08:00' });
  await town.asks('xulei', '加分 城管局 表扬 依据:群众送锦旗', '可选：锦旗');
  await town.asks('xulei', '加分 城管局 锦旗 依据:群众送锦旗', ['锦旗 0.8 分', '计入 2099-11']);

  await locks(town.databaseUrl, '2099-11');
  expect(await hotline(town.databaseUrl, 'use', file, '--from', '2099-11')).toContain('2099-11 的月榜已定榜');
  expect(await hotline(town.databaseUrl, 'use', file, '--from', '2099-10')).toContain('请写 2099-11 之后的月份');
  expect(await hotline(town.databaseUrl, 'use', file, '--from', '2099-12')).toContain('版本 2，自 2099-12 起');
  expect(await hotline(town.databaseUrl, 'use', file, '--from', '2020-01')).toContain('申诉期已过');
  expect(await hotline(town.databaseUrl, 'use', file, '--from', '2099-12-01')).toContain('月份须写成');
  town.leavesUnread('the posts of the morning', (message) => DAILY_POSTS.test(message.text));
});

test('a bad scheme is explained item by item beside a good one; a good one is worked through', async () => {
  const [first, ...items] = DEFAULT_SCHEME.items;
  const bad = await written('bad-scheme.json', {
    ...DEFAULT_SCHEME,
    items: [{ ...first, floor: 12, tagret: 95 }, ...items],
    tieBreakers: ['zeal'],
  });
  const said = await hotline('', 'check', bad);
  expect(said).toContain('考核方案有');
  expect(said).toContain('没有“tagret”这一项');
  expect(said).toContain('正确的样子');
  const good = await hotline('', 'check', await written('good-scheme.json', DEFAULT_SCHEME));
  expect(good).toContain('没有问题');
  expect(good).toContain('及时签收率 90.00%：5.00 分（满分 10）');
  expect(good).toContain('扣分 19.50（封顶 20），加分 1.20（封顶 5），总分 55.70 分');
  const old = await hotline('', 'check', await document('old.json', { deductions: { closedLate: '1' } }));
  expect(old).toContain('写在考核方案里');
});
