import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { openDatabase } from '../../src/store/client.ts';
import { cellOf, readDocument, readWorkbook } from '../reports/reading.ts';
import { storiesWith } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
const inOctober = storiesWith({ startAt: '2026-10-28T09:00:00+08:00' });

/** Two departments with tickets, one of them signed off and answered in time, and the morning of the draft. */
const toTheDraft = async (town: StoryTown): Promise<void> => {
  await town.tickets(
    { no: 'GD20261028007001', department: 'cgj', category: '市容' },
    { no: 'GD20261028007002', department: 'zjj', category: '物业' },
  );
  await town.presses('limin', await town.card({ chat: 'wrkCgj' }, 'claim', '7001'), 'claim');
  await town.clock({ to: '2026-11-02T09:10:00+08:00' });
};

/** The file a person was sent under this name. */
const sent = async (town: StoryTown, name: string): Promise<Buffer> => {
  const database = openDatabase(town.databaseUrl, 1);
  const row = await database.outgoingFile.findFirst({ where: { name } });
  await database.$disconnect();
  if (!row) throw new Error(`${name} was kept`);
  return Buffer.from(row.bytes);
};

const NAMES = ['2026-10 热线月报.docx', '2026-10 热线月榜.xlsx', '2026-10 热线月榜.png'];

/** What a person sees of the three: on DingTalk a picture has no name. */
const seenBy = (person: string): string[] =>
  person === 'fengxian' ? NAMES.map((name) => (name.endsWith('.png') ? '〔图片〕' : name)) : NAMES;

inOctober(
  'R7.3 月报: the director by a press, leaders by typing on both platforms: report, workbook and picture with the same figures',
  async ({ town }) => {
    await toTheDraft(town);
    const card = await town.card({ person: 'xulei' }, 'report', '2026-10 月榜');
    await town.presses('xulei', card, 'report');
    for (const name of seenBy('xulei')) await town.reads({ person: 'xulei' }, name);
    for (const leader of ['hezhang', 'fengxian']) {
      await town.asks(leader, '月报', ['2026年10月月报（草稿', '已发到您的私聊']);
      for (const name of seenBy(leader)) await town.reads({ person: leader }, name);
    }
    await town.asks('limin', '月报', '您没有这个角色');
    await town.asks('hanmei', '月报 2026-12', '还没有开始');
    await town.asks('hanmei', '月报 2026-01', '没有工单数据');
    await town.asks('hanmei', '月报 10月 发送:是', '由县热线中心负责人');
    await town.asks('xulei', '月报 10月 发送:是', '月报已发给县领导和中心负责人，共 3 人');
    for (const person of ['hezhang', 'fengxian', 'xulei'])
      for (const name of seenBy(person)) expect(await town.readsAll({ person }, name)).toHaveLength(2);

    const { text, alts } = await readDocument(await sent(town, '2026-10 热线月报.docx'));
    expect(text).toContain('受理 2 件');
    expect(alts.length).toBeGreaterThan(0);
    const league = (await readWorkbook(await sent(town, '2026-10 热线月榜.xlsx'))).getWorksheet('月榜');
    const total = league && cellOf(league, '县城市管理局', '总分');
    expect(text).toContain(Number((total as { result: number }).result).toFixed(2));
    town.leavesUnread('the posts of the days between and each department’s own month', () => true);
  },
);

inOctober(
  'R7.3 hotline report monthly writes the same three papers into a folder, the same bytes twice',
  async ({ town }) => {
    await toTheDraft(town);
    const out = await mkdtemp(join(tmpdir(), 'hotline-report-'));
    const hotline = () =>
      run(
        process.execPath,
        [join(ROOT, 'src/cli/hotline.mjs'), 'report', 'monthly', '2026-10', '--out', out, '--json'],
        {
          env: {
            ...process.env,
            DATABASE_URL: town.databaseUrl,
            DATA_DIR: town.dataDir,
            SECRET_KEY: 'a-key-for-stories-only',
          },
        },
      );
    const first = JSON.parse((await hotline()).stdout);
    expect(first).toMatchObject({ month: '2026-10', state: 'draft', version: 1 });
    expect((await readdir(out)).sort()).toEqual([...NAMES].sort());
    expect(JSON.parse((await hotline()).stdout)).toEqual(first);
    const png = await readFile(join(out, '2026-10 热线月榜.png'));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    await rm(out, { recursive: true });
    town.leavesUnread('the posts of the days between and each department’s own month', () => true);
  },
);

storiesWith({ startAt: '2026-10-20T08:45:00+08:00' })(
  'the county’s group sees the daily table as a picture and reads the card beside it, once',
  async ({ town }) => {
    await town.tickets({ no: 'GD20261020007003', department: 'cgj' });
    await town.clock({ to: '2026-10-21T08:50:00+08:00' });
    const said = await town.readsAll({ chat: 'wrkCounty' }, '日榜');
    expect(said.map(({ kind }) => kind).filter((kind) => kind === 'image')).toHaveLength(1);
    expect(said).toHaveLength(2);
    const card = await town.reads({ chat: 'wrkCounty' }, '日榜', '县城市管理局');
    expect(card.text).toContain('昨日 新1 办结0');
    town.leavesUnread('the ticket and the posts of the day', () => true);
  },
);

storiesWith({ startAt: '2026-10-28T09:00:00+08:00', environment: { PUBLIC_URL: 'https://12345.example.gov.cn/' } })(
  'with a public address a leader who reads by WeCom’s app sees the month’s picture above the way to its page',
  async ({ town }) => {
    await toTheDraft(town);
    const database = openDatabase(town.databaseUrl, 1);
    const used = (count: number) =>
      database.platformNote.upsert({
        where: { platform_key: { platform: 'wecom', key: 'covers:2026-11-02' } },
        create: { platform: 'wecom', key: 'covers:2026-11-02', value: { count } },
        update: { value: { count } },
      });
    const send = () => town.asks('xulei', '月报 10月 发送:是', '月报已发给县领导和中心负责人，共 3 人');
    await used(1_000);
    await send();
    const plain = await town.reads({ person: 'hezhang' }, '2026-10 热线月榜.png');
    expect([plain.kind, plain.channel]).toEqual(['image', 'app']);

    await used(0);
    await send();
    const notice = await town.reads({ person: 'hezhang' }, '2026-10 热线月榜', '点开看全部');
    const card = notice.card as { card_type: string; card_image: { url: string }; card_action: { url: string } };
    expect([card.card_type, card.card_action.url]).toEqual([
      'news_notice',
      'https://12345.example.gov.cn/league/monthly/2026-10',
    ]);
    const shown = Buffer.from(await (await fetch(card.card_image.url)).arrayBuffer());
    expect(shown.equals(await sent(town, '2026-10 热线月榜.png'))).toBe(true);
    const counted = await database.platformNote.findFirst({ where: { key: 'covers:2026-11' } });
    expect(counted?.value).toEqual({ count: 2 });
    await database.$disconnect();
    for (const person of ['fengxian', 'hezhang'])
      for (const name of seenBy(person)) await town.readsAll({ person }, name);
    town.leavesUnread('the posts of the days between and each department’s own month', () => true);
  },
);
