import type { AnalysisSettings } from './analysis/settings.ts';
import type { CalendarDate, OfficeHours } from './deadline/calendar.ts';
import { isCalendarDate, localDate } from './deadline/calendarDate.ts';
import type { Limit } from './deadline/limits.ts';
import type { TicketType } from './ticket/status.ts';

/**
 * How much: the county's policy document (requirements.md, section 2 gives the defaults). Code has the *how*.
 * Validated by `config/policy`; versioned with the date from which it holds.
 */
export interface Policy {
  version: string;
  /** The county's name as its papers and pictures carry it: `石城县`. */
  county: string;
  /** Working time by season, Asia/Shanghai. */
  officeHours: OfficeHours[];
  limits: {
    claim: Limit;
    claimUrgent: Limit;
    handling: Record<TicketType, Limit>;
    urgent: Limit;
    difficult: Limit;
    rework: Limit;
    /** Calendar days. */
    petition: Limit;
    petitionExtension: Limit;
    /** R5.3: a supervision led by a county leader is completed within this time of the event, where no 限期 is written. */
    supervision: Limit;
    /** Longest extension, working days. */
    extensionDays: number;
    /** Working days after closing within which `/重办` is possible is calendar days here. */
    reopenDays: number;
  };
  watch: {
    /** R3.4: strictly less than this many working minutes left. */
    nearDueMinutes: number;
    /** R3.3: working minutes after a counted reminder. */
    graceMinutes: number;
    /** R1.1: lead and handlers are reminded with strictly less than this many working minutes to the internal deadline. */
    internalMinutes: number;
    /** R4.1: working days from dispatch. */
    nominateAfterDays: number;
  };
  difficult: { returns: number; departments: number };
  /** R3.6: `mondayThroughTuesdayNoon` (default) or Monday morning and Tuesday morning only. */
  petitionWindow: 'mondayThroughTuesdayNoon' | 'mornings';
  referral: {
    /** Working minutes after which a leader who has not decided is reminded, and then again and again. */
    remindAfterMinutes: number;
    remindEveryMinutes: number;
  };
  /** R2.1: the working day nearest this day of the month, and when it begins. */
  consultation: { day: number; time: string };
  followUp: {
    attempts: number;
    halfDays: number;
    /** Closed after this time of day: due by the end of the next working day. */
    sameDayUntil: string;
  };
  review: { byCentre: boolean };
  /** Whether the place where a photo was made stays in it: the county wants it as evidence. */
  evidence: { keepPlace: boolean };
  /** R7.1: from when on something is news. */
  analysis: AnalysisSettings;
  manners: {
    /** Times of day, Asia/Shanghai; non-working days are quiet all day. */
    quietFrom: string;
    quietTo: string;
    /** More than `burst` new tickets for one group within `burstMinutes` wait at most `holdMinutes`. */
    burst: number;
    burstMinutes: number;
    holdMinutes: number;
    /** Tickets on one list card. */
    listSize: number;
  };
}

/** Why a policy cannot hold from that day on, as a sentence; undefined: it can. What was fixed before stays as it was fixed. */
export const whyNotFrom = (from: string, today: CalendarDate): string | undefined => {
  if (!isCalendarDate(from)) return `看不懂日期“${from}”，请写成 2026-12-01。`;
  return from < today ? `${from} 已经过去：已确定的时限不会改动，请写今天或以后的日期。` : undefined;
};

/** The version that holds on a day: of those that hold from the latest day the newest; undefined: none does yet. */
export const policyOn = <V extends { version: number; from: CalendarDate }>(
  versions: readonly V[],
  day: CalendarDate,
): V | undefined =>
  versions
    .filter(({ from }) => from <= day)
    .toSorted((a, b) => (a.from === b.from ? a.version - b.version : a.from < b.from ? -1 : 1))
    .at(-1);

/**
 * The version that held at a moment: one put in use in the afternoon held from then on, not since the morning. The day is
 * the county's. Undefined: none did yet.
 */
export const policyAt = <V extends { version: number; from: CalendarDate; at: Date }>(
  versions: readonly V[],
  moment: Date,
): V | undefined =>
  policyOn(
    versions.filter(({ at }) => at <= moment),
    localDate(moment),
  );
