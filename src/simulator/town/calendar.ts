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

/** The same for the page: dates off, and weekend days that are worked. */
export const CALENDAR: { off: readonly string[]; on: readonly string[] } = { off: [...OFF], on: [...ON] };

const LOCAL = 8 * 3_600_000;
/** The local calendar date, `2026-10-21`. */
export const dateOf = (moment: Date): string => new Date(moment.getTime() + LOCAL).toISOString().slice(0, 10);

export const isWorkingDay = (moment: Date): boolean => {
  const date = dateOf(moment);
  if (ON.has(date)) return true;
  const weekday = new Date(moment.getTime() + LOCAL).getUTCDay();
  return !OFF.has(date) && weekday !== 0 && weekday !== 6;
};
