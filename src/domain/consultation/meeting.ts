import { type Instant, instant, toDate } from '../instant.ts';
import type { Law } from '../law.ts';
import type { MatterRules } from '../matter.ts';
import { CENTRE, hasRole, type Person } from '../person.ts';
import { refuse } from '../ticket/refusal.ts';

/** 会商 (R2.1–R2.3): one meeting a month, around the 15th; its id is the month. */
export interface Meeting {
  id: string;
  /** When it is to be, or was, held. */
  when: Instant;
  /** The director has confirmed the date. */
  confirmed: boolean;
  /** Departments involved, by the agenda. */
  departments: string[];
  tickets: string[];
  attendance?: string;
  minutes?: string;
  heldAt?: Instant;
  remindedAt?: Instant;
  /** When the director was asked for attendance and minutes. */
  minutesAskedAt?: Instant;
  /** How often the date was set: a later calendar file replaces the earlier one. */
  dateChanges?: number;
}

export type MeetingCommand =
  | { type: 'Prepare'; at: Instant; id: string; departments: string[]; tickets: string[] }
  | { type: 'SetDate'; by: Person; at: Instant; when: Instant }
  | { type: 'Record'; by: Person; at: Instant; when: Instant; attendance: string; minutes: string }
  | { type: 'Watch'; at: Instant };

export type MeetingEvent = { at: Instant; by: string } & (
  | { type: 'MeetingPrepared'; id: string; when: Instant; departments: string[]; tickets: string[] }
  | { type: 'MeetingDateSet'; when: Instant }
  | { type: 'MeetingHeld'; when: Instant; attendance: string; minutes: string }
  | { type: 'MeetingReminded' }
  | { type: 'MinutesAsked' }
);

const SOURCE = { article: '第二条', duty: 'R2.1' } as const;
const REMINDED_AT = '09:07';

/** The working day nearest the policy's day of the month (the 15th, at three), unless the director says otherwise. */
export const proposedDate = (month: string, { calendar, policy: { consultation } }: Law): Instant => {
  const day = `${month}-${String(consultation.day).padStart(2, '0')}`;
  return instant(calendar.at(calendar.workingDayNearest(day), consultation.time));
};

/** The working day before the meeting, in the morning (contract, "Timetable": `meeting-reminder`). */
const reminderAt = (state: Meeting, { calendar }: Law): Instant =>
  instant(calendar.at(calendar.previousWorkingDay(calendar.localDate(toDate(state.when))), REMINDED_AT));

/** A consultation is planned for this long; after it attendance and minutes are asked for (R2.2). */
export const MEETING_MS = 2 * 3_600_000;

/** What the clock does next about a meeting, and when; undefined: nothing. */
const nextLook = (state: Meeting, law: Law): { at: Instant; event: 'MeetingReminded' | 'MinutesAsked' } | undefined => {
  if (state.heldAt) return undefined;
  if (!state.remindedAt) return { at: reminderAt(state, law), event: 'MeetingReminded' };
  if (!state.confirmed || state.minutesAskedAt) return undefined;
  return { at: instant(new Date(toDate(state.when).getTime() + MEETING_MS)), event: 'MinutesAsked' };
};

const mayConvene = (by: Person): boolean => by.department === CENTRE && hasRole(by, 'director');

const wakeOf = (next: { at: Instant } | undefined): { wakeAt?: Instant } => (next ? { wakeAt: next.at } : {});

/** The rules of the monthly consultation. */
export const meetings: MatterRules<Meeting, MeetingCommand, MeetingEvent> = {
  kind: 'meeting',
  decide: (command, state, law) => {
    if (command.type === 'Prepare') {
      const { at, id, departments, tickets } = command;
      return state
        ? []
        : [{ type: 'MeetingPrepared', at, by: 'system', id, when: proposedDate(id, law), departments, tickets }];
    }
    if (command.type === 'Watch') {
      const next = state && nextLook(state, law);
      return next && command.at >= next.at ? [{ type: next.event, at: command.at, by: 'system' }] : [];
    }
    if (!mayConvene(command.by)) return refuse('NotYourRole', '会商会议由县热线中心负责人登记。', SOURCE);
    if (!state) return refuse('NothingAsked', '这个月的会商还没有准备，请先发送“会商”。', SOURCE);
    if (state.heldAt) return refuse('AlreadyDone', '这个月的会商已登记纪要。', SOURCE);
    const { at, when } = command;
    if (command.type === 'SetDate')
      return when > at
        ? [{ type: 'MeetingDateSet', at, by: command.by.id, when }]
        : refuse('ArgumentWrong', '会议时间已经过去：开过的会请写 参会 和 纪要。', SOURCE);
    if (when > at) return refuse('TooEarly', '会议还没有开，纪要请会后登记。', SOURCE);
    // `11-13` of what happened is the last one: before the meeting that is last year's.
    if (law.calendar.localDate(toDate(when)).slice(0, 7) !== state.id)
      return refuse('ArgumentWrong', `会议日期不在 ${state.id}：纪要请在会后登记。`, SOURCE);
    const { attendance, minutes } = command;
    return [{ type: 'MeetingHeld', at, by: command.by.id, when, attendance, minutes }];
  },
  evolve: (state, event) => {
    if (event.type === 'MeetingPrepared') {
      const { id, when, departments, tickets } = event;
      return { id, when, departments, tickets, confirmed: false };
    }
    if (!state) throw new Error(`${event.type} cannot be a meeting's first event`);
    switch (event.type) {
      case 'MeetingDateSet': {
        const { remindedAt: _again, minutesAskedAt: _asked, ...kept } = state;
        return { ...kept, when: event.when, confirmed: true, dateChanges: (state.dateChanges ?? -1) + 1 };
      }
      case 'MeetingHeld': {
        const { when, attendance, minutes, at } = event;
        return { ...state, when, attendance, minutes, heldAt: at };
      }
      case 'MeetingReminded':
        return { ...state, remindedAt: event.at };
      case 'MinutesAsked':
        return { ...state, minutesAskedAt: event.at };
      default:
        return event satisfies never;
    }
  },
  index: (state, law) => ({
    ...wakeOf(nextLook(state, law)),
    title: state.confirmed ? '会商会议：会后登记纪要' : '会商会议：请确定日期',
    month: state.id,
    departments: state.departments,
    tickets: state.tickets,
    open: state.heldAt === undefined,
    waiting: state.heldAt === undefined ? [`director@${CENTRE}`] : [],
    dueAt: state.when,
  }),
};
