import ExcelJS from 'exceljs';
import { ROLE_NAMES } from '../domain/person.ts';
import { PlainError } from '../kernel/errors.ts';

/** The organisation as a workbook: sheets 部门, 人员, 群, one header row each, columns in any order (contract). */

/** Column names as people write them, and the member each fills. */
const SHEETS = {
  departments: {
    name: '部门',
    columns: { 代码: 'code', 名称: 'name', 别名: 'aliases', 考核分组: 'group' },
  },
  people: {
    name: '人员',
    columns: {
      编号: 'id',
      姓名: 'name',
      部门: 'department',
      角色: 'roles',
      企业微信: 'wecom',
      钉钉: 'dingtalk',
      分管领域: 'fields',
      接访日期: 'roster',
      在岗: 'active',
      手机号: 'mobile',
    },
  },
  chats: {
    name: '群',
    columns: { 平台: 'platform', 群号: 'id', 部门: 'department', 范围: 'scope', 群机器人密钥: 'webhookKey' },
  },
} as const;
type Part = keyof typeof SHEETS;
const PARTS = Object.keys(SHEETS) as Part[];

const LISTS: ReadonlySet<string> = new Set(['aliases', 'roles', 'fields', 'roster']);
const WORDS: Record<string, Record<string, string>> = {
  roles: Object.fromEntries(Object.entries(ROLE_NAMES).map(([role, name]) => [name, role])),
  platform: { 企业微信: 'wecom', 企微: 'wecom', 钉钉: 'dingtalk' },
  scope: { 中心: 'centre', 县热线中心: 'centre', 全县: 'county' },
};

/** What a cell says as text: dates as `2026-10-20`, numbers without a point, full-width signs as plain ones. */
const textOf = (value: ExcelJS.CellValue): string => {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'object') {
    if ('richText' in value) return value.richText.map(({ text }) => text).join('');
    if ('text' in value) return String(value.text);
    return 'result' in value ? textOf(value.result as ExcelJS.CellValue) : '';
  }
  return String(value)
    .replace(/[！-～]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xfee0))
    .trim();
};

const readField = (key: string, text: string): unknown => {
  const known = (word: string): string => WORDS[key]?.[word] ?? word;
  if (LISTS.has(key))
    return text
      .split(/[,，、;；\s]+/)
      .filter((word) => word !== '')
      .map(known);
  if (key === 'active') return !/^(否|不在岗|离岗|停用|n|no|0)$/i.test(text);
  return known(text);
};

/** One sheet's rows as members, and which row of the sheet each came from. */
const readSheet = (sheet: ExcelJS.Worksheet | undefined, part: Part): { rows: object[]; numbers: number[] } => {
  const rows: object[] = [];
  const numbers: number[] = [];
  if (!sheet) return { rows, numbers };
  const columns: Record<string, string> = SHEETS[part].columns;
  const keys = new Map<number, string>();
  sheet.eachRow((row, number) => {
    if (keys.size === 0) {
      row.eachCell((cell, column) => {
        const key = columns[textOf(cell.value)];
        if (key) keys.set(column, key);
      });
      return;
    }
    const entry: Record<string, unknown> = {};
    row.eachCell((cell, column) => {
      const key = keys.get(column);
      const text = textOf(cell.value);
      if (key && text !== '') entry[key] = readField(key, text);
    });
    if (Object.keys(entry).length > 0) {
      rows.push(entry);
      numbers.push(number);
    }
  });
  if (keys.size === 0 && sheet.actualRowCount > 0)
    throw new PlainError(
      'bad-organisation',
      `“${SHEETS[part].name}”表没有表头，第一行应写：${Object.keys(columns).join('、')}。`,
    );
  return { rows, numbers };
};

/** People and groups may name a department as people do: by name or alias instead of its code. */
const byCode = (departments: readonly { code?: string; name?: string; aliases?: string[] }[]) => {
  const codes = new Map(
    departments.flatMap(({ code, name, aliases = [] }) =>
      code ? [code, name ?? code, ...aliases].map((word) => [word, code] as const) : [],
    ),
  );
  return (row: { department?: string }): object =>
    row.department ? { ...row, department: codes.get(row.department) ?? row.department } : row;
};

/** The workbook as the organisation file's plain form, and where in the workbook a path of it stands: `人员 第 5 行`. */
export const readOrganisationWorkbook = async (
  path: string,
): Promise<{ file: Record<Part, object[]>; where(path: readonly PropertyKey[]): string }> => {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path).catch(() => {
    throw new PlainError('bad-organisation', `${path} 不是可读的 .xlsx 文件，请用 Excel 或 WPS 另存为 .xlsx。`);
  });
  const read = Object.fromEntries(
    PARTS.map((part) => [part, readSheet(workbook.getWorksheet(SHEETS[part].name), part)]),
  ) as Record<Part, ReturnType<typeof readSheet>>;
  if (PARTS.every((part) => read[part].rows.length === 0))
    throw new PlainError(
      'bad-organisation',
      '表格里没有内容：应有“部门”“人员”“群”三张表，可先用 --template 生成样表。',
    );
  const named = byCode(read.departments.rows);
  return {
    file: {
      departments: read.departments.rows,
      people: read.people.rows.map(named),
      chats: read.chats.rows.map(named),
    },
    where: ([part, index]) => {
      const sheet = PARTS.find((known) => known === part);
      if (!sheet) return '表格';
      const number = typeof index === 'number' ? read[sheet].numbers[index] : undefined;
      return number === undefined ? SHEETS[sheet].name : `${SHEETS[sheet].name} 第 ${number} 行`;
    },
  };
};

const EXAMPLES: Record<Part, (string | number)[][]> = {
  departments: [
    ['centre', '县热线中心', '中心', ''],
    ['cgj', '县城市管理局', '城管局、城市管理局', '县直部门'],
  ],
  people: [
    ['limin', '李敏', '城管局', '联络员', 'limin', '', '', '', '是'],
    ['lijianguo', '李建国', '城管局', '主要负责人', 'lijianguo', '', '', '', '是'],
    ['xulei', '徐磊', '县热线中心', '中心负责人、管理员', 'xulei', '0901', '', '', '是'],
    ['jiefang', '节芳', '县热线中心', '接访县领导', '', '0902', '', '2026-11-30、2026-12-07', '是'],
  ],
  chats: [
    ['企业微信', 'wrkSFfCgAAq3T8nYbZ', '城管局', '', '693a91f6-7xxx'],
    ['钉钉', 'cidHotl1neGroup0001==', '', '全县', ''],
  ],
};

/** Writes an example workbook that imports as it is: to be filled in by the IT clerk. */
export const writeOrganisationTemplate = async (path: string): Promise<void> => {
  const workbook = new ExcelJS.Workbook();
  for (const part of PARTS) {
    const sheet = workbook.addWorksheet(SHEETS[part].name, { views: [{ state: 'frozen', ySplit: 1 }] });
    const names = Object.keys(SHEETS[part].columns);
    sheet.columns = names.map((header) => ({ header, width: 20 }));
    sheet.getRow(1).font = { bold: true };
    sheet.addRows(EXAMPLES[part]);
  }
  await workbook.xlsx.writeFile(path);
};
