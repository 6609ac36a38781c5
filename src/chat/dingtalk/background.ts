import { reasonOf } from '../../kernel/errors.ts';
import type { PlatformContext } from '../platform.ts';

/** Work that goes on after a callback was answered. */
export interface Background {
  /** Lets the work go on; a failure is logged with what it was. */
  run(what: string, work: Promise<unknown>): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
}

export const openBackground = (log: PlatformContext['log']): Background => {
  const under = new Set<Promise<void>>();
  return {
    run: (what, work) => {
      const job = work
        .then(() => undefined)
        .catch((thrown) => log.warn({ what, reason: reasonOf(thrown) }, 'work after a callback failed'))
        .finally(() => under.delete(job));
      under.add(job);
    },
    settled: async () => {
      while (under.size > 0) await Promise.all(under);
    },
  };
};
