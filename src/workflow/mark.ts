import { markFor } from '../domain/assessment/markRules.ts';
import { type Instant, instant } from '../domain/instant.ts';
import { type Mark, marks, monthOf } from '../domain/mark/mark.ts';
import type { Person } from '../domain/person.ts';
import { isRefusal, type Refusal } from '../domain/ticket/refusal.ts';
import type { Scene } from './act.ts';
import { actOnMatter, type MatterOffice, underNextNumber } from './matter.ts';

/** What a mark is proposed for; the item's name and points are those of the scheme in force for its month. */
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
 * list. Undefined: that scheme has no item for the event, so nothing is proposed.
 */
export const proposeMark = async (scene: Scene, order: MarkOrder): Promise<Mark | undefined> => {
  const { at, by, event, department, because, clause, supervision } = order;
  const item = markFor(scene.county.scheme(order.month ?? monthOf(at)), event);
  if (!item) return undefined;
  const month = order.month ?? monthOf(at);
  const { kind, name, points } = item;
  const mark = {
    ...{ department, month, kind, event, name, points, because, tickets: order.tickets ?? [] },
    ...(clause ? { clause } : {}),
    ...(supervision ? { supervision } : {}),
  };
  const answer = await underNextNumber(scene, marks, `JF${month.replace('-', '')}`, (id) => ({
    type: 'Propose' as const,
    at,
    by,
    mark: { id, ...mark },
  }));
  return isRefusal(answer) ? undefined : answer.after;
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
