// Run by deadlineZones.test.ts in a process of its own, under another TZ: prints what it computed.
import { parseDate } from '../../src/commands/dates.ts';
import { deadline, parseLimit } from '../../src/domain/deadline/limits.ts';
import { nearDueFrom, remainingInWords } from '../../src/domain/deadline/watch.ts';
import { CASES } from './deadlineTable.ts';
import { county, moment, shown } from './officeCalendar.ts';

const STARTS = [
  '2026-02-13T16:30:00Z',
  '2026-03-08T07:30:00Z',
  '2026-09-29T15:59:59Z',
  '2026-10-09T08:00:00Z',
  '2026-11-01T05:30:00Z',
  '2026-12-31T16:00:00Z',
];
const LIMITS = [
  { amount: 5, unit: 'workingDays' },
  { amount: 9, unit: 'hours' },
  { amount: 24, unit: 'hours', aroundTheClock: true },
  { amount: 60, unit: 'calendarDays' },
] as const;

const results = STARTS.map((start) => new Date(start)).flatMap((from) =>
  LIMITS.map((limit) => {
    const found = deadline({ from, limit, calendar: county });
    const now = new Date(from.getTime() + 3_600_000);
    return {
      ...found,
      near: nearDueFrom(found.due, county),
      left: remainingInWords(now, found.due, county),
      typed: parseDate('下周一 9点', { now, sense: 'limit', calendar: county }),
    };
  }),
);

const table = CASES.map(({ from, limit }) => {
  const parsed = parseLimit(limit);
  return parsed && shown(deadline({ from: moment(from), limit: parsed, calendar: county }).due);
});

process.stdout.write(JSON.stringify({ table, offset: new Date('2026-07-01T00:00:00Z').getTimezoneOffset(), results }));
