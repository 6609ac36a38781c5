import { PlainError, reasonOf } from '../../kernel/errors.ts';

/** One line of the doctor: what was looked at, how it stands, and for what is not well the cure in plain Chinese. */
export interface Finding {
  /** Stable, for machines: `wecom.trustedIp`. */
  id: string;
  name: string;
  /** `warn`: works, but not for long or not whole. `skip`: could not be looked at now, and why. */
  state: 'ok' | 'warn' | 'bad' | 'skip';
  says: string;
  cure?: string;
}

export const ok = (id: string, name: string, says: string): Finding => ({ id, name, state: 'ok', says });
export const skip = (id: string, name: string, says: string): Finding => ({ id, name, state: 'skip', says });
export const warn = (id: string, name: string, says: string, cure: string): Finding => ({
  id,
  name,
  state: 'warn',
  says,
  cure,
});
export const bad = (id: string, name: string, says: string, cure: string): Finding => ({
  id,
  name,
  state: 'bad',
  says,
  cure,
});

/** No check takes longer: a machine without a network is told so, not kept waiting. */
const LONGEST_MS = 20_000;

/** Runs a check; one that throws or takes too long becomes a red line of its own. */
export const bounded = async (id: string, name: string, check: () => Promise<Finding[]>): Promise<Finding[]> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding[]>((resolve) => {
    timer = setTimeout(
      () => resolve([bad(id, name, `${LONGEST_MS / 1000} 秒没有结果`, '请检查网络或稍后再试。')]),
      LONGEST_MS,
    );
  });
  try {
    return await Promise.race([check(), late]);
  } catch (thrown) {
    const says = reasonOf(thrown);
    return [
      bad(id, name, says, thrown instanceof PlainError ? '照上面的说明处理后再查。' : '请把这一行发给维护人员。'),
    ];
  } finally {
    clearTimeout(timer);
  }
};
