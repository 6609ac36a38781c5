/** One limit and its end by the published year 2026, worked out by hand from the State Council's notice. */
export interface Case {
  what: string;
  from: string;
  limit: string;
  due: string;
  provisional?: true;
}

/** Shared with deadlineUnderZone.ts, which runs them in processes of other time zones. */
export const CASES: readonly Case[] = [
  // 元旦: 1–3 January off, Sunday the 4th worked.
  { what: 'over New Year onto the make-up Sunday', from: '2026-01-02 09:00', limit: '1wd', due: '2026-01-04 17:30' },
  // 春节: 15–23 February off; Saturdays the 14th and the 28th worked.
  { what: 'into the Saturday before', from: '2026-02-13 18:00', limit: '1wd', due: '2026-02-14 17:30' },
  { what: 'over Spring Festival', from: '2026-02-12 09:00', limit: '5wd', due: '2026-02-26 17:30' },
  { what: 'after hours before it', from: '2026-02-13 18:00', limit: '5wd', due: '2026-02-27 17:30' },
  { what: 'dispatched on the make-up Saturday', from: '2026-02-14 10:00', limit: '1wd', due: '2026-02-24 17:30' },
  { what: 'dispatched on New Year’s Eve', from: '2026-02-16 10:00', limit: '2wd', due: '2026-02-25 17:30' },
  { what: 'onto the Saturday after', from: '2026-02-27 09:00', limit: '1wd', due: '2026-02-28 17:30' },
  { what: 'hours stop over Spring Festival', from: '2026-02-14 16:30', limit: '2h', due: '2026-02-24 09:30' },
  // 清明: 4–6 April off. 劳动节: 1–5 May off, Saturday the 9th worked. 端午: 19–21 June off.
  { what: 'over Qingming', from: '2026-04-03 09:00', limit: '1wd', due: '2026-04-07 17:30' },
  { what: 'over Labour Day', from: '2026-04-30 09:00', limit: '1wd', due: '2026-05-06 17:30' },
  { what: 'onto Labour Day’s Saturday', from: '2026-05-08 09:00', limit: '1wd', due: '2026-05-09 17:30' },
  { what: 'over the Dragon Boat Festival', from: '2026-06-18 09:00', limit: '1wd', due: '2026-06-22 17:30' },
  // 国庆: 1–7 October off; Sunday 20 September and Saturday 10 October worked. 中秋: 25–27 September off.
  { what: 'onto the make-up Sunday', from: '2026-09-18 09:00', limit: '1wd', due: '2026-09-20 17:30' },
  { what: 'over Mid-Autumn', from: '2026-09-24 09:00', limit: '3wd', due: '2026-09-30 17:30' },
  { what: 'over National Day onto its Saturday', from: '2026-09-30 09:00', limit: '3wd', due: '2026-10-10 17:30' },
  { what: 'dispatched during National Day', from: '2026-10-02 10:00', limit: '5wd', due: '2026-10-13 17:30' },
  { what: 'over Mid-Autumn and National Day', from: '2026-09-24 09:00', limit: '5wd', due: '2026-10-09 17:30' },
  // 2027 is not published: its first days are counted by weekday and marked 暂定.
  {
    what: 'into a year without a calendar',
    from: '2026-12-30 09:00',
    limit: '5wd',
    due: '2027-01-06 17:30',
    provisional: true,
  },
  {
    what: 'calendar days into that year',
    from: '2026-12-30 09:00',
    limit: '60d',
    due: '2027-02-28 17:30',
    provisional: true,
  },
];
