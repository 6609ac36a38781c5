/** Where a video says it was made (ISO 6709 in `©xyz` and in Apple's keys): `+30.1234+114.1234/`. */
const PLACE =
  /[+-]\d{2}(?:\d{2}){0,2}(?:\.\d+)?[+-]\d{3}(?:\d{2}){0,2}(?:\.\d+)?(?:[+-]\d+(?:\.\d+)?)?(?:CRS[^/]{0,40})?\//g;
/** 3GPP's box for the same (TS 26.244): called `free` it is passed over. */
const BOX = Buffer.from('loci', 'latin1');

/** The video without the place where it was made; the same length, so that nothing else in it moves. */
export const withoutPlace = (video: Buffer): Buffer => {
  const clean = Buffer.from(video);
  for (const { 0: text, index } of video.toString('latin1').matchAll(PLACE))
    clean.write(text.replace(/\d/g, '0'), index, 'latin1');
  for (let at = clean.indexOf(BOX); at >= 0; at = clean.indexOf(BOX, at + 1)) clean.write('free', at, 'latin1');
  return clean;
};
