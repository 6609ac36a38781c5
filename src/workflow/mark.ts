import { type Instant, instant } from '../domain/instant.ts';
import { type Mark, type MarkCommand, type MarkEvent, marks, monthOf } from '../domain/mark/mark.ts';
import type { Person } from '../domain/person.ts';
import { isRefusal, type Refusal } from '../domain/ticket/refusal.ts';
import type { Scene } from './act.ts';
import { actOnMatter, type MatterChange, type MatterOffice } from './matter.ts';

/** What a mark is proposed for; the item's name and points are the policy's. */
export interface MarkOrder {
  department: string;
  event: string;
  because: string;
  at: Instant;
  by: string;
  clause?: string;
  tickets?: string[];
  supervision?: string;
  month?: string;
}

/** The next free number of the month: `JF202610-3`. */
const nextNumber = async (scene: Scene, month: string): Promise<string> => {
  const count = (await scene.desk.matters<Mark>(marks.kind, { month })).length;
  return `JF${month.replace('-', '')}-${count + 1}`;
};

/** Proposes a 加分 or 扣分; the director finds it in the morning list. The policy must know the event. */
export const proposeMark = async (scene: Scene, order: MarkOrder): Promise<MatterChange<Mark, MarkEvent> | Refusal> => {
  const { at, by, event, department, because, clause, supervision } = order;
  const item = scene.county.policy.marks.find((known) => known.event === event);
  if (!item) throw new Error(`the policy has no mark for ${event}`);
  const month = order.month ?? monthOf(at);
  const id = await nextNumber(scene, month);
  const command: MarkCommand = {
    type: 'Propose',
    at,
    by,
    mark: {
      id,
      department,
      month,
      kind: item.kind,
      event,
      name: item.name,
      points: item.points,
      because,
      tickets: order.tickets ?? [],
      ...(clause ? { clause } : {}),
      ...(supervision ? { supervision } : {}),
    },
  };
  return actOnMatter(scene, marks, id, command);
};

/** The director confirms one. */
export const confirmMark = async (scene: Scene, id: string, by: Person, at: Date): Promise<Mark | Refusal> => {
  const answer = await actOnMatter(scene, marks, id, { type: 'Confirm', by, at: instant(at) });
  return isRefusal(answer) ? answer : answer.after;
};

/** Marks have no card of their own: they stand in the director's lists. */
export const markOffice: MatterOffice = {
  kind: marks.kind,
  prefix: 'JF',
  watch: async () => undefined,
  draw: async () => undefined,
};
