import { reactive, ref } from 'vue';
import type { CalendarMonth } from '../../http/page/shapes.ts';
import { calendar } from '../door/frontDesk.ts';
import { plusMonths } from '../words/moments.ts';

/** A day of the county's calendar. `nth`: the how-manieth working day after today. */
export interface Day {
  date: string;
  working: boolean;
  name?: string;
  nth?: number;
}

/** Months read so far; holidays do not change while a page is open. */
const months = reactive(new Map<string, CalendarMonth>());

/** The county's calendar from this month on, month by month as they are looked at. */
export const useWorkingDays = (today: string) => {
  const failed = ref(false);

  const read = async (month: string): Promise<void> => {
    if (months.has(month)) return;
    const answer = await calendar(month);
    failed.value = 'problem' in answer;
    if ('ok' in answer) months.set(month, answer.ok);
  };

  /** A month and, for counting, those between this one and it. */
  const show = async (month: string): Promise<void> => {
    const wanted = [month];
    for (let between = today.slice(0, 7); between < month; between = plusMonths(between, 1)) wanted.push(between);
    await Promise.all(wanted.map(read));
  };

  /** The days of a month, counted; those of a month that could not be read are plain. */
  const daysOf = (month: string): Day[] => {
    let nth = 0;
    for (let between = today.slice(0, 7); between < month; between = plusMonths(between, 1))
      nth += (months.get(between)?.days ?? []).filter(({ date, working }) => working && date > today).length;
    const known = months.get(month)?.days ?? plainDays(month);
    return known.map((day) => {
      if (!day.working || day.date <= today) return day;
      nth += 1;
      return { ...day, nth };
    });
  };

  return { failed, show, daysOf, isPublished: (month: string): boolean => months.get(month)?.published ?? true };
};

const plainDays = (month: string): Day[] => {
  const [year = 0, count = 1] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, count, 0)).getUTCDate();
  return Array.from({ length: last }, (_, index) => {
    const date = `${month}-${String(index + 1).padStart(2, '0')}`;
    return { date, working: ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()) };
  });
};
