/** What came of waiting: done in time, or still under way. */
export type Waited<T> = { done: true; value: T } | { done: false };

/** Waits for `work` at most `ms` machine milliseconds. Rejects when the work fails before that; a later failure is the caller's. */
export const inTime = async <T>(work: Promise<T>, ms: number): Promise<Waited<T>> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Waited<T>>((resolve) => {
    timer = setTimeout(() => resolve({ done: false }), ms);
  });
  const done = work.then((value): Waited<T> => ({ done: true, value }));
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
};
