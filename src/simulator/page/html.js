import htm from '/page/vendor/htm.js';
import { h } from '/page/vendor/vue.js';

/** Markup by tagged templates: no build, no eval. */
export const html = htm.bind(h);
