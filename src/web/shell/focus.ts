const REACHABLE = 'a[href], button:not([disabled]), input:not([disabled]), select, textarea, [tabindex="0"]';

/** Keeps Tab inside what lies over the page. */
export const holdFocus = (event: KeyboardEvent, inside: HTMLElement | null): void => {
  const all = [...(inside?.querySelectorAll<HTMLElement>(REACHABLE) ?? [])].filter((one) => one.offsetParent !== null);
  const [first, last] = [all[0], all[all.length - 1]];
  if (!first || !last) return;
  const at = document.activeElement;
  const leaves = event.shiftKey ? at === first || !all.includes(at as HTMLElement) : at === last;
  if (!leaves) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
};
