import { readFile } from 'node:fs/promises';
import { DEFAULT_POLICY, PolicyDocument } from '../config/policy.ts';
import { localDate } from '../domain/deadline/calendarDate.ts';
import { systemClock } from '../kernel/clock.ts';
import { PlainError } from '../kernel/errors.ts';
import { keepPolicy, policyVersions } from '../store/policyRows.ts';
import { withArchive } from './archive.ts';
import type { Printed } from './print.ts';

/** Where in the document, in words a clerk finds again: `limits.claim.amount`. */
const problemLines = (issues: readonly { path: readonly PropertyKey[]; message: string; code?: string }[]): string[] =>
  issues.map(({ path, message }) => `- ${path.map(String).join('.') || '全文'}：${message}`);

const readDocument = async (path: string): Promise<unknown> => {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new PlainError('no-file', `读不到文件 ${path}，请检查路径。`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new PlainError('bad-json', `${path} 不是合法的 JSON：请检查逗号和引号。`);
  }
};

/** Members the document has and no reader would look at: most often a misspelt one. */
const strangers = (document: unknown): string[] =>
  typeof document === 'object' && document !== null
    ? Object.keys(document).filter((key) => !(key in DEFAULT_POLICY))
    : [];

const readPolicy = async (path: string): Promise<object> => {
  const document = await readDocument(path);
  const parsed = PolicyDocument.safeParse(document);
  const lines = [
    ...(parsed.success ? [] : problemLines(parsed.error.issues)),
    ...strangers(document).map((key) => `- ${key}：没有这一项，请检查拼写`),
  ];
  if (!parsed.success || lines.length > 0)
    throw new PlainError(
      'bad-policy',
      `政策文件有 ${lines.length} 处问题：\n${lines.join('\n')}\n可用 npx hotline policy show --json 取一份正确的样本（version、policy 两项中的 policy 即是）。`,
    );
  return parsed.data;
};

/** `hotline policy check FILE`: every problem of a document, or that it is fine. Needs no database. */
export const checkPolicy = async (path: string): Promise<Printed> => {
  await readPolicy(path);
  return { json: { ok: true }, text: '政策文件没有问题。' };
};

/** `hotline policy show`: the policy in force, and the versions with the dates from which they hold. */
export const showPolicy = (): Promise<Printed> =>
  withArchive(async ({ database, county }) => {
    const versions = await policyVersions(database);
    const { policy } = county.county();
    const lines = versions.map(({ version, from, by }) => `版本 ${version}，自 ${from} 起，${by}`);
    return {
      json: { versions, policy },
      text: [
        `现行政策 ${policy.version}`,
        ...(lines.length > 0 ? lines : ['尚未启用县里的版本，使用示例政策（须由县里确认）']),
        JSON.stringify(policy, null, 2),
      ].join('\n'),
    };
  });

const today = (): string => localDate(systemClock.now());

/** `hotline policy use FILE --from DATE`: a new version from that day on; limits fixed before stay as they were fixed. */
export const usePolicy = async (path: string, from: string | undefined): Promise<Printed> => {
  const document = await readPolicy(path);
  const date = from ?? today();
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date)))
    throw new PlainError('bad-date', `看不懂日期“${date}”，请写成 2026-12-01。`);
  if (date < today())
    throw new PlainError('bad-date', `${date} 已经过去：已确定的时限不会改动，请写今天或以后的日期。`);
  return withArchive(async ({ database }) => {
    const version = await keepPolicy(database, { from: date, document, at: systemClock.now(), by: 'cli' });
    return { json: { version, from: date }, text: `已启用：版本 ${version}，自 ${date} 起。` };
  });
};
