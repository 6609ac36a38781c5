import { shippedHolidays } from '../../src/config/holidays.ts';
import { calendar, type OfficeHours } from '../../src/domain/deadline/calendar.ts';

/** The default office hours of requirements.md, section 2: 6.5 h a day. */
export const OFFICE_HOURS: OfficeHours[] = [
  {
    from: '01-01',
    to: '12-31',
    spans: [
      ['08:30', '12:00'],
      ['14:30', '17:30'],
    ],
  },
];

export const county = calendar(shippedHolidays(), OFFICE_HOURS);

/** `2026-10-20 08:25` in Asia/Shanghai as an instant. */
export const moment = (text: string): Date => county.at(text.slice(0, 10), text.slice(11));

/** An instant as `2026-10-20 08:25:00.000` in Asia/Shanghai; whole minutes without seconds. */
export const shown = (instant: Date): string => {
  const text = new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 23).replace('T', ' ');
  return text.replace(/:00\.000$/, '');
};
