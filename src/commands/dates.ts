import type { WorkingCalendar } from '../domain/deadline/calendar.ts';
import {
  type CalendarDate,
  dayInWords,
  instantInWords,
  localDate,
  readInstant,
} from '../domain/deadline/calendarDate.ts';
import { readDay, type Sense } from './dates/day.ts';
import { splitTime, type TimeOfDay } from './dates/timeOfDay.ts';
import { plainWriting } from './dates/written.ts';

/** What was understood, with the date in words for the reply, or one Chinese sentence that says what to write instead. */
export type DateReading = { instant: Date; words: string } | { problem: string };

/** From where a date is read: the present, the direction it lies in, the county's calendar. */
export interface DateSense {
  now: Date;
  sense: Sense;
  calendar: WorkingCalendar;
}

const EXAMPLES = {
  limit: '11-28、2026-11-28 17:00、3天、3个工作日、明天、下周一',
  past: '11-28、2026-11-28 17:00、昨天、今天 15:00、上周五',
};

const FARTHEST = 2 * 366 * 24 * 60 * 60_000;

/**
 * Reads a date as people type it (contract.md, "Commands in chat"), Asia/Shanghai. A limit must lie ahead and without a
 * time ends at closing time (17:30) of its day; what happened must not lie ahead and without a time is taken as closing
 * time of its day, today as now. `words` repeats it: `2026-11-28（周六）17:30`, without a time nobody gave for what happened.
 */
export const parseDate = (text: string, from: DateSense): DateReading => {
  const written = plainWriting(text);
  if (written === '') return { problem: `请写日期，如 ${EXAMPLES[from.sense]}。` };
  const exact = written.includes('T') ? readInstant(written) : undefined;
  if (exact) return fitting([{ instant: exact, words: instantInWords(exact) }], text, from);
  const split = splitTime(written.replace(/(:\d{2}|[点时分半整午])\s*(?:之前|以前|前)$/, '$1'));
  if ('problem' in split) return split;
  const days = readDay(split.day, { today: localDate(from.now), sense: from.sense, calendar: from.calendar });
  if (days === undefined) return { problem: `${quoted(text)}不是日期，可以写 ${EXAMPLES[from.sense]}。` };
  if (days.length === 0) return { problem: `${quoted(text)}没有对应的日子，可以写 ${EXAMPLES[from.sense]}。` };
  return fitting(
    days.map((day) => moment(day, split.time, from)),
    text,
    from,
  );
};

const moment = (day: CalendarDate, time: TimeOfDay | undefined, { now, sense, calendar }: DateSense) => {
  if (time === undefined && sense === 'past')
    return { instant: untilNow(day, calendar.closing(day), now), words: dayInWords(day) };
  const instant = time === undefined ? calendar.closing(day) : timeOn(day, time, calendar);
  if (time !== undefined && 'half' in time && sense === 'past') {
    return { instant: untilNow(day, instant, now), words: `${dayInWords(day)}${time.half}` };
  }
  return { instant, words: instantInWords(instant) };
};

const timeOn = (day: CalendarDate, time: TimeOfDay, calendar: WorkingCalendar): Date => {
  if ('clock' in time) return calendar.at(day, time.clock);
  return time.half === '下午' ? calendar.closing(day) : calendar.at(day, '12:00');
};

/** Something that happened today without an exact time happened by now. */
const untilNow = (day: CalendarDate, instant: Date, now: Date): Date =>
  day === localDate(now) && instant > now ? now : instant;

/** The first candidate on the right side of now; when there is none, why the first will not do. */
const fitting = (
  candidates: { instant: Date; words: string }[],
  text: string,
  { now, sense }: DateSense,
): DateReading => {
  const fits = ({ instant }: { instant: Date }) => (sense === 'limit' ? instant > now : instant <= now);
  const found = candidates.find(fits);
  const meant = found ?? candidates[0];
  if (meant === undefined) return { problem: `${quoted(text)}不是日期，可以写 ${EXAMPLES[sense]}。` };
  if (!found)
    return { problem: `${quoted(text)}是 ${meant.words}，${sense === 'limit' ? '已经过去了' : '还没有到'}，请改写。` };
  const distance = Math.abs(found.instant.getTime() - now.getTime());
  return distance > FARTHEST ? { problem: `${quoted(text)}是 ${found.words}，离今天超过两年，请核对年份。` } : found;
};

const quoted = (text: string): string => `“${text.trim().slice(0, 20)}”`;
