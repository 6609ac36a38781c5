/**
 * What must never stand in a group (requirements.md, section 4): numbers, ID numbers, plates, cards and mail addresses
 * inside free text are masked. A ticket's own number, dates and times stay readable.
 */

const toHalfWidth = (text: string): string =>
  text.replace(/[０-９Ａ-Ｚａ-ｚ－]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xfee0));

const GAP = '[\\s\\-－—–_.·]{0,2}';
const digits = (count: string): string => `(?:\\d${GAP}){${count}}`;

/** Eighteen digits (the last may be X) or fifteen, however spaced. */
const ID_NUMBER = new RegExp(`(?<![A-Za-z\\d])(${digits('17')}[\\dXx]|${digits('14')}\\d)(?!\\d)`, 'g');
/** 11 digits beginning 1[3-9], perhaps with +86. */
const MOBILE = new RegExp(`(?<![A-Za-z\\d])(?:\\+?86${GAP})?(1${GAP}[3-9]${GAP}${digits('8')}\\d)(?!\\d)`, 'g');
/** Area code and number: 0797-1234567. */
const LANDLINE = /(?<!\d)(0\d{2,3})[\s\-－—]?(\d{7,8})(?!\d)/g;
const BANK_CARD = new RegExp(`(?<![A-Za-z\\d])(${digits('15,18')}\\d)(?!\\d)`, 'g');
const PLATE =
  /([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])\s?([A-HJ-NP-Z])[\s·.]?([A-HJ-NP-Z0-9]{5,6})(?![A-Z0-9])/gi;
const MAIL = /([A-Za-z0-9])[A-Za-z0-9._%+-]*@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)/g;

const bare = (text: string): string => text.replace(/[^\dXx]/g, '');
const keepEnds = (text: string, head: number, tail: number): string =>
  `${text.slice(0, head)}${'*'.repeat(Math.max(text.length - head - tail, 0))}${text.slice(-tail)}`;

/** Masks everything in a free text that could name or reach a person: `138****5678`. */
export const maskText = (text: string): string =>
  toHalfWidth(text)
    .replace(ID_NUMBER, (_all, id: string) => keepEnds(bare(id), 3, 2))
    .replace(MOBILE, (_all, number: string) => keepEnds(bare(number), 3, 4))
    .replace(LANDLINE, (_all, area: string, number: string) => `${area}-${keepEnds(number, 1, 2)}`)
    .replace(BANK_CARD, (_all, card: string) => keepEnds(bare(card), 4, 3))
    .replace(
      PLATE,
      (_all, province: string, letter: string, rest: string) =>
        `${province}${letter.toUpperCase()}·${rest.slice(0, 1)}***${rest.slice(-1)}`,
    )
    .replace(MAIL, (_all, first: string, host: string) => `${first}***@${host}`);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Also removes the caller's own name and exact address where they are known. */
export const noCallerDetails = (text: string, caller: { name?: string; address?: string }): string => {
  const named =
    caller.name && caller.name.length >= 2
      ? text.replace(new RegExp(escaped(caller.name), 'g'), `${caller.name.slice(0, 1)}某`)
      : text;
  const placed =
    caller.address && caller.address.length >= 4
      ? named.replace(new RegExp(escaped(caller.address), 'g'), '（地址略）')
      : named;
  return maskText(placed);
};
