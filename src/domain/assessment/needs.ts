import { COLUMNS, type DepartmentFacts } from './facts.ts';
import { columnsOfRate } from './rates.ts';
import type { Item, Scheme } from './scheme.ts';

const ratesOf = (item: Item): readonly string[] =>
  item.kind === 'mean-of-rates' ? item.rates : 'rate' in item ? [item.rate] : [];

/**
 * Everything that enters a scheme's totals and that these facts do not have, in the words of a facts file's header; a
 * rate nobody knows can be given as `rate.<name>` alone. Empty: nothing is missing. Tie-breakers are asked for only
 * where a tie has to be broken.
 */
export const missingColumns = (facts: readonly DepartmentFacts[], scheme: Scheme): string[] => {
  const missing = new Set<string>();
  const lacks = (has: (entry: DepartmentFacts) => boolean): boolean => facts.some((entry) => !has(entry));
  for (const rate of new Set(scheme.items.flatMap(ratesOf))) {
    const columns = columnsOfRate(rate, scheme);
    for (const entry of facts) {
      if (entry.rates[rate] !== undefined) continue;
      if (!columns) missing.add(`rate.${rate}`);
      for (const column of columns ?? []) if (entry.counts[column] === undefined) missing.add(column);
    }
  }
  const events = [
    ...scheme.items.flatMap((item) => ('events' in item ? item.events : [])),
    ...scheme.deductions,
    ...scheme.bonuses,
  ];
  for (const { event } of events)
    if (lacks((entry) => entry.events[event] !== undefined)) missing.add(`event.${event}`);
  for (const item of scheme.items)
    if (item.kind === 'manual' && item.default === undefined && lacks((entry) => entry.manual[item.id] !== undefined))
      missing.add(`manual.${item.id}`);
  return [...missing];
};

/** Columns a facts file may have for this scheme beside `department` and `group`. */
export const knownColumns = (scheme: Scheme): Set<string> =>
  new Set([...COLUMNS, ...Object.values(scheme.rates).flat()]);
