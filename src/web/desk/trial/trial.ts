import { computed, type Ref, ref, type ShallowRef, shallowRef } from 'vue';
import type { Preview, Problem } from '../../../http/page/shapes.ts';
import type { Answer } from '../../door/ask.ts';

/** A change that is looked at before it is made: only what was previewed as it stands now can be put in force. */
export interface Trial {
  preview: ShallowRef<Preview | undefined>;
  problem: ShallowRef<Problem | undefined>;
  busy: Ref<boolean>;
  /** The preview is of what is filled in now. */
  fresh: Ref<boolean>;
  ready: Ref<boolean>;
  look: () => Promise<void>;
  /** Whether it is in force now. */
  use: () => Promise<boolean>;
  forget: () => void;
}

/** `use` answers what is in force then, or with its refusal. */
export const useTrial = <Wish>(
  wish: () => Wish,
  door: { preview: (wish: Wish) => Promise<Answer<Preview>>; use: (wish: Wish) => Promise<Answer<unknown>> },
): Trial => {
  const preview = shallowRef<Preview>();
  const problem = shallowRef<Problem>();
  const busy = ref(false);
  const lookedAt = ref('');
  const fresh = computed(() => preview.value !== undefined && lookedAt.value === JSON.stringify(wish()));
  const ready = computed(() => fresh.value && preview.value?.problems.length === 0);

  const put = async <T>(ask: () => Promise<Answer<T>>): Promise<{ ok: T } | undefined> => {
    if (busy.value) return undefined;
    busy.value = true;
    const answer = await ask();
    busy.value = false;
    problem.value = 'problem' in answer ? answer.problem : undefined;
    return 'ok' in answer ? answer : undefined;
  };
  const look = async (): Promise<void> => {
    const wanted = wish();
    const answer = await put(() => door.preview(wanted));
    if (!answer) return;
    preview.value = answer.ok;
    lookedAt.value = JSON.stringify(wanted);
  };
  const use = async (): Promise<boolean> => (await put(() => door.use(wish()))) !== undefined;
  const forget = (): void => {
    preview.value = undefined;
    problem.value = undefined;
  };
  return { preview, problem, busy, fresh, ready, look, use, forget };
};
