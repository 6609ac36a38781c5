import type { DepartmentFacts } from '../domain/assessment/facts.ts';
import { fullOf } from '../domain/assessment/items.ts';
import { knownColumns } from '../domain/assessment/needs.ts';
import type { Item, Scheme } from '../domain/assessment/scheme.ts';
import { scoreOf } from '../domain/assessment/score.ts';

const RATE = '90';
const ONCE = '1';

/** A department with 90 % in every rate and each event once: enough to follow the sum by hand. */
const exampleFacts = (scheme: Scheme): DepartmentFacts => {
  const rates = scheme.items.flatMap((item) =>
    item.kind === 'mean-of-rates' ? item.rates : 'rate' in item ? [item.rate] : [],
  );
  const events = [
    ...scheme.items.flatMap((item) => ('events' in item ? item.events : [])),
    ...scheme.deductions,
    ...scheme.bonuses,
  ];
  return {
    department: 'example',
    counts: Object.fromEntries([...knownColumns(scheme)].map((column) => [column, '0'])),
    rates: Object.fromEntries(rates.map((name) => [name, RATE])),
    events: Object.fromEntries(events.map(({ event }) => [event, ONCE])),
    manual: {},
  };
};

const most = (item: Item): string => (item.kind === 'bonus' ? `封顶 ${item.cap}` : `满分 ${fullOf(item).toString()}`);

/** What a sound scheme comes to for a made-up department, item by item, by the same arithmetic as the month's table. */
export const workedExample = (scheme: Scheme): string => {
  const score = scoreOf(exampleFacts(scheme), scheme);
  const items = scheme.items.map((item, index) => {
    const { rate, points, grade } = score.items[index] ?? { points: '0' };
    const seen = rate === undefined ? '' : ` ${rate}%`;
    return `  ${item.name}${seen}：${points} 分（${most(item)}${grade === undefined ? '' : `，${grade}`}）`;
  });
  const capped = (cap: string | undefined): string => (cap === undefined ? '' : `（封顶 ${cap}）`);
  const [taken, given] = [score.deductions, score.bonuses].map((points) => points.toFixed(scheme.digits));
  return [
    '照此方案算一遍：设某单位各率均为 90%，每种事件各发生 1 次，人工评分按默认分。',
    ...items,
    `  扣分 ${taken}${capped(scheme.deductionCap)}，加分 ${given}${capped(scheme.bonusCap)}，总分 ${score.total.toFixed(scheme.digits)} 分（不低于 0）。`,
  ].join('\n');
};
