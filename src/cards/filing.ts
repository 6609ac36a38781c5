import { type Filing, filingDue, filingOutcome } from '../domain/archive/filing.ts';
import { newRef } from '../kernel/ids.ts';
import type { Card } from './card.ts';
import type { CardContext } from './context.ts';
import { action, departmentName, LIST_ROWS, nameOf, shortTime } from './pieces.ts';

const OUTCOMES = {
  open: '待归档',
  filed: '已归档',
  incomplete: '缺材料',
  late: '逾期归档',
  missing: '逾期未归档',
} as const;

/** R1.7: a department's filing of one month, filed by one press; says ticket by ticket what is missing. */
export const filingCard = (state: Filing, context: CardContext): Card => {
  const outcome = filingOutcome(state, context.at);
  const open = !state.filedAt || state.gaps.length > 0;
  return {
    kind: 'matter',
    ref: newRef(),
    title: `${state.month} 归档：签批工单 ${state.tickets.length} 件（第一条）`,
    status: OUTCOMES[outcome],
    tone: outcome === 'filed' ? 'good' : outcome === 'open' ? 'plain' : 'warning',
    body: `${departmentName(state.department, context)} 须于 ${shortTime(filingDue(state.month)).slice(0, 5)} 零点前归档`,
    facts: [
      { label: '材料齐全', value: `${state.tickets.length - state.gaps.length - state.running.length} 件` },
      { label: '缺材料', value: `${state.gaps.length} 件` },
      ...(state.running.length > 0 ? [{ label: '在办', value: `${state.running.length} 件，办结后归档` }] : []),
      ...(state.filedAt && state.filedBy
        ? [{ label: '归档', value: `${nameOf(state.filedBy, context)} ${shortTime(state.filedAt)}` }]
        : []),
    ],
    rows: state.gaps
      .slice(0, LIST_ROWS)
      .map(({ ticket, missing }) => ({ ticket, title: missing.join('、'), detail: '请补齐' })),
    ...(state.gaps.length > LIST_ROWS ? { more: `及其余 ${state.gaps.length - LIST_ROWS} 件` } : {}),
    actions: open
      ? [action('archive', state.filedAt ? '归档（补齐后再归）' : '归档', `归档 ${state.month}`, 'primary')]
      : [],
    tickets: [],
    matter: { kind: 'filing', id: state.id, face: 'filing' },
  };
};
