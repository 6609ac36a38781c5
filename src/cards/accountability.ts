import { toDate } from '../domain/instant.ts';
import { type Accountability, INTERVIEW_MS, openReport, RUNG_NAMES } from '../domain/month/accountability.ts';
import { maskText } from '../domain/privacy.ts';
import { newRef } from '../kernel/ids.ts';
import type { Action, Card, Fact } from './card.ts';
import type { CardContext } from './context.ts';
import { action, departmentName, nameOf, shortTime } from './pieces.ts';

/** For whom a notice is drawn: who confirms it, who carries it out, whom it is about. */
export type NoticeFace = 'director' | 'carrier' | 'party';

const STATES: Record<Accountability['state'], string> = {
  prepared: '待确认',
  refused: '不发出',
  withdrawn: '已撤回',
  sent: '已发出',
  closed: '已办结',
};

/** `2026-08 第5名/6 71.20 分，末位`. */
export const pastMonths = ({ history }: Accountability): string[] =>
  history.map(
    ({ month, place, of, total, bottom }) => `${month} 第${place}名/${of} ${total} 分${bottom ? '，末位' : ''}`,
  );

/** The lower rungs this one stands for, in words; undefined: there are none. */
export const coveredInWords = ({ covered }: Accountability): string | undefined =>
  covered.length === 0
    ? undefined
    : covered.map((rung) => `${RUNG_NAMES[rung].name}（${RUNG_NAMES[rung].does}）`).join('、');

const interviewFacts = ({ interview, minutes }: Accountability): Fact[] => [
  ...(interview
    ? [{ label: '约谈', value: `${shortTime(interview.when)}${interview.place ? ` ${interview.place}` : ''}` }]
    : []),
  ...(minutes ? [{ label: '纪要', value: maskText(minutes.content) }] : []),
];

const orderFacts = (state: Accountability, { at }: CardContext): Fact[] => {
  const last = state.reports.at(-1);
  const late = state.order && state.state === 'sent' && toDate(state.order.dueAt) <= at;
  return [
    ...(state.order
      ? [
          { label: '限期', value: `${shortTime(state.order.dueAt)}${late ? '（已过期）' : ''}` },
          { label: '整改内容', value: maskText(state.order.content) },
        ]
      : []),
    ...(last ? [{ label: '整改报告', value: maskText(last.content) }] : []),
    ...(last?.decision?.reason ? [{ label: '审核意见', value: maskText(last.decision.reason) }] : []),
  ];
};

const carrierActions = (state: Accountability, context: CardContext): Action[] => {
  const { id, department, rung, interview } = state;
  const name = departmentName(department, context);
  const preset = { department };
  if (rung === 3)
    return openReport(state)
      ? [
          action('accept', '同意整改报告', `同意 ${id}`, 'primary'),
          action('refuse', '驳回整改报告', `驳回 ${id} 原因:…`, 'danger'),
        ]
      : state.order
        ? []
        : [{ ...action('rectify', '整改通知', `整改 ${name} 限期:… 内容:…`, 'primary'), preset }];
  const over = interview && toDate(interview.when).getTime() + INTERVIEW_MS <= context.at.getTime();
  const record = {
    ...action('interview', '约谈纪要', `约谈 ${name} 纪要:…`, 'primary'),
    preset: { ...preset, held: '是' },
  };
  if (over) return [record];
  const appoint = action('interview', interview ? '约谈改期' : '约谈定时间', `约谈 ${name} 时间:… 地点:…`, 'primary');
  return [{ ...appoint, preset }];
};

const actionsOf = (state: Accountability, face: NoticeFace, context: CardContext): Action[] => {
  if (face === 'director')
    return state.state === 'prepared'
      ? [
          action('accept', '同意发出', `同意 ${state.id}`, 'primary'),
          action('refuse', '驳回', `驳回 ${state.id} 原因:…`, 'danger'),
        ]
      : [];
  if (state.state !== 'sent') return [];
  if (face === 'carrier') return carrierActions(state, context);
  return state.order && !openReport(state)
    ? [{ ...action('rectify', '整改报告', '整改 报告:…', 'primary'), preset: { reported: '是' } }]
    : [];
};

/** R8.1–R8.3: a notice with the history behind it, and whatever follows it, for one of those concerned. */
export const accountabilityCard = (state: Accountability, face: NoticeFace, context: CardContext): Card => {
  const { rung, month, decision, withdrawnBecause } = state;
  const covered = coveredInWords(state);
  return {
    kind: 'matter',
    ref: newRef(),
    title: `${departmentName(state.department, context)}：${rung === 3 ? '限期整改' : '约谈'}（第八条）`,
    status: STATES[state.state],
    tone: state.state === 'prepared' || state.state === 'sent' ? 'warning' : 'plain',
    body: `${month} ${state.reason}`,
    facts: [
      { label: '编号', value: `${state.id} ${RUNG_NAMES[rung].name}` },
      ...(covered ? [{ label: '一并包含', value: covered }] : []),
      ...interviewFacts(state),
      ...orderFacts(state, context),
      ...(decision?.reason ? [{ label: '不发出原因', value: maskText(decision.reason) }] : []),
      ...(withdrawnBecause ? [{ label: '撤回原因', value: maskText(withdrawnBecause) }] : []),
      ...(decision ? [{ label: '确认', value: `${nameOf(decision.by, context)} ${shortTime(decision.at)}` }] : []),
      ...pastMonths(state).map((value) => ({ label: '历史', value })),
    ],
    actions: actionsOf(state, face, context),
    tickets: [],
    matter: { kind: 'accountability', id: state.id, face },
  };
};
