import type { Tie } from '../domain/assessment/assembleMonth.ts';
import type { Appeal } from '../domain/month/appeal.ts';
import type { Assessment } from '../domain/month/assessment.ts';
import { maskText } from '../domain/privacy.ts';
import { newRef } from '../kernel/ids.ts';
import type { Action, Card, Field } from './card.ts';
import type { CardContext } from './context.ts';
import { bottomInWords, drawLeagueMonthly, restsOn, type ShownMonth, standing } from './leagueMonthly.ts';
import { action, departmentName, nameOf, shortTime } from './pieces.ts';

const namesOf = (codes: readonly string[], context: CardContext): string =>
  codes.map((code) => departmentName(code, context)).join('、');

/** 并列待定: the departments to choose the last from. */
const tieForm = (ties: readonly Tie[], context: CardContext): Field[] => {
  const seats = ties.reduce((sum, tie) => sum + tie.seats, 0);
  if (seats === 0) return [];
  const options = ties.flatMap(({ departments }) =>
    departments.map((code) => ({ id: code, text: departmentName(code, context) })),
  );
  return [
    {
      key: 'bottom',
      label: `并列待定，选 ${seats} 个末位单位`,
      kind: seats === 1 ? 'select' : 'multiselect',
      required: true,
      options,
    },
  ];
};

/** 月报 (R7.3): to look at; once the month is published also to the county's leaders. */
const reportActions = ({ month, state }: Assessment): Action[] => [
  ...(state === 'draft'
    ? []
    : [{ ...action('report:send', '月报发县领导', `月报 ${month} 发送:是`), preset: { month, send: '是' } }]),
  { ...action('report', '月报', `月报 ${month}`), preset: { month } },
];

/** R7.2: the month for the director: the draft, and once the window has ended the sign-off by one press. */
export const assessmentCard = (
  state: Assessment,
  parts: { view: ShownMonth; ties: readonly Tie[]; openAppeals: readonly string[]; proposed: number },
  context: CardContext,
): Card => {
  const { view, ties, openAppeals, proposed } = parts;
  const asked = state.state === 'draft' && state.askedAt !== undefined;
  const tied = ties.map((tie) => `${namesOf(tie.departments, context)}（取 ${tie.seats}）`).join('；');
  const form = asked ? tieForm(ties, context) : [];
  return {
    kind: 'matter',
    ref: newRef(),
    title: asked ? `${state.month} 月榜：申诉期满，请定榜` : `${state.month} 月榜${standing(view)}`,
    status: asked ? '待定榜' : standing(view),
    tone: asked ? 'warning' : 'plain',
    body: `排名末位：${bottomInWords(view.table, context)}${tied ? `；并列待定：${tied}` : ''}`,
    facts: [
      { label: '申诉截止', value: shortTime(state.appealsUntil) },
      ...(openAppeals.length > 0 ? [{ label: '待决申诉', value: openAppeals.join('、') }] : []),
      ...(proposed > 0 && state.state === 'draft'
        ? [{ label: '待确认扣分', value: `${proposed} 项，定榜时未确认的失效` }]
        : []),
      ...(state.lockedBy && state.lockedAt
        ? [{ label: '定榜', value: `${nameOf(state.lockedBy, context)} ${shortTime(state.lockedAt)}` }]
        : []),
      ...restsOn(view),
    ],
    rows: drawLeagueMonthly(view, context).rows ?? [],
    actions: [
      ...(asked
        ? [
            {
              ...action('lock', '定榜', `定榜 ${state.month}${tied ? ' 末位:…' : ''}`, 'primary'),
              preset: { month: state.month },
            },
          ]
        : []),
      ...reportActions(state),
    ],
    ...(form.length > 0 ? { form } : {}),
    tickets: [],
    matter: { kind: 'assessment', id: state.month, face: 'director' },
  };
};

/** What an appeal is about, in words. */
export const objectOf = ({ ticket, scope, mark }: Pick<Appeal, 'ticket' | 'scope' | 'mark'>): string =>
  [ticket ? `工单 ${ticket}` : '', scope ? `指标：${scope}` : '', mark ? `扣分 ${mark}` : '']
    .filter(Boolean)
    .join('，') || '未指明工单或扣分';

/** A department's appeal for the director, decided by one press. */
export const appealCard = (state: Appeal, context: CardContext): Card => {
  const { id, decision } = state;
  return {
    kind: 'matter',
    ref: newRef(),
    title: decision ? `${state.month} 月榜申诉 ${id}` : `${state.month} 月榜申诉：请决定（第七条）`,
    status: decision ? (decision.accepted ? '已同意' : '已驳回') : '待决定',
    tone: decision ? 'plain' : 'warning',
    body: maskText(state.reason),
    facts: [
      { label: '编号', value: id },
      { label: '申诉', value: `${departmentName(state.department, context)} ${nameOf(state.by, context)}` },
      { label: '对象', value: objectOf(state) },
      { label: '时间', value: shortTime(state.at) },
      ...(decision ? [{ label: '决定', value: `${nameOf(decision.by, context)} ${shortTime(decision.at)}` }] : []),
      ...(decision?.reason ? [{ label: '原因', value: maskText(decision.reason) }] : []),
    ],
    actions: decision
      ? []
      : [
          action('accept', '同意申诉', `同意 ${id}`, 'primary'),
          action('refuse', '驳回', `驳回 ${id} 原因:…`, 'danger'),
        ],
    tickets: [],
    matter: { kind: 'appeal', id, face: 'appeal' },
  };
};
