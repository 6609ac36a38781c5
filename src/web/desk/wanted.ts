import { reactive, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/**
 * What a list is narrowed by stands in the address, so that back and a copied link find it again. `form` is what is being
 * filled in, `asked` what the address asks for, `search` puts the one into the other.
 */
export const useWanted = <Key extends string>(keys: readonly Key[]) => {
  const route = useRoute();
  const router = useRouter();
  const asked = (): Record<Key, string> =>
    Object.fromEntries(keys.map((key) => [key, String(route.query[key] ?? '')])) as Record<Key, string>;
  const form = reactive(asked()) as Record<Key, string>;
  const path = route.path;
  watch(
    () => route.query,
    () => Object.assign(form, asked()),
  );
  const search = (): void => {
    router.push({
      path,
      query: Object.fromEntries(Object.entries(form).filter(([, value]) => value !== '')) as Record<string, string>,
    });
  };
  const clear = (): void => {
    router.push({ path });
  };
  /** Tells of every other wish, while the page is the one it was. */
  const onAsked = (then: () => void): void => {
    watch(
      () => (route.path === path ? JSON.stringify(asked()) : undefined),
      (now) => {
        if (now !== undefined) then();
      },
      { immediate: true },
    );
  };
  return { form, asked, search, clear, onAsked };
};
