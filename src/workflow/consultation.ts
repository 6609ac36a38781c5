import { agendaCard } from '../cards/agenda.ts';
import { shortTime } from '../cards/pieces.ts';
import { agendaOf, agendaTickets } from '../domain/consultation/agenda.ts';
import { type Meeting, type MeetingCommand, type MeetingEvent, meetings } from '../domain/consultation/meeting.ts';
import { localDate } from '../domain/deadline/calendarDate.ts';
import { instant, toDate } from '../domain/instant.ts';
import { CENTRE, type Person } from '../domain/person.ts';
import { isRefusal, type Refusal } from '../domain/ticket/refusal.ts';
import type { Scene } from './act.ts';
import { actOnMatter, type MatterChange, type MatterOffice, redrawMatter } from './matter.ts';
import { recipients } from './notices.ts';

/** Prepares the month's meeting from the open tickets if nobody has yet; returns it. */
export const prepareMeeting = async (scene: Scene, at: Date): Promise<Meeting> => {
  const tickets = agendaTickets(agendaOf(await scene.desk.openTickets()));
  const departments = [...new Set(tickets.flatMap((ticket) => [ticket.department ?? [], ticket.coDepartments].flat()))];
  const id = localDate(at).slice(0, 7);
  const numbers = tickets.map((ticket) => ticket.no);
  const change = await actOnMatter(scene, meetings, id, {
    type: 'Prepare',
    at: instant(at),
    id,
    departments,
    tickets: numbers,
  });
  if (isRefusal(change)) throw new Error('preparing a meeting is never refused');
  return change.after;
};

/** R2.1, the agenda run: the director and the hotline leader, who convenes, each read the agenda. */
export const sendAgenda = async (scene: Scene, at: Date): Promise<void> => {
  const { desk, county } = scene;
  const meeting = await prepareMeeting(scene, at);
  const agenda = agendaOf(await desk.openTickets());
  const readers = [...county.holders(CENTRE, 'director'), ...county.everyone('hotlineLeader')];
  for (const to of recipients(county, [...new Set(readers)])) {
    const card = agendaCard(meeting, agenda, { at, county });
    await desk.want([
      {
        occasion: `agenda:${meeting.id}:${'personId' in to ? to.personId : to.chat}`,
        to,
        kind: 'matter',
        letter: { form: 'card', card },
        tickets: [],
        at,
      },
    ]);
  }
};

/** Those who come: the principals of the departments involved, the hotline leader and the director (R2.1, R2.2). */
const attending = (scene: Scene, meeting: Meeting): Person[] => {
  const { county } = scene;
  const heads = meeting.departments.flatMap((department) => county.holders(department, 'principal'));
  return [...new Set([...heads, ...county.everyone('hotlineLeader'), ...county.holders(CENTRE, 'director')])];
};

const tell = (scene: Scene, meeting: Meeting, text: string, at: Date): Promise<void> =>
  scene.desk.want(
    recipients(scene.county, attending(scene, meeting)).map((to) => ({
      to,
      kind: 'text' as const,
      letter: { form: 'text' as const, text },
      tickets: [],
      at,
    })),
  );

/** 会议: the date before it, attendance and minutes after it. Who comes is told of the date. */
export const changeMeeting = async (
  scene: Scene,
  id: string,
  command: Extract<MeetingCommand, { type: 'SetDate' | 'Record' }>,
): Promise<MatterChange<Meeting, MeetingEvent> | Refusal> => {
  const change = await actOnMatter(scene, meetings, id, command);
  if (isRefusal(change)) return change;
  const at = toDate(command.at);
  if (command.type === 'SetDate')
    await tell(
      scene,
      change.after,
      `热线会商会议定于 ${shortTime(change.after.when)} 召开，议题 ${change.after.tickets.length} 件，请准时参加（第二条）。`,
      at,
    );
  await redrawMatter(scene, meetingOffice, id, at);
  return change;
};

export const meetingOffice: MatterOffice = {
  kind: meetings.kind,
  watch: async (scene, id, at) => {
    const change = await actOnMatter(scene, meetings, id, { type: 'Watch', at: instant(at) });
    if (isRefusal(change) || change.events.length === 0) return;
    const when = shortTime(change.after.when);
    await tell(scene, change.after, `提醒：热线会商会议 ${when} 召开，请准时参加（第二条）。`, at);
  },
  draw: async (scene, { id, face, at }) => {
    const file = await scene.desk.readMatter<Meeting>(meetings.kind, id);
    if (!file || face === 'question') return undefined;
    return agendaCard(file.state, agendaOf(await scene.desk.openTickets()), { at, county: scene.county });
  },
};
