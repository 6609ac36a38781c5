import { calendar } from '../domain/deadline/calendar.ts';
import type { Policy } from '../domain/policy.ts';
import { TICKET_TYPES } from '../domain/ticket/status.ts';
import { AnalysisDocument, DEFAULT_ANALYSIS } from './analysis.ts';
import { problemsInWords } from './problems.ts';
import { z } from './zod.ts';

const Limit = z.object({
  amount: z.number().positive(),
  unit: z.enum(['workingDays', 'hours', 'calendarDays']),
  aroundTheClock: z.boolean().optional(),
});
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '须写成 08:30');
const MonthDay = z.string().regex(/^\d{2}-\d{2}$/, '须写成 01-01');

/** The policy document as it is stored and imported. */
export const PolicyDocument = z.object({
  version: z.string(),
  county: z.string().min(1).max(20).default('本县'),
  officeHours: z.array(z.object({ from: MonthDay, to: MonthDay, spans: z.array(z.tuple([Time, Time])).min(1) })).min(1),
  limits: z.object({
    claim: Limit,
    claimUrgent: Limit,
    handling: z.record(z.enum(TICKET_TYPES), Limit),
    urgent: Limit,
    difficult: Limit,
    rework: Limit,
    petition: Limit,
    petitionExtension: Limit,
    supervision: Limit.default({ amount: 5, unit: 'workingDays' }),
    extensionDays: z.number().int().positive(),
    reopenDays: z.number().int().positive(),
  }),
  watch: z.object({
    nearDueMinutes: z.number().positive(),
    graceMinutes: z.number().positive(),
    internalMinutes: z.number().positive().default(390),
    nominateAfterDays: z.number().int().positive(),
  }),
  difficult: z.object({ returns: z.number().int().positive(), departments: z.number().int().positive() }),
  petitionWindow: z.enum(['mondayThroughTuesdayNoon', 'mornings']),
  referral: z
    .object({ remindAfterMinutes: z.number().positive(), remindEveryMinutes: z.number().positive() })
    .default({ remindAfterMinutes: 4 * 60, remindEveryMinutes: 390 }),
  consultation: z.object({ day: z.number().int().min(1).max(28), time: Time }).default({ day: 15, time: '15:00' }),
  followUp: z.object({
    attempts: z.number().int().positive(),
    halfDays: z.number().int().positive(),
    sameDayUntil: Time,
  }),
  review: z.object({ byCentre: z.boolean() }),
  evidence: z.object({ keepPlace: z.boolean() }).default({ keepPlace: false }),
  analysis: AnalysisDocument.default(() => DEFAULT_ANALYSIS),
  manners: z.object({
    quietFrom: Time,
    quietTo: Time,
    burst: z.number().int().positive(),
    burstMinutes: z.number().positive(),
    holdMinutes: z.number().positive().max(2),
    listSize: z.number().int().min(1).max(20),
  }),
});

const workingDays = (amount: number) => ({ amount, unit: 'workingDays' as const });
const urgentHours = (amount: number) => ({ amount, unit: 'hours' as const, aroundTheClock: true });

/** The shipped policy, 示例，须由县里确认: the readings of requirements.md, section 2. */
export const DEFAULT_POLICY: Policy = {
  version: '示例-1',
  county: '本县',
  officeHours: [
    {
      from: '01-01',
      to: '12-31',
      spans: [
        ['08:30', '12:00'],
        ['14:30', '17:30'],
      ],
    },
  ],
  limits: {
    claim: workingDays(1),
    claimUrgent: urgentHours(2),
    handling: {
      咨询: workingDays(2),
      求助: workingDays(5),
      建议: workingDays(5),
      投诉: workingDays(5),
      举报: workingDays(5),
      表扬: workingDays(5),
      其他: workingDays(5),
    },
    urgent: urgentHours(24),
    difficult: workingDays(15),
    rework: workingDays(3),
    petition: { amount: 60, unit: 'calendarDays' },
    petitionExtension: { amount: 30, unit: 'calendarDays' },
    supervision: workingDays(5),
    extensionDays: 10,
    reopenDays: 30,
  },
  watch: { nearDueMinutes: 13 * 60, graceMinutes: 4 * 60, internalMinutes: 390, nominateAfterDays: 5 },
  difficult: { returns: 2, departments: 3 },
  petitionWindow: 'mondayThroughTuesdayNoon',
  referral: { remindAfterMinutes: 4 * 60, remindEveryMinutes: 390 },
  consultation: { day: 15, time: '15:00' },
  followUp: { attempts: 3, halfDays: 2, sameDayUntil: '16:00' },
  review: { byCentre: false },
  evidence: { keepPlace: false },
  analysis: DEFAULT_ANALYSIS,
  manners: { quietFrom: '20:00', quietTo: '08:00', burst: 3, burstMinutes: 10, holdMinutes: 2, listSize: 20 },
};

/** What a policy had before there were schemes. */
const MOVED: readonly string[] = ['marks', 'deductions'];

/** Members the document has and no reader would look at: most often a misspelt one. */
const strangers = (document: unknown): string[] =>
  typeof document === 'object' && document !== null
    ? Object.keys(document)
        .filter((key) => !(key in DEFAULT_POLICY))
        .map((key) =>
          MOVED.includes(key)
            ? `${key}：加分、扣分项目和分值写在考核方案里，请从这里删去`
            : `${key}：没有这一项，请检查拼写`,
        )
    : [];

/** Office hours that leave out a day of the year, or whose spans are out of order, would stop every count. */
const hoursProblem = (hours: Policy['officeHours']): string[] => {
  try {
    calendar({}, hours);
    return [];
  } catch {
    return ['officeHours：须覆盖全年每一天，上下班时间须从早到晚'];
  }
};

/** The policy of a document, or everything that is wrong with it, a line each. */
export const checkPolicyDocument = (document: unknown): { policy: Policy } | { problems: string[] } => {
  const parsed = PolicyDocument.safeParse(document);
  const problems = [
    ...(parsed.success ? hoursProblem(parsed.data.officeHours) : problemsInWords(parsed.error.issues)),
    ...strangers(document),
  ];
  return parsed.success && problems.length === 0 ? { policy: parsed.data as Policy } : { problems };
};
