import { BadEnvironment, type Configuration, processEnvironment, readEnvironment } from '../../config/environment.ts';
import { readMeter } from '../../houseMeter.ts';
import { systemClock } from '../../kernel/clock.ts';
import { withConnection } from '../connect.ts';
import type { Printed } from '../print.ts';
import { progressBar } from '../progress.ts';
import { calendarFindings, databaseFindings, deliveryFindings, directoryFindings, type Known } from './archive.ts';
import { cameFindings, cardFinding } from './came.ts';
import { dingtalkFindings } from './dingtalk.ts';
import { bad, bounded, type Finding, ok } from './finding.ts';
import { machineFindings } from './machine.ts';
import { quotaFindings } from './quota.ts';
import { wecomFindings } from './wecom.ts';

const NOBODY: Known = { people: [], chats: [] };

const environmentFindings = ({ wecom, dingtalk }: Configuration): Finding[] => {
  const used = [...(wecom ? ['企业微信'] : []), ...(dingtalk ? ['钉钉'] : [])];
  return used.length === 0
    ? [bad('environment', '环境变量', '没有配置任何平台', '请照 .env.example 填写企业微信或钉钉的应用信息。')]
    : [ok('environment', '环境变量', `没有问题，使用${used.join('、')}`)];
};

const archiveFindings = (configuration: Configuration, take: (known: Known) => void): Promise<Finding[]> =>
  withConnection(async ({ client }) => {
    const { dingtalk } = configuration;
    const platforms = [...(configuration.wecom ? ['wecom'] : []), ...(configuration.dingtalk ? ['dingtalk'] : [])];
    const { findings, known } = await databaseFindings(client);
    take(known);
    const calendar = await calendarFindings(client, systemClock.now());
    if (findings.some(({ id, state }) => id === 'tables' && state !== 'ok')) return [...findings, ...calendar];
    return [
      ...findings,
      ...directoryFindings(known, platforms),
      ...(await deliveryFindings(client, known)),
      ...calendar,
      ...(await cameFindings(client, configuration)),
      ...(dingtalk ? [await cardFinding(client, dingtalk.cardTemplateId)] : []),
      ...(dingtalk ? await quotaFindings(client, known, await readMeter(dingtalk, client, systemClock.now())) : []),
    ];
  });

/** Everything that is looked at, in the order in which an administrator puts it right. */
const examine = async (configuration: Configuration): Promise<Finding[]> => {
  const progress = progressBar('项检查');
  let done = 0;
  const step = <T>(found: T): T => {
    done += 1;
    progress?.(done, 4);
    return found;
  };
  let known = NOBODY;
  const { wecom, dingtalk } = configuration;
  const machine = bounded('machine', '本机', () => machineFindings(configuration)).then(step);
  const archive = await bounded('database', '数据库', () =>
    archiveFindings(configuration, (found) => {
      known = found;
    }),
  ).then(step);
  const now = (): Date => new Date(systemClock.real());
  const platforms = await Promise.all([
    wecom ? bounded('wecom', '企业微信', () => wecomFindings(wecom, known, now)).then(step) : step([]),
    dingtalk ? bounded('dingtalk', '钉钉', () => dingtalkFindings(dingtalk, known, now)).then(step) : step([]),
  ]);
  return [...environmentFindings(configuration), ...(await machine), ...archive, ...platforms.flat()];
};

const SIGNS: Record<Finding['state'], { sign: string; colour: number }> = {
  ok: { sign: '✓', colour: 32 },
  warn: { sign: '!', colour: 33 },
  bad: { sign: '✗', colour: 31 },
  skip: { sign: '·', colour: 90 },
};

const lineOf = ({ name, state, says, cure }: Finding): string => {
  const { sign, colour } = SIGNS[state];
  const shown = process.stdout.isTTY ? `\u001b[${colour}m${sign}\u001b[0m` : sign;
  return `${shown} ${name}：${says}${cure ? `\n    怎么办：${cure}` : ''}`;
};

/** `hotline doctor`: looks, changes nothing, posts nothing. Exit 1 when a line is red. */
export const doctor = async (): Promise<Printed> => {
  let findings: Finding[];
  try {
    findings = await examine(readEnvironment(processEnvironment()));
  } catch (thrown) {
    if (!(thrown instanceof BadEnvironment)) throw thrown;
    findings = thrown.problems.map((problem) =>
      bad('environment', '环境变量', problem, '请改正 .env 或环境变量后再查；其余各项这次没有查。'),
    );
  }
  const count = (state: Finding['state']): number => findings.filter((finding) => finding.state === state).length;
  return {
    json: { ok: count('bad') === 0, findings },
    text: [
      ...findings.map(lineOf),
      `共 ${findings.length} 项：正常 ${count('ok')}，注意 ${count('warn')}，须处理 ${count('bad')}，未能检查 ${count('skip')}`,
    ].join('\n'),
    failed: count('bad') > 0,
  };
};
