import { DEFAULT_POLICY, PolicyDocument } from '../config/policy.ts';
import { localDate } from '../domain/deadline/calendarDate.ts';
import { systemClock } from '../kernel/clock.ts';
import { PlainError } from '../kernel/errors.ts';
import { keepPolicy, policyVersions } from '../store/policyRows.ts';
import { withArchive } from './archive.ts';
import type { Printed } from './print.ts';
import { isScheme, problemLines, readJson, schemeOf } from './schemeFile.ts';

/** Members the document has and no reader would look at: most often a misspelt one. */
const strangers = (document: unknown): string[] =>
  typeof document === 'object' && document !== null
    ? Object.keys(document).filter((key) => !(key in DEFAULT_POLICY))
    : [];

const readPolicy = async (path: string): Promise<object> => {
  const document = await readJson(path);
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

/**
 * `hotline policy check FILE`: every problem of a document, or that it is fine; a 考核方案 (it has `items`) or the policy
 * of limits. Needs no database.
 */
export const checkPolicy = async (path: string): Promise<Printed> => {
  const document = await readJson(path);
  if (isScheme(document)) {
    const { name, version } = schemeOf(document);
    return { json: { ok: true, kind: 'scheme' }, text: `考核方案“${name}”（${version}）没有问题。` };
  }
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
