import { reasonOf } from '../../kernel/errors.ts';
import type { Failure, PlatformContext } from '../platform.ts';
import type { DingtalkSettings } from './settings.ts';

/** What the vendor counts by the calendar month: calls of its interfaces, and what it pushes to the robot. */
export type QuotaKind = 'calls' | 'pushes';

/** The free edition (标准版) since 2025-11-19 (dingtalk-application-development-platform-billing-model). */
const FREE: Readonly<Record<QuotaKind, number>> = { calls: 5_000, pushes: 3_000 };
/** From here on the centre is warned and the bot saves. */
const WARNED = 0.8;

const NAMES: Readonly<Record<QuotaKind, string>> = { calls: '接口调用', pushes: '消息推送' };

const WARNING: Readonly<Record<QuotaKind, string>> = {
  calls:
    '机器人已转为节省：不急的卡片最多等两分钟合并成列表，协办和备注随次日早报，日榜只发文字，私聊里的旧卡片点一下才更新，命令当场在群里回复。请尽快购买增购包，用完后群里收不到卡片和提醒',
  pushes: '请尽快购买增购包，用完后点按钮和@机器人都收不到，只能到工单页或打电话办理',
};

const SPENT: Readonly<Record<QuotaKind, string>> = {
  calls: '群里收不到卡片和提醒，消息排队等待，请购买增购包或等下月',
  pushes: '群里发给机器人的内容收不到，请购买增购包或等下月',
};

/** The calendar month in the county's zone, `2026-11`. */
const monthOf = (now: Date): string => new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 7);

/** The month's meter, shared by all instances. */
export interface Quota {
  /** One more of this kind. Tells the centre at four fifths and at the end of the quota. Never throws. */
  count(kind: QuotaKind): Promise<void>;
  /** The vendor says that the month is spent: it is so whatever was counted. Who heard it tells the centre. Never throws. */
  spent(kind: QuotaKind): Promise<void>;
  /** How many of this kind were counted this month, and how many there are. */
  standing(kind: QuotaKind): Promise<{ used: number; most: number }>;
  /** Whether calls are to be saved: four fifths of the month's are used. */
  saving(): Promise<boolean>;
  /** The same as this instance last heard it, with every call, push and answer; false until then. */
  savingNow(): boolean;
}

/** Whether the vendor counts a call that came to this; throttled and unreachable ones it does not (billing model). */
export const isCounted = (failure: Failure | undefined): boolean =>
  failure === undefined || failure.class === 'rejected' || failure.class === 'referenceSpent';

/** The vendor's word that the month's calls are used up (how-to-process-api-throttling-on-the-dingtalk-server). */
export const isMonthSpent = (code = ''): boolean => /ApiCountLimitForOrg|^90020$/.test(code);

/** The meter of one app, by business months of the county. `monthlyCalls` and `monthlyPushes` are what was bought. */
export const openQuota = (
  settings: DingtalkSettings,
  context: Pick<PlatformContext, 'memory' | 'now' | 'tellCentre' | 'log'>,
): Quota => {
  const most = { calls: settings.monthlyCalls ?? FREE.calls, pushes: settings.monthlyPushes ?? FREE.pushes };
  const keyOf = (kind: QuotaKind): string => `quota:${settings.clientId}:${monthOf(context.now())}:${kind}`;

  /** With the quota in it: who buys more is warned anew. */
  const noteOf = (kind: QuotaKind, stage: string): string => `${keyOf(kind)}:${stage}:${most[kind]}`;

  let heard: { month: string; saving: boolean } | undefined;
  const hear = (saving: boolean): boolean => {
    const month = monthOf(context.now());
    // Nothing is given back within a month.
    heard = { month, saving: saving || (heard?.month === month && heard.saving) };
    return saving;
  };

  const tellOnce = async (kind: QuotaKind, stage: string, text: string): Promise<void> => {
    const note = noteOf(kind, stage);
    if (await context.memory.get(note)) return;
    await context.tellCentre(`dingtalk:quota:${kind}:${stage}`, text);
    await context.memory.set(note, { told: true });
  };

  const warn = async (kind: QuotaKind, used: number): Promise<void> => {
    if (used >= most[kind])
      return tellOnce(kind, 'spent', `钉钉本月${NAMES[kind]}额度（${most[kind]}次）已用完，${SPENT[kind]}。`);
    if (used < most[kind] * WARNED) return;
    await tellOnce(
      kind,
      'warned',
      `钉钉本月${NAMES[kind]}已用 ${used} 次，达到额度 ${most[kind]} 次的八成。${WARNING[kind]}。`,
    );
  };

  const carefully = async (work: Promise<void>): Promise<void> => {
    await work.catch((thrown) => context.log.warn({ reason: reasonOf(thrown) }, 'the month could not be metered'));
  };

  const standing = async (kind: QuotaKind): Promise<{ used: number; most: number }> => {
    const kept = await context.memory.get(keyOf(kind));
    return { used: Number(kept?.count ?? 0), most: most[kind] };
  };

  return {
    count: (kind) =>
      carefully(
        context.memory.add(keyOf(kind), 1).then((used) => {
          if (kind === 'calls') hear(used >= most.calls * WARNED);
          return warn(kind, used);
        }),
      ),
    spent: (kind) => {
      if (kind === 'calls') hear(true);
      return carefully(context.memory.set(noteOf(kind, 'spent'), { told: true }));
    },
    standing,
    saving: async () => {
      const { used } = await standing('calls');
      const spent = (await context.memory.get(noteOf('calls', 'spent'))) !== undefined;
      return hear(used >= most.calls * WARNED || spent);
    },
    savingNow: () => heard?.month === monthOf(context.now()) && heard.saving,
  };
};
