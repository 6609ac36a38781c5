import type { Scheme } from './assessment/scheme.ts';
import type { WorkingCalendar } from './deadline/calendar.ts';
import type { Instant } from './instant.ts';
import type { Department, Person, Role } from './person.ts';
import type { Policy } from './policy.ts';

/** By what a limit is counted: how long, and over which days and hours. */
export interface Measure {
  policy: Policy;
  calendar: WorkingCalendar;
}

/** Everything a decision rests on besides the ticket and the command. Handed in; the law reads no clock and no store. */
export interface Law extends Measure {
  /**
   * The policy that was in force at a moment, and the days as they are known now with its office hours: by these a limit
   * fixed then is counted again, whatever was put in use since.
   */
  inForceAt(moment: Instant): Measure;
  /** The 考核方案 in force for a month of the county's calendar, `2026-10`: the shipped one where none was put in use. */
  scheme(month: string): Scheme;
  person(id: string): Person | undefined;
  /** Active holders of a role in a department who can be written to on a platform in use. */
  bound(department: string, role: Role): Person[];
  department(code: string): Department | undefined;
}
