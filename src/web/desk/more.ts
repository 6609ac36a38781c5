import { ref, type ShallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Answer } from '../door/ask.ts';
import { announce } from '../shell/announce.ts';
import { useTrouble } from '../shell/trouble.ts';

/**
 * Reads on in a list: `read` asks from a cursor, `join` puts the next lines below those shown, and how many there are now
 * is said. `refused`: why there are no more.
 */
export const useMore = <T extends { cursor?: string }>(
  shown: ShallowRef<T | undefined>,
  {
    read,
    join,
    count,
  }: { read: (cursor: string) => Promise<Answer<T>>; join: (before: T, next: T) => T; count: (all: T) => number },
) => {
  const { t } = useI18n();
  const trouble = useTrouble();
  const busy = ref(false);
  const refused = ref('');
  const more = async (): Promise<void> => {
    const before = shown.value;
    if (!before?.cursor || busy.value) return;
    busy.value = true;
    const answer = await read(before.cursor);
    busy.value = false;
    refused.value = 'problem' in answer ? trouble(answer.problem) : '';
    // Read anew meanwhile: the next lines would belong to another list.
    if (!('ok' in answer) || shown.value !== before) return;
    shown.value = join(before, answer.ok);
    announce(t('desk.shown', { count: count(shown.value) }));
  };
  return { busy, refused, more };
};
