import type { Scene } from './play.js';

/** The whole in two minutes. */
export const TOUR: Scene;
export const SCENES: (Scene & { article: string })[];
