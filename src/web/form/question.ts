import type { FormField } from '../../http/page/shapes.ts';

const WRITTEN: readonly FormField['kind'][] = ['text', 'textarea', 'number'];

/** Where the answers are offered the question alone is asked; how to write one is said only where one writes. */
export const question = ({ kind, ask }: FormField): string =>
  WRITTEN.includes(kind) ? ask : ask.replace(/？.*$/u, '？');
