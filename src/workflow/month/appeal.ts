import { appealCard, objectOf } from '../../cards/assessment.ts';
import { instant } from '../../domain/instant.ts';
import { type Appeal, adjustmentOf, appeals } from '../../domain/month/appeal.ts';
import { MONTHLY } from '../../domain/month/assessment.ts';
import { CENTRE, type Person } from '../../domain/person.ts';
import { maskText } from '../../domain/privacy.ts';
import { mayRead } from '../../domain/ticket/access.ts';
import { isRefusal, type Refusal, refuse } from '../../domain/ticket/refusal.ts';
import type { Ticket } from '../../domain/ticket/state.ts';
import type { Scene } from '../act.ts';
import {
  actOnMatter,
  type MatterOffice,
  redrawMatter,
  sendMatterCard,
  tellPeople,
  underNextNumber,
} from '../matter.ts';
import { recipients } from '../notices.ts';
import { adjustDraft } from './draft.ts';
import { assessmentOf, monthLines, monthTableOf } from './view.ts';

/** What a department objects to. */
export type Objection = Pick<Appeal, 'month' | 'reason' | 'ticket' | 'scope' | 'mark'>;

/** An appeal names what stands behind the department's own row: a ticket of its lines, or a mark of its own. */
const missesItsOwn = async (scene: Scene, by: Person, order: Objection, at: Date): Promise<Refusal | undefined> => {
  const { month, ticket, mark } = order;
  const view = await monthTableOf(scene, month, at);
  const own = <T extends { department: string }>(entries: readonly T[]): T[] =>
    entries.filter(({ department }) => department === by.department);
  const marked = own(view.table.marks).find(({ id }) => id === mark);
  const keptFrom = (found: Ticket): boolean => found.department === by.department && !mayRead(by, found);
  // A mark's number tells its ticket's: one that is kept from this person is none.
  if (mark && (!marked || (await scene.desk.readAll(marked.tickets)).some(keptFrom)))
    return refuse('ArgumentWrong', `${month} 本单位没有编号为 ${mark} 的扣分，请核对月榜明细。`, MONTHLY);
  if (!ticket) return undefined;
  const file = await scene.desk.read(ticket);
  const lines = own(await monthLines(scene, view));
  const known = lines.some((line) => line.ticket === ticket);
  return file && known && !keptFrom(file.ticket)
    ? undefined
    : refuse('ArgumentWrong', `${month} 本单位的月榜明细里没有工单 ${ticket}，请核对编号。`, MONTHLY);
};

/** 申诉: laid before the director, who reads the card. */
export const appealAgainst = async (
  scene: Scene,
  by: Person,
  order: Objection,
  at: Date,
): Promise<Appeal | Refusal> => {
  const { month } = order;
  const assessment = await assessmentOf(scene, month);
  const wrong = assessment?.state === 'draft' ? await missesItsOwn(scene, by, order, at) : undefined;
  if (wrong) return wrong;
  const change = await underNextNumber(scene, appeals, `SS${month.replace('-', '')}`, (id) => ({
    type: 'Appeal' as const,
    at: instant(at),
    by,
    objection: { id, ...order },
    assessment,
  }));
  if (isRefusal(change)) return change;
  const directors = recipients(scene.county, scene.county.holders(CENTRE, 'director'));
  await sendMatterCard(scene, directors, () => appealCard(change.after, { at, county: scene.county }), at);
  return change.after;
};

/** 同意 or 驳回: the appellant is told; accepted, the draft is computed again with the line changed. */
export const decideAppeal = async (
  scene: Scene,
  id: string,
  order: { by: Person; at: Date; accepted: boolean; reason?: string },
): Promise<Appeal | Refusal> => {
  const { by, at, accepted, reason } = order;
  const change = await actOnMatter(scene, appeals, id, {
    type: 'Decide',
    by,
    at: instant(at),
    accepted,
    ...(reason ? { reason } : {}),
  });
  if (isRefusal(change)) return change;
  const { after } = change;
  if (accepted) await adjustDraft(scene, after.month, { adjustment: adjustmentOf(after), by: by.id }, at);
  const outcome = accepted ? '已同意，月榜草稿已按此调整' : '已驳回';
  await tellPeople(
    scene,
    [scene.county.person(after.by)],
    `${after.month} 月榜申诉 ${id}（${objectOf(after)}）${outcome}${reason ? `：${maskText(reason)}` : ''}。`,
    at,
  );
  await redrawMatter(scene, appealOffice, id, at);
  return after;
};

export const appealOffice: MatterOffice = {
  kind: appeals.kind,
  prefix: 'SS',
  watch: async () => undefined,
  draw: async (scene, { id, face, at }) => {
    const file = await scene.desk.readMatter<Appeal>(appeals.kind, id);
    return file && face === 'appeal' ? appealCard(file.state, { at, county: scene.county }) : undefined;
  },
};
