import type { Card } from '../cards/card.ts';
import { shortTime } from '../cards/pieces.ts';
import { invitationCard, PRESENCE, presenceCard } from '../cards/supervision.ts';
import { localDate } from '../domain/deadline/calendarDate.ts';
import { deadline } from '../domain/deadline/limits.ts';
import { instant, toDate } from '../domain/instant.ts';
import type { Person } from '../domain/person.ts';
import {
  MUST_COME,
  type Supervision,
  type SupervisionCommand,
  type SupervisionEvent,
  supervisions,
} from '../domain/supervision/supervision.ts';
import { isRestricted } from '../domain/ticket/access.ts';
import type { Command } from '../domain/ticket/commands.ts';
import { decide } from '../domain/ticket/decide.ts';
import { isRefusal, type Refusal, refuse } from '../domain/ticket/refusal.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { act, type Scene } from './act.ts';
import { type Paper, type PaperScene, sendPaper } from './documents.ts';
import { proposeMark } from './mark.ts';
import { actOnMatter, type MatterOffice, redrawMatter, underNextNumber } from './matter.ts';
import { centreGroups, recipients } from './notices.ts';
import type { Recipient } from './ports.ts';

/** What the centre plans. Moments are instants. */
export interface SupervisionOrder {
  tickets: string[];
  when: string;
  place: string;
  led: Supervision['led'];
  limit?: string;
  invitees: string[];
}

/** The departments of these tickets, and who of each must come (R5.2, R5.3). */
const summoned = async (scene: Scene, order: SupervisionOrder) => {
  const departments = new Set<string>();
  for (const no of order.tickets) {
    const department = (await scene.desk.read(no))?.ticket.department;
    if (department) departments.add(department);
  }
  return [...departments].map((department) => ({
    department,
    people: scene.county.holders(department, MUST_COME[order.led]).map(({ id }) => id),
  }));
};

const send = (scene: Scene, to: Recipient, card: Card, at: Date): Promise<void> =>
  scene.desk.want([{ to, kind: 'matter', letter: { form: 'card', card }, tickets: [], at, urgent: true }]);

/** A supervision is planned for this long. */
const EVENT_MS = 2 * 3_600_000;

const calendarFileOf = ({ documents }: PaperScene, { id, when, place, limit }: Supervision, at: Date): Paper =>
  documents.calendarFile({
    id,
    title: `现场督办 ${id}`,
    place,
    notes: `须亲自到场并作答复（第五条）${limit ? `；限期 ${shortTime(limit)} 前办结` : ''}`,
    from: toDate(when),
    to: new Date(toDate(when).getTime() + EVENT_MS),
    at,
    revision: 0,
  });

/** R5.3: led by a county leader it is 限时办结: without a 限期 the policy's, counted from the event. */
const withLimit = (order: SupervisionOrder, { county }: Scene): SupervisionOrder => {
  if (order.limit !== undefined || order.led === 'centre') return order;
  const { calendar, policy } = county;
  const { due } = deadline({ from: toDate(order.when), limit: policy.limits.supervision, calendar });
  return { ...order, limit: instant(due) };
};

/** What is put to each ticket of the event. The policy's own limit shortens a ticket's, it never lengthens it. */
const orderFor = (by: Person, order: SupervisionOrder & { written: boolean }, at: Date, ticket?: Ticket): Command => {
  const { limit, written } = order;
  const holds = limit !== undefined && (written || ticket?.dueAt === undefined || limit < ticket.dueAt);
  return { type: 'Supervise', by, at: instant(at), ...(holds ? { limit } : {}) };
};

/**
 * 督办 (R5.1): every ticket is marked, with the new limit if one is set; those who must come are invited one by one, the
 * centre gets the card on which it records what came of it. A ticket that may not be supervised stops all of it.
 */
export const planSupervision = async (
  scene: PaperScene,
  by: Person,
  asked: SupervisionOrder,
  at: Date,
): Promise<Supervision | Refusal> => {
  const order = { ...withLimit(asked, scene), written: asked.limit !== undefined };
  const listed: string[] = [];
  for (const no of order.tickets) {
    const ticket = (await scene.desk.lock(no))?.ticket;
    const answer = decide(orderFor(by, order, at, ticket), ticket, scene.county);
    if (isRefusal(answer)) return { ...answer, says: `${no}：${answer.says}` };
    if (ticket && !isRestricted(ticket)) listed.push(no);
  }
  const departments = await summoned(scene, order);
  if (departments.length === 0)
    return refuse('ArgumentWrong', '这些工单还没有承办单位，请先派单。', { article: '第五条', duty: 'R5.1' });
  const { written: _asked, ...plan } = order;
  // `DD20261120-1`: the day it was planned, and which of that day.
  const planned = await underNextNumber(scene, supervisions, `DD${localDate(at).replaceAll('-', '')}`, (id) => ({
    type: 'Plan' as const,
    by,
    at: instant(at),
    plan: { id, ...plan, listed, departments },
  }));
  if (isRefusal(planned)) return planned;
  for (const no of order.tickets) await act(scene, no, orderFor(by, order, at, (await scene.desk.read(no))?.ticket));
  const { after } = planned;
  const context = { at, county: scene.county };
  const must = departments.flatMap(({ people }) => people.map((person) => scene.county.person(person)));
  for (const to of recipients(scene.county, must)) await send(scene, to, invitationCard(after, context), at);
  const calendar = calendarFileOf(scene, after, at);
  await sendPaper(scene, recipients(scene.county, must), calendar, { at, urgent: true });
  for (const to of centreGroups(scene.county))
    for (const { department } of departments) await send(scene, to, presenceCard(after, department, context), at);
  return after;
};

const FACTS = [
  { fact: 'attended', event: 'supervisionAbsent', words: '未到场' },
  { fact: 'answered', event: 'supervisionNoAnswer', words: '未表态' },
  { fact: 'handled', event: 'supervisionNoHandling', words: '未处理' },
] as const;

/** R5.5: each of the three facts that is 否 proposes its own deduction, linked to the event. Returns how many. */
const proposeDeductions = async (
  scene: Scene,
  state: Supervision,
  event: Extract<SupervisionEvent, { type: 'PresenceRecorded' }>,
): Promise<number> => {
  let proposed = 0;
  for (const { fact, event: kind, words } of FACTS) {
    if (event[fact]) continue;
    const mark = await proposeMark(scene, {
      department: event.department,
      event: kind,
      clause: 'R5.5',
      because: `现场督办 ${state.id} 负责人${words}`,
      tickets: state.tickets,
      supervision: state.id,
      at: event.at,
      by: event.by,
    });
    if (mark) proposed += 1;
  }
  return proposed;
};

/** A card in a WeCom group cannot be changed later (D101032): whoever planned it reads the reply in private. */
const tellPlanner = (
  scene: Scene,
  state: Supervision,
  event: Extract<SupervisionEvent, { type: 'InvitationAnswered' }>,
): Promise<void> => {
  const name = scene.county.person(event.by)?.name ?? event.by;
  const text = `现场督办 ${state.id}：${name}${event.coming ? '能到场' : `不能到场（${event.reason ?? ''}）`}。`;
  return scene.desk.want(
    recipients(scene.county, [scene.county.person(state.by)]).map((to) => ({
      to,
      kind: 'text' as const,
      letter: { form: 'text' as const, text },
      tickets: [],
      at: toDate(event.at),
    })),
  );
};

/** A reply to the invitation, or the three facts of one department; says how many deductions were proposed. */
export const recordSupervision = async (
  scene: Scene,
  id: string,
  command: Extract<SupervisionCommand, { type: 'Reply' | 'RecordPresence' }>,
): Promise<{ proposed: number } | Refusal> => {
  const change = await actOnMatter(scene, supervisions, id, command);
  if (isRefusal(change)) return change;
  let proposed = 0;
  for (const event of change.events) {
    if (event.type === 'PresenceRecorded') proposed += await proposeDeductions(scene, change.after, event);
    if (event.type === 'InvitationAnswered') await tellPlanner(scene, change.after, event);
  }
  await redrawMatter(scene, supervisionOffice, id, toDate(command.at));
  return { proposed };
};

/** An hour before it begins: everybody who must come reads it once more. */
const watch: MatterOffice['watch'] = async (scene, id, at) => {
  const change = await actOnMatter(scene, supervisions, id, { type: 'Watch', at: instant(at) });
  if (isRefusal(change) || change.events.length === 0) return;
  const { departments } = change.after;
  const must = departments.flatMap(({ people }) => people.map((person) => scene.county.person(person)));
  for (const to of recipients(scene.county, must))
    await send(scene, to, invitationCard(change.after, { at, county: scene.county }), at);
};

export const supervisionOffice: MatterOffice = {
  kind: supervisions.kind,
  prefix: 'DD',
  watch,
  draw: async (scene, { id, face, at }) => {
    const file = await scene.desk.readMatter<Supervision>(supervisions.kind, id);
    if (!file || face === 'question') return undefined;
    const context = { at, county: scene.county };
    return face.startsWith(PRESENCE)
      ? presenceCard(file.state, face.slice(PRESENCE.length), context)
      : invitationCard(file.state, context);
  },
};
