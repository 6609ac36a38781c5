import type { AnalysisSettings } from '../domain/analysis/settings.ts';
import { z } from './zod.ts';

const whole = (least: number) => z.number().int().min(least);
/** Two years: more would be another county. */
const MOST_MONTHS = 24;

/** The policy's `analysis`; a member left out has the shipped value. */
export const AnalysisDocument = z
  .object({
    months: whole(1).max(MOST_MONTHS).default(6),
    leastMonths: whole(1).default(3),
    probability: z.number().gt(0, '概率须大于 0').lt(1, '概率须小于 1').default(0.01),
    minimum: whole(1).default(5),
    rises: whole(1).default(3),
    general: z.object({ areas: whole(2), each: whole(1) }).default({ areas: 5, each: 2 }),
    hotTopics: whole(1).max(50).default(10),
    repeated: z.object({ times: whole(2), days: whole(1).max(366) }).default({ times: 2, days: 30 }),
  })
  .refine(({ months, leastMonths }) => leastMonths <= months, '至少已知的月数不能多于比较的月数')
  .refine(({ months, rises }) => rises <= months, '连续上升的月数不能多于比较的月数');

/** The shipped settings, 示例，须由县里确认. */
export const DEFAULT_ANALYSIS: AnalysisSettings = AnalysisDocument.parse({});
