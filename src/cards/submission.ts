import { maskText } from '../domain/privacy.ts';
import { SUBMISSIONS, type Submission, type SubmissionKind } from '../domain/submission/submission.ts';
import { newRef } from '../kernel/ids.ts';
import type { Card } from './card.ts';
import type { CardContext } from './context.ts';
import { action, departmentName, nameOf, shortTime } from './pieces.ts';

const ASKS: Record<SubmissionKind, { title: string; label: string }> = {
  signal: { title: '社情上报：请决定是否采纳', label: '同意采纳' },
  case: { title: '经验案例：请决定是否推广', label: '同意推广' },
};

/** R7.4, R2.4: what a department laid before the centre, for the director, decided by one press. */
export const submissionCard = (kind: SubmissionKind, state: Submission, context: CardContext): Card => {
  const { name, source, adopted } = SUBMISSIONS[kind];
  const { decision, id } = state;
  return {
    kind: 'matter',
    ref: newRef(),
    title: decision ? `${name} ${id}` : `${ASKS[kind].title}（${source.article}）`,
    status: decision ? (decision.adopted ? adopted : '未采用') : '待决定',
    tone: decision ? 'plain' : 'warning',
    body: `《${maskText(state.title)}》${maskText(state.content)}`,
    facts: [
      { label: '编号', value: id },
      { label: '报送', value: `${departmentName(state.department, context)} ${nameOf(state.by, context)}` },
      { label: '时间', value: shortTime(state.at) },
      ...(decision ? [{ label: '决定', value: `${nameOf(decision.by, context)} ${shortTime(decision.at)}` }] : []),
      ...(decision?.reason ? [{ label: '原因', value: decision.reason }] : []),
    ],
    actions: decision
      ? []
      : [
          action('accept', ASKS[kind].label, `同意 ${id}`, 'primary'),
          action('refuse', '驳回', `驳回 ${id} 原因:…`, 'danger'),
        ],
    tickets: [],
    matter: { kind, id, face: 'slip' },
  };
};
