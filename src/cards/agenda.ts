import type { Agenda } from '../domain/consultation/agenda.ts';
import type { Meeting } from '../domain/consultation/meeting.ts';
import { toDate } from '../domain/instant.ts';
import { isRestricted } from '../domain/ticket/access.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { newRef } from '../kernel/ids.ts';
import type { Backlog } from './agendaPaper.ts';
import type { Action, Card, Row } from './card.ts';
import type { CardContext } from './context.ts';
import { action, departmentName, LIST_ROWS, rowOf, shortTime } from './pieces.ts';

const section = (name: string, tickets: readonly Ticket[], context: CardContext): Row[] =>
  tickets.map((ticket) => {
    const row = rowOf(ticket, context, { group: true });
    return { ...row, detail: `${name} · ${departmentName(ticket.department, context)} · ${row.detail}` };
  });

/** The date that was set has passed: who came and the minutes are due. */
const isOver = ({ confirmed, when, heldAt }: Meeting, { at }: CardContext): boolean =>
  confirmed && heldAt === undefined && toDate(when) < at;

const meetingActions = (meeting: Meeting, context: CardContext): Action[] => {
  if (meeting.heldAt) return [];
  const when = shortTime(meeting.when);
  if (!isOver(meeting, context)) return [action('meeting', '会议定期', `会议 ${when}`, 'primary')];
  const minutes = action('meeting', '会议登记', `会议 ${when} 参会:… 纪要:…`, 'primary');
  return [{ ...minutes, preset: { date: `${meeting.id.slice(0, 4)}-${when}`, held: '是' } }];
};

/** R2.1, R2.3: the agenda of the month's consultation, for the director; restricted tickets are only counted. */
export const agendaCard = (meeting: Meeting, agenda: Agenda, context: CardContext, backlog: Backlog): Card => {
  const shown = (tickets: readonly Ticket[]): Ticket[] => tickets.filter((ticket) => !isRestricted(ticket));
  const all = [...agenda.dissatisfiedTwice, ...agenda.difficult, ...agenda.multiDepartment];
  const restricted = all.length - shown(all).length;
  const behind = backlog.resolutions.filter(({ done }) => !done).length;
  const rows = [
    ...section('二次不满意', shown(agenda.dissatisfiedTwice), context),
    ...section('疑难', shown(agenda.difficult), context),
    ...section('多部门', shown(agenda.multiDepartment), context),
  ];
  return {
    kind: 'matter',
    ref: newRef(),
    title: `${meeting.id} 会商议题 ${all.length} 件（第二条）`,
    status: meeting.heldAt ? '已召开' : isOver(meeting, context) ? '待登记' : meeting.confirmed ? '已定期' : '待定期',
    tone: 'plain',
    body: `${meeting.heldAt ? '召开' : meeting.confirmed ? '定于' : '建议'} ${shortTime(meeting.when)} 由县政府热线分管领导召集`,
    facts: [
      { label: '二次不满意', value: `${agenda.dissatisfiedTwice.length} 件` },
      { label: '疑难', value: `${agenda.difficult.length} 件` },
      { label: '多部门', value: `${agenda.multiDepartment.length} 件` },
      ...(agenda.hot.length > 0
        ? [{ label: '热点', value: agenda.hot.map(({ category, count }) => `${category} ${count} 件`).join('，') }]
        : []),
      ...(backlog.resolutions.length > 0
        ? [{ label: '以往决议', value: `${backlog.resolutions.length} 项，未落实 ${behind} 项` }]
        : []),
      ...(backlog.cases.length > 0 ? [{ label: '经验案例', value: `${backlog.cases.length} 个` }] : []),
      ...(restricted > 0 ? [{ label: '不公开工单', value: `其中 ${restricted} 件` }] : []),
      ...(meeting.attendance ? [{ label: '参会', value: meeting.attendance }] : []),
    ],
    rows: rows.slice(0, LIST_ROWS),
    ...(rows.length > LIST_ROWS ? { more: `及其余 ${rows.length - LIST_ROWS} 件` } : {}),
    actions: meetingActions(meeting, context),
    tickets: [],
    matter: { kind: 'meeting', id: meeting.id, face: 'agenda' },
  };
};
