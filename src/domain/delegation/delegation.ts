import { type Instant, toDate } from '../instant.ts';
import type { MatterRules } from '../matter.ts';
import { hasRole, type Person } from '../person.ts';
import { refuse } from '../ticket/refusal.ts';

/**
 * 委托 (R1.1): the principal authorises somebody of the department to sign off and review until a date. One matter for
 * each pair of people; its history keeps every time it was granted, by whom and by which message.
 */
export interface Delegation {
  id: string;
  department: string;
  principal: string;
  delegate: string;
  from: Instant;
  until: Instant;
  /** When it ended: at its date, or earlier when it was withdrawn. */
  endedAt?: Instant;
}

export type DelegationCommand =
  | { type: 'Grant'; by: Person; at: Instant; delegate: Person; until: Instant }
  | { type: 'Withdraw'; by: Person; at: Instant }
  | { type: 'Watch'; at: Instant };

export type DelegationEvent = { at: Instant; by: string } & (
  | {
      type: 'DelegationGranted';
      id: string;
      department: string;
      principal: string;
      delegate: string;
      until: Instant;
    }
  | { type: 'DelegationWithdrawn' }
  | { type: 'DelegationExpired' }
);

const SOURCE = { article: '第一条', duty: 'R1.1' } as const;

export const delegationId = (principal: string, delegate: string): string => `${principal}:${delegate}`;

const inForce = (state: Delegation | undefined): state is Delegation =>
  state !== undefined && state.endedAt === undefined;

const grant = (command: Extract<DelegationCommand, { type: 'Grant' }>) => {
  const { by, at, delegate, until } = command;
  if (!hasRole(by, 'principal')) return refuse('NotYourRole', '委托签批由主要负责人办理。', SOURCE);
  if (delegate.department !== by.department)
    return refuse('ArgumentWrong', `${delegate.name}不是本单位人员，只能委托本单位的人签批。`, SOURCE);
  if (delegate.id === by.id) return refuse('ArgumentWrong', '不用委托自己。', SOURCE);
  if (hasRole(delegate, 'principal'))
    return refuse('ArgumentWrong', `${delegate.name}本来就是主要负责人，不用委托。`, SOURCE);
  if (until <= at) return refuse('ArgumentWrong', '委托的截止时间已经过去，请重新写。', SOURCE);
  const id = delegationId(by.id, delegate.id);
  const granted: DelegationEvent = {
    type: 'DelegationGranted',
    at,
    by: by.id,
    id,
    department: by.department,
    principal: by.id,
    delegate: delegate.id,
    until,
  };
  return [granted];
};

/** The rules of 委托. A restricted ticket stays with the principal alone whatever was delegated (`domain/ticket/access`). */
export const delegations: MatterRules<Delegation, DelegationCommand, DelegationEvent> = {
  kind: 'delegation',
  decide: (command, state) => {
    switch (command.type) {
      case 'Grant':
        return grant(command);
      case 'Withdraw':
        return inForce(state) && state.principal === command.by.id
          ? [{ type: 'DelegationWithdrawn', at: command.at, by: command.by.id }]
          : refuse('NothingAsked', '没有您生效中的这项委托。', SOURCE);
      case 'Watch':
        return inForce(state) && toDate(command.at) >= toDate(state.until)
          ? [{ type: 'DelegationExpired', at: command.at, by: 'system' }]
          : [];
      default:
        return command satisfies never;
    }
  },
  evolve: (state, event) => {
    if (event.type === 'DelegationGranted') {
      const { id, department, principal, delegate, until, at } = event;
      return { id, department, principal, delegate, until, from: at };
    }
    if (!state) throw new Error(`${event.type} cannot be a delegation's first event`);
    return { ...state, endedAt: event.at };
  },
  index: (state, law) => {
    const open = inForce(state);
    return {
      title: `委托 ${law.person(state.delegate)?.name ?? state.delegate} 代为签批`,
      departments: [state.department],
      tickets: [],
      open,
      waiting: [],
      dueAt: state.until,
      ...(open ? { wakeAt: state.until } : {}),
    };
  },
};
