import { plusDays } from '../../words/moments.ts';
import type { SpecialDay } from '../door.ts';

/** The days of a year that are not as their weekday says, by date. */
export type Special = Map<string, SpecialDay>;

export const isWeekend = (date: string): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());

export const inDateOrder = (special: Special): SpecialDay[] =>
  [...special.values()].sort((a, b) => (a.date < b.date ? -1 : 1));

/** How far a make-up day lies from its holiday at most. */
const NEAR = 12;
/** The name of the holiday nearest to a day. */
const nearestName = (special: Special, date: string): string | undefined => {
  for (let distance = 1; distance <= NEAR; distance += 1)
    for (const sign of [-1, 1]) {
      const day = special.get(plusDays(date, sign * distance));
      if (day && !day.working) return day.name;
    }
  return undefined;
};

/**
 * A day becomes what it was not: a weekday rests or is worked again; a weekend day is worked, then a named holiday, then a
 * plain weekend day again. `wanted` names it, else the holiday near by, else `otherwise`.
 */
export const toggled = (
  special: Special,
  date: string,
  names: { wanted: string; otherwise: string; makeUp: string },
): Special => {
  const next = new Map(special);
  const name = names.wanted.trim() || nearestName(special, date) || names.otherwise;
  const now = special.get(date);
  if (!now && isWeekend(date)) next.set(date, { date, name: `${name}${names.makeUp}`, working: true });
  else if (!now || (now.working && isWeekend(date))) next.set(date, { date, name, working: false });
  else next.delete(date);
  return next;
};

/** A stretch of days with one name, one after another. */
export interface Stretch {
  name: string;
  working: boolean;
  first: string;
  last: string;
  dates: string[];
}

export const stretchesOf = (special: Special): Stretch[] => {
  const stretches: Stretch[] = [];
  for (const { date, name, working } of inDateOrder(special)) {
    const last = stretches[stretches.length - 1];
    if (last && last.name === name && last.working === working && plusDays(last.last, 1) === date) {
      last.last = date;
      last.dates.push(date);
    } else stretches.push({ name, working, first: date, last: date, dates: [date] });
  }
  return stretches;
};

/** How many days differ between two calendars of a year. */
export const differing = (a: Special, b: Special): number => {
  const dates = new Set([...a.keys(), ...b.keys()]);
  const words = (day: SpecialDay | undefined): string => (day ? `${day.working} ${day.name}` : '');
  return [...dates].filter((date) => words(a.get(date)) !== words(b.get(date))).length;
};
