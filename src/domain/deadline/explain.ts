import type { WorkingCalendar } from './calendar.ts';
import { instantInWords, weekdayName, yearOf } from './calendarDate.ts';
import type { CountedDay, Deadline, Limit } from './limits.ts';

/**
 * A deadline day by day, for people: `第3天 = 10-10 周六，调休上班`, uncounted days as `不计 = 10-05 周一，国庆节`, then when it
 * is due, and for a 暂定 one which year is missing. Days of another year than the first carry the year.
 */
export const explainDeadline = (limit: Limit, result: Deadline, calendar: WorkingCalendar): string[] => {
  let number = 0;
  const lines = result.days.map((day) => {
    if (day.counted) number += 1;
    const date = dayOf(day, result.days[0]);
    // A plain weekend's reason is its weekday, which stands there already.
    return `${label(day, limit, number)} = ${date}${date.endsWith(day.reason) ? '' : `，${day.reason}`}`;
  });
  return [...lines, `到期 = ${instantInWords(result.due)}`, ...provisionalNote(result, calendar)];
};

/** Hours are not numbered by day: a counted day is one in which they ran. */
const label = (day: CountedDay, limit: Limit, number: number): string => {
  if (!day.counted) return '不计';
  return limit.unit === 'hours' ? '计时' : `第${number}天`;
};

const dayOf = ({ date }: CountedDay, first: CountedDay | undefined): string => {
  const sameYear = first === undefined || yearOf(first.date) === yearOf(date);
  return `${sameYear ? date.slice(5) : date} ${weekdayName(date)}`;
};

const provisionalNote = ({ provisional, days }: Deadline, calendar: WorkingCalendar): string[] => {
  if (!provisional) return [];
  const years = [...new Set(days.map(({ date }) => yearOf(date)))].filter((year) => !calendar.covered(year));
  return [`暂定：${years.join('、')}年的放假安排尚未导入，先按星期推算，导入后重新计算`];
};
