import type { Scheme } from './scheme.ts';

/** One kind of 加分 or 扣分 that a scheme has, whether beside its items or within one. Points are decimal text. */
export interface NamedMark {
  kind: 'deduction' | 'bonus';
  event: string;
  name: string;
  points: string;
}

/** Counted from the tickets and filings themselves: nobody proposes or enters them. */
const COUNTED: readonly string[] = ['defective', 'archiveLate', 'archiveMissing'];

/** Events within an item have no name of their own: the item's, with the event where it has several. */
const withinItems = (scheme: Scheme): NamedMark[] =>
  scheme.items.flatMap((item) => {
    if (item.kind !== 'per-event' && item.kind !== 'bonus') return [];
    const kind = item.kind === 'bonus' ? 'bonus' : 'deduction';
    const [, second] = item.events;
    return item.events.map(({ event, points }) => ({
      kind,
      event,
      points,
      name: second ? `${item.name}·${event}` : item.name,
    }));
  });

/** Everything that may be added or taken for something that happened, each event of a kind once, in the scheme's order. */
export const namedMarks = (scheme: Scheme): NamedMark[] => {
  const all: NamedMark[] = [
    ...scheme.deductions.map(({ event, name, points }) => ({ kind: 'deduction' as const, event, name, points })),
    ...scheme.bonuses.map(({ event, name, points }) => ({ kind: 'bonus' as const, event, name, points })),
    ...withinItems(scheme),
  ].filter(({ event }) => !COUNTED.includes(event));
  return all.filter(
    (mark, index) => all.findIndex(({ kind, event }) => kind === mark.kind && event === mark.event) === index,
  );
};

/** The scheme's rule for an event; undefined: the scheme does not know it, so nothing is proposed for it. */
export const markFor = (scheme: Scheme, event: string): NamedMark | undefined =>
  namedMarks(scheme).find((mark) => mark.event === event);
