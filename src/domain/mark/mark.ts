import { localDate } from '../deadline/calendarDate.ts';
import { type Instant, toDate } from '../instant.ts';
import type { MatterRules } from '../matter.ts';
import { CENTRE, hasRole, type Person } from '../person.ts';
import { refuse } from '../ticket/refusal.ts';

/**
 * 加分 or 扣分 of a department that does not hang on one ticket's clock: proposed by a supervision event (R5.5) or by
 * hand, it counts once the director has confirmed it and lapses unconfirmed when its month is locked.
 */
export interface Mark {
  id: string;
  department: string;
  /** The month it counts in, `2026-10`. */
  month: string;
  kind: 'deduction' | 'bonus';
  event: string;
  name: string;
  /** Decimal text, without a sign. */
  points: string;
  clause?: string;
  because: string;
  tickets: string[];
  /** The supervision event it rests on. */
  supervision?: string;
  state: 'proposed' | 'confirmed' | 'lapsed';
  by: string;
  at: Instant;
}

export type MarkCommand =
  | { type: 'Propose'; at: Instant; by: string; mark: Omit<Mark, 'state' | 'by' | 'at'> }
  | { type: 'Confirm'; at: Instant; by: Person }
  | { type: 'Lapse'; at: Instant };

export type MarkEvent = { at: Instant; by: string } & (
  | { type: 'MarkProposed'; mark: Omit<Mark, 'state' | 'by' | 'at'> }
  | { type: 'MarkConfirmed' }
  | { type: 'MarkLapsed' }
);

export const MARK_KINDS = { deduction: '扣分', bonus: '加分' } as const;
/** The county's month of a moment. */
export const monthOf = (at: Instant): string => localDate(toDate(at)).slice(0, 7);

export const marks: MatterRules<Mark, MarkCommand, MarkEvent> = {
  kind: 'mark',
  decide: (command, state) => {
    switch (command.type) {
      case 'Propose':
        return state
          ? refuse('AlreadyDone', `编号 ${state.id} 已用。`)
          : [{ type: 'MarkProposed', at: command.at, by: command.by, mark: command.mark }];
      case 'Confirm':
        if (command.by.department !== CENTRE || !hasRole(command.by, 'director'))
          return refuse('NotYourRole', '加分、扣分由县热线中心负责人确认。');
        return state?.state === 'proposed'
          ? [{ type: 'MarkConfirmed', at: command.at, by: command.by.id }]
          : refuse('NothingAsked', `${state?.id ?? '这一条'}没有等待确认。`);
      case 'Lapse':
        return state?.state === 'proposed' ? [{ type: 'MarkLapsed', at: command.at, by: 'system' }] : [];
      default:
        return command satisfies never;
    }
  },
  evolve: (state, event) => {
    if (event.type === 'MarkProposed') return { ...event.mark, state: 'proposed', by: event.by, at: event.at };
    if (!state) throw new Error(`${event.type} cannot be a mark's first event`);
    return { ...state, state: event.type === 'MarkConfirmed' ? 'confirmed' : 'lapsed' };
  },
  index: (state, law) => ({
    title: `拟${MARK_KINDS[state.kind]} ${state.points} 分：${law.department(state.department)?.name ?? state.department} ${state.name}`,
    month: state.month,
    departments: [state.department],
    tickets: state.tickets,
    open: state.state === 'proposed',
    waiting: state.state === 'proposed' ? [`director@${CENTRE}`] : [],
  }),
};
