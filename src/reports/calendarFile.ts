import ical, { ICalCalendarMethod } from 'ical-generator';
import type { Appointment, Paper } from '../workflow/documents.ts';

/** An hour before it begins the phone says so. */
const ALARM_SECONDS = 3_600;

/** An appointment as an iCalendar file (RFC 5545); the same number with a higher revision replaces the earlier one. */
export const calendarFile = ({ id, title, place, notes, from, to, at, revision }: Appointment): Paper => {
  const calendar = ical({ name: '12345热线', method: ICalCalendarMethod.PUBLISH });
  const event = calendar.createEvent({
    id: `${id}@hotline`,
    sequence: revision,
    start: from,
    end: to,
    stamp: at,
    summary: title,
    description: notes,
    ...(place ? { location: place } : {}),
  });
  event.createAlarm({ trigger: ALARM_SECONDS, description: title });
  return { name: `${title}.ics`, bytes: Buffer.from(calendar.toString(), 'utf8') };
};
