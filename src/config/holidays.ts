// The package's functions read a day in the machine's own time zone and answer by weekday for years they do not know;
// its published table does neither.
import notices from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { HolidayTable, HolidayYear } from '../domain/deadline/calendar.ts';
import { PlainError } from '../kernel/errors.ts';
import { z } from './zod.ts';

/** The package writes three festivals without the 节 that the State Council's notices have. */
const FULL_NAMES: Record<string, string> = { 清明: '清明节', 端午: '端午节', 中秋: '中秋节' };

/** `"National Day,国庆节,3"` → `国庆节`. */
const festivalOf = (entry: string): string => {
  const name = entry.split(',')[1] ?? entry;
  return FULL_NAMES[name] ?? name;
};

/** A notice for the whole year has these fixed days; the few January days that an older notice reaches are not a year. */
const coversYear = (year: number, holidays: HolidayYear['holidays']): boolean =>
  ['01-01', '05-01', '10-01'].every((day) => holidays[`${year}-${day}`] !== undefined);

const buildShipped = (): HolidayTable => {
  const table: HolidayTable = {};
  const yearOf = (date: string): HolidayYear => {
    const year = Number(date.slice(0, 4));
    table[year] ??= { covered: false, holidays: {}, workdays: {} };
    return table[year];
  };
  for (const [date, entry] of Object.entries(notices.holidays)) yearOf(date).holidays[date] = festivalOf(entry);
  for (const [date, entry] of Object.entries(notices.workdays)) {
    yearOf(date).workdays[date] = `${festivalOf(entry)}调休上班`;
  }
  for (const [year, known] of Object.entries(table)) known.covered = coversYear(Number(year), known.holidays);
  return table;
};

const shipped = buildShipped();

/**
 * The statutory holidays and 调休 days that come with the program (State Council notices, as `chinese-days` lists them).
 * A year that is missing or not `covered` is unknown; imported years replace these: `{ ...shippedHolidays(), ...imported }`.
 */
export const shippedHolidays = (): HolidayTable => structuredClone(shipped);

const day = z.strictObject(
  { date: z.iso.date('日期须是存在的日子，写成 2027-10-01 的样子'), name: z.string('缺名称').trim().min(1, '缺名称') },
  '每一天写成 {"date": "2027-10-01", "name": "国庆节"}',
);
const days = z.array(day, '须是日期的列表');
const file = z.strictObject(
  {
    year: z.int('须是年份，如 2027').min(2000, '须在 2000 年以后').max(2100, '须在 2100 年以前'),
    holidays: days.min(1, '放假日期一个也没有'),
    workdays: days.default([]),
  },
  '须是 {"year": 2027, "holidays": […], "workdays": […]}，没有别的栏目',
);

/**
 * Reads the parsed JSON of `hotline import holidays FILE`:
 * `{ year: 2027, holidays: [{ date, name }], workdays: [{ date, name }] }`, dates `YYYY-MM-DD`.
 * The year comes back `covered` when it has New Year's Day, Labour Day and National Day, else it stays 暂定.
 * Throws PlainError `holidays-unreadable` in one Chinese sentence: wrong shape, a day of another year, a day named
 * twice, a 调休 day that is no Saturday or Sunday.
 */
export const readHolidays = (json: unknown): { year: number; document: HolidayYear } => {
  const checked = checkHolidays(json);
  if ('problems' in checked) throw unreadable(checked.problems);
  return checked;
};

/** The same, with everything that is wrong as a value. */
export const checkHolidays = (json: unknown): { year: number; document: HolidayYear } | { problems: string[] } => {
  const read = file.safeParse(json);
  if (!read.success)
    return { problems: read.error.issues.map((issue) => `${issue.path.join('.') || '全文'}：${issue.message}`) };
  const { year, holidays, workdays } = read.data;
  const problems = [...strayDays(year, [...holidays, ...workdays]), ...wrongWorkdays(workdays)];
  if (problems.length > 0) return { problems };
  const names = Object.fromEntries(holidays.map(({ date, name }) => [date, name]));
  const worked = Object.fromEntries(workdays.map(({ date, name }) => [date, name]));
  return { year, document: { covered: coversYear(year, names), holidays: names, workdays: worked } };
};

const unreadable = (problems: string[]): PlainError => {
  const shown = problems.slice(0, 5).join('；');
  const rest = problems.length > 5 ? `；等共 ${problems.length} 处` : '';
  return new PlainError('holidays-unreadable', `放假安排文件有误：${shown}${rest}。`);
};

const strayDays = (year: number, days: { date: string }[]): string[] => {
  const seen = new Set<string>();
  return days.flatMap(({ date }) => {
    if (!date.startsWith(`${year}-`)) return [`${date} 不在 ${year} 年，请写进那一年的文件`];
    if (seen.has(date)) return [`${date} 出现了两次`];
    seen.add(date);
    return [];
  });
};

const wrongWorkdays = (days: { date: string }[]): string[] =>
  days
    .filter(({ date }) => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()))
    .map(({ date }) => `${date} 是周一至周五，不是调休上班日`);
