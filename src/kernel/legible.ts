/**
 * Control signs but tab and line ends, and what is no character: neither the database nor a document can hold them. Signs
 * that turn the direction of reading: with them a name or a number shows as another.
 */
const ILLEGIBLE = /[^\P{Cc}\t\n\r]|[\ufffe\uffff\u202a-\u202e\u2066-\u2069]/gu;

/** The text without signs nobody can read or keep; half a character becomes �. */
export const legible = (text: string): string => text.toWellFormed().replace(ILLEGIBLE, '');

/** The same for every text inside a value as JSON has them. */
export const legibleIn = <T>(value: T): T => {
  if (typeof value === 'string') return legible(value) as T;
  if (Array.isArray(value)) return value.map(legibleIn) as T;
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, legibleIn(member)])) as T;
};
