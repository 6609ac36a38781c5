import { type Instant, instant } from '../domain/instant.ts';
import { type Mark, marks, monthOf } from '../domain/mark/mark.ts';
import type { Person } from '../domain/person.ts';
import { isRefusal, type Refusal } from '../domain/ticket/refusal.ts';
import type { Scene } from './act.ts';
import { actOnMatter, type MatterOffice } from './matter.ts';

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

/**
 * Proposes a 加分 or 扣分 under the next free number of its month (`JF202610-3`); the director finds it in the morning
 * list. Undefined: the county's policy has no item for the event, so nothing is proposed.
 */
export const proposeMark = async (scene: Scene, order: MarkOrder): Promise<Mark | undefined> => {
  const { at, by, event, department, because, clause, supervision } = order;
  const item = scene.county.policy.marks.find((known) => known.event === event);
  if (!item) return undefined;
  const month = order.month ?? monthOf(at);
  const { kind, name, points } = item;
  const mark = {
    ...{ department, month, kind, event, name, points, because, tickets: order.tickets ?? [] },
    ...(clause ? { clause } : {}),
    ...(supervision ? { supervision } : {}),
  };
  const known = (await scene.desk.matters<Mark>(marks.kind, { month })).length;
  // Somebody else's proposal may have taken the number since it was counted: the next one then.
  for (let number = known + 1; ; number += 1) {
    const id = `JF${month.replace('-', '')}-${number}`;
    const answer = await actOnMatter(scene, marks, id, { type: 'Propose', at, by, mark: { id, ...mark } });
    if (!isRefusal(answer)) return answer.after;
  }
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
