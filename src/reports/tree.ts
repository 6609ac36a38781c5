export type Style = Record<string, string | number>;

/** An element as the layout engine takes it, without a framework: a box with a style and what stands in it. */
export interface Box {
  type: 'div';
  key: null;
  props: { style: Style; children?: Content };
}
type Content = string | readonly Box[];

/** Boxes lie in a row unless their style says otherwise. */
export const box = (style: Style, children?: Content): Box => ({
  type: 'div',
  key: null,
  props: { style: { display: 'flex', ...style }, ...(children === undefined ? {} : { children }) },
});

/** As wide as a phone's screen has dots; shown 360 points wide a letter of 30 is ten points high. */
export const PICTURE_WIDTH = 1_080;
