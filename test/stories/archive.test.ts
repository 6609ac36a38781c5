import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import exceljs from 'exceljs';
import jszip from 'jszip';
import { expect } from 'vitest';
import { closed, finished, signedOff } from '../town/paths.ts';
import { storiesWith } from '../town/story.ts';
import { type StoryTown, until } from '../town/town.ts';

const FULL = 'GD20261030007001';
const POOR = 'GD20261030007002';
const HERE = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const atMonthsEnd = storiesWith({ startAt: '2026-10-30T09:00:00+08:00' });

/** Two tickets signed off in October: one with its evidence, one without. */
const twoClosed = async (town: StoryTown): Promise<void> => {
  await signedOff(town, FULL, { caller: { name: '陈女士', phone: '13800005555' }, content: '陈女士反映路灯不亮' });
  await town.asks('zhangwei', '联系 7001 方式:见面 地点:南门社区 情况:已查看', '可接着把照片');
  await town.asks('zhangwei', '[图片:现场.png]', `归入工单 ${FULL}`);
  await until(async () => (await town.ticket(FULL)).evidence.length === 1, 'the picture is kept');
  await finished(town, FULL);
  await closed(town, POOR);
};

/** Runs the administrator's tool on the story's database, as a clerk would. */
const hotline = (town: StoryTown, ...words: string[]) =>
  run(process.execPath, [join(HERE, 'src/cli/hotline.mjs'), ...words], {
    env: {
      ...process.env,
      DATABASE_URL: town.databaseUrl,
      DATA_DIR: town.dataDir,
      SECRET_KEY: 'a-key-for-stories-only',
    },
  });

const rowsOf = async (file: string): Promise<string[]> => {
  const book = new exceljs.Workbook();
  await book.xlsx.load((await readFile(file)) as unknown as ArrayBuffer);
  const rows: string[] = [];
  book.worksheets[0]?.eachRow((row) => rows.push((row.values as unknown[]).slice(1).join('|')));
  return rows;
};

atMonthsEnd(
  'R1.7 handlers are reminded before the 5th, file with one press, read what is missing; on the 5th the archive is made',
  async ({ town }) => {
    await twoClosed(town);
    await town.asks('zhangwei', '归档 本月', '还没有结束');
    await town.clock({ to: '2026-11-04T09:30:00+08:00' });
    for (const person of ['limin', 'liuyang'])
      await town.reads({ person }, '2026-10 归档：签批工单 2 件', '缺联系佐证');
    const card = await town.card({ person: 'zhangwei' }, 'archive', '2026-10 归档');
    await town.presses('zhangwei', card, 'archive');
    await town.asks('limin', '归档', ['已归档 2026-10 签批工单 2 件，缺材料 1 件', POOR]);
    await town.asks('chenjing', '归档 10月', '没有签批的工单');
    await town.asks('zhangwei', '归档 13月', '看不懂月份');
    await town.clock({ to: '2026-11-05T09:30:00+08:00' });
    await town.reads({ person: 'xulei' }, '2026-10 归档材料已生成');
    await town.reads({ person: 'xulei' }, '2026-10 归档情况.xlsx');
    const folder = join(town.dataDir, 'archives', '2026-10');
    expect(await rowsOf(join(folder, '归档情况.xlsx'))).toContainEqual(
      expect.stringMatching(/县城市管理局\|2\|1\|0\|1\|2026-11-04 .*\|按时归档，缺材料/),
    );
    town.leavesUnread('the posts and lists of the days between', () => true);
  },
);

atMonthsEnd(
  'R1.7 not filed by the 5th: the principal and the director are told, once, and it counts as late',
  async ({ town }) => {
    await town.tickets({ no: POOR, department: 'zjj' });
    await town.card({ chat: 'cidZjj==' }, 'claim', POOR);
    await town.asks('zhaogang', '签批 7002 牵头:孙丽 经办:周杰', '已签批');
    for (const person of ['sunli', 'zhoujie']) await town.reads({ person }, '请办理');
    await town.clock({ to: '2026-11-06T08:40:00+08:00' });
    for (const person of ['zhaogang', 'chenjing', 'xulei']) await town.reads({ person }, '1 件到期未归档', '年底考核');
    await town.asks('zhoujie', '归档 10月', ['已归档 2026-10', '逾期归档']);
    town.leavesUnread('the posts and lists of the days between', () => true);
  },
);

atMonthsEnd(
  'R1.7 hotline archive: a folder a department, the whole record, evidence, checksums; the caller only on purpose',
  async ({ town }) => {
    await twoClosed(town);
    const out = await mkdtemp(join(tmpdir(), 'hotline-archive-'));
    const printed = JSON.parse((await hotline(town, 'archive', '2026-10', '--out', out, '--json')).stdout);
    expect(printed.departments).toMatchObject([{ department: 'cgj', tickets: 2, complete: 1, missing: 1, running: 0 }]);
    const folder = join(out, '2026-10', '县城市管理局');
    expect((await readdir(folder)).sort()).toEqual(['SHA256SUMS', '附件', '工单', '目录.xlsx'].sort());
    const index = await rowsOf(join(folder, '目录.xlsx'));
    expect(index.find((row) => row.includes(FULL))).toContain('齐全');
    expect(index.find((row) => row.includes(POOR))).toContain('缺联系佐证');
    await run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: folder });
    const text = async (no: string): Promise<string> => {
      const zip = await jszip.loadAsync(await readFile(join(folder, '工单', `${no}.docx`)));
      return (await zip.file('word/document.xml')?.async('string')) ?? '';
    };
    const masked = await text(FULL);
    for (const word of ['南门社区', '王芳', '到现场处理', '附件/GD20261030007001/01.png', '电子签'])
      expect(masked).toContain(word);
    expect(masked).not.toContain('13800005555');

    await hotline(town, 'archive', '2026-10', '--out', out, '--reveal', '年底检查', '--by', '徐磊');
    const full = await text(FULL);
    for (const word of ['13800005555', '徐磊']) expect(full).toContain(word);
    await expect(hotline(town, 'archive', '2026-13', '--out', out)).rejects.toMatchObject({ code: 1 });
    await rm(out, { recursive: true });
  },
);
