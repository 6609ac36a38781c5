import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readHolidays } from '../config/holidays.ts';
import { importTickets } from '../intake/importFile.ts';
import { Organisation } from '../intake/organisation.ts';
import type { IntakeResult } from '../intake/ticketSchema.ts';
import { systemClock } from '../kernel/clock.ts';
import { PlainError } from '../kernel/errors.ts';
import { keepHolidays } from '../store/directory.ts';
import { importOrganisation } from '../store/organisation.ts';
import { handOver } from '../workflow/handOver.ts';
import { recomputeDeadlines } from '../workflow/recomputeDeadlines.ts';
import { withArchive } from './archive.ts';
import type { Printed } from './print.ts';

const readJsonFile = async (path: string): Promise<unknown> => {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new PlainError('no-file', `读不到文件 ${path}，请检查路径。`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new PlainError('bad-json', `${path} 不是合法的 JSON。`);
  }
};

const summaryOf = (results: readonly IntakeResult[]): string => {
  const count = (outcome: IntakeResult['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length;
  const rejected = results
    .filter((result) => result.outcome === 'rejected')
    .map((result) => `第 ${result.row} 行 ${result.no}：${result.reason}`);
  return [
    `新建 ${count('created')}，更新 ${count('updated')}，不变 ${count('unchanged')}，未收 ${count('rejected')}`,
    ...rejected,
  ].join('\n');
};

/** `hotline import tickets FILE`: exit 1 when a row was rejected. A progress line on a terminal. */
export const importTicketFile = (path: string): Promise<Printed> =>
  withArchive(async ({ archive, county }) => {
    await readFile(path).catch(() => {
      throw new PlainError('no-file', `读不到文件 ${path}，请检查路径。`);
    });
    const progress = process.stderr.isTTY
      ? (rows: number) => void process.stderr.write(`\r已读 ${rows} 行`)
      : undefined;
    const results = await importTickets(
      { archive, county: county.county, now: () => systemClock.now() },
      { path, name: basename(path) },
      progress,
    );
    if (progress) process.stderr.write('\n');
    return {
      json: { results },
      text: summaryOf(results),
      failed: results.some((result) => result.outcome === 'rejected'),
    };
  });

/** The organisation as plain members, and how a place in it is named to people. */
const readOrganisation = async (
  path: string,
): Promise<{ file: unknown; where(path: readonly PropertyKey[]): string }> => {
  if (path.toLowerCase().endsWith('.xlsx')) {
    const { readOrganisationWorkbook } = await import('../intake/organisationSheet.ts');
    return readOrganisationWorkbook(path);
  }
  return { file: await readJsonFile(path), where: (place) => place.map(String).join('.') };
};

/** `hotline import org --template FILE`: an example workbook to fill in; an existing file is left alone. */
export const writeOrganisationExample = async (path: string): Promise<Printed> => {
  if (!path.toLowerCase().endsWith('.xlsx')) throw new PlainError('bad-name', '样表的文件名须以 .xlsx 结尾。');
  if (existsSync(path)) throw new PlainError('file-exists', `${path} 已存在，请换一个文件名。`);
  const { writeOrganisationTemplate } = await import('../intake/organisationSheet.ts');
  await writeOrganisationTemplate(path);
  return {
    json: { written: path },
    text: `样表已写到 ${path}：填好“部门”“人员”“群”三张表后执行 npx hotline import org ${path}`,
  };
};

/** `hotline import org FILE`: JSON or .xlsx; all of it or none; says what it did. */
export const importOrganisationFile = async (path: string): Promise<Printed> => {
  const { file, where } = await readOrganisation(path);
  const parsed = Organisation.safeParse(file);
  if (!parsed.success)
    throw new PlainError(
      'bad-organisation',
      `组织文件有 ${parsed.error.issues.length} 处问题：\n${parsed.error.issues.map((issue) => `- ${where(issue.path)}：${issue.message}`).join('\n')}`,
    );
  return withArchive(async ({ database, archive, county, seal }) => {
    const report = await importOrganisation(database, parsed.data, seal);
    const gone = [...report.people.left, ...report.people.moved];
    await county.refresh();
    const waiting = await handOver(archive, county.county(), gone, systemClock.now());
    const line = (name: string, { added, changed }: { added: string[]; changed: string[] }): string =>
      `${name}：新增 ${added.length}，更新 ${changed.length}`;
    const named = (what: string, names: readonly string[]): string[] =>
      names.length > 0 ? [`${what}：${names.join('、')}`] : [];
    const { absent, asked, unbound } = report.people;
    return {
      json: { ...report, handedOver: waiting },
      text: [
        ...[line('单位', report.departments), line('人员', report.people), line('群', report.chats)],
        ...named('文件里没有、保持不变的人员', absent),
        ...named('没有平台账号、正按手机号查找的人员', asked),
        ...named('没有平台账号的人员（收不到消息，请补账号或手机号，或由管理员发“绑定码 姓名”）', unbound),
        ...named('经办人员离岗或调离、已转请主要负责人另行指定的工单', waiting),
      ].join('\n'),
    };
  });
};

/** `hotline import holidays FILE`: a year's statutory holidays and make-up days. */
export const importHolidayFile = async (path: string): Promise<Printed> => {
  const { year, document } = readHolidays(await readJsonFile(path));
  return withArchive(async ({ archive, county, database }) => {
    const at = systemClock.now();
    await keepHolidays(database, year, document, at);
    await county.refresh();
    const recomputed = await recomputeDeadlines(archive, county.county(), at);
    const json = {
      year,
      recomputed,
      covered: document.covered,
      holidays: Object.keys(document.holidays).length,
      workdays: Object.keys(document.workdays).length,
    };
    return {
      json,
      text: `${year} 年：放假 ${json.holidays} 天，调休上班 ${json.workdays} 天${json.covered ? '' : '（缺元旦、劳动节或国庆节，仍按暂定）'}；重新计算时限 ${recomputed} 件`,
    };
  });
};
