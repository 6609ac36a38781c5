import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '../../src/kernel/log.ts';
import { applyMigrations } from '../../src/store/migrations.ts';
import { type FreshDatabase, freshDatabase } from '../freshDatabase.ts';
import { storiesWith } from '../town/story.ts';

const ENTRY = fileURLToPath(new URL('../../src/cli/hotline.mjs', import.meta.url));

/** Runs the administrator's tool against a database and returns what it printed. */
const hotline = async (databaseUrl: string, folder: string, ...words: string[]) => {
  const env = { ...process.env, DATABASE_URL: databaseUrl, DATA_DIR: folder, SECRET_KEY: 'a-key-for-this-test' };
  return promisify(execFile)(process.execPath, [ENTRY, ...words], { env }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (failed: { code: number; stdout: string; stderr: string }) => ({
      code: failed.code,
      said: failed.stdout + failed.stderr,
    }),
  );
};

let folder: string;
let database: FreshDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotline-org-'));
  database = await freshDatabase();
  await applyMigrations(database.url, { log: silentLog() });
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});
const run = (...words: string[]) => hotline(database.url, folder, ...words);

describe('import org with a workbook', () => {
  test('the example it writes imports as it is, and a second time changes nothing', async () => {
    const file = join(folder, '样表.xlsx');
    expect(await run('import', 'org', '--template', file)).toMatchObject({ code: 0 });
    expect((await run('import', 'org', '--template', file)).said).toContain('已存在');
    const first = JSON.parse((await run('import', 'org', file, '--json')).said);
    expect(first).toMatchObject({
      departments: { added: ['县热线中心', '县城市管理局'] },
      people: { added: ['李敏', '李建国', '徐磊', '节芳'] },
      chats: { added: ['wrkSFfCgAAq3T8nYbZ', 'cidHotl1neGroup0001=='] },
    });
    const second = JSON.parse((await run('import', 'org', file, '--json')).said);
    expect(second.people).toMatchObject({ added: [], changed: [], absent: [] });
  });

  test('what is wrong is said by sheet and row, and nothing is imported', async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('部门').addRows([
      ['名称', '代码'],
      ['县教育体育局', 'jyj'],
    ]);
    workbook.addWorksheet('人员').addRows([
      ['姓名', '编号', '角色', '部门'],
      ['吴强', 'wuqiang', '联络员，经办人员', '县教育体育局'],
      ['郑红', 'zhenghong', '大领导', '没有这个局'],
    ]);
    const file = join(folder, '错.xlsx');
    await workbook.xlsx.writeFile(file);
    const answer = await run('import', 'org', file);
    expect(answer.code).toBe(1);
    expect(answer.said).toContain('人员 第 3 行：角色须为');
    expect((await run('import', 'org', join(folder, '没有.xlsx'))).said).toContain('不是可读的 .xlsx');
    expect((await run('import', 'org')).code).toBe(2);
  });
});

const atYearsEnd = storiesWith({ startAt: '2026-12-30T09:00:00+08:00' });
atYearsEnd(
  'the holidays of the next year are published: limits across it are counted again, with the old ones kept',
  async ({ town }) => {
    const no = 'GD20261230000001';
    await town.tickets({ no, department: 'cgj' });
    await town.card({ chat: 'wrkCgj' }, 'claim', no);
    expect((await town.ticket(no)).flags).toContain('provisionalDue');
    const file = join(folder, '2027.json');
    const holidays = ['2027-01-01', '2027-01-04', '2027-05-01', '2027-10-01'].map((date) => ({ date, name: '放假' }));
    await writeFile(file, JSON.stringify({ year: 2027, holidays, workdays: [] }));
    expect((await hotline(town.databaseUrl, folder, 'import', 'holidays', file)).said).toContain('重新计算时限 1 件');
    expect((await hotline(town.databaseUrl, folder, 'import', 'holidays', file)).said).toContain('重新计算时限 0 件');
    const ticket = await town.ticket(no);
    expect([ticket.dueAt, ticket.flags]).toEqual(['2027-01-08T09:30:00.000Z', []]);
    expect(ticket.history.at(-1)).toMatchObject({ type: 'DeadlineRecomputed', by: 'system', via: { door: 'cli' } });
  },
);
