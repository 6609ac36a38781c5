import { checkPolicyDocument } from '../config/policy.ts';
import { localDate } from '../domain/deadline/calendarDate.ts';
import { whyNotFrom } from '../domain/policy.ts';
import { systemClock } from '../kernel/clock.ts';
import { PlainError } from '../kernel/errors.ts';
import { keepPolicy } from '../store/policyRows.ts';
import { policyVersions } from '../store/policyVersions.ts';
import { schemeVersions } from '../store/schemeRows.ts';
import { withArchive } from './archive.ts';
import type { Printed } from './print.ts';
import { workedExample } from './schemeExample.ts';
import { isScheme, readJson, schemeOf } from './schemeFile.ts';
import { useScheme } from './schemeUse.ts';

const policyOf = (document: unknown): object => {
  const checked = checkPolicyDocument(document);
  if ('problems' in checked)
    throw new PlainError(
      'bad-policy',
      `政策文件有 ${checked.problems.length} 处问题：\n${checked.problems.map((line) => `- ${line}`).join('\n')}\n可用 npx hotline policy show --json 取一份正确的样本（version、policy 两项中的 policy 即是）。`,
    );
  return checked.policy;
};

/**
 * `hotline policy check FILE`: every problem of a document, or that it is fine; a 考核方案 (it has `items`), with a worked
 * example, or the policy of limits. Needs no database.
 */
export const checkPolicy = async (path: string): Promise<Printed> => {
  const document = await readJson(path);
  if (isScheme(document)) {
    const scheme = schemeOf(document);
    return {
      json: { ok: true, kind: 'scheme', name: scheme.name, version: scheme.version },
      text: `考核方案“${scheme.name}”（${scheme.version}）没有问题。\n${workedExample(scheme)}`,
    };
  }
  policyOf(document);
  return { json: { ok: true }, text: '政策文件没有问题。' };
};

/**
 * `hotline policy show`: the policy and the 考核方案 in force today, and the versions of both with the day or month from
 * which each holds.
 */
export const showPolicy = (): Promise<Printed> =>
  withArchive(async ({ database, county }) => {
    const versions = await policyVersions(database);
    const schemes = await schemeVersions(database);
    const { policy, scheme: schemeFor } = county.county();
    const scheme = schemeFor(today().slice(0, 7));
    const lines = versions.map(({ version, from, by }) => `版本 ${version}，自 ${from} 起，${by}`);
    const schemeLines = schemes.map(
      ({ version, name, fromMonth, by }) => `版本 ${version}“${name}”，自 ${fromMonth} 起，${by}`,
    );
    return {
      json: {
        versions: versions.map(({ version, from, by }) => ({ version, from, by })),
        policy,
        schemes: schemes.map(({ fromMonth, ...line }) => ({ ...line, from: fromMonth })),
        scheme,
      },
      text: [
        `现行政策 ${policy.version}`,
        ...(lines.length > 0 ? lines : ['尚未启用县里的版本，使用示例政策（须由县里确认）']),
        JSON.stringify(policy, null, 2),
        `现行考核方案“${scheme.name}”（${scheme.version}）`,
        ...(schemeLines.length > 0 ? schemeLines : ['尚未启用县里的考核方案，使用示例方案（须由县里确认）']),
        JSON.stringify(scheme, null, 2),
      ].join('\n'),
    };
  });

const today = (): string => localDate(systemClock.now());

/**
 * `hotline policy use FILE --from …`: a policy from a day on (limits fixed before stay as they were fixed), a 考核方案 from
 * a month on (what is settled stays as it was settled).
 */
export const usePolicy = async (path: string, from: string | undefined): Promise<Printed> => {
  const found = await readJson(path);
  if (isScheme(found)) return useScheme(found, from);
  const document = policyOf(found);
  const date = from ?? today();
  const wrong = whyNotFrom(date, today());
  if (wrong) throw new PlainError('bad-date', wrong);
  return withArchive(async ({ database }) => {
    const version = await keepPolicy(database, { from: date, document, at: systemClock.now(), by: 'cli' });
    return { json: { version, from: date }, text: `已启用：版本 ${version}，自 ${date} 起。` };
  });
};
