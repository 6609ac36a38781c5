import type { WorkingCalendar } from './deadline/calendar.ts';
import type { Department, Person } from './person.ts';
import type { Policy } from './policy.ts';

/** Everything a decision rests on besides the ticket and the command. Handed in; the law reads no clock and no store. */
export interface Law {
  policy: Policy;
  calendar: WorkingCalendar;
  person(id: string): Person | undefined;
  department(code: string): Department | undefined;
}
