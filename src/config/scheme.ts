import { columnsOfRate } from '../domain/assessment/rates.ts';
import type { Scheme } from '../domain/assessment/scheme.ts';
import { z } from './zod.ts';

/** A number as the document has it, kept as decimal text: `0.2` stays exactly 0.2. */
const decimal = (least: number, what: string) =>
  z
    .union([z.number(), z.string().regex(/^\d+(\.\d+)?$/)], `须为数字，例如 ${what}`)
    .refine((value) => Number.isFinite(Number(value)) && Number(value) >= least, `须为不小于 ${least} 的数字`)
    .transform(String);
const points = decimal(0, '0.5');
const percentage = decimal(0, '95').refine((value) => Number(value) <= 100, '须为 0 到 100 的百分数');
const name = z.string('须写文字').min(1, '不能为空');
const whenEmpty = z
  .enum(['full', 'rescale', 'none'], '须为 full（满分）、rescale（分摊到其他项）或 none（零分）')
  .default('full');
const events = z.array(z.strictObject({ event: name, points })).min(1, '至少写一种事件');

const base = { id: name, name };
const Item = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ ...base, kind: z.literal('weighted-rate'), rate: name, weight: points, whenEmpty }),
    z.strictObject({
      ...base,
      kind: z.literal('threshold-slope'),
      rate: name,
      full: points,
      target: percentage,
      slope: points,
      floor: points.default('0'),
      step: z
        .enum(
          ['proportional', 'per-whole-point', 'per-started-point'],
          '须为 proportional（按比例）、per-whole-point（每满一点）或 per-started-point（每不足一点也算）',
        )
        .default('proportional'),
      whenEmpty,
    }),
    z.strictObject({
      ...base,
      kind: z.literal('mean-of-rates'),
      rates: z.array(name).min(1, '至少写一个率'),
      weight: points,
      whenEmpty,
    }),
    z.strictObject({ ...base, kind: z.literal('per-event'), full: points, floor: points.default('0'), events }),
    z.strictObject({ ...base, kind: z.literal('bonus'), cap: points, events }),
    z.strictObject({
      ...base,
      kind: z.literal('banded'),
      rate: name,
      bands: z.array(z.strictObject({ from: percentage, points, grade: name.optional() })).min(1, '至少写一档'),
      whenEmpty,
    }),
    z.strictObject({ ...base, kind: z.literal('manual'), full: points, default: points.optional() }),
  ],
  '须为 weighted-rate、threshold-slope、mean-of-rates、per-event、bonus、banded 或 manual 之一',
);
const Mark = z.strictObject({ id: name, name, event: name, points });
const whole = (least: number) => z.number('须为整数').int('须为整数').min(least, `须为不小于 ${least} 的整数`);

const twice = (ids: readonly string[]): string[] => [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];

/** What no single member shows: ids used twice, a floor above the full points, rates and tie-breakers nobody knows. */
const contradictions = (scheme: z.infer<typeof Document>): { path: (string | number)[]; message: string }[] => {
  const problems: { path: (string | number)[]; message: string }[] = [];
  for (const list of ['items', 'deductions', 'bonuses'] as const)
    for (const id of twice(scheme[list].map((entry) => entry.id)))
      problems.push({ path: [list], message: `id“${id}”用了两次，请改成不同的 id` });
  const known = (rate: string): boolean => columnsOfRate(rate, scheme) !== undefined;
  scheme.items.forEach((item, index) => {
    const path = ['items', index];
    if ('floor' in item && Number(item.floor) > Number(item.full))
      problems.push({ path: [...path, 'floor'], message: `保底分 ${item.floor} 高于满分 ${item.full}` });
    if (item.kind === 'manual' && Number(item.default ?? 0) > Number(item.full))
      problems.push({ path: [...path, 'default'], message: `默认分 ${item.default} 高于满分 ${item.full}` });
  });
  scheme.tieBreakers.forEach((breaker, index) => {
    if (!known(breaker) && breaker !== 'overdue' && breaker !== 'deductions')
      problems.push({
        path: ['tieBreakers', index],
        message: `没有“${breaker}”这个率；可用率名、overdue（超期件数）或 deductions（扣分次数）`,
      });
  });
  return problems;
};

const Document = z.strictObject({
  name,
  version: name,
  digits: whole(0).max(6, '最多 6 位小数').default(2),
  roundItems: z.boolean('须为 true 或 false').default(true),
  bottom: whole(0).default(2),
  minTickets: whole(0).default(1),
  smallSample: whole(0).default(5),
  exemptFullMarks: z.boolean('须为 true 或 false').default(true),
  groups: z.boolean('须为 true 或 false').default(false),
  tieBreakers: z.array(name).default([]),
  items: z.array(Item).min(1, '至少写一个考核项目'),
  rates: z.record(name, z.tuple([name, name], '须写成 ["分子列", "分母列"]')).default({}),
  deductions: z.array(Mark).default([]),
  deductionCap: points.optional(),
  bonuses: z.array(Mark).default([]),
  bonusCap: points.optional(),
});

/** 考核方案 as it is written, checked and stored. Reads into the domain's `Scheme`. */
export const SchemeDocument = Document.superRefine((scheme, context) => {
  for (const { path, message } of contradictions(scheme)) context.addIssue({ code: 'custom', path, message });
});

const rate = (
  id: string,
  title: string,
  named: string,
  more: { full: string; floor?: string; target?: string; slope?: string },
) => ({
  id,
  name: title,
  kind: 'threshold-slope' as const,
  rate: named,
  target: '95',
  slope: '1',
  floor: '0',
  step: 'proportional' as const,
  whenEmpty: 'full' as const,
  ...more,
});
const mark = (event: string, title: string, worth: string) => ({ id: event, name: title, event, points: worth });

/** The shipped scheme, 示例，须由县里确认 (scoring.md). */
export const DEFAULT_SCHEME: Scheme = {
  name: '示例考核方案（须由县里确认）',
  version: '示例-1',
  digits: 2,
  roundItems: true,
  bottom: 2,
  minTickets: 1,
  smallSample: 5,
  exemptFullMarks: true,
  groups: false,
  tieBreakers: ['resultSatisfaction', 'overdue', 'deductions', 'claimedInTime'],
  items: [
    rate('claim', '及时签收率', 'claimedInTime', { full: '10' }),
    rate('contact', '联系率', 'contact', { full: '10' }),
    rate('onTime', '按时办结率', 'onTime', { full: '20' }),
    rate('process', '服务过程满意率', 'processSatisfaction', { full: '10', slope: '0.5' }),
    rate('result', '办理结果满意率', 'resultSatisfaction', { full: '25', floor: '12.5', slope: '0.5' }),
    rate('resolution', '解决率', 'resolution', { full: '10', target: '85', slope: '0.5' }),
    {
      id: 'order',
      name: '答复与签批规范',
      kind: 'per-event',
      full: '10',
      floor: '0',
      events: [{ event: 'defective', points: '1' }],
    },
    {
      id: 'archive',
      name: '归档',
      kind: 'per-event',
      full: '5',
      floor: '0',
      events: [
        { event: 'archiveLate', points: '2' },
        { event: 'archiveMissing', points: '5' },
      ],
    },
  ],
  rates: {},
  deductions: [
    mark('unclaimedAfterReminder', '提醒后仍未签收', '0.5'),
    mark('closedLate', '超期办结', '1'),
    mark('dissatisfiedTwice', '二次不满意', '1'),
    mark('shirking', '推诿', '1'),
    mark('falseClosing', '虚假办结', '5'),
    mark('supervisionAbsent', '督办未到场', '2'),
    mark('supervisionNoAnswer', '督办未表态', '2'),
    mark('supervisionNoHandling', '督办未处理', '2'),
    mark('leak', '泄露诉求人信息', '5'),
  ],
  deductionCap: '20',
  bonuses: [
    mark('praise', '表扬', '0.2'),
    mark('adoptedSignal', '社情采纳', '0.5'),
    mark('volunteering', '主动承接疑难', '0.5'),
  ],
  bonusCap: '5',
};
