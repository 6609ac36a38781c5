import { shippedHolidays } from '../config/holidays.ts';
import { DEFAULT_POLICY } from '../config/policy.ts';
import { deadlineReport } from './deadlineReport.ts';
import type { Printed } from './print.ts';

/** `hotline deadline --from TIME --limit "5wd" [--urgent]`: the deadline and the days it counted, by the shipped calendar. */
export const deadlineOf = (options: { from: string; limit: string; urgent?: boolean }): Printed =>
  deadlineReport({ ...options, table: shippedHolidays(), policy: DEFAULT_POLICY });
