import { toDate } from '../domain/instant.ts';
import type { Supervision } from '../domain/supervision/supervision.ts';
import { newRef } from '../kernel/ids.ts';
import type { Action, Card, Fact, Field } from './card.ts';
import type { CardContext } from './context.ts';
import { action, departmentName, nameOf, namesOf, shortTime } from './pieces.ts';

const yesNo = (key: string, label: string): Field => ({
  key,
  label,
  kind: 'select',
  required: true,
  options: [
    { id: '是', text: '是' },
    { id: '否', text: '否' },
  ],
  value: '是',
});

const said = (value: boolean): string => (value ? '是' : '否');

const partFact = (part: Supervision['departments'][number], context: CardContext): Fact => {
  const { presence, replies, people } = part;
  const coming = replies.map(({ person, coming, reason }) =>
    coming ? `${nameOf(person, context)}能到场` : `${nameOf(person, context)}不能到场${reason ? `（${reason}）` : ''}`,
  );
  const value = presence
    ? `到场 ${said(presence.attended)}，表态 ${said(presence.answered)}，处理 ${said(presence.handled)}`
    : `须 ${namesOf(people, context)} 到场${coming.length > 0 ? `；${coming.join('，')}` : ''}`;
  return { label: departmentName(part.department, context), value };
};

const ticketsOf = ({ tickets, listed }: Supervision): string => {
  const hidden = tickets.length - listed.length;
  return [...listed, ...(hidden > 0 ? [`不公开工单 ${hidden} 件`] : [])].join('、');
};

const facts = (state: Supervision, context: CardContext): Fact[] => [
  { label: '工单', value: ticketsOf(state) },
  { label: '带队', value: state.led === 'centre' ? '县热线中心' : '县领导' },
  ...(state.limit ? [{ label: '限期办结', value: shortTime(state.limit) }] : []),
  ...(state.invitees.length > 0 ? [{ label: '特邀', value: state.invitees.join('、') }] : []),
  ...state.departments.map((part) => partFact(part, context)),
];

const frame = (state: Supervision, context: CardContext, face: string): Omit<Card, 'title' | 'actions'> => ({
  kind: 'matter',
  ref: newRef(),
  tone: 'warning',
  // Cards with selects show no facts on WeCom: what must be known at once stands in the body.
  body: `${state.id} ${shortTime(state.when)} ${state.place}`,
  facts: facts(state, context),
  tickets: [],
  matter: { kind: 'supervision', id: state.id, face },
});

/** R5.2, R5.3: the invitation for those who must come, answered by one press; nothing to press once it has begun. */
export const invitationCard = (state: Supervision, context: CardContext): Card => {
  const open = context.at < toDate(state.when);
  const actions: Action[] = open
    ? [
        action('attend:approve', '到场参加', `到场 ${state.id} 答复:通过`, 'primary'),
        action('attend:refuse', '到场有困难', `到场 ${state.id} 答复:退回 原因:…`, 'danger'),
      ]
    : [];
  return { ...frame(state, context, 'invitation'), title: '现场督办：请您亲自到场并作答复（第五条）', actions };
};

/** How the faces of the cards on which one department's facts are recorded begin: `presence:cgj`. */
export const PRESENCE = 'presence:';

/** R5.2, R5.3: for the operators, the three facts of one department (a WeCom card carries three selects). */
export const presenceCard = (state: Supervision, department: string, context: CardContext): Card => {
  const name = departmentName(department, context);
  const part = state.departments.find((entry) => entry.department === department);
  const card = frame(state, context, `${PRESENCE}${department}`);
  if (part?.presence)
    return {
      ...card,
      title: `现场督办情况：${name}`,
      status: '已登记',
      body: partFact(part, context).value,
      actions: [],
    };
  return {
    ...card,
    title: `现场督办：请登记${name}到场情况（第五条）`,
    status: '待登记',
    actions: [action('attend', '到场登记', `到场 ${state.id} ${name} 到场:是 表态:是 处理:是`, 'primary')],
    form: [yesNo('attended', '到场'), yesNo('answered', '表态'), yesNo('handled', '处理')],
  };
};
