import { shortTime } from '../../../cards/pieces.ts';
import { deadline, type Limit } from '../../../domain/deadline/limits.ts';
import { isNearDue, isOverdue } from '../../../domain/deadline/watch.ts';
import { toDate } from '../../../domain/instant.ts';
import { type Policy, policyOn } from '../../../domain/policy.ts';
import type { Ticket } from '../../../domain/ticket/state.ts';
import { TICKET_TYPES } from '../../../domain/ticket/status.ts';
import { canonical } from '../../../kernel/canonical.ts';
import type { PolicyVersionLine } from '../../../workflow/centreDesk.ts';
import type { County } from '../../../workflow/county.ts';
import type { Preview } from '../shapes.ts';
import { policyFields } from './policyFields.ts';

/** A document's values by their paths; a list counts by place. */
export const leavesOf = (value: unknown, path = ''): Map<string, unknown> => {
  if (typeof value !== 'object' || value === null) return new Map([[path, value]]);
  return new Map(
    Object.entries(value).flatMap(([key, member]) => [...leavesOf(member, path === '' ? key : `${path}.${key}`)]),
  );
};

const UNSET = '（无）';

/** What differs, in the fields' words and order; a value that has no field by its path. */
export const differences = (before: Policy, after: Policy): Preview['differences'] => {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  const fields = new Map([...policyFields(before), ...policyFields(after)].map((field) => [field.path, field]));
  const inWords = (path: string, value: unknown): string => {
    if (value === undefined) return UNSET;
    const { options, unit } = fields.get(path) ?? {};
    if (typeof value === 'boolean') return value ? '是' : '否';
    return options?.find((option) => option.value === value)?.text ?? `${value}${unit ? ` ${unit}` : ''}`;
  };
  return [...new Set([...fields.keys(), ...was.keys(), ...is.keys()])]
    .filter((path) => was.get(path) !== is.get(path))
    .map((path) => ({
      path,
      label: fields.get(path)?.label ?? path,
      before: inWords(path, was.get(path)),
      after: inWords(path, is.get(path)),
    }));
};

/** What a ticket dispatched at a moment would have, before and after; a sentence for each limit that differs. */
const limitEffects = (from: Date, before: County, after: County): string[] => {
  const say = (what: string, pick: (policy: Policy) => Limit): string[] => {
    const due = ({ policy, calendar }: County): string =>
      shortTime(deadline({ from, limit: pick(policy), calendar }).due);
    const [was, is] = [due(before), due(after)];
    return was === is ? [] : [`${shortTime(from)} 派单的${what}由 ${was} 变为 ${is}。`];
  };
  return [
    ...say('工单，签收时限', ({ limits }) => limits.claim),
    ...say('紧急工单，签收时限', ({ limits }) => limits.claimUrgent),
    ...TICKET_TYPES.flatMap((type) => say(`${type}件，办理时限`, ({ limits }) => limits.handling[type])),
    ...say('紧急工单，办理时限', ({ limits }) => limits.urgent),
    ...say('疑难工单，办理时限', ({ limits }) => limits.difficult),
  ];
};

/** Effects that are not a limit of a new ticket, by the part of the document that changed. */
const OTHERS: readonly [RegExp, (after: Policy) => string][] = [
  [/^limits\.rework\./, () => '新的重办时限用于启用后要求重办的工单，正在重办的不变。'],
  [
    /^limits\.(extensionDays|reopenDays)$/,
    ({ limits }) => `启用后最长可延期 ${limits.extensionDays} 个工作日，办结后 ${limits.reopenDays} 日内可重办。`,
  ],
  [/^limits\.petition/, () => '信访时限的改动用于启用后收案的信访件。'],
  [
    /^watch\.nearDueMinutes$/,
    ({ watch }) => `启用后距办结期不足 ${watch.nearDueMinutes} 个工作分钟即列为临期，在办工单也按此提醒。`,
  ],
  [/^watch\.graceMinutes$/, ({ watch }) => `启用后提醒满 ${watch.graceMinutes} 个工作分钟仍未签收的拟扣分。`],
  [
    /^watch\.internalMinutes$/,
    ({ watch }) => `启用后距内部时限不足 ${watch.internalMinutes} 个工作分钟提醒牵头和经办。`,
  ],
  [/^watch\.nominateAfterDays$/, ({ watch }) => `启用后派单满 ${watch.nominateAfterDays} 个工作日提名提级转办。`],
  [
    /^manners\.quiet/,
    ({ manners }) =>
      `启用后 ${manners.quietFrom} 至 ${manners.quietTo} 和非工作日免打扰，其间只发紧急消息，其余留到次日 08:33。`,
  ],
  [
    /^manners\.(burst|hold|list)/,
    ({ manners }) =>
      `启用后 ${manners.burstMinutes} 分钟内同类新卡片超过 ${manners.burst} 张，最多等 ${manners.holdMinutes} 分钟合并成清单，每张 ${manners.listSize} 件。`,
  ],
  [
    /^review\.byCentre$/,
    ({ review }) =>
      review.byCentre
        ? '启用后单位审核通过的答复还须县热线中心审核。'
        : '启用后单位审核通过即办结，不再经县热线中心审核。',
  ],
  [
    /^evidence\.keepPlace$/,
    ({ evidence }) => (evidence.keepPlace ? '启用后收到的照片保留拍摄地点。' : '启用后收到的照片去掉拍摄地点。'),
  ],
  [
    /^consultation\./,
    ({ consultation }) => `启用后会商定在离每月 ${consultation.day} 日最近的工作日 ${consultation.time}。`,
  ],
];

const otherEffects = (paths: readonly string[], after: Policy): string[] =>
  OTHERS.flatMap(([pattern, say]) => (paths.some((path) => pattern.test(path)) ? [say(after)] : []));

/** How a running handling limit stands. */
const stageOf = (ticket: Ticket, at: Date, { calendar, policy }: County): string => {
  const due = toDate(ticket.dueAt ?? '');
  if (isOverdue(at, due)) return '超期';
  return isNearDue(at, due, calendar, policy.watch.nearDueMinutes) ? '临期' : '未到期';
};

const runs = (ticket: Ticket): boolean =>
  ticket.dueAt !== undefined && ticket.closedAt === undefined && ticket.clockStoppedAt === undefined;

/** How many of the affected are named. */
export const NAMED = 20;

/** Open tickets whose limits stay but whose stage would be another one. */
const affectedBy = (tickets: readonly Ticket[], at: Date, before: County, after: County): Preview['affected'] => {
  const moved = tickets.filter(runs).flatMap((ticket) => {
    const [was, is] = [stageOf(ticket, at, before), stageOf(ticket, at, after)];
    return was === is ? [] : [{ no: ticket.no, before: was, after: is }];
  });
  return { count: moved.length, tickets: moved.slice(0, NAMED) };
};

/**
 * What a policy would do from a day on, sentence by sentence. `before` and `after`: the county under the policy that holds
 * on that day, and under the new one.
 */
export const previewPolicy = (
  parts: { from: string; at: Date; tickets: readonly Ticket[]; versions: readonly PolicyVersionLine[] },
  before: County,
  after: County,
): Preview => {
  const { from, at, tickets, versions } = parts;
  const opening = after.calendar.opening(from);
  const moment = opening > at ? opening : at;
  const changed = differences(before.policy, after.policy);
  const later = versions.filter((version) => version.from > from).toSorted((a, b) => (a.from < b.from ? -1 : 1))[0];
  const affected = affectedBy(tickets, moment, before, after);
  return {
    problems:
      canonical(before.policy) === canonical(after.policy) ? [`与 ${from} 起生效的政策相同，没有要启用的。`] : [],
    differences: changed,
    effects: [
      ...limitEffects(moment, before, after),
      ...otherEffects(
        changed.map(({ path }) => path),
        after.policy,
      ),
      '已经确定的时限不变：新时限只用于启用后派单、重办、收案的工单。',
      ...(affected.count > 0 ? [`${affected.count} 件在办工单的临期状态会变，时限不变。`] : []),
      ...(later ? [`版本 ${later.version} 自 ${later.from} 起另有规定，到那天由它接替。`] : []),
    ],
    affected,
  };
};

/** The document that holds on a day by the versions; undefined: the one in force without any. */
export const documentOn = (versions: readonly PolicyVersionLine[], day: string): unknown =>
  policyOn(versions, day)?.document;
