import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ENTRY = fileURLToPath(new URL('../../src/cli/hotline.mjs', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotline-league-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = async (name: string, text: string | Buffer): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

/** Without any database: an address where nothing listens would make a command that needs one fail. */
const hotline = (...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  promisify(execFile)(process.execPath, [ENTRY, ...words], {
    env: { ...process.env, DATABASE_URL: 'postgresql://127.0.0.1:9/none' },
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (failed: { code: number; stdout: string; stderr: string }) => failed,
  );

const SCHEME = JSON.stringify({
  name: '连云港 2021',
  version: '1',
  items: [
    { id: 'claim', name: '及时签收率', kind: 'threshold-slope', rate: 'claimedInTime', full: 10, target: 95, slope: 1 },
    { id: 'onTime', name: '按时办结率', kind: 'threshold-slope', rate: 'onTime', full: 20, target: 95, slope: 1 },
  ],
});
const FACTS = 'department,claimedInTime,dispatched,closedOnTime,due\n乙局,7,7,5,5\n甲局,6,7,4,5\n丙局,7,7,4,5\n';

describe('hotline league monthly --facts: any scheme on any figures, without a database', () => {
  test('the table as JSON, numbers as decimal text, the same digest for the same facts', async () => {
    const scheme = await file('a.json', SCHEME);
    const plain = await hotline(
      'league',
      'monthly',
      '2022-02',
      '--scheme',
      scheme,
      '--facts',
      await file('a.csv', FACTS),
      '--json',
    );
    const [head, ...rows] = FACTS.trim().split('\n');
    const turned = `\uFEFF${[head, ...rows.reverse()].join('\r\n')}`;
    const other = await hotline(
      'league',
      'monthly',
      '2022-02',
      '--scheme',
      scheme,
      '--facts',
      await file('b.csv', turned),
      '--json',
    );
    expect(other.stdout).toBe(plain.stdout);
    const table = JSON.parse(plain.stdout);
    expect(table).toMatchObject({
      month: '2022-02',
      scheme: { name: '连云港 2021', version: '1' },
      bottom: ['丙局', '甲局'],
    });
    expect(table.factsSha256).toBe('6bfdb7097b48d949f1aa81c98af78203f1e3261361fe0024e40d32d9d6135fbc');
    expect(table.rows[2]).toMatchObject({
      department: '甲局',
      group: null,
      place: 3,
      status: 'ranked',
      total: '5.71',
      items: [
        { id: 'claim', rate: '85.71', points: '0.71' },
        { id: 'onTime', rate: '80.00', points: '5.00' },
      ],
      deductions: '0.00',
      bonuses: '0.00',
    });
  });

  test.each([
    ['a missing column', 'department,claimedInTime,dispatched,due\n甲局,6,7,5\n', '缺 1 列：closedOnTime'],
    [
      'a word for a number',
      'department,claimedInTime,dispatched,closedOnTime,due\n甲局,六,7,4,5\n',
      '第 2 行 claimedInTime 列的“六”不是数字',
    ],
    [
      'more claimed than dispatched',
      'department,claimedInTime,dispatched,closedOnTime,due\n甲局,8,7,4,5\n',
      '第 2 行 claimedInTime（8）大于 dispatched（7）',
    ],
    ['a department twice', `${FACTS}甲局,6,7,4,5\n`, '“甲局”出现了两次'],
    ['no department column', 'unit,due\n甲局,5\n', '没有 department 列'],
    ['a header alone', 'department,due\n', '没有一个单位的数据'],
    ['another encoding', Buffer.from([0xbc, 0xd7, 0xbe, 0xd6, 0x0a, 0xff]), '不是 UTF-8'],
  ])('%s is refused in one sentence', async (_what, text, sentence) => {
    const found = await hotline(
      'league',
      'monthly',
      '2022-02',
      '--scheme',
      await file('a.json', SCHEME),
      '--facts',
      await file('bad.csv', text),
    );
    expect(found.code).toBe(1);
    expect(found.stderr).toContain(sentence);
  });

  test('policy check explains a bad scheme line by line and shows a good one worked out', async () => {
    const bad = SCHEME.replace('"target":95', '"target":195').replace('"slope":1', '"slop":1');
    const found = await hotline('policy', 'check', await file('bad.json', bad));
    expect(found.code).toBe(1);
    expect(found.stderr).toContain('items.0.target：须为 0 到 100 的百分数');
    expect(found.stderr).toContain('没有“slop”这一项');
    expect(found.stderr).toContain('0.71 分');
    expect((await hotline('policy', 'check', await file('a.json', SCHEME))).stdout).toContain('没有问题');
  });
});

describe('hotline ladder --history', () => {
  test('the rungs of a given history', async () => {
    const months = ['2026-11', '2026-12', '2027-01'].map((month) => ({
      department: 'cgj',
      month,
      ranked: true,
      bottom: true,
    }));
    const found = await hotline('ladder', '--history', await file('h.json', JSON.stringify(months)), '--json');
    expect(JSON.parse(found.stdout)).toMatchObject([
      { department: 'cgj', month: '2026-11', rung: 1, streak: 1, inYear: 1, clause: 'R8.1' },
      { month: '2026-12', rung: 1, streak: 2, inYear: 2 },
      { month: '2027-01', rung: 2, streak: 3, inYear: 1, clause: 'R8.2' },
    ]);
  });
  test('a month given twice, or no list at all, is refused', async () => {
    const end = { department: 'cgj', month: '2026-11', ranked: true, bottom: true };
    const twice = await hotline('ladder', '--history', await file('h.json', JSON.stringify([end, end])));
    expect([twice.code, twice.stderr]).toEqual([1, expect.stringContaining('cgj 2026-11 出现了两次')]);
    expect((await hotline('ladder', '--history', await file('h.json', '{}'))).stderr).toContain('须为数组');
    expect((await hotline('ladder')).code).toBe(2);
  });
});
