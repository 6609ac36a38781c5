/**
 * By what two appeals are of one caller or about one place: spelled alike however they were written down. Only the
 * archive sees the result, and keeps a keyed hash of it.
 */

const APART = /[/,;、，；|]|或/;
const SHORTEST_NUMBER = 7;
const LONGEST_NUMBER = 15;

/**
 * A telephone number's digits without +86; undefined: none that tells callers apart (too short, masked with stars, one
 * digit over and over). Of several the first.
 */
export const sameCaller = (phone: string | undefined): string | undefined => {
  const numbers = (phone ?? '')
    .normalize('NFKC')
    .split(APART)
    .filter((part) => !part.includes('*'))
    .map((part) => part.replace(/\D/g, '').replace(/^(?:00)?86(?=1[3-9]\d{9}$)/, ''));
  return numbers.find(
    (digits) => digits.length >= SHORTEST_NUMBER && digits.length <= LONGEST_NUMBER && !/^(\d)\1*$/.test(digits),
  );
};

/** `江西省赣州市石城县`, and no 超市, 农贸市场 or 县医院 further on. */
const UPPER_PLACES =
  /^(?:[^省路街号]{2,3}省)?(?:[^市路街号]{2,3}(?<![超菜夜集贸])市(?![场政民]))?(?:[^县路街号]{2,3}县)?/u;
/** A whole district, township or village is an area and no place: half of its people would be repeating each other. */
const WHOLE_AREA = /(?:省|市|县|城区|新区|镇|乡|街道|村|社区|委会)$/u;
const SHORTEST_PLACE = 4;

/**
 * An address without spaces, signs and the province, city and county above it; undefined: none, or only an area. One
 * with stars in it was masked, and could be any.
 */
export const samePlace = (address: string | undefined): string | undefined => {
  const plain = (address ?? '').normalize('NFKC').toLowerCase();
  if (plain.includes('*')) return undefined;
  const place = plain.replace(/[^\p{L}\p{N}]/gu, '').replace(UPPER_PLACES, '');
  return [...place].length < SHORTEST_PLACE || WHOLE_AREA.test(place) ? undefined : place;
};
