import type { Instant } from '../instant.ts';
import type { MatterRules } from '../matter.ts';
import { CENTRE, hasRole, type Person } from '../person.ts';
import { refuse } from '../ticket/refusal.ts';

/** 问责移送 (R8.4, rung 4): shirking, long delay, strong public reaction. Opened by a person alone; the program never does. */
export interface Investigation {
  /** `YS202611-1`. */
  id: string;
  month: string;
  department: string;
  reason: string;
  tickets: string[];
  by: string;
  at: Instant;
}

export type InvestigationCommand = {
  type: 'Open';
  at: Instant;
  by: Person;
  file: Pick<Investigation, 'id' | 'month' | 'department' | 'reason' | 'tickets'>;
};

export type InvestigationEvent = { at: Instant; by: string } & {
  type: 'ReferralOpened';
  file: InvestigationCommand['file'];
};

export const investigations: MatterRules<Investigation, InvestigationCommand, InvestigationEvent> = {
  kind: 'investigation',
  decide: ({ at, by, file }, state) => {
    const source = { article: '第八条', duty: 'R8.4' };
    if (by.department !== CENTRE || !hasRole(by, 'director'))
      return refuse('NotYourRole', '问责移送只能由县热线中心负责人提出。', source);
    if (state) return refuse('AlreadyDone', `编号 ${state.id} 已用。`, source);
    if (file.reason.trim() === '') return refuse('ArgumentMissing', '移送要写原因。', source);
    return [{ type: 'ReferralOpened', at, by: by.id, file }];
  },
  evolve: (_state, { at, by, file }) => ({ ...file, by, at }),
  index: (state, law) => ({
    title: `问责移送 ${state.id}：${law.department(state.department)?.name ?? state.department}`,
    month: state.month,
    departments: [state.department],
    tickets: state.tickets,
    open: false,
    waiting: [],
  }),
};
