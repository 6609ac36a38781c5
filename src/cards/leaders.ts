import { nearestDepartments } from '../domain/nearest.ts';
import { CENTRE, hasRole } from '../domain/person.ts';
import { namedPeople } from '../domain/ticket/people.ts';
import type { ReferralRoute, Ticket } from '../domain/ticket/state.ts';
import type { Action, Card, Fact, Field } from './card.ts';
import type { Audience, CardContext } from './context.ts';
import {
  action,
  departmentName,
  detailsAction,
  limitInWords,
  nameOf,
  progressFacts,
  shortTime,
  ticketCard,
} from './pieces.ts';

/** To whom a referral sheet goes, as people say it (R3.6–R3.8). */
export const ROUTE_NAMES: Record<ReferralRoute, string> = {
  petitionBureau: '信访局接访县领导',
  countyLeader: '分管县领导',
  hotlineLeader: '热线分管领导',
};

const CHOICES = 10;

/** Departments a leader may name: those that had it last, then the nearest by name and category. */
const departmentField = (ticket: Ticket, { county }: CardContext): Field => {
  const had = [...ticket.passedThrough]
    .reverse()
    .flatMap((code) => county.departments.find((one) => one.code === code) ?? []);
  const near = nearestDepartments(
    `${ticket.askedDepartment ?? ''}${ticket.category ?? ''}${ticket.title}`,
    county.departments,
    CHOICES,
  );
  const choices = [...new Set([...had, ...near])].filter(({ code }) => code !== 'centre').slice(0, CHOICES);
  return {
    key: 'department',
    label: '承办单位',
    kind: 'select',
    required: true,
    options: choices.map(({ code, name }) => ({ id: code, text: name })),
  };
};

const opinionField: Field = { key: 'opinion', label: '批示意见', kind: 'text', required: false };

const returnsFact = (ticket: Ticket, context: CardContext): Fact[] =>
  ticket.returns.length > 0
    ? [
        {
          label: '退单经过',
          value: ticket.returns
            .map((entry) => `${departmentName(entry.department, context)}（${entry.reason}）`)
            .join('；'),
        },
      ]
    : [];

/** 呈批件 (R3.5–R3.8): why, who had it, and the leader's choice of the department, which binds. */
export const referralCard = (ticket: Ticket, context: CardContext, audience: Audience): Card => {
  const { referral } = ticket;
  const open = ticket.status === 'referred';
  const facts: Fact[] = referral
    ? [
        { label: '呈送', value: ROUTE_NAMES[referral.route] },
        { label: '原因', value: referral.reason },
        { label: '呈报', value: shortTime(referral.arisenAt) },
        ...returnsFact(ticket, context),
        ...(referral.reminders ? [{ label: '已提醒', value: `${referral.reminders} 次` }] : []),
        ...(referral.decision
          ? [
              {
                label: '批示',
                value: `${nameOf(referral.decision.by, context)}：由${departmentName(referral.decision.department, context)}承办${referral.decision.opinion ? `，${referral.decision.opinion}` : ''}`,
              },
            ]
          : []),
      ]
    : [];
  return ticketCard(ticket, context, audience, {
    kind: 'referral',
    title: open ? '呈批件：请批示承办单位（第三条）' : '呈批件',
    tone: open ? 'warning' : 'plain',
    facts,
    actions: open
      ? [action('decide', '批示', `批示 ${ticket.no} 承办:… 意见:…`, 'primary'), detailsAction(ticket)]
      : [detailsAction(ticket)],
    ...(open ? { form: [departmentField(ticket, context), opinionField] } : {}),
  });
};

const bureauActions = (ticket: Ticket): Action[] => {
  if (!ticket.escalation?.takenAt)
    return [
      action('take', '收案', `收案 ${ticket.no}`, 'primary'),
      action('giveback', '退案', `退案 ${ticket.no} 原因:…`, 'danger'),
    ];
  return [
    action('conclude', '结案', `结案 ${ticket.no} 结果:…`, 'primary'),
    ...(ticket.escalation.prolonged ? [] : [action('prolong', '延案', `延案 ${ticket.no} 原因:…`)]),
    action('giveback', '退案', `退案 ${ticket.no} 原因:…`, 'danger'),
  ];
};

/** The bureau decides the case, lead and handlers go on with it, the centre keeps explaining to the caller (R4.2). */
const petitionActions = (ticket: Ticket, { county }: CardContext, audience: Audience): Action[] => {
  if (ticket.status !== 'escalated') return [];
  const contact = action('contact', '联系', `联系 ${ticket.no} 方式:电话 原因:… 情况:…`, 'primary');
  const reader = 'person' in audience ? county.person(audience.person) : undefined;
  if (!reader || reader.department === CENTRE) return [contact];
  if (hasRole(reader, 'petitionBureau')) return bureauActions(ticket);
  if (!ticket.escalation?.takenAt || !namedPeople(ticket, county).includes(reader.id)) return [];
  return [contact, action('reply', '回复', `回复 ${ticket.no} 流程:… 结果:…`, 'primary')];
};

const petitionTitle = (ticket: Ticket): string => {
  if (ticket.status !== 'escalated') return '提级转办情况';
  if (ticket.clockStoppedAt === undefined && ticket.flags.includes('overdue')) return '信访件已超期（第四条）';
  if (ticket.flags.includes('nearDue')) return '信访件临近时限（第四条）';
  return '提级转办，请按信访件办理（第四条）';
};

/** 提级转办 (R4): the petition bureau takes, prolongs, concludes or gives back the case. */
export const petitionCard = (ticket: Ticket, context: CardContext, audience: Audience): Card => {
  const { escalation } = ticket;
  const facts: Fact[] = escalation
    ? [
        { label: '提级原因', value: escalation.reason },
        { label: '提级时间', value: shortTime(escalation.at) },
        ...(escalation.petitionDueAt && ticket.status === 'escalated'
          ? [{ label: '信访时限', value: limitInWords(escalation.petitionDueAt, ticket, context) }]
          : []),
        ...(escalation.conclusion ? [{ label: '结案结果', value: escalation.conclusion }] : []),
        ...progressFacts(ticket, context),
      ]
    : [];
  return ticketCard(ticket, context, audience, {
    kind: 'petition',
    title: petitionTitle(ticket),
    facts,
    actions: [...petitionActions(ticket, context, audience), detailsAction(ticket)],
  });
};

/** R6.4: after the first rework of a non-compliant demand, for the deputy. */
export const explainCard = (ticket: Ticket, context: CardContext, audience: Audience): Card => {
  const { nonCompliance } = ticket;
  const open = nonCompliance !== undefined && !nonCompliance.explained && ticket.status !== 'done';
  return ticketCard(ticket, context, audience, {
    kind: 'explain',
    title: open ? '不合规诉求：请分管领导当面说明解释（第六条）' : '不合规诉求解释情况',
    tone: open ? 'warning' : 'plain',
    facts: nonCompliance
      ? [
          { label: '认定依据', value: nonCompliance.basis },
          ...(nonCompliance.explained
            ? [
                {
                  label: '解释',
                  value: `${shortTime(nonCompliance.explained.at)} ${nonCompliance.explained.people}，依据：${nonCompliance.explained.basis}`,
                },
              ]
            : []),
        ]
      : [],
    actions: open
      ? [action('explain', '解释', `解释 ${ticket.no} 人员:… 依据:…`, 'primary'), detailsAction(ticket)]
      : [detailsAction(ticket)],
  });
};

const outcomes = (ticket: Ticket, context: CardContext): Fact[] => {
  const facts: Fact[] = [];
  const { extension, unreasonable } = ticket;
  const last = ticket.returns.at(-1);
  if (extension?.outcome)
    facts.push({
      label: '延期',
      value:
        extension.outcome === 'granted' && extension.dueAt
          ? `已同意，时限改为 ${limitInWords(extension.dueAt, ticket, context)}`
          : '已驳回，原时限不变',
    });
  if (last?.outcome === 'refused') facts.push({ label: '退单', value: `已驳回：${last.refusedBecause ?? ''}` });
  if (last?.outcome === 'accepted') facts.push({ label: '退单', value: '已同意' });
  if (unreasonable?.refusedBecause)
    facts.push({ label: '不合理认定', value: `已驳回：${unreasonable.refusedBecause}` });
  else if (ticket.flags.includes('unreasonable')) facts.push({ label: '不合理认定', value: '中心两人已确认' });
  return facts;
};

/** What the centre decided about what the department asked, for the one who asked. */
export const decidedCard = (ticket: Ticket, context: CardContext, audience: Audience): Card =>
  ticketCard(ticket, context, audience, {
    kind: 'decided',
    title: '您的申请县热线中心已决定',
    facts: outcomes(ticket, context),
    actions: [detailsAction(ticket)],
  });
