import { FINDING_NAMES, type Found } from '../domain/analysis/finding.ts';
import { instantInWords } from '../domain/deadline/calendarDate.ts';
import { maskText } from '../domain/privacy.ts';
import { newRef } from '../kernel/ids.ts';
import type { Card, Row } from './card.ts';
import type { CardContext } from './context.ts';

/** Less likely than this is said in words: nobody reads eleven zeros. */
const HARDLY_EVER = 0.000001;

const chanceInWords = (probability: string): string =>
  Number(probability) < HARDLY_EVER ? '不到百万分之一' : probability;

const rowOf = (found: Found): Row => {
  const category = maskText(found.category);
  if (found.kind === 'general')
    return {
      ticket: FINDING_NAMES.general,
      title: category,
      detail: `${found.areas} 个区域都有，共 ${found.count} 件`,
    };
  const { count, expected, probability, months } = found;
  return {
    ticket: FINDING_NAMES.emerging,
    title: `${category} · ${maskText(found.area)}`,
    detail: `${count} 件；此前 ${months} 个月月均 ${expected} 件，偶然达到的概率 ${chanceInWords(probability)}`,
  };
};

/** R7.1: what the analysis found, with the figures behind it, for the centre's director; at most a list's rows. */
export const drawFindings = (
  { month, until, found }: { month: string; until: Date; found: readonly Found[] },
  { county }: CardContext,
): Card => {
  const { probability, general } = county.policy.analysis;
  return {
    kind: 'notice',
    ref: newRef(),
    title: `${month} 发现苗头性、全局性问题 ${found.length} 项（第七条）`,
    tone: 'warning',
    body: `苗头性：件数与本类本区域此前各月相比，偶然达到的概率低于 ${probability}。全局性：本月在至少 ${general.areas} 个区域各有 ${general.each} 件以上。每项每月只提示一次，请研判。`,
    facts: [{ label: '数据截至', value: instantInWords(until) }],
    rows: found.map(rowOf),
    actions: [],
    tickets: [],
  };
};
