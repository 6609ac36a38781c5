import type { WorkingCalendar } from '../../domain/deadline/calendar.ts';
import {
  addDays,
  type CalendarDate,
  calendarDate,
  isCalendarDate,
  weekday,
  yearOf,
} from '../../domain/deadline/calendarDate.ts';

/** Whether a date is a limit, which lies ahead, or something that happened. */
export type Sense = 'limit' | 'past';

/** Where a day is looked for: from the county's today, ahead for a limit, back for what happened. */
export interface Standpoint {
  today: CalendarDate;
  sense: Sense;
  calendar: WorkingCalendar;
}

/** The days meant, likeliest first: a bare 周五 may be today or a week away. Empty: the day does not exist. */
export type Days = CalendarDate[];

type Reader = [RegExp, (found: string[], standpoint: Standpoint) => Days];

const NEARBY: Record<string, number> = { 大后: 3, 后: 2, 明: 1, 今: 0, 昨: -1, 前: -2, 大前: -3 };
const ISO_SUNDAY = 7;

const existing = (...days: string[]): Days => days.filter(isCalendarDate);

/** The next such day for a limit, the last one for what happened; today is both. `nth` writes the nth candidate. */
const nearest = (nth: (n: number) => string, { today, sense }: Standpoint): Days => {
  const step = sense === 'limit' ? 1 : -1;
  for (let n = 0; n <= 12; n += 1) {
    const day = nth(n * step);
    if (isCalendarDate(day) && (sense === 'limit' ? day >= today : day <= today)) return [day];
  }
  return [];
};

const monthAndDay = (month: number, day: number, standpoint: Standpoint): Days =>
  nearest((n) => calendarDate(yearOf(standpoint.today) + n, month, day), standpoint);

const dayOfMonth = (day: number, standpoint: Standpoint): Days => {
  const months = yearOf(standpoint.today) * 12 + Number(standpoint.today.slice(5, 7)) - 1;
  return nearest((n) => calendarDate(Math.floor((months + n) / 12), ((months + n) % 12) + 1, day), standpoint);
};

const monday = (date: CalendarDate): CalendarDate => addDays(date, 1 - (weekday(date) || ISO_SUNDAY));

/** 下周一 is the Monday of the next calendar week (Monday to Sunday); a bare 周一 the nearest in the sense's direction. */
const dayOfWeek = (prefix: string, name: string, { today, sense }: Standpoint): Days => {
  const wanted = Number(name) || ISO_SUNDAY;
  const inWeek = (weeks: number) => addDays(monday(today), weeks * 7 + wanted - 1);
  const weeks = [...prefix].filter((word) => word === '下').length - [...prefix].filter((word) => word === '上').length;
  if (prefix !== '') return [inWeek(weeks)];
  const turns = sense === 'limit' ? [0, 1, 2] : [0, -1, -2];
  return turns.map(inWeek).filter((day) => (sense === 'limit' ? day >= today : day <= today));
};

const ahead = (days: (standpoint: Standpoint) => CalendarDate, standpoint: Standpoint): Days =>
  standpoint.sense === 'limit' ? [days(standpoint)] : [];

const LATER = '(?:以内|之内|内|以后|之后|后)?';
const SOONER = '(?:以前|之前|前)';

const READERS: Reader[] = [
  [
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$/,
    ([y, m, d]) => existing(calendarDate(Number(y), Number(m), Number(d))),
  ],
  [/^(\d{1,2})[-/.月](\d{1,2})[日号]?$/, ([m, d], from) => monthAndDay(Number(m), Number(d), from)],
  [/^(\d{1,2})[日号]$/, ([d], from) => dayOfMonth(Number(d), from)],
  [/^(大后|后|明|今|昨|前|大前)[天日]$/, ([word = ''], { today }) => [addDays(today, NEARBY[word] ?? 0)]],
  [
    /^(本|这|下{1,2}|上{1,2})?个?(?:周|星期|礼拜)([1-7日天])$/,
    ([prefix = '', name = ''], from) => dayOfWeek(prefix, name, from),
  ],
  [
    new RegExp(`^(\\d{1,3})个?工作日${LATER}$`),
    ([n], from) => ahead(({ today, calendar }) => calendar.addWorkingDays(today, Number(n)), from),
  ],
  [
    new RegExp(`^(\\d{1,3})(?:天|个?自然日|日(?=.))${LATER}$`),
    ([n], from) => ahead(({ today }) => addDays(today, Number(n)), from),
  ],
  [
    new RegExp(`^(\\d{1,3})天${SOONER}$`),
    ([n], { today, sense }) => (sense === 'past' ? [addDays(today, -Number(n))] : []),
  ],
];

/**
 * Reads a day in plain writing: `11-28`, `2026-11-28`, `11月28日`, `28号`, `明天`, `周五`, `下周一`; for limits also `3天` and
 * `3个工作日`, for what happened `3天前`. Empty when such a day does not exist or has no meaning in that sense, undefined
 * when it is no day at all.
 */
export const readDay = (text: string, standpoint: Standpoint): Days | undefined => {
  if (text === '') return [standpoint.today];
  for (const [shape, read] of READERS) {
    const found = shape.exec(text);
    if (found) return read(found.slice(1), standpoint);
  }
  return standpoint.sense === 'limit' ? readDayBefore(text, standpoint) : undefined;
};

/** `11-28前`: the day itself is the last one. */
const readDayBefore = (text: string, standpoint: Standpoint): Days | undefined => {
  const [before, day] = new RegExp(`^(.+?)(?<!\\d天)${SOONER}$`).exec(text) ?? [];
  return before === undefined || day === undefined ? undefined : readDay(day.trim(), standpoint);
};
