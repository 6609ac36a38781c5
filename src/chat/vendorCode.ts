import type { Failure } from './platform.ts';

/**
 * What is done after a code, in the words of the protocol pages' column "retry":
 * `wait` sends nothing there for `seconds`; `renew` fetches one token and tries once more, then counts as `tell`;
 * `tell` keeps what waits and tells the centre what an administrator must put right; `again` tries later, with longer and
 * longer pauses; `giveUp` ends this sending and tells the centre; `gone` the same, because the chat or person is no
 * longer there; `anew` sends a new card instead of changing the old.
 */
export type Deed = 'wait' | 'renew' | 'tell' | 'again' | 'giveUp' | 'gone' | 'anew';

/** One row of a platform's error table: what is done, what happened, and the cure as the administrator reads it. */
export interface VendorCode {
  deed: Deed;
  /** Chinese, without a full stop. */
  says: string;
  /** One or two whole Chinese sentences. */
  cure: string;
  /** For `wait`: how long the vendor blocks, seconds of machine time. */
  seconds?: number;
}

/** A row of a table; `seconds` for `wait`. */
export const row = (deed: Deed, says: string, cure: string, seconds?: number): VendorCode => ({
  deed,
  says,
  cure,
  ...(seconds ? { seconds } : {}),
});

/** The cure where the fault is the program's own. */
export const OURS = '这是程序拼出的内容有误，请把这个错误码和时间告诉系统维护人员。';
/** The cure where time alone mends it. */
export const ITSELF = '不用处理，程序会自动再发。';

/** The failure class of each deed. */
export const CLASS_OF: Readonly<Record<Deed, Failure['class']>> = {
  wait: 'rateLimited',
  renew: 'authFailed',
  tell: 'authFailed',
  again: 'notReachable',
  giveUp: 'rejected',
  gone: 'rejected',
  anew: 'referenceSpent',
};

const SOON_S = 60;

/** Turns a row into the failure that leaves the platform. `real`: machine time, epoch ms. */
export const failureBy = (
  row: VendorCode,
  met: { channel: string; code: string; real: number; detail?: string },
): Failure => {
  const { channel, code, real, detail } = met;
  const reason = `${row.says}（${code}${detail ? ` ${detail}` : ''}）`;
  const base = { ok: false as const, channel, code, reason, cure: row.cure };
  const type = CLASS_OF[row.deed];
  if (type === 'rateLimited') return { ...base, class: type, until: real + (row.seconds ?? SOON_S) * 1000 };
  if (type === 'rejected') return { ...base, class: type, ...(row.deed === 'gone' ? { gone: true } : {}) };
  return { ...base, class: type };
};
