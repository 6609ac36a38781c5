import { DEFAULT_SCHEME } from '../config/scheme.ts';
import { type LeagueTable, leagueTable, MissingColumn } from '../domain/assessment/leagueTable.ts';
import { knownColumns, missingColumns } from '../domain/assessment/needs.ts';
import { presentTable } from '../domain/assessment/present.ts';
import type { Scheme } from '../domain/assessment/scheme.ts';
import { readFactsFile } from '../intake/factsFile.ts';
import { canonical } from '../kernel/canonical.ts';
import { PlainError } from '../kernel/errors.ts';
import { sha256 } from '../kernel/ids.ts';
import type { Printed } from './print.ts';
import { readScheme } from './schemeFile.ts';

const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/;

/** A month as people type it for a command. Throws `PlainError`. */
export const checkedMonth = (month: string): string => {
  if (!MONTH.test(month)) throw new PlainError('bad-month', '月份须写成 2026-10。');
  return month;
};

const STATUS = { ranked: '', none: '无工单', tied: '并列待定' } as const;

/** The table as lines of text. */
export const linesOf = (
  table: Pick<LeagueTable, 'rows' | 'bottom'>,
  scheme: Scheme,
  name = (code: string): string => code,
): string[] =>
  table.rows.map((row) => {
    const items = row.items.map(({ id, points, rate }) => {
      const title = scheme.items.find((item) => item.id === id)?.name ?? id;
      return `${title} ${points}${rate === undefined ? '' : `（${rate}%）`}`;
    });
    const marks = [`扣 ${row.deductions}`, `加 ${row.bonuses}`];
    const end = table.bottom.includes(row.department) ? ' 【末位】' : '';
    return `${row.place === null ? '—' : `第${row.place}名`} ${name(row.department)} ${row.total} 分 ${STATUS[row.status]}${end}｜${[...items, ...marks].join('，')}`;
  });

const ranked = (month: string, scheme: Scheme, facts: Parameters<typeof leagueTable>[0]['facts']): LeagueTable => {
  try {
    return leagueTable({ month, scheme, facts });
  } catch (thrown) {
    if (thrown instanceof MissingColumn) throw new PlainError('missing-columns', thrown.message);
    throw thrown;
  }
};

/**
 * `hotline league monthly MONTH --facts FILE [--scheme FILE]`: any published scheme on any published figures, without a
 * database. Missing columns are refused by name; columns the scheme does not know are left aside and named.
 */
export const leagueFromFile = async (month: string, files: { facts: string; scheme?: string }): Promise<Printed> => {
  checkedMonth(month);
  const scheme = files.scheme === undefined ? DEFAULT_SCHEME : await readScheme(files.scheme);
  const facts = await readFactsFile(files.facts);
  const missing = missingColumns(facts, scheme);
  if (missing.length > 0)
    throw new PlainError(
      'missing-columns',
      `${files.facts} 缺 ${missing.length} 列：${missing.join('、')}。请补上（没有发生的填 0）再算。`,
    );
  const table = ranked(month, scheme, facts);
  const digest = sha256(canonical(facts));
  const known = knownColumns(scheme);
  const aside = [...new Set(facts.flatMap(({ counts }) => Object.keys(counts)))].filter((column) => !known.has(column));
  return {
    json: presentTable(table, digest),
    text: [
      `${month} 月榜：${scheme.name}（${scheme.version}），${table.rows.length} 个单位`,
      ...linesOf(table, scheme),
      `末位：${table.bottom.join('、') || '（无）'}`,
      `事实 SHA-256：${digest}`,
      ...(aside.length > 0 ? [`没有用到的列：${aside.join('、')}`] : []),
    ].join('\n'),
  };
};
