import { onScopeDispose, type Ref, ref } from 'vue';
import type { Changed } from '../../http/page/shapes.ts';

/**
 * Listens for changes made by others, until the component that asked is gone. The browser reconnects by itself; a
 * channel the front desk closed for good is opened again after `AGAIN`. `lost`: nothing is heard at present.
 */
export const watchLive = (query: string, changed: (change: Changed) => void): { lost: Ref<boolean> } => {
  const lost = ref(false);
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    source = new EventSource(`/page/live?${query}`);
    source.addEventListener('changed', (event) => changed(JSON.parse(event.data) as Changed));
    source.onopen = () => {
      lost.value = false;
    };
    source.onerror = () => {
      lost.value = true;
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN);
    };
  };
  open();
  onScopeDispose(() => {
    clearTimeout(timer);
    source?.close();
  });
  return { lost };
};

/** Half a minute: a refused channel is not asked for at every stroke. */
const AGAIN = 30_000;
