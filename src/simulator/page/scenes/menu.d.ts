import type { Scene } from './play.js';

export const SCENES: (Scene & { article: string })[];
