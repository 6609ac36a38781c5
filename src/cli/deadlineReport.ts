import { type CalendarDate, calendar, type HolidayTable } from '../domain/deadline/calendar.ts';
import { isoWithOffset, readInstant } from '../domain/deadline/calendarDate.ts';
import { explainDeadline } from '../domain/deadline/explain.ts';
import { deadline, parseLimit } from '../domain/deadline/limits.ts';
import type { Policy } from '../domain/policy.ts';
import { PlainError } from '../kernel/errors.ts';

/** "From then, so long: until when?" as an administrator types it; table and office hours are the ones in force. */
export interface DeadlineQuestion {
  /** `2026-10-20`, `2026-10-20 08:25` (Asia/Shanghai) or ISO 8601 with an offset. */
  from: string;
  /** `5wd`, `24h`, `60d`. */
  limit: string;
  /** Hours never stop; days are not affected. */
  urgent?: boolean;
  table: HolidayTable;
  policy: Pick<Policy, 'officeHours'>;
}

/** The answer as `hotline deadline --json` prints it; times are ISO 8601 with +08:00. */
export interface DeadlineAnswer {
  from: string;
  limit: string;
  due: string;
  provisional: boolean;
  days: { date: CalendarDate; counted: boolean; reason: string }[];
}

/**
 * The deadline and the days it counted, for machines (`json`) and for people (`text`, Chinese, one line a day). Reads no
 * clock and prints nothing. Throws PlainError `bad-from` or `bad-limit` when the question cannot be read: wrong usage.
 */
export const deadlineReport = (question: DeadlineQuestion): { json: DeadlineAnswer; text: string } => {
  const from = readInstant(question.from);
  if (!from)
    throw new PlainError('bad-from', `看不懂起算时间“${question.from}”，请写成 2026-10-20 或 "2026-10-20 08:25"。`);
  const limit = parseLimit(question.limit);
  if (!limit)
    throw new PlainError(
      'bad-limit',
      `看不懂时限“${question.limit}”，请写成 5wd（工作日）、24h（小时）或 60d（自然日）。`,
    );
  const working = calendar(question.table, question.policy.officeHours);
  const asked = { ...limit, aroundTheClock: question.urgent ?? false };
  const result = deadline({ from, limit: asked, calendar: working });
  const { due, provisional, days } = result;
  return {
    json: { from: isoWithOffset(from), limit: question.limit.trim(), due: isoWithOffset(due), provisional, days },
    text: explainDeadline(asked, result, working).join('\n'),
  };
};
