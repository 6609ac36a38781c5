import { localDate } from '../deadline/calendarDate.ts';
import { type Instant, toDate } from '../instant.ts';
import type { MatterRules } from '../matter.ts';
import { CENTRE, hasRole, type Person } from '../person.ts';
import { type Refusal, refuse } from '../ticket/refusal.ts';

/**
 * What a department lays before the centre, and the centre adopts or not: 社情 (R7.4, a report slip on a major social
 * condition) and 案例 (R2.4, good practice to be shared with the other departments).
 */
export interface Submission {
  id: string;
  department: string;
  title: string;
  content: string;
  by: string;
  at: Instant;
  decision?: { adopted: boolean; by: string; at: Instant; reason?: string };
}

export type SubmissionCommand =
  | { type: 'Submit'; by: Person; at: Instant; id: string; title: string; content: string }
  | { type: 'Adopt'; by: Person; at: Instant }
  | { type: 'Refuse'; by: Person; at: Instant; reason: string };

export type SubmissionEvent = { at: Instant; by: string } & (
  | { type: 'SubmissionMade'; id: string; department: string; title: string; content: string }
  | { type: 'SubmissionAdopted' }
  | { type: 'SubmissionRefused'; reason: string }
);

export type SubmissionKind = 'signal' | 'case';

/** What the two kinds are called and rest on. */
export const SUBMISSIONS: Record<
  SubmissionKind,
  { name: string; source: { article: string; duty: string }; adopted: string }
> = {
  signal: { name: '社情', source: { article: '第七条', duty: 'R7.4' }, adopted: '已采纳' },
  case: { name: '案例', source: { article: '第二条', duty: 'R2.4' }, adopted: '已发布' },
};

/** The month in which it was laid before the centre, `2026-10`. */
const monthOf = ({ at }: Submission): string => localDate(toDate(at)).slice(0, 7);

const decides = (by: Person): boolean => by.department === CENTRE && hasRole(by, 'director');

const decideOn = (
  kind: SubmissionKind,
  command: Exclude<SubmissionCommand, { type: 'Submit' }>,
  state: Submission | undefined,
): SubmissionEvent[] | Refusal => {
  const { name, source } = SUBMISSIONS[kind];
  const { by, at } = command;
  if (!decides(by)) return refuse('NotYourRole', `${name}由县热线中心负责人决定是否采用。`, source);
  if (!state) return refuse('NothingAsked', `没有这条${name}。`, source);
  if (state.decision) return refuse('AlreadyDone', `${state.id} 已经决定过。`, source);
  if (command.type === 'Adopt') return [{ type: 'SubmissionAdopted', at, by: by.id }];
  return command.reason.trim() === ''
    ? refuse('ArgumentMissing', '不采用要写原因。', source)
    : [{ type: 'SubmissionRefused', at, by: by.id, reason: command.reason }];
};

/** The rules of one kind of submission. */
export const submissions = (kind: SubmissionKind): MatterRules<Submission, SubmissionCommand, SubmissionEvent> => ({
  kind,
  decide: (command, state) => {
    if (command.type !== 'Submit') return decideOn(kind, command, state);
    const { name, source } = SUBMISSIONS[kind];
    const { by, at, id, title, content } = command;
    if (state) return refuse('AlreadyDone', `编号 ${state.id} 已用。`, source);
    if (content.trim() === '') return refuse('ArgumentMissing', `${name}要写内容。`, source);
    const made: SubmissionEvent = {
      type: 'SubmissionMade',
      at,
      by: by.id,
      id,
      department: by.department,
      title,
      content,
    };
    // What the director writes needs nobody's leave.
    return decides(by) ? [made, { type: 'SubmissionAdopted', at, by: by.id }] : [made];
  },
  evolve: (state, event) => {
    const { at, by } = event;
    if (event.type === 'SubmissionMade') {
      const { id, department, title, content } = event;
      return { id, department, title, content, by, at };
    }
    if (!state) throw new Error(`${event.type} cannot be a submission's first event`);
    return event.type === 'SubmissionAdopted'
      ? { ...state, decision: { adopted: true, by, at } }
      : { ...state, decision: { adopted: false, by, at, reason: event.reason } };
  },
  index: (state, law) => ({
    title: `${SUBMISSIONS[kind].name}待决定：${law.department(state.department)?.name ?? state.department}《${state.title}》`,
    month: monthOf(state),
    departments: [state.department],
    tickets: [],
    open: state.decision === undefined,
    waiting: state.decision ? [] : [`director@${CENTRE}`],
  }),
});
