import { TICKET_TYPES } from '../domain/ticket/status.ts';
import type { Column, Layout } from './columns.ts';

/** A cell as the reader hands it on: text, a number, or a moment of the sheet's wall clock (taken as Asia/Shanghai). */
export type Cell = string | number | { wall: string } | undefined;

/** What came of a row: a ticket for the intake's schema, a reason, or nothing to do (empty and 合计 rows). */
export type Read = { value: Record<string, unknown> } | { problem: string; no: string } | 'nothing';

const textOf = (cell: Cell): string => {
  if (cell === undefined) return '';
  if (typeof cell === 'object') return cell.wall.replace('T', ' ');
  if (typeof cell === 'number') return Number.isInteger(cell) ? BigInt(cell).toString() : String(cell);
  return cell.trim();
};

/** Numbers and codes: full-width signs become plain, spaces go. */
const codeOf = (cell: Cell): string =>
  textOf(cell)
    .normalize('NFKC')
    .replace(/[\s'’`]/g, '');

const pad = (part: string | undefined): string => (part ?? '0').padStart(2, '0');

const DATE =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?)?分?)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/;

/** Days since 1899-12-30, as spreadsheets count. */
const fromSerial = (serial: number): string =>
  new Date(Math.round((serial - 25_569) * 86_400) * 1000).toISOString().slice(0, 19);

const isReal = (wall: string): boolean => {
  const parsed = new Date(`${wall}Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === wall.slice(0, 10);
};

/** A cell's moment as ISO with +08:00; `''` when empty, undefined when it is none. A date alone is `endOfDay` 17:30 or midnight. */
export const momentOf = (cell: Cell, endOfDay = false): string | undefined => {
  if (cell === undefined || cell === '') return '';
  if (typeof cell === 'object') return `${cell.wall}+08:00`;
  const text = textOf(cell).normalize('NFKC').trim();
  if (text === '') return '';
  const serial = Number(text);
  if (Number.isFinite(serial) && serial > 20_000 && serial < 80_000) return `${fromSerial(serial)}+08:00`;
  const [, year, month, day, hour, minute, second] = DATE.exec(text) ?? COMPACT.exec(text) ?? [];
  if (!year) return undefined;
  const time = hour === undefined ? (endOfDay ? '17:30:00' : '00:00:00') : `${pad(hour)}:${pad(minute)}:${pad(second)}`;
  const wall = `${year}-${pad(month)}-${pad(day)}T${time}`;
  return isReal(wall) ? `${wall}+08:00` : undefined;
};

const TYPE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/举报/, '举报'],
  [/投诉/, '投诉'],
  [/咨询/, '咨询'],
  [/建议|意见/, '建议'],
  [/表扬|感谢/, '表扬'],
  [/求助|求决|诉求|报修/, '求助'],
];

const typeOf = (cell: Cell): string => {
  const text = textOf(cell);
  const exact = TICKET_TYPES.find((type) => type === text);
  return exact ?? TYPE_WORDS.find(([words]) => words.test(text))?.[1] ?? '其他';
};

const saysYes = (cell: Cell): boolean => /^(是|有|1|y|yes|true|保密|匿名|不公开)/i.test(textOf(cell));
const saysUrgent = (cell: Cell): boolean => {
  const text = textOf(cell);
  return /紧急|特急|加急|急件|^是$|高/.test(text) && !/不紧急|非紧急|一般|普通/.test(text);
};

const filled = (value: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );

const isTotal = (cells: readonly Cell[]): boolean => cells.some((cell) => /^(合计|总计|小计|共计)/.test(textOf(cell)));

const callerOf = (at: (column: Column) => Cell): Record<string, unknown> => {
  const name = textOf(at('name'));
  const anonymous = saysYes(at('anonymous')) || /^匿名/.test(name);
  return {
    ...filled({ name: anonymous && /^匿名/.test(name) ? '' : name, phone: codeOf(at('phone')) }),
    ...(anonymous ? { anonymous } : {}),
    ...(saysYes(at('confidential')) ? { confidential: true } : {}),
  };
};

const TITLE_LENGTH = 40;

/** Reads one row of a sheet. `now` (ISO) stands in for a sheet without any time of arrival. */
export const rowToTicket = (cells: readonly Cell[], layout: Layout, now: string): Read => {
  const at = (column: Column): Cell => {
    const index = layout.get(column);
    return index === undefined ? undefined : cells[index];
  };
  if (cells.every((cell) => textOf(cell) === '')) return 'nothing';
  const no = codeOf(at('no')) || codeOf(at('cityNo'));
  if (isTotal(cells) && (no === '' || !/\d{4}/.test(no))) return 'nothing';
  if (no === '') return { problem: '缺少编号', no: '' };
  const moments = {
    receivedAt: momentOf(at('receivedAt')),
    dispatchedAt: momentOf(at('dispatchedAt')),
    dueAt: momentOf(at('dueAt'), true),
  };
  const names = { receivedAt: '来件时间', dispatchedAt: '派单时间', dueAt: '办理时限' } as const;
  for (const key of ['receivedAt', 'dispatchedAt', 'dueAt'] as const) {
    if (moments[key] === undefined) return { problem: `${names[key]}“${textOf(at(key))}”读不懂`, no };
  }
  const content = textOf(at('content'));
  const title = textOf(at('title')) || [...content].slice(0, TITLE_LENGTH).join('');
  if (title === '') return { problem: '缺少标题和内容', no };
  const category = [textOf(at('category')), textOf(at('subcategory'))].filter((part) => part !== '').join('/');
  const assisting = textOf(at('coDepartments'))
    .split(/[,，、;；\s]+/)
    .filter((part) => part !== '');
  const caller = callerOf(at);
  return {
    value: {
      no,
      type: typeOf(at('type')),
      title,
      content,
      receivedAt: moments.receivedAt || moments.dispatchedAt || now,
      ...filled({
        cityNo: layout.has('no') ? codeOf(at('cityNo')) : '',
        category,
        area: textOf(at('area')),
        address: textOf(at('address')),
        source: textOf(at('source')),
        department: textOf(at('department')),
        dispatchedAt: moments.dispatchedAt,
        dueAt: moments.dueAt,
      }),
      ...(Object.keys(caller).length > 0 ? { caller } : {}),
      ...(saysUrgent(at('urgent')) ? { urgent: true } : {}),
      ...(assisting.length > 0 ? { coDepartments: assisting } : {}),
    },
  };
};
