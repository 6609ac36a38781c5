import { agendaCard } from '../cards/agenda.ts';
import { agendaPaper, type Backlog } from '../cards/agendaPaper.ts';
import type { Card } from '../cards/card.ts';
import { shortTime } from '../cards/pieces.ts';
import { agendaOf, agendaTickets } from '../domain/consultation/agenda.ts';
import {
  MEETING_MS,
  type Meeting,
  type MeetingCommand,
  type MeetingEvent,
  meetings,
} from '../domain/consultation/meeting.ts';
import type { Resolution } from '../domain/consultation/resolution.ts';
import { localDate, monthBefore } from '../domain/deadline/calendarDate.ts';
import { instant, toDate } from '../domain/instant.ts';
import { CENTRE, type Person } from '../domain/person.ts';
import type { Submission } from '../domain/submission/submission.ts';
import { isRefusal, type Refusal } from '../domain/ticket/refusal.ts';
import type { Scene } from './act.ts';
import { type Paper, type PaperScene, sendPaper } from './documents.ts';
import {
  actOnMatter,
  heldOverNight,
  type MatterChange,
  type MatterOffice,
  redrawMatter,
  tellPeople,
} from './matter.ts';
import { recipients } from './notices.ts';
import { openResolutions } from './resolution.ts';

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

/** What earlier consultations decided and is not yet carried out, with all of last month's; and the cases since then. */
const backlogOf = async (scene: Scene, month: string, at: Date): Promise<Backlog> => {
  const { desk } = scene;
  const last = monthBefore(month);
  const open = (await openResolutions(scene, at)).filter((resolution) => resolution.month < last);
  const cases = [
    ...(await desk.matters<Submission>('case', { month: last })),
    ...(await desk.matters<Submission>('case', { month })),
  ];
  return {
    resolutions: [...open, ...(await desk.matters<Resolution>('resolution', { month: last }))],
    cases: cases.filter(({ decision }) => decision?.adopted),
  };
};

/** The month's agenda as it stands: the card's parts and the document. */
export const drawAgenda = async (
  scene: PaperScene,
  meeting: Meeting,
  at: Date,
): Promise<{ card: () => Card; paper: Paper }> => {
  const context = { at, county: scene.county };
  const agenda = agendaOf(await scene.desk.openTickets());
  const backlog = await backlogOf(scene, meeting.id, at);
  return {
    card: () => agendaCard(meeting, agenda, context, backlog),
    paper: await scene.documents.document(agendaPaper(meeting, agenda, backlog, context)),
  };
};

/** R2.1, the agenda run: the director and the hotline leader, who convenes, each read the agenda, as a card and on paper. */
export const sendAgenda = async (scene: PaperScene, at: Date): Promise<void> => {
  const { desk, county } = scene;
  const meeting = await prepareMeeting(scene, at);
  const readers = [...county.holders(CENTRE, 'director'), ...county.everyone('hotlineLeader')];
  const places = recipients(county, [...new Set(readers)]);
  const { card: draw, paper } = await drawAgenda(scene, meeting, at);
  for (const to of places) {
    const card = draw();
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
  await sendPaper(scene, places, paper, { at });
};

/** Those who come: the principals of the departments involved, the hotline leader and the director (R2.1, R2.2). */
const attending = (scene: Scene, meeting: Meeting): Person[] => {
  const { county } = scene;
  const heads = meeting.departments.flatMap((department) => county.holders(department, 'principal'));
  return [...new Set([...heads, ...county.everyone('hotlineLeader'), ...county.holders(CENTRE, 'director')])];
};

const tell = (scene: Scene, meeting: Meeting, text: string, at: Date): Promise<void> =>
  tellPeople(scene, attending(scene, meeting), text, at);

const calendarFileOf = (scene: PaperScene, meeting: Meeting, at: Date): Paper => {
  const from = toDate(meeting.when);
  return scene.documents.calendarFile({
    id: `meeting-${meeting.id}`,
    title: `${meeting.id} 热线会商会议`,
    notes: `议题 ${meeting.tickets.length} 件（第二条）`,
    from,
    to: new Date(from.getTime() + MEETING_MS),
    at,
    revision: meeting.dateChanges ?? 0,
  });
};

/** 会议: the date before it, attendance and minutes after it. Who comes is told of the date. */
export const changeMeeting = async (
  scene: PaperScene,
  id: string,
  command: Extract<MeetingCommand, { type: 'SetDate' | 'Record' }>,
): Promise<MatterChange<Meeting, MeetingEvent> | Refusal> => {
  const change = await actOnMatter(scene, meetings, id, command);
  if (isRefusal(change)) return change;
  const at = toDate(command.at);
  if (command.type === 'SetDate') {
    const { when, tickets } = change.after;
    const text = `热线会商会议定于 ${shortTime(when)} 召开，议题 ${tickets.length} 件，请准时参加（第二条）。`;
    await tell(scene, change.after, text, at);
    const places = recipients(scene.county, attending(scene, change.after));
    await sendPaper(scene, places, calendarFileOf(scene, change.after, at), { at, ...heldOverNight(scene, at) });
  }
  await redrawMatter(scene, meetingOffice, id, at);
  return change;
};

/** R2.2: the meeting is over: the director reads the agenda again, with the button for attendance and minutes. */
const askMinutes = async (scene: Scene, meeting: Meeting, at: Date): Promise<void> => {
  const { desk, county } = scene;
  const agenda = agendaOf(await desk.openTickets());
  const backlog = await backlogOf(scene, meeting.id, at);
  await desk.want(
    recipients(county, county.holders(CENTRE, 'director')).map((to) => ({
      occasion: `minutes:${meeting.id}:${meeting.when}:${'personId' in to ? to.personId : to.chat}`,
      to,
      kind: 'matter' as const,
      letter: { form: 'card' as const, card: agendaCard(meeting, agenda, { at, county }, backlog) },
      tickets: [],
      at,
      ...heldOverNight(scene, at),
    })),
  );
};

export const meetingOffice: MatterOffice = {
  kind: meetings.kind,
  watch: async (scene, id, at) => {
    const change = await actOnMatter(scene, meetings, id, { type: 'Watch', at: instant(at) });
    if (isRefusal(change) || change.events.length === 0) return;
    if (change.events.some(({ type }) => type === 'MinutesAsked')) return askMinutes(scene, change.after, at);
    const when = shortTime(change.after.when);
    await tell(scene, change.after, `提醒：热线会商会议 ${when} 召开，请准时参加（第二条）。`, at);
  },
  draw: async (scene, { id, face, at }) => {
    const file = await scene.desk.readMatter<Meeting>(meetings.kind, id);
    if (!file || face === 'question') return undefined;
    const backlog = await backlogOf(scene, id, at);
    return agendaCard(file.state, agendaOf(await scene.desk.openTickets()), { at, county: scene.county }, backlog);
  },
};
