import { FIFTH } from './fifth.js';
import { FIRST } from './first.js';
import { FOURTH } from './fourth.js';
import { SECOND } from './second.js';
import { SIXTH } from './sixth.js';
import { THIRD } from './third.js';

export { TOUR } from './tour.js';

/** The menu: the regulation's articles one to six, each with what it is about and its scenes. */
export const ARTICLES = [
  { article: '第一条', about: '签批、联系、答复、归档', scenes: FIRST },
  { article: '第二条', about: '会商', scenes: SECOND },
  { article: '第三条', about: '交办、催办、呈批', scenes: THIRD },
  { article: '第四条', about: '提级转办', scenes: FOURTH },
  { article: '第五条', about: '现场督办', scenes: FIFTH },
  { article: '第六条', about: '回访', scenes: SIXTH },
];

/** Every scene, with the article it plays. */
export const SCENES = ARTICLES.flatMap(({ article, scenes }) => scenes.map((scene) => ({ article, ...scene })));
