/** Times as people of the county read them: Asia/Shanghai, whatever the browser's zone. */
const SHANGHAI = 8 * 3_600_000;
const WEEKDAYS = { 'zh-CN': '日一二三四五六', en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] } as const;

/** `2026-11-25T09:30:00` of the county's wall clock. */
const local = (moment: string | Date): string =>
  new Date(new Date(moment).getTime() + SHANGHAI).toISOString().slice(0, 19);

/** `11-25 09:30`; with the year when it is another one than the present. */
export const shortTime = (moment: string | Date, present?: Date): string => {
  const words = local(moment);
  const sameYear = present === undefined || words.slice(0, 4) === local(present).slice(0, 4);
  return words.slice(sameYear ? 5 : 0, 16).replace('T', ' ');
};

/** `2026-11-25 09:30`. */
export const fullTime = (moment: string | Date): string => local(moment).slice(0, 16).replace('T', ' ');

/** The county's date: `2026-11-25`. */
export const dateOf = (moment: string | Date): string => local(moment).slice(0, 10);

/** `周三`, `Wed`. */
export const weekday = (date: string, language: string): string => {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return language === 'en' ? (WEEKDAYS.en[day] ?? '') : `周${WEEKDAYS['zh-CN'][day]}`;
};

/** The same day `days` later, by the calendar alone. */
export const plusDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** `2026-12`, `months` after the month of a date. */
export const plusMonths = (month: string, months: number): string => {
  const [year = 0, count = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, count - 1 + months, 1)).toISOString().slice(0, 7);
};

/** `380 kB`, `1.2 MB`. */
export const sizeInWords = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
