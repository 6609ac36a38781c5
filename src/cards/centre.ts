import { followUpDue, unansweredCalls } from '../domain/followUp/due.ts';
import { instant } from '../domain/instant.ts';
import { nearestDepartments } from '../domain/nearest.ts';
import { BEFORE_REVIEW, isNominated } from '../domain/ticket/access.ts';
import { SATISFACTIONS, type Ticket } from '../domain/ticket/state.ts';
import type { Action, Card, Fact, Field } from './card.ts';
import type { Audience, CardContext } from './context.ts';
import {
  action,
  departmentName,
  detailsAction,
  limitInWords,
  nameOf,
  namesOf,
  progressFacts,
  shortTime,
  shownTitle,
  ticketCard,
} from './pieces.ts';

const CHOICES = 10;

/** A ticket nobody has yet: the nearest department names first (contract: missing or unknown → 待派单). */
export const toDispatchCard = (ticket: Ticket, context: CardContext, audience: Audience): Card => {
  const open = ticket.status === 'toDispatch';
  const nearest = nearestDepartments(ticket.askedDepartment ?? ticket.title, context.county.departments, CHOICES);
  const form: Field[] = [
    {
      key: 'department',
      label: '承办单位',
      kind: 'select',
      required: true,
      options: nearest.map((department) => ({ id: department.code, text: department.name })),
      ...(nearest[0] ? { value: nearest[0].code } : {}),
    },
    {
      key: 'coDepartments',
      label: '协办单位',
      kind: 'multiselect',
      required: false,
      options: nearest.map((department) => ({ id: department.code, text: department.name })),
    },
  ];
  const facts: Fact[] = ticket.askedDepartment ? [{ label: '来件写的单位', value: ticket.askedDepartment }] : [];
  return ticketCard(ticket, context, audience, {
    kind: 'toDispatch',
    title: open ? '待派单' : '已派单',
    facts,
    actions: open
      ? [
          action('dispatch', '派单', `派单 ${ticket.no} 单位名称`, 'primary'),
          action('difficult', '疑难', `疑难 ${ticket.no} 原因:…`),
          detailsAction(ticket),
        ]
      : [detailsAction(ticket)],
    ...(open ? { form } : {}),
  });
};

const yesNo = [
  { id: '是', text: '是' },
  { id: '否', text: '否' },
];
const satisfactions = SATISFACTIONS.map((answer) => ({ id: answer, text: answer }));

/** R6.2: the three questions, and whether they met and it is solved. */
export const followUpForm: Field[] = [
  { key: 'contacted', label: '是否联系诉求人', kind: 'select', required: true, options: yesNo, value: '是' },
  { key: 'process', label: '服务过程是否满意', kind: 'select', required: true, options: satisfactions, value: '满意' },
  { key: 'result', label: '办理结果是否满意', kind: 'select', required: true, options: satisfactions, value: '满意' },
  { key: 'met', label: '是否见面', kind: 'select', required: false, options: yesNo },
  { key: 'solved', label: '问题是否解决', kind: 'select', required: false, options: yesNo },
  { key: 'note', label: '备注', kind: 'text', required: false },
];

/** R6.1: a ticket closed today, for the centre's caller. */
export const followUpCard = (ticket: Ticket, context: CardContext, audience: Audience): Card => {
  const open = ticket.status === 'toFollowUp';
  const attempts = unansweredCalls(ticket).length;
  const due = followUpDue(ticket, context.county);
  const facts: Fact[] = [
    { label: '承办', value: departmentName(ticket.department, context) },
    ...progressFacts(ticket, context),
    ...(ticket.closedAt ? [{ label: '办结', value: shortTime(ticket.closedAt) }] : []),
    ...(due ? [{ label: '回访截止', value: limitInWords(instant(due), ticket, context) }] : []),
    ...(attempts > 0 ? [{ label: '已未接通', value: `${attempts} 次` }] : []),
  ];
  const actions = [
    action('followup', '回访', `回访 ${ticket.no} 联系:是 过程:满意 结果:满意`, 'primary'),
    action('noanswer', '未接通', `未接通 ${ticket.no}`),
    ...(ticket.reachable ? [] : [action('unreachable', '无法回访', `无法回访 ${ticket.no} 原因:无联系电话`)]),
    detailsAction(ticket),
  ];
  return ticketCard(ticket, context, audience, {
    kind: 'followUp',
    // Cards with selects show no facts on WeCom: until when stands in the title.
    title: open ? `请回访（第六条）${due ? `，${shortTime(due)} 前` : ''}` : '回访情况',
    facts,
    actions: open ? actions : [detailsAction(ticket)],
    ...(open ? { form: followUpForm } : {}),
  });
};

/** With `review.byCentre`: the centre's own check before follow-up. */
export const toAcceptCard = (ticket: Ticket, context: CardContext, audience: Audience): Card =>
  decisionCard('toAccept', ticket, context, audience, { open: ticket.status === 'toAccept', title: '待中心审核' });

const askedOf = (ticket: Ticket, context: CardContext): { title: string; facts: Fact[] } | undefined => {
  if (ticket.flags.includes('returnAsked')) {
    const entry = ticket.returns.at(-1);
    return {
      title: '申请退单',
      facts: entry
        ? [
            { label: '申请人', value: nameOf(entry.by, context) },
            { label: '原因', value: entry.reason },
          ]
        : [],
    };
  }
  if (ticket.flags.includes('extensionAsked') && ticket.extension) {
    return {
      title: '申请延期',
      facts: [
        { label: '天数', value: `${ticket.extension.days} 个工作日` },
        { label: '原因', value: ticket.extension.reason },
      ],
    };
  }
  if (ticket.flags.includes('unreasonableAsked') && ticket.unreasonable) {
    const confirmed = namesOf(ticket.unreasonable.confirmedBy, context);
    return {
      title: '申请认定不合理诉求，须两人确认（第五条）',
      facts: [
        { label: '依据', value: ticket.unreasonable.basis },
        ...(confirmed ? [{ label: '已确认', value: `${confirmed}，还须另一位` }] : []),
      ],
    };
  }
  return undefined;
};

/** What a department has asked of the centre: granted or refused by one press. */
export const toDecideCard = (ticket: Ticket, context: CardContext, audience: Audience): Card => {
  const asked = askedOf(ticket, context);
  return decisionCard('toDecide', ticket, context, audience, {
    open: asked !== undefined,
    title: asked?.title ?? (isNominated(ticket) ? '办理已满五个工作日，请研究是否提级转办（第四条）' : '已处理'),
    ...(asked ? { facts: asked.facts } : {}),
  });
};

const decisionCard = (
  kind: 'toAccept' | 'toDecide',
  ticket: Ticket,
  context: CardContext,
  audience: Audience,
  parts: { open: boolean; title: string; facts?: Fact[] },
): Card =>
  ticketCard(ticket, context, audience, {
    kind,
    title: parts.title,
    ...(parts.facts ? { facts: parts.facts } : {}),
    actions: [
      ...(parts.open
        ? [
            action('accept', '同意', `同意 ${ticket.no}`, 'primary'),
            action('refuse', '驳回', `驳回 ${ticket.no} 原因:…`, 'danger'),
          ]
        : []),
      ...(kind === 'toDecide' ? nominationActions(ticket, parts.open) : []),
      detailsAction(ticket),
    ],
  });

/** R4.1: a nominated ticket is escalated or not (what is asked is decided before); either way it may go to a leader. */
const nominationActions = (ticket: Ticket, asked: boolean): Action[] => {
  if (!BEFORE_REVIEW.some((status) => status === ticket.status)) return [];
  const nominated = isNominated(ticket);
  return [
    ...(nominated ? [action('escalate', '提级', `提级 ${ticket.no} 原因:…`, 'primary')] : []),
    ...(nominated && !asked ? [action('refuse', '驳回提级', `驳回 ${ticket.no} 原因:…`)] : []),
    action('difficult', '疑难', `疑难 ${ticket.no} 原因:…`),
  ];
};

/** Somebody must act and can be reached on no platform, or every reminder was refused (R3.2): the centre is told. */
export const unreachedCard = (ticket: Ticket, context: CardContext, audience: Audience): Card => {
  const unreminded = ticket.status === 'toClaim' && ticket.flags.includes('overdueClaim');
  const why = unreminded
    ? '的签收提醒没有送达，请电话或书面催办并登记；没有登记的提醒就不能扣分（第三条）。'
    : '没有可在群或私聊中送达的人员，请中心电话告知并核对人员绑定。';
  return ticketCard(ticket, context, audience, {
    kind: 'unreached',
    title: unreminded ? '签收提醒未送达，请电话催办' : '无法送达，请电话告知',
    tone: 'warning',
    body: `${departmentName(ticket.department, context)} ${why}\n${shownTitle(ticket, audience)}`,
    actions: [
      ...(unreminded
        ? [
            {
              ...action('urge', '催办登记', `催办 ${ticket.no} 方式:电话 对象:…`, 'primary'),
              preset: { channel: '电话' },
            },
          ]
        : []),
      detailsAction(ticket),
    ],
  });
};

/** R3.4: the department has no deputy who can be written to; the principal has it, and the centre looks after the binding. */
export const noDeputyCard = (ticket: Ticket, context: CardContext, audience: Audience): Card =>
  ticketCard(ticket, context, audience, {
    kind: 'noDeputy',
    title: '临期工单没有分管领导可交办（第三条）',
    tone: 'warning',
    body: `${departmentName(ticket.department, context)}没有已绑定的分管领导，已改交主要负责人；请补充该单位分管领导。\n${shownTitle(ticket, audience)}`,
    actions: [detailsAction(ticket)],
  });
