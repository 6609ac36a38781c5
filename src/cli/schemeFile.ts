import { readFile } from 'node:fs/promises';
import { problemsInWords } from '../config/problems.ts';
import { SchemeDocument } from '../config/scheme.ts';
import type { Scheme } from '../domain/assessment/scheme.ts';
import { PlainError } from '../kernel/errors.ts';

/** What is wrong with a document, as a list to be printed. */
export const problemLines = (issues: Parameters<typeof problemsInWords>[0]): string[] =>
  problemsInWords(issues).map((line) => `- ${line}`);

/** A JSON document from a file. Throws `PlainError` when it is not there or no JSON. */
export const readJson = async (path: string): Promise<unknown> => {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new PlainError('no-file', `读不到文件 ${path}，请检查路径。`);
  });
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new PlainError('bad-json', `${path} 不是合法的 JSON：请检查逗号和引号。`);
  }
};

/** Whether a document means to be a 考核方案 and not the policy of limits. */
export const isScheme = (document: unknown): boolean =>
  typeof document === 'object' && document !== null && 'items' in document;

/** A scheme that is sound. Throws `PlainError` with every problem and a worked example of a good one. */
export const schemeOf = (document: unknown): Scheme => {
  const parsed = SchemeDocument.safeParse(document);
  if (!parsed.success)
    throw new PlainError(
      'bad-scheme',
      `考核方案有 ${parsed.error.issues.length} 处问题：\n${problemLines(parsed.error.issues).join('\n')}\n\n${EXAMPLE}`,
    );
  return parsed.data as Scheme;
};

export const readScheme = async (path: string): Promise<Scheme> => schemeOf(await readJson(path));

/** A good scheme small enough to read, with the sum done by hand (scheme A of scoring.md). */
export const EXAMPLE = `正确的样子（可照此改）：
{
  "name": "示例考核方案", "version": "2026-1", "digits": 2, "bottom": 2,
  "items": [
    { "id": "claim", "name": "及时签收率", "kind": "threshold-slope", "rate": "claimedInTime",
      "full": 10, "target": 95, "slope": 1, "floor": 0, "step": "proportional", "whenEmpty": "full" }
  ],
  "deductions": [{ "id": "unclaimed", "name": "提醒后仍未签收", "event": "unclaimedAfterReminder", "points": 0.5 }],
  "deductionCap": 20
}
照它算一遍：某单位当月派发 7 件，6 件及时签收，及时签收率 6÷7=85.71%，比目标 95% 低 9.2857 个百分点，
每低 1 个百分点扣 1 分：10－9.2857=0.7143，四舍五入得 0.71 分；经确认“提醒后仍未签收”1 次，再扣 0.50 分，总分 0.21 分。`;
