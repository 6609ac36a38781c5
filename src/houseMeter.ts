import type { Client } from 'pg';
import { openQuota } from './chat/dingtalk/quota.ts';
import type { DingtalkSettings } from './chat/dingtalk/settings.ts';

/** What the bot has counted of DingTalk's month so far, what there is of each, and whether it saves calls. */
export interface MonthMeter {
  calls: { used: number; most: number };
  pushes: { used: number; most: number };
  saving: boolean;
}

/** Reads the month's meter beside the running bot; `now` is business time. Counts nothing and tells nobody. */
export const readMeter = async (settings: DingtalkSettings, client: Client, now: Date): Promise<MonthMeter> => {
  const readOnly = async (): Promise<never> => {
    throw new Error('the meter is only read here');
  };
  const silent = (): void => undefined;
  const quota = openQuota(settings, {
    now: () => now,
    memory: {
      get: async (key) => {
        const { rows } = await client.query<{ value: Record<string, unknown> }>(
          `SELECT value FROM platform_note WHERE platform = 'dingtalk' AND key = $1`,
          [key],
        );
        return rows[0]?.value;
      },
      set: readOnly,
      add: readOnly,
    },
    tellCentre: readOnly,
    log: { info: silent, warn: silent, error: silent },
  });
  return {
    calls: await quota.standing('calls'),
    pushes: await quota.standing('pushes'),
    saving: await quota.saving(),
  };
};
