import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { DEFAULT_SCHEME } from '../../src/config/scheme.ts';
import { draftedWith, draftRead, inOctober, LATE, month, publicationRead, windowEnds } from '../town/months.ts';
import type { StoryTown } from '../town/town.ts';

const HERE = join(import.meta.dirname, '../..');

/** Runs the administrator's tool on the story's database. */
const hotline = (town: StoryTown, ...words: string[]) =>
  promisify(execFile)(process.execPath, [join(HERE, 'src/cli/hotline.mjs'), ...words], {
    env: {
      ...process.env,
      DATABASE_URL: town.databaseUrl,
      DATA_DIR: town.dataDir,
      SECRET_KEY: 'a-key-for-stories-only',
    },
  });

const published = async (town: StoryTown): Promise<void> => {
  await draftedWith(town, 'cgj', 'zjj');
  await draftRead(town);
  await town.presses('xulei', await windowEnds(town), 'lock');
  await publicationRead(town);
};

inOctober(
  'R7.2 a published month is corrected beside, never over: version 2 with its reason, and the notice that no longer stands is withdrawn',
  async ({ town }) => {
    await published(town);
    const notice = await town.card({ person: 'xulei' }, 'accept', '县城市管理局：约谈');
    await town.card({ person: 'xulei' }, 'accept', '县住房和城乡建设局：约谈');
    await town.presses('xulei', notice, 'accept');
    await town.readsAll({ person: 'xulei' }, '县城市管理局：约谈', '已发出');
    await town.reads({ person: 'wangfang' }, '县城市管理局：约谈');
    for (const person of ['wangfang', 'xulei']) await town.reads({ person }, '2026-10 县城市管理局 约谈通知.docx');
    const first = await month(town);
    await town.asks('xulei', '定榜 10月 更正:复核', '数据没有变化');
    await town.asks('xulei', `定榜 10月 更正:派单有误 工单:${LATE}`, '第 2 版');
    await town.reads({ chat: 'wrkCounty' }, '更正第 2 版', '更正原因：派单有误');
    await town.reads({ chat: 'wrkCgj' }, '2026-10 月榜', '更正第 2 版');
    for (const person of ['wangfang', 'xulei']) await town.reads({ person }, 'WZ202610-cgj 通知已撤回', '派单有误');
    const second = await month(town);
    expect(second).toMatchObject({ state: 'published', version: 2, bottom: ['zjj'], correction: '派单有误' });
    expect(second.factsSha256).not.toBe(first.factsSha256);
    await town.reads({ chat: 'cidZjj==' }, '更正第 2 版');
  },
);

inOctober('R7.2 another scheme never alters a published month; it can be tried on its facts', async ({ town }) => {
  await published(town);
  for (const name of ['县城市管理局', '县住房和城乡建设局'])
    await town.card({ person: 'xulei' }, 'accept', `${name}：约谈`);
  const before = await month(town);
  const folder = await mkdtemp(join(tmpdir(), 'hotline-scheme-'));
  const file = join(folder, 'scheme.json');
  const claim = DEFAULT_SCHEME.items.filter(({ id }) => id === 'claim');
  await writeFile(file, JSON.stringify({ ...DEFAULT_SCHEME, version: '试', items: claim }));
  const said = JSON.parse((await hotline(town, 'league', 'monthly', '2026-10', '--json')).stdout);
  expect(said).toEqual(before);
  const tried = JSON.parse((await hotline(town, 'league', 'monthly', '2026-10', '--scheme', file, '--json')).stdout);
  expect(tried).toMatchObject({ trial: true, scheme: { version: '试' }, factsSha256: before.factsSha256 });
  expect(tried.rows[0]).toMatchObject({ department: 'cgj', total: '0.00' });
  const { stdout } = await hotline(town, 'league', 'monthly', '2026-10');
  expect(stdout).toContain('已公布，第 1 版');
  expect(await month(town)).toEqual(before);
  await rm(folder, { recursive: true });
});
