import { onScopeDispose, type Ref, ref } from 'vue';

/** Whether this device believes it has a network. */
export const useOnline = (): Ref<boolean> => {
  const online = ref(navigator.onLine);
  const look = (): void => {
    online.value = navigator.onLine;
  };
  addEventListener('online', look);
  addEventListener('offline', look);
  onScopeDispose(() => {
    removeEventListener('online', look);
    removeEventListener('offline', look);
  });
  return online;
};
