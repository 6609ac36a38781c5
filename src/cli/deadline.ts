import { shippedHolidays } from '../config/holidays.ts';
import { DEFAULT_POLICY } from '../config/policy.ts';
import { calendar } from '../domain/deadline/calendar.ts';
import { deadline, parseLimit } from '../domain/deadline/limits.ts';
import { PlainError } from '../kernel/errors.ts';
import type { Printed } from './print.ts';

const LOCAL = 8 * 3_600_000;
const local = (date: Date): string => `${new Date(date.getTime() + LOCAL).toISOString().slice(0, 19)}+08:00`;

const instantOf = (text: string): Date => {
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text.replace(' ', 'T')}+08:00`;
  const date = new Date(zoned);
  if (Number.isNaN(date.getTime()))
    throw new PlainError('bad-time', `时间“${text}”读不懂，例如 2026-11-20T09:00:00+08:00。`);
  return date;
};

/** `hotline deadline --from TIME --limit "5wd" [--urgent]`: the deadline and the days it counted (contract, Commands). */
export const deadlineOf = (options: { from: string; limit: string; urgent?: boolean }): Printed => {
  const from = instantOf(options.from);
  const limit = parseLimit(options.limit);
  if (!limit)
    throw new PlainError(
      'bad-limit',
      `时限“${options.limit}”读不懂，请写 5wd（工作日）、24h（小时）或 60d（自然日）。`,
    );
  const working = calendar(shippedHolidays(), DEFAULT_POLICY.officeHours);
  const { due, provisional, days } = deadline({
    from,
    limit: { ...limit, ...(options.urgent ? { aroundTheClock: true } : {}) },
    calendar: working,
  });
  const json = { from: local(from), limit: options.limit, due: local(due), provisional, days };
  let counted = 0;
  const lines = days.map((day) => `${day.counted ? `第${(counted += 1)}天` : '不计　'} ${day.date} ${day.reason}`);
  return {
    json,
    text: [
      `截止 ${json.due.slice(0, 16).replace('T', ' ')}${provisional ? '（暂定：该年放假安排未公布）' : ''}`,
      ...lines,
    ].join('\n'),
  };
};
