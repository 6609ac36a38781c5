/**
 * What must never stand in a group (requirements.md, section 4): telephone, ID and card numbers, plates and mail
 * addresses inside free text are masked, however they are spaced. A ticket's own number, dates and times stay readable.
 */

/** Digits, letters, `－`, `＠`, `．`, `＋` and `（）` around digits as on a Latin keyboard; other Chinese signs stay. */
const toHalfWidth = (text: string): string =>
  text
    .replace(/[０-９Ａ-Ｚａ-ｚ－＠．＋＿]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xfee0))
    .replace(/（(?=0\d{2,3}）)/g, '(')
    .replace(/(?<=\(0\d{2,3})）/g, ')');

/** What people put between the digits of one number: spaces, also invisible ones, dashes, points, brackets, strokes. */
const GAP = '[\\s\\u00ad\\u200b-\\u200f\\u2060\\ufeff\\-‐-―−_.·•()/*~|]{0,6}';
const RUN = new RegExp(`[+(]?\\d(?:${GAP}\\d)*(?:${GAP}[Xx](?![A-Za-z]))?`, 'g');

const stars = (text: string, head: number, tail: number): string =>
  `${text.slice(0, head)}${'*'.repeat(Math.max(text.length - head - tail, 0))}${text.slice(-tail)}`;

const isDay = (month: string, day: string): boolean =>
  Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;

/** Provinces of the two leading digits of an ID number: 11–15, 21–23, 31–37, 41–46, 50–54, 61–65, 71, 8x. */
const ID_18 =
  /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{4}(?:18|19|20)\d{2}(\d{2})(\d{2})\d{3}[\dX]$/i;
const ID_15 = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{6}(\d{2})(\d{2})\d{3}$/;
const MOBILE = /^(?:86|0086)?(1[3-9]\d{9})$/;
const LANDLINE = /^(0(?:10|2\d|[3-9]\d{2}))([1-9]\d{6,7})(\d{0,4})$/;
/** Cards begin with 3 to 6 or 9; numbers of papers that begin with a date (20261122…) are none. */
const CARD = /^[3-69]\d{15,18}$/;
const EIGHTEEN = /^[1-9]\d{16}[\dX]$/i;
const SERIAL = /^20\d{2}(\d{2})(\d{2})\d*$/;

const maskedId = (bare: string): string | undefined => {
  const id = ID_18.exec(bare) ?? ID_15.exec(bare);
  return id && isDay(id[1] ?? '', id[2] ?? '') ? stars(bare, 3, 2) : undefined;
};

/** The masked spelling of a bare number, or undefined when it names nobody. */
const maskedNumber = (bare: string): string | undefined => {
  const id = maskedId(bare);
  if (id) return id;
  const mobile = MOBILE.exec(bare)?.[1];
  if (mobile) return stars(mobile, 3, 4);
  const [, area, local] = LANDLINE.exec(bare) ?? [];
  if (area && local) return `${area}-${stars(local, 1, 2)}`;
  const serial = SERIAL.exec(bare);
  if (serial && isDay(serial[1] ?? '', serial[2] ?? '')) return undefined;
  if (CARD.test(bare)) return stars(bare, 4, 3);
  return EIGHTEEN.test(bare) ? stars(bare, 3, 2) : undefined;
};

/** A group nobody meant as one number, but long enough to hide one: two run together, a digit too many. */
const hidesNumber = (group: string): boolean => {
  const bare = group.replace(/\D/g, '');
  const serial = SERIAL.exec(bare);
  if (bare.length < 12 || (serial && isDay(serial[1] ?? '', serial[2] ?? ''))) return false;
  return bare.length >= 15 || /^1[3-9]/.test(bare) || /1[3-9]\d{9}$/.test(bare);
};

const DATE = /^(?:19|20)\d{2}([-/.])(\d{1,2})\1(\d{1,2})(?!\d)/;
/** How many pieces a written day takes, `2026-10-20`: its three groups and the two signs between. */
const DATE_PIECES = 5;
const isDate = (pieces: readonly string[], at: number): boolean => {
  const [, , month, day] = DATE.exec(pieces.slice(at, at + DATE_PIECES).join('')) ?? [];
  return isDay(month ?? '', day ?? '');
};

const LONGEST = 22;
/** The number that begins with this group and takes most groups: an ID before the telephone its middle looks like. */
const numberAt = (pieces: readonly string[], from: number): { to: number; masked: string } | undefined => {
  let found: { to: number; masked: string } | undefined;
  let bare = '';
  // Only an ID number has a written day inside; `16 2026-10-20 8` is no telephone.
  let acrossDay = false;
  for (let to = from; to < pieces.length && bare.length <= LONGEST; to += 2) {
    // Around the stars stands what is left of a number already masked.
    if (to > from && (pieces[to - 1]?.includes('***') || pieces[to + 1]?.includes('***'))) break;
    bare += (pieces[to] ?? '').replace(/[^\dXx]/g, '');
    acrossDay ||= isDate(pieces, to);
    const masked = acrossDay ? maskedId(bare) : maskedNumber(bare);
    if (masked !== undefined) found = { to: to + 1, masked };
  }
  return found;
};

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** GB 11643: the last sign of an ID number follows from the seventeen before it. */
const isCheckedId = (group: string): boolean => {
  if (maskedId(group) === undefined || group.length !== 18) return false;
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(group[place]), 0);
  return '10X98765432'[sum % 11] === group[17]?.toUpperCase();
};

/** Letters and then eight digits or more are a paper's number, but for a telephone (`tel13812345678`) or a true ID. */
const isPaper = (group: string): boolean => /^\d{8,}/.test(group) && !MOBILE.test(group) && !isCheckedId(group);

/** One run of digits and gaps: dates and papers stay, each number in it is found from group to group. */
const maskRun = (run: string, afterLetter: boolean): string => {
  // Groups at even places, the gaps between them at odd ones: no number begins or ends inside a group.
  const pieces = run.split(/((?<=[\dXx])[^\dXx]+)/);
  let out = '';
  for (let at = 0; at < pieces.length; ) {
    const group = pieces[at] ?? '';
    const paper = at === 0 && afterLetter && isPaper(group);
    const found = at % 2 === 1 || paper || isDate(pieces, at) ? undefined : numberAt(pieces, at);
    const taken = found ? found.to - at : 1;
    const kept = isDate(pieces, at) ? DATE_PIECES : taken;
    const shown = !found && !paper && hidesNumber(group) ? stars(group, 3, 2) : undefined;
    out += found?.masked ?? shown ?? pieces.slice(at, at + kept).join('');
    at += kept;
  }
  return out;
};

const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
const SPACE = '[\\s\\u200b-\\u200f\\u2060\\ufeff·•.\\-]{0,3}';
const PLATE = new RegExp(
  `([${PROVINCES}])${SPACE}([A-HJ-NP-Z])${SPACE}((?:[A-HJ-NP-Z0-9]${SPACE}){4,5}[A-HJ-NP-Z0-9挂学警港澳领])(?![A-Za-z0-9*])`,
  'gi',
);
const plate = (all: string, province: string, letter: string, rest: string): string => {
  const bare = rest.replace(/[^A-Za-z0-9挂学警港澳领]/g, '');
  if (!/\d.*\d/.test(bare)) return all;
  return `${province}${letter.toUpperCase()}·${bare.slice(0, 1)}***${bare.slice(-1)}`;
};

/** Lengths are bounded by RFC 5321, which also bounds the time a hostile text can take. */
const MAIL =
  /([A-Za-z0-9])[A-Za-z0-9._%+*-]{0,63}\s{0,2}@\s{0,2}([A-Za-z0-9-]{1,63}(?:\s?\.\s?[A-Za-z0-9-]{1,63}){1,8})/g;

/** A local telephone number without its area code, known only by the word before it. */
const LOCAL = /((?:电话|座机|固话|致电|拨打|[Tt][Ee][Ll])[^\d\n]{0,4})([2-9]\d{2}[\s-]?\d{4,5})(?![\d*-])/g;

const SPOKEN = new RegExp(
  `[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖](?:${GAP}[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]){10,17}`,
  'g',
);

/**
 * Masks everything in a free text that could name or reach a person: `138****5678`, `360*************3X`, `赣B·1***5`,
 * `z***@163.com`. Digits come back half-width.
 */
export const maskText = (text: string): string => {
  const plain = toHalfWidth(text);
  return plain
    .replace(MAIL, (_all, first: string, host: string) => `${first}***@${host}`)
    .replace(PLATE, plate)
    .replace(RUN, (run, at: number, whole: string) => maskRun(run, /[A-Za-z]/.test(whole.charAt(at - 1))))
    .replace(LOCAL, (_all, words: string, number: string) => `${words}${stars(number.replace(/\D/g, ''), 1, 2)}`)
    .replace(SPOKEN, '（号码略）');
};

/** A ticket's title as it may be shown anywhere: masked, on one line. */
export const maskTitle = (title: string): string => maskText(title.replace(/\s*[\r\n]+\s*/g, ' ').trim());

/** The same words however spaced: each character, and nothing or a gap between. */
const spaced = (words: string): RegExp =>
  new RegExp(
    [...words.replace(/[\s\u200b-\u200f]/g, '')]
      .map((character) => character.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
      .join('[\\s\\u200b-\\u200f·]{0,3}'),
    'g',
  );

const bare = (words: string): string => words.replace(/[\s\u200b-\u200f·]/g, '');

/**
 * The words however spaced become `instead`. Most texts do not hold them: that is seen without making an expression of
 * them, which costs more than all the rest.
 */
const without = (text: string, words: string, instead: string): string =>
  bare(text).includes(bare(words)) ? text.replace(spaced(words), instead) : text;

/** An address as people shorten it: whole, without province and city, without county, without the township. */
const shortenings = (address: string): string[] => {
  const parts = [address];
  for (const upTo of [/^.*?省/, /^.*?市/, /^.*?[县区]/, /^.*?(?:街道|镇|乡)/]) {
    const rest = (parts.at(-1) ?? '').replace(upTo, '');
    if (rest.length >= 4) parts.push(rest);
  }
  return parts;
};

/**
 * `maskText`, and the caller's own name (`欧阳震天` → `欧某`) and exact address (→ `（地址略）`) are removed where they are
 * known, also when spaced, in full-width digits, or the address without its upper places. Names of one character and
 * addresses of fewer than four are left: they would blot out ordinary words.
 */
export const noCallerDetails = (text: string, caller: { name?: string; address?: string }): string => {
  let plain = toHalfWidth(text);
  const name = caller.name?.trim() ?? '';
  if (name.length >= 2) plain = without(plain, name, `${name.slice(0, 1)}某`);
  const address = toHalfWidth(caller.address ?? '').trim();
  if (address.length >= 4) for (const part of shortenings(address)) plain = without(plain, part, '（地址略）');
  return maskText(plain);
};
