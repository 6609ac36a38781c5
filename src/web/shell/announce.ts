import { ref } from 'vue';

/** What was said last to those who do not see the page change. */
export const announced = ref('');

/** Says it once in the live region; the same words again are said again. */
export const announce = (words: string): void => {
  announced.value = announced.value === words ? `${words}\u00a0` : words;
};
