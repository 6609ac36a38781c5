import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { DepartmentFacts } from '../domain/assessment/facts.ts';
import { PlainError } from '../kernel/errors.ts';

/** A numerator is part of its denominator: more of it is a slip of the pen. */
const PARTS: readonly (readonly [string, string])[] = [
  ['claimedInTime', 'dispatched'],
  ['closed', 'due'],
  ['closedOnTime', 'due'],
  ['contacted', 'followedUp'],
  ['met', 'contacted'],
  ['processSatisfied', 'evaluated'],
  ['resultSatisfied', 'evaluated'],
  ['resolved', 'assessed'],
];

const NUMBER = /^\d+(\.\d+)?$/;
const GROUPS = ['rate', 'event', 'manual'] as const;

const bad = (sentence: string): PlainError => new PlainError('bad-facts', sentence);

/** `98.06%`, `1,204` and full-width digits are how sheets write numbers. */
const numberOf = (cell: string): string | undefined => {
  const text = cell.normalize('NFKC').replaceAll(',', '').replace(/%$/, '').trim();
  return NUMBER.test(text) ? text : undefined;
};

const readCells = (path: string, text: string): string[][] => {
  try {
    return parse(text, { bom: true, skip_empty_lines: true, trim: true, relax_column_count: true }) as string[][];
  } catch {
    throw bad(`${path} 不是合法的 CSV：请检查引号和逗号，另存为“CSV UTF-8”再试。`);
  }
};

const checkHeader = (path: string, header: readonly string[]): void => {
  if (!header.includes('department')) throw bad(`${path} 第一行是表头，里面没有 department 列。`);
  const twice = header.find((column, index) => column !== '' && header.indexOf(column) !== index);
  if (twice) throw bad(`${path} 的表头里 ${twice} 列出现了两次，请删去一列。`);
};

const readRow = (cells: readonly string[], header: readonly string[], where: string): DepartmentFacts => {
  const facts = {
    department: '',
    counts: {} as Record<string, string>,
    rates: {} as Record<string, string>,
    events: {} as Record<string, string>,
    manual: {} as Record<string, string>,
  };
  const places = { rate: facts.rates, event: facts.events, manual: facts.manual };
  let group: string | undefined;
  header.forEach((column, index) => {
    const cell = cells[index] ?? '';
    if (column === 'department') facts.department = cell;
    else if (column === 'group') group = cell === '' ? undefined : cell;
    else if (column !== '' && cell !== '') {
      const value = numberOf(cell);
      if (value === undefined) throw bad(`${where} ${column} 列的“${cell}”不是数字，请写成 12 或 98.06。`);
      const kind = GROUPS.find((known) => column.startsWith(`${known}.`));
      if (kind) places[kind][column.slice(kind.length + 1)] = value;
      else facts.counts[column] = value;
    }
  });
  if (facts.department === '') throw bad(`${where} 没有写单位（department 列为空）。`);
  for (const [part, whole] of PARTS)
    if (Number(facts.counts[part] ?? 0) > Number(facts.counts[whole] ?? Number.POSITIVE_INFINITY))
      throw bad(`${where} ${part}（${facts.counts[part]}）大于 ${whole}（${facts.counts[whole]}），请核对。`);
  return { ...facts, ...(group === undefined ? {} : { group }) };
};

/**
 * A facts file (scoring.md, "Files"): CSV with a header, UTF-8 with or without BOM; an empty cell is a figure not given.
 * By department, whatever the order of the rows. Throws `PlainError` that names file, row and column.
 */
export const readFactsFile = async (path: string): Promise<DepartmentFacts[]> => {
  const bytes = await readFile(path).catch(() => {
    throw new PlainError('no-file', `读不到文件 ${path}，请检查路径。`);
  });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw bad(`${path} 不是 UTF-8 编码，请另存为“CSV UTF-8”再试。`);
  }
  const [header = [], ...rows] = readCells(path, text);
  checkHeader(path, header);
  if (rows.length === 0) throw bad(`${path} 只有表头，没有一个单位的数据。`);
  const facts = rows.map((cells, index) => readRow(cells, header, `${path} 第 ${index + 2} 行`));
  const names = facts.map(({ department }) => department);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw bad(`${path} 里“${twice}”出现了两次，每个单位只写一行。`);
  return facts.sort((a, b) => (a.department < b.department ? -1 : 1));
};
