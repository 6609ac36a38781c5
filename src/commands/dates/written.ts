const DIGITS = '一二三四五六七八九';
const NUMERAL = /([二两三四五六七八九])?(十)([一二三四五六七八九])?|[一二两三四五六七八九]/g;

const digit = (character: string): number => (character === '两' ? 2 : DIGITS.indexOf(character) + 1);

const numberOf = (
  numeral: string,
  tens: string | undefined,
  ten: string | undefined,
  ones: string | undefined,
): string => String(ten === undefined ? digit(numeral) : (tens ? digit(tens) : 1) * 10 + (ones ? digit(ones) : 0));

/**
 * A date as typed, in one spelling: half-width digits and signs, Arabic numerals (`十二月三号` → `12月3号`), `今晚` as
 * `今天晚上`, no space at the ends.
 */
export const plainWriting = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/(周|星期|礼拜)([一二三四五六])/g, '$1$2 ')
    .replace(NUMERAL, numberOf)
    .replace(/([今明昨])([早晚])/g, '$1天$2上')
    .replace(/\s+/g, ' ')
    .trim();
