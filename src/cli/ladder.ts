import { z } from 'zod';
import { ladder, type MonthEnd } from '../domain/assessment/ladder.ts';
import { PlainError } from '../kernel/errors.ts';
import type { Printed } from './print.ts';
import { problemLines, readJson } from './schemeFile.ts';

const History = z.array(
  z.object({
    department: z.string('须写单位').min(1, '须写单位'),
    month: z.string('须写成 2026-10').regex(/^\d{4}-(0[1-9]|1[0-2])$/, '须写成 2026-10'),
    ranked: z.boolean('须为 true 或 false'),
    bottom: z.boolean('须为 true 或 false'),
  }),
  '须为数组：[{ "department", "month", "ranked", "bottom" }, …]',
);

const twice = (history: readonly MonthEnd[]): MonthEnd | undefined =>
  history.find((end, index) =>
    history.slice(0, index).some(({ department, month }) => department === end.department && month === end.month),
  );

/** `hotline ladder --history FILE`: which rung each department's month reached (R8.1–R8.3), without a database. */
export const ladderOf = async (path: string): Promise<Printed> => {
  const parsed = History.safeParse(await readJson(path));
  if (!parsed.success)
    throw new PlainError('bad-history', `${path} 有问题：\n${problemLines(parsed.error.issues).join('\n')}`);
  const double = twice(parsed.data);
  if (double)
    throw new PlainError('bad-history', `${path} 里 ${double.department} ${double.month} 出现了两次，请删去一条。`);
  const steps = ladder(parsed.data);
  return {
    json: steps,
    text: steps
      .map(
        ({ department, month, rung, reason, clause }) =>
          `${department} ${month} ${rung === null ? '—' : `第 ${rung} 级（${clause}）`} ${reason}`,
      )
      .join('\n'),
  };
};
