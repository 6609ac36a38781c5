import type { Resolution } from '../domain/consultation/resolution.ts';
import { toDate } from '../domain/instant.ts';
import { maskText } from '../domain/privacy.ts';
import { newRef } from '../kernel/ids.ts';
import type { Card } from './card.ts';
import type { CardContext } from './context.ts';
import { action, departmentName, nameOf, shortTime } from './pieces.ts';

/** Who answers for a resolution, in words. */
export const ownerOf = ({ owner }: Resolution, context: CardContext): string =>
  [departmentName(owner.department, context), ...(owner.person ? [nameOf(owner.person, context)] : [])].join(' ');

/** What came of it so far: `已落实`, `超期未落实`, `落实中`. */
export const progressOf = ({ done, dueAt }: Resolution, at: Date): string =>
  done ? '已落实' : dueAt && toDate(dueAt) < at ? '超期未落实' : '落实中';

/** R2.3: one resolution of the consultation, for who answers for it (`owner`) and for the director, who closes it. */
export const resolutionCard = (state: Resolution, face: 'owner' | 'director', context: CardContext): Card => {
  const status = progressOf(state, context.at);
  return {
    kind: 'matter',
    ref: newRef(),
    title: `会商决议 ${state.id}：${state.handling}（第二条）`,
    status,
    tone: state.done ? 'good' : status === '落实中' ? 'plain' : 'warning',
    body: maskText(state.content),
    facts: [
      { label: '工单', value: state.ticket },
      { label: '责任', value: ownerOf(state, context) },
      ...(state.dueAt ? [{ label: '时限', value: shortTime(state.dueAt) }] : []),
      ...(state.done ? [{ label: '落实情况', value: maskText(state.done.note) }] : []),
    ],
    actions:
      face === 'director' && !state.done
        ? [action('resolve', '决议销号', `决议 ${state.id} 处理:办结 内容:…`, 'primary')]
        : [],
    tickets: [],
    matter: { kind: 'resolution', id: state.id, face },
  };
};
