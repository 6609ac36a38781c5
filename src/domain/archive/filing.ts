import { addDays, localDate, at as momentOf, monthBefore } from '../deadline/calendarDate.ts';
import { type Instant, instant, toDate } from '../instant.ts';
import type { MatterRules } from '../matter.ts';
import { hasRole, type Person } from '../person.ts';
import { type Refusal, refuse } from '../ticket/refusal.ts';

/** A ticket whose material is not whole, and what is missing. */
export interface Gap {
  ticket: string;
  missing: string[];
}

/** 归档 (R1.7): one department's tickets signed off in one month, to be filed by the 5th of the next. */
export interface Filing {
  /** `2026-10-cgj`. */
  id: string;
  month: string;
  department: string;
  /** Signed off in the month, when the list was last made. */
  tickets: string[];
  /** The first filing; what was missing then and is missing now. */
  filedAt?: Instant;
  filedBy?: string;
  gaps: Gap[];
  /** Of `tickets`: still being worked on, filed once they are closed. */
  running: string[];
  remindedAt?: Instant;
  /** The 5th has passed without a filing. */
  missedAt?: Instant;
}

type Listed = Pick<Filing, 'id' | 'month' | 'department' | 'tickets' | 'gaps' | 'running'>;

export type FilingCommand =
  /** The clock makes the list, and makes it again with every reminder. */
  | { type: 'Remind'; at: Instant; listed: Listed }
  | { type: 'File'; by: Person; at: Instant; listed: Listed }
  | { type: 'Watch'; at: Instant };

export type FilingEvent = { at: Instant; by: string } & (
  | { type: 'FilingReminded'; listed: Listed }
  | { type: 'TicketsFiled'; listed: Listed }
  | { type: 'FilingMissed' }
);

const SOURCE = { article: '第一条', duty: 'R1.7' } as const;
/** 每月5日前. */
const DAY = 5;

export const filingId = (month: string, department: string): string => `${month}-${department}`;

/** The 5th of the month after, to its end. */
export const filingDue = (month: string): Instant => {
  const next = addDays(`${month}-01`, 31).slice(0, 7);
  return instant(momentOf(addDays(`${next}-0${DAY}`, 1), '00:00'));
};

/** The month whose filing is due on the next 5th, that day included: on 30 September, September's already. */
export const monthToFile = (date: string): string => {
  const month = date.slice(0, 7);
  return Number(date.slice(8)) <= DAY ? monthBefore(month) : month;
};

/** The day by whose end last month's tickets are filed. */
export const isFilingDay = (date: string): boolean => Number(date.slice(8)) === DAY;

/** `late`: filed after the 5th; `missing`: not at all so far, though the 5th has passed. */
export type FilingOutcome = 'open' | 'filed' | 'incomplete' | 'late' | 'missing';

export const filingOutcome = ({ month, filedAt, gaps }: Filing, at: Date): FilingOutcome => {
  const due = filingDue(month);
  if (!filedAt) return toDate(due) <= at ? 'missing' : 'open';
  if (filedAt >= due) return 'late';
  return gaps.length > 0 ? 'incomplete' : 'filed';
};

const file = ({ by, at, listed }: Extract<FilingCommand, { type: 'File' }>): FilingEvent[] | Refusal => {
  if (by.department !== listed.department || !hasRole(by, 'handler', 'liaison'))
    return refuse('NotYourRole', '归档由本单位经办人员或联络员办理。', SOURCE);
  if (listed.month >= localDate(toDate(at)).slice(0, 7))
    return refuse('TooEarly', `${listed.month} 还没有结束，次月再归档。`, SOURCE);
  return [{ type: 'TicketsFiled', at, by: by.id, listed }];
};

const missed = (state: Filing): Instant | undefined =>
  state.filedAt || state.missedAt ? undefined : filingDue(state.month);

/** The rules of the monthly filing. */
export const filings: MatterRules<Filing, FilingCommand, FilingEvent> = {
  kind: 'filing',
  decide: (command, state) => {
    const { at } = command;
    switch (command.type) {
      case 'Remind':
        return state?.filedAt ? [] : [{ type: 'FilingReminded', at, by: 'system', listed: command.listed }];
      case 'File':
        return file(command);
      case 'Watch': {
        const due = state && missed(state);
        return due && at >= due ? [{ type: 'FilingMissed', at, by: 'system' }] : [];
      }
      default:
        return command satisfies never;
    }
  },
  evolve: (state, event) => {
    if (event.type === 'FilingMissed') {
      if (!state) throw new Error('FilingMissed cannot be a filing’s first event');
      return { ...state, missedAt: event.at };
    }
    const listed = { ...state, ...event.listed };
    if (event.type === 'FilingReminded') return { ...listed, remindedAt: event.at };
    return { ...listed, filedAt: state?.filedAt ?? event.at, filedBy: state?.filedBy ?? event.by };
  },
  index: (state) => {
    const due = missed(state);
    const open = state.filedAt === undefined || state.gaps.length > 0;
    const title = state.filedAt
      ? `${state.month} 归档：缺材料 ${state.gaps.length} 件，请补齐`
      : `${state.month} 签批工单 ${state.tickets.length} 件，请归档`;
    return {
      title,
      month: state.month,
      departments: [state.department],
      tickets: [],
      open,
      waiting: open ? [`handler@${state.department}`, `liaison@${state.department}`] : [],
      dueAt: filingDue(state.month),
      ...(due ? { wakeAt: due } : {}),
    };
  },
};
