import { onScopeDispose, type Ref, ref } from 'vue';
import type { Changed } from '../../http/page/shapes.ts';
import { loadSession } from './session.ts';

/** Half a minute: a refused channel is not asked for at every stroke. */
const AGAIN_MS = 30_000;
/** A channel that comes back within ten seconds is not worth a word. */
const PATIENCE_MS = 10_000;

/**
 * Listens for changes made by others, until the component that asked is gone. The browser reconnects by itself; a
 * channel that was refused is asked for again later: `refused` looks whether what is shown is still this person's to
 * read. `lost`: for a while nothing has been heard.
 */
export const watchLive = (
  query: string,
  changed: (change: Changed) => void,
  refused?: () => void,
): { lost: Ref<boolean> } => {
  const lost = ref(false);
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const heard = (): void => {
    clearTimeout(silence);
    silence = undefined;
    lost.value = false;
  };
  const failed = (): void => {
    silence ??= setTimeout(() => {
      lost.value = true;
    }, PATIENCE_MS);
    if (source?.readyState !== EventSource.CLOSED) return;
    // A channel the front desk will not open: perhaps the session ended while the page stood there.
    loadSession();
    refused?.();
    again = setTimeout(open, AGAIN_MS);
  };
  const open = (): void => {
    source = new EventSource(`/page/live?${query}`);
    source.addEventListener('changed', (event) => changed(JSON.parse(event.data) as Changed));
    source.onopen = heard;
    source.onerror = failed;
  };

  open();
  onScopeDispose(() => {
    clearTimeout(again);
    clearTimeout(silence);
    source?.close();
  });
  return { lost };
};
