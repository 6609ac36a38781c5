import { resolutionCard } from '../cards/resolution.ts';
import {
  type Owner,
  type Resolution,
  type ResolutionHandling,
  resolutions,
} from '../domain/consultation/resolution.ts';
import { localDate } from '../domain/deadline/calendarDate.ts';
import { type Instant, instant } from '../domain/instant.ts';
import { CENTRE, type Person } from '../domain/person.ts';
import { isRestricted, mayRead } from '../domain/ticket/access.ts';
import { isRefusal, type Refusal, refuse } from '../domain/ticket/refusal.ts';
import { isOpen } from '../domain/ticket/status.ts';
import { act, type Scene } from './act.ts';
import { actOnMatter, type MatterOffice, redrawMatter, sendMatterCard, underNextNumber } from './matter.ts';
import { recipients } from './notices.ts';

/** What the director wrote down. `owner` absent: the ticket's own department. */
export interface ResolutionOrder {
  ticket: string;
  handling: ResolutionHandling;
  content: string;
  owner?: Owner;
  dueAt?: Instant;
}

const SOURCE = { article: '第二条', duty: 'R2.3' } as const;

/** Those who answer: the person named, else the department's principals; a restricted ticket's only if they may read it. */
const owners = async (scene: Scene, { owner, ticket }: Resolution): Promise<Person[]> => {
  const { county, desk } = scene;
  const file = await desk.read(ticket);
  const named = owner.person ? [county.person(owner.person)] : county.holders(owner.department, 'principal');
  return named.filter(
    (person) => person !== undefined && (!file || !isRestricted(file.ticket) || mayRead(person, file.ticket)),
  ) as Person[];
};

const show = async (scene: Scene, state: Resolution, face: 'owner' | 'director', at: Date): Promise<void> => {
  const people = face === 'director' ? scene.county.holders(CENTRE, 'director') : await owners(scene, state);
  const draw = () => resolutionCard(state, face, { at, county: scene.county });
  await sendMatterCard(scene, recipients(scene.county, people), draw, at);
};

/**
 * 决议 (R2.3): the ticket is reopened or ended where the resolution says so, and what was decided is tracked under a
 * number of the month (`JY202611-1`) with who answers and until when.
 */
export const resolve = async (
  scene: Scene,
  by: Person,
  order: ResolutionOrder,
  at: Date,
): Promise<Resolution | Refusal> => {
  const file = await scene.desk.lock(order.ticket);
  if (!file || !isOpen(file.ticket.status))
    return refuse('WrongStatus', `${order.ticket} 已不在办理中，不能作会商决议。`, SOURCE);
  const owner = order.owner ?? (file.ticket.department ? { department: file.ticket.department } : undefined);
  if (!owner) return refuse('ArgumentMissing', '这件工单还没有承办单位，请写 责任:单位。', SOURCE);
  const { ticket, handling, content, dueAt } = order;
  if (handling !== '推进') {
    const changed = await act(scene, ticket, {
      type: 'Resolve',
      by,
      at: instant(at),
      handling: handling === '重办' ? 'rework' : 'close',
      content,
      ...(dueAt ? { dueAt } : {}),
    });
    if (isRefusal(changed)) return changed;
  }
  const month = localDate(at).slice(0, 7);
  const limit = dueAt ?? (handling === '重办' ? (await scene.desk.read(ticket))?.ticket.dueAt : undefined);
  const answer = await underNextNumber(scene, resolutions, `JY${month.replace('-', '')}`, (id) => ({
    type: 'Record' as const,
    by,
    at: instant(at),
    resolution: { id, month, ticket, handling, content, owner, ...(limit ? { dueAt: limit } : {}) },
  }));
  if (isRefusal(answer)) return answer;
  if (!answer.after.done) await show(scene, answer.after, 'owner', at);
  return answer.after;
};

/** 决议销号: carried out, with what came of it. */
export const finishResolution = async (
  scene: Scene,
  id: string,
  order: { by?: Person; note: string },
  at: Date,
): Promise<Resolution | Refusal> => {
  const answer = await actOnMatter(scene, resolutions, id, { type: 'Finish', at: instant(at), ...order });
  if (isRefusal(answer)) return answer;
  await redrawMatter(scene, resolutionOffice, id, at);
  return answer.after;
};

/** Ends those whose ticket has ended meanwhile; returns the month's or, without a month, all that are still open. */
export const openResolutions = async (scene: Scene, at: Date): Promise<Resolution[]> => {
  const open = await scene.desk.matters<Resolution>(resolutions.kind, { open: true });
  const still: Resolution[] = [];
  for (const state of open) if (!(await endedWithTicket(scene, state, at))) still.push(state);
  return still;
};

/** A rework that was decided is carried out once its ticket is done. */
const endedWithTicket = async (scene: Scene, state: Resolution, at: Date): Promise<boolean> => {
  if (state.handling !== '重办') return false;
  const file = await scene.desk.read(state.ticket);
  if (file?.ticket.status !== 'done') return false;
  return !isRefusal(await finishResolution(scene, state.id, { note: '工单已重办办结' }, at));
};

/** The owner is reminded before the limit; past it the director reads the card on which it is closed. */
const watch: MatterOffice['watch'] = async (scene, id, at) => {
  const file = await scene.desk.readMatter<Resolution>(resolutions.kind, id);
  if (file && !file.state.done && (await endedWithTicket(scene, file.state, at))) return;
  const change = await actOnMatter(scene, resolutions, id, { type: 'Watch', at: instant(at) });
  if (isRefusal(change)) return;
  for (const { type } of change.events) {
    await show(scene, change.after, 'owner', at);
    if (type === 'ResolutionOverdue') await show(scene, change.after, 'director', at);
  }
};

export const resolutionOffice: MatterOffice = {
  kind: resolutions.kind,
  prefix: 'JY',
  watch,
  draw: async (scene, { id, face, at }) => {
    const file = await scene.desk.readMatter<Resolution>(resolutions.kind, id);
    if (!file || (face !== 'owner' && face !== 'director')) return undefined;
    return resolutionCard(file.state, face, { at, county: scene.county });
  },
};
