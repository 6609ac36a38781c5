/**
 * A time of day typed after the day: a clock time `HH:mm` (`24:00` ends the day), or only 上午, 中午 or 下午: by noon, or
 * by closing time.
 */
export type TimeOfDay = { clock: string } | { half: string };

const PERIOD = '凌晨|早上|早晨|上午|中午|下午|傍晚|晚上';
const CLOCK = new RegExp(`(${PERIOD})?\\s*(\\d{1,2})(?::(\\d{2})(?::\\d{2})?|[点时](?:(半)|整|(\\d{1,2})分?)?)$`);
const HALF = /(?:上午|中午|下午)$/;

/** Splits the time of day from the end of a date in plain writing. `problem`: there is one, but no clock shows it. */
export const splitTime = (text: string): { day: string; time?: TimeOfDay } | { problem: string } => {
  const clock = CLOCK.exec(text);
  if (clock) {
    const [shown, period, hours, minutes, half, spoken] = clock;
    const time = clockTime(period, Number(hours), half ? 30 : Number(minutes ?? spoken ?? 0));
    return time === undefined
      ? { problem: `没有“${shown.trim()}”这个时间。` }
      : { day: dayBefore(text, clock.index), time: { clock: time } };
  }
  const half = HALF.exec(text);
  if (!half) return { day: text };
  return { day: dayBefore(text, half.index), time: { half: half[0] } };
};

const dayBefore = (text: string, index: number): string => text.slice(0, index).replace(/[\sT,]+$/, '');

const clockTime = (period: string | undefined, hours: number, minutes: number): string | undefined => {
  const hour = hourOf(period, hours);
  if (minutes > 59 || hour > 24 || (hour === 24 && minutes > 0)) return undefined;
  return `${String(hour).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
};

/** 下午3点 is 15, 中午1点 is 13, 凌晨12点 is 0, 晚上12点 the midnight that ends the day. */
const hourOf = (period: string | undefined, hours: number): number => {
  if (period === '凌晨' && hours === 12) return 0;
  if (period === '晚上' && hours === 12) return 24;
  const afternoon = period === '下午' || period === '傍晚' || period === '晚上' || (period === '中午' && hours < 10);
  return afternoon && hours < 12 ? hours + 12 : hours;
};
