/** The town's own short calendar of 2026: days off and 调休 days, for "3 working days" on its clock. */
const OFF = new Set<string>();
const ON = new Set(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']);

const daysOff = (from: string, to: string): void => {
  for (let day = Date.parse(`${from}T00:00:00Z`); day <= Date.parse(`${to}T00:00:00Z`); day += 86_400_000)
    OFF.add(new Date(day).toISOString().slice(0, 10));
};
daysOff('2026-01-01', '2026-01-03');
daysOff('2026-02-15', '2026-02-23');
daysOff('2026-04-04', '2026-04-06');
daysOff('2026-05-01', '2026-05-05');
daysOff('2026-06-19', '2026-06-21');
daysOff('2026-09-25', '2026-09-27');
daysOff('2026-10-01', '2026-10-07');

const DAY = 86_400_000;
const LOCAL = 8 * 3_600_000;
const dateOf = (moment: Date): string => new Date(moment.getTime() + LOCAL).toISOString().slice(0, 10);

export const isWorkingDay = (moment: Date): boolean => {
  const date = dateOf(moment);
  if (ON.has(date)) return true;
  const weekday = new Date(moment.getTime() + LOCAL).getUTCDay();
  return !OFF.has(date) && weekday !== 0 && weekday !== 6;
};

const UNITS: Record<string, number> = { second: 1_000, minute: 60_000, hour: 3_600_000, day: DAY, week: 7 * DAY };

/** The next moment with this time of day on a working day: `next 08:33`. */
const nextAt = (from: Date, time: string): Date | undefined => {
  const [hour = 99, minute = 99] = time.split(':').map(Number);
  if (hour > 23 || minute > 59) return undefined;
  const midnight = Date.parse(`${dateOf(from)}T00:00:00Z`) - LOCAL;
  for (let day = 0; ; day += 1) {
    const moment = new Date(midnight + day * DAY + (hour * 60 + minute) * 60_000);
    if (moment > from && isWorkingDay(moment)) return moment;
  }
};

/** Reads `next 08:33`, `3 working days`, `45 minutes`, `2 hours`, `1 day`; undefined when it is none of these. */
export const advanced = (from: Date, words: string): Date | undefined => {
  const [, time] = /^\s*next\s+(\d{2}:\d{2})\s*$/i.exec(words) ?? [];
  if (time) return nextAt(from, time);
  const [, amount, working, unit] =
    /^\s*(\d{1,5})\s+(working\s+)?(second|minute|hour|day|week)s?\s*$/i.exec(words) ?? [];
  if (!amount || !unit) return undefined;
  if (!working) return new Date(from.getTime() + Number(amount) * (UNITS[unit.toLowerCase()] ?? 0));
  if (unit.toLowerCase() !== 'day') return undefined;
  let moment = from;
  for (let left = Number(amount); left > 0; ) {
    moment = new Date(moment.getTime() + DAY);
    if (isWorkingDay(moment)) left -= 1;
  }
  return moment;
};
