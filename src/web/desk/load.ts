import { onScopeDispose, type Ref, ref, type ShallowRef, shallowRef } from 'vue';
import type { Problem } from '../../http/page/shapes.ts';
import type { Answer } from '../door/ask.ts';
import { present } from '../door/session.ts';

/** Something read from the front desk: what was read last stays in sight while it is read again. */
export interface Loaded<T> {
  value: ShallowRef<T | undefined>;
  problem: ShallowRef<Problem | undefined>;
  busy: Ref<boolean>;
  /** When `value` was read, by the county's clock. */
  at: Ref<Date>;
  load: () => Promise<void>;
}

/** `load` reads; of several at once only the latest counts. */
export const useLoaded = <T>(read: () => Promise<Answer<T>>): Loaded<T> => {
  const value = shallowRef<T>();
  const problem = shallowRef<Problem>();
  const busy = ref(false);
  const at = ref(present());
  let latest = 0;
  const load = async (): Promise<void> => {
    latest += 1;
    const mine = latest;
    busy.value = true;
    const answer = await read();
    if (mine !== latest) return;
    busy.value = false;
    problem.value = 'problem' in answer ? answer.problem : undefined;
    if (!('ok' in answer)) return;
    value.value = answer.ok;
    at.value = present();
  };
  return { value, problem, busy, at, load };
};

const MINUTE = 60_000;
/** Reads anew every minute while the page is in sight. */
export const everyMinute = (load: () => Promise<void>): void => {
  const timer = setInterval(() => {
    if (!document.hidden) load();
  }, MINUTE);
  onScopeDispose(() => clearInterval(timer));
};
