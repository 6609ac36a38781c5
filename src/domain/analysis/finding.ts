import type { Instant } from '../instant.ts';
import type { MatterRules } from '../matter.ts';
import type { Emerging, MonthAnalysis } from './monthAnalysis.ts';

/** What the analysis found in a month, with the figures behind it (R7.1). */
export type Found = ({ kind: 'emerging' } & Emerging) | ({ kind: 'general' } & MonthAnalysis['general'][number]);

/** A finding as it was told to the centre's director: once in its month, with the figures of that morning. */
export interface Finding {
  id: string;
  /** `2026-10`, the month of the appeals. */
  month: string;
  found: Found;
  at: Instant;
}

export type FindingCommand = { type: 'Tell'; at: Instant; id: string; month: string; found: Found };
export type FindingEvent = { type: 'FindingTold'; at: Instant; by: string; id: string; month: string; found: Found };

/** What the regulation calls the kinds (第七条). */
export const FINDING_NAMES = { emerging: '苗头性', general: '全局性' } as const;

/** A finding has nobody who must act: it is told, and stands in the archive. */
export const findings: MatterRules<Finding, FindingCommand, FindingEvent> = {
  kind: 'finding',
  decide: (command, state) => {
    const { at, id, month, found } = command;
    return state ? [] : [{ type: 'FindingTold', at, by: 'system', id, month, found }];
  },
  evolve: (_state, { id, month, found, at }) => ({ id, month, found, at }),
  index: ({ month, found }) => ({
    title: `${FINDING_NAMES[found.kind]}问题：${found.category}${found.kind === 'emerging' ? ` · ${found.area}` : ''}`,
    month,
    departments: [],
    tickets: [],
    open: false,
    waiting: [],
  }),
};
