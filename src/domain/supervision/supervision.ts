import { type Instant, instant, toDate } from '../instant.ts';
import type { MatterRules } from '../matter.ts';
import { CENTRE, hasRole, type Person, type Role } from '../person.ts';
import { refuse } from '../ticket/refusal.ts';

/** The three separate facts of R5.2 and R5.3. */
export interface Presence {
  attended: boolean;
  answered: boolean;
  handled: boolean;
  by: string;
  at: Instant;
}

/** One department's part in a supervision event. */
export interface Summoned {
  department: string;
  /** Who must come, by id: the deputies, or the principals when a county leader leads. */
  people: string[];
  replies: { person: string; coming: boolean; reason?: string; at: Instant }[];
  presence?: Presence;
}

/** 现场督办 (R5): tickets, place, time, who leads, who must come, and what came of it. */
export interface Supervision {
  id: string;
  tickets: string[];
  /** Those of them whose numbers may be shown: restricted tickets are only counted. */
  listed: string[];
  when: Instant;
  place: string;
  led: 'centre' | 'county';
  /** The time-limited completion's new due time (R5.3). */
  limit?: Instant;
  /** 人大代表、政协委员 by name (R5.4). */
  invitees: string[];
  departments: Summoned[];
  remindedAt?: Instant;
  by: string;
  at: Instant;
}

export type SupervisionCommand =
  | {
      type: 'Plan';
      by: Person;
      at: Instant;
      plan: Pick<Supervision, 'id' | 'tickets' | 'listed' | 'when' | 'place' | 'led' | 'limit' | 'invitees'> & {
        departments: { department: string; people: string[] }[];
      };
    }
  | { type: 'Reply'; by: Person; at: Instant; coming: boolean; reason?: string }
  | {
      type: 'RecordPresence';
      by: Person;
      at: Instant;
      department: string;
      attended: boolean;
      answered: boolean;
      handled: boolean;
    }
  | { type: 'Watch'; at: Instant };

export type SupervisionEvent = { at: Instant; by: string } & (
  | { type: 'SupervisionPlanned'; plan: Extract<SupervisionCommand, { type: 'Plan' }>['plan'] }
  | { type: 'InvitationAnswered'; department: string; coming: boolean; reason?: string }
  | { type: 'PresenceRecorded'; department: string; attended: boolean; answered: boolean; handled: boolean }
  | { type: 'SupervisionReminded' }
);

const SOURCE = { article: '第五条', duty: 'R5.1' } as const;
/** Who must come: R5.2 the deputy when the centre leads, R5.3 the principal when a county leader does. */
export const MUST_COME: Record<Supervision['led'], Role> = { centre: 'deputy', county: 'principal' };
/** Those who must come are reminded this long before. */
const REMIND_MS = 3_600_000;

const atCentre = (by: Person): boolean => by.department === CENTRE && hasRole(by, 'operator', 'director');

const plan = ({ by, at, plan: order }: Extract<SupervisionCommand, { type: 'Plan' }>) => {
  if (!atCentre(by)) return refuse('NotYourRole', '现场督办由县热线中心的值班员、中心负责人安排。', SOURCE);
  if (order.when <= at) return refuse('ArgumentWrong', '督办时间已经过去，请重新写。', SOURCE);
  if (order.limit !== undefined && order.limit <= order.when)
    return refuse('ArgumentWrong', '限期要晚于督办时间，请重新写。', SOURCE);
  const nobody = order.departments.filter(({ people }) => people.length === 0).map(({ department }) => department);
  if (nobody.length > 0)
    return refuse('ArgumentWrong', `${nobody.join('、')} 没有登记应到场的负责人，请先登记人员。`, SOURCE);
  return [{ type: 'SupervisionPlanned' as const, at, by: by.id, plan: order }];
};

const decideOn = (command: Exclude<SupervisionCommand, { type: 'Plan' }>, state: Supervision) => {
  switch (command.type) {
    case 'Reply': {
      const own = state.departments.find(({ people }) => people.includes(command.by.id));
      if (!own) return refuse('NotYours', '这次现场督办没有要求您到场。', SOURCE);
      if (command.at > state.when) return refuse('TooLate', '督办时间已过，由县热线中心登记到场情况。', SOURCE);
      if (!command.coming && !command.reason?.trim())
        return refuse('ArgumentMissing', '不能到场要写原因；负责人必须亲自到场（第五条）。', SOURCE);
      const { at, by, coming, reason } = command;
      const answered = { at, by: by.id, department: own.department, coming, ...(reason ? { reason } : {}) };
      return [{ type: 'InvitationAnswered' as const, ...answered }];
    }
    case 'RecordPresence': {
      const { at, by, department, attended, answered, handled } = command;
      if (!atCentre(by)) return refuse('NotYourRole', '到场情况由县热线中心登记。', SOURCE);
      const own = state.departments.find((entry) => entry.department === department);
      if (!own) return refuse('ArgumentWrong', '这次现场督办不涉及这个单位。', SOURCE);
      if (own.presence) return refuse('AlreadyDone', '这个单位的到场情况已登记。', SOURCE);
      if (at < state.when) return refuse('TooEarly', '督办时间还没有到，届时再登记。', SOURCE);
      return [{ type: 'PresenceRecorded' as const, at, by: by.id, department, attended, answered, handled }];
    }
    case 'Watch':
      return state.remindedAt === undefined && toDate(command.at).getTime() >= toDate(state.when).getTime() - REMIND_MS
        ? [{ type: 'SupervisionReminded' as const, at: command.at, by: 'system' }]
        : [];
    default:
      return command satisfies never;
  }
};

const evolveOn = (
  state: Supervision,
  event: Exclude<SupervisionEvent, { type: 'SupervisionPlanned' }>,
): Supervision => {
  const of = (department: string, change: (entry: Summoned) => Summoned): Supervision => ({
    ...state,
    departments: state.departments.map((entry) => (entry.department === department ? change(entry) : entry)),
  });
  switch (event.type) {
    case 'InvitationAnswered': {
      const { coming, reason, at } = event;
      const reply = { person: event.by, coming, at, ...(reason ? { reason } : {}) };
      return of(event.department, (entry) => ({
        ...entry,
        replies: [...entry.replies.filter(({ person }) => person !== event.by), reply],
      }));
    }
    case 'PresenceRecorded': {
      const { attended, answered, handled, by, at } = event;
      return of(event.department, (entry) => ({ ...entry, presence: { attended, answered, handled, by, at } }));
    }
    case 'SupervisionReminded':
      return { ...state, remindedAt: event.at };
    default:
      return event satisfies never;
  }
};

const isOpen = (state: Supervision): boolean => state.departments.some(({ presence }) => !presence);

/** The rules of 现场督办. Whatever is 否 in a record becomes a proposed deduction, which is a matter of its own. */
export const supervisions: MatterRules<Supervision, SupervisionCommand, SupervisionEvent> = {
  kind: 'supervision',
  decide: (command, state) => {
    if (command.type === 'Plan') return state ? refuse('AlreadyDone', '这个督办编号已用。', SOURCE) : plan(command);
    return state ? decideOn(command, state) : refuse('ArgumentWrong', '没有这次现场督办。', SOURCE);
  },
  evolve: (state, event) => {
    if (event.type === 'SupervisionPlanned') {
      const { departments, ...order } = event.plan;
      return {
        ...order,
        departments: departments.map((entry) => ({ ...entry, replies: [] })),
        by: event.by,
        at: event.at,
      };
    }
    if (!state) throw new Error(`${event.type} cannot be a supervision's first event`);
    return evolveOn(state, event);
  },
  index: (state, law) => {
    const open = isOpen(state);
    const names = state.departments.map(({ department }) => law.department(department)?.name ?? department);
    return {
      title: `现场督办 ${names.join('、')}：登记到场情况`,
      departments: state.departments.map(({ department }) => department),
      tickets: state.tickets,
      open,
      waiting: open ? [`operator@${CENTRE}`] : [],
      dueAt: state.when,
      ...(state.remindedAt ? {} : { wakeAt: instant(new Date(toDate(state.when).getTime() - REMIND_MS)) }),
    };
  },
};
