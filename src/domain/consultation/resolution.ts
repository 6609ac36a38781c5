import { type Instant, instant, toDate } from '../instant.ts';
import type { Law } from '../law.ts';
import type { MatterRules } from '../matter.ts';
import { CENTRE, hasRole, type Person } from '../person.ts';
import { refuse } from '../ticket/refusal.ts';

/** What becomes of the ticket: 重办 and 办结 change it, 推进 leaves it where it is and only tracks what was decided. */
export const RESOLUTION_HANDLINGS = ['重办', '办结', '推进'] as const;
export type ResolutionHandling = (typeof RESOLUTION_HANDLINGS)[number];

/** Who answers for a resolution: a department (its principal), or one person of it. */
export interface Owner {
  department: string;
  person?: string;
}

/** 决议 (R2.3): what a consultation decided about a ticket, who answers for it and until when; tracked until closed. */
export interface Resolution {
  id: string;
  /** The consultation's month. */
  month: string;
  ticket: string;
  handling: ResolutionHandling;
  /** As decided; lists show it masked. */
  content: string;
  owner: Owner;
  dueAt?: Instant;
  by: string;
  at: Instant;
  remindedAt?: Instant;
  overdueSince?: Instant;
  done?: { at: Instant; by: string; note: string };
}

type Recorded = Pick<Resolution, 'id' | 'month' | 'ticket' | 'handling' | 'content' | 'owner' | 'dueAt'>;

export type ResolutionCommand =
  | { type: 'Record'; by: Person; at: Instant; resolution: Recorded }
  /** Carried out: by the director; by nobody when the ticket it is about has ended. */
  | { type: 'Finish'; by?: Person; at: Instant; note: string }
  | { type: 'Watch'; at: Instant };

export type ResolutionEvent = { at: Instant; by: string } & (
  | { type: 'ResolutionRecorded'; resolution: Recorded }
  | { type: 'ResolutionFinished'; note: string }
  | { type: 'ResolutionReminded' }
  | { type: 'ResolutionOverdue' }
);

const SOURCE = { article: '第二条', duty: 'R2.3' } as const;
const REMINDED_AT = '09:07';

/** The owner is reminded on the working day before the limit, in the morning. */
const reminderAt = (dueAt: Instant, { calendar }: Law): Instant =>
  instant(calendar.at(calendar.previousWorkingDay(calendar.localDate(toDate(dueAt))), REMINDED_AT));

const justAfter = (moment: Instant): Instant => instant(new Date(toDate(moment).getTime() + 1));

/** What the clock has to say next, and when; nothing for one that is done or has no limit. */
const next = (
  state: Resolution,
  law: Law,
): { at: Instant; type: 'ResolutionReminded' | 'ResolutionOverdue' } | undefined => {
  if (state.done || !state.dueAt || state.overdueSince) return undefined;
  return state.remindedAt
    ? { at: justAfter(state.dueAt), type: 'ResolutionOverdue' }
    : { at: reminderAt(state.dueAt, law), type: 'ResolutionReminded' };
};

const mayRecord = (by: Person): boolean => by.department === CENTRE && hasRole(by, 'director');

const waitingFor = ({ done, owner, overdueSince }: Resolution): string[] => {
  if (done) return [];
  const answers = owner.person ? `person:${owner.person}` : `principal@${owner.department}`;
  return overdueSince ? [answers, `director@${CENTRE}`] : [answers];
};

/** The rules of a consultation's resolutions. */
export const resolutions: MatterRules<Resolution, ResolutionCommand, ResolutionEvent> = {
  kind: 'resolution',
  decide: (command, state, law) => {
    const { at } = command;
    if (command.type === 'Watch') {
      const due = state && next(state, law);
      return due && at >= due.at ? [{ type: due.type, at, by: 'system' }] : [];
    }
    if (command.by && !mayRecord(command.by))
      return refuse('NotYourRole', '会商决议由县热线中心负责人登记和销号。', SOURCE);
    if (command.type === 'Record') {
      const { resolution, by } = command;
      if (state) return refuse('AlreadyDone', `编号 ${state.id} 已用。`, SOURCE);
      if (resolution.dueAt !== undefined && resolution.dueAt <= at)
        return refuse('ArgumentWrong', '决议的时限已经过去，请重新写。', SOURCE);
      const recorded = { type: 'ResolutionRecorded' as const, at, by: by.id, resolution };
      return resolution.handling === '办结'
        ? [recorded, { type: 'ResolutionFinished' as const, at, by: by.id, note: '会商决议办结' }]
        : [recorded];
    }
    if (!state) return refuse('NothingAsked', '没有这项决议。', SOURCE);
    if (state.done) return refuse('AlreadyDone', `决议 ${state.id} 已销号。`, SOURCE);
    if (command.note.trim() === '') return refuse('ArgumentMissing', '销号要写落实情况（内容）。', SOURCE);
    return [{ type: 'ResolutionFinished', at, by: command.by?.id ?? 'system', note: command.note }];
  },
  evolve: (state, event) => {
    const { at, by } = event;
    if (event.type === 'ResolutionRecorded') return { ...event.resolution, at, by };
    if (!state) throw new Error(`${event.type} cannot be a resolution's first event`);
    switch (event.type) {
      case 'ResolutionFinished':
        return { ...state, done: { at, by, note: event.note } };
      case 'ResolutionReminded':
        return { ...state, remindedAt: at };
      case 'ResolutionOverdue':
        return { ...state, overdueSince: at };
      default:
        return event satisfies never;
    }
  },
  index: (state, law) => {
    const due = next(state, law);
    return {
      title: `会商决议：${law.department(state.owner.department)?.name ?? state.owner.department} ${state.handling} ${state.id}`,
      month: state.month,
      departments: [state.owner.department],
      tickets: [state.ticket],
      open: state.done === undefined,
      waiting: waitingFor(state),
      ...(state.dueAt ? { dueAt: state.dueAt } : {}),
      ...(due ? { wakeAt: due.at } : {}),
    };
  },
};
