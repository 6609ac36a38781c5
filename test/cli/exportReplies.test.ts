import { join } from 'node:path';
import exceljs from 'exceljs';
import { expect } from 'vitest';
import { closed, replied, signedOff } from '../town/paths.ts';
import { storiesWith } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';
import { hotline } from './hotline.ts';

const ANSWERED = 'GD20261020007001';
const UNNUMBERED = 'GD20261020007002';
const OPEN = 'GD20261020007003';
const onTuesday = storiesWith({});

const run = (town: StoryTown, ...words: string[]) =>
  hotline({ DATABASE_URL: town.databaseUrl, DATA_DIR: town.dataDir, SECRET_KEY: 'a-key-for-stories-only' }, ...words);

onTuesday('the day’s approved answers as a sheet for the city’s platform, without the caller', async ({ town }) => {
  const caller = { name: '陈小梅', phone: '13800005555' };
  await signedOff(town, ANSWERED, {
    caller,
    cityNo: 'JA202610200000000001',
    content: '路灯不亮',
    address: '南门路 5 号',
  });
  await town.asks('zhangwei', '联系 7001 方式:见面 地点:现场 情况:已说明', `已记录 ${ANSWERED} 的联系`);
  await town.asks('zhangwei', '回复 7001 流程:到现场与陈小梅（13800005555）见面 结果:路灯已修复', ANSWERED);
  await town.card({ person: 'lijianguo' }, 'review:approve', ANSWERED);
  await town.asks('lijianguo', '审核 7001 通过 用印:电子签', ANSWERED);
  await town.reads({ person: 'yangyan' }, ANSWERED);
  await closed(town, UNNUMBERED);
  await signedOff(town, OPEN);
  await replied(town, OPEN);

  const out = join(town.dataDir, '回填.xlsx');
  const found = await run(town, 'export', 'replies', '2026-10-20', '--out', out, '--json');
  expect(found).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(found.stdout)).toMatchObject({
    date: '2026-10-20',
    replies: [
      { cityNo: 'JA202610200000000001', no: ANSWERED, department: 'cgj', result: '路灯已修复', contactMode: '见面' },
      { no: UNNUMBERED, process: '到现场处理', result: '已办好', contactMode: '见面' },
    ],
    unnumbered: [UNNUMBERED],
  });
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(out);
  const rows: string[] = [];
  book.worksheets[0]?.eachRow((row) => rows.push((row.values as unknown[]).slice(1).join('|')));
  expect(rows[0]).toBe('市级编号|工单编号|承办单位|办理流程|办理结果|联系方式|办结时间');
  expect(rows).toHaveLength(3);
  expect(rows[1]).toMatch(/^JA202610200000000001\|GD20261020007001\|.*\|路灯已修复\|见面\|2026-10-20 \d\d:\d\d$/);
  for (const secret of ['陈小梅', '13800005555', '南门路 5 号'])
    expect(rows.join('\n') + found.stdout).not.toContain(secret);

  expect((await run(town, 'export', 'replies', '2026-10-19', '--out', join(town.dataDir, 'b.xlsx'))).stdout).toContain(
    '答复 0 件',
  );
  expect((await run(town, 'export', 'replies', '2026-10-20', '--out', out)).stderr).toContain('已存在');
  expect((await run(town, 'export', 'replies', '10月20日', '--out', join(town.dataDir, 'c.xlsx'))).stderr).toContain(
    '日期须写成',
  );
  expect((await run(town, 'export', 'replies', '2026-10-20')).code).toBe(2);
});
