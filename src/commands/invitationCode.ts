import { code } from '../kernel/ids.ts';
import { normalise } from './grammar.ts';

/** A 绑定码 is eight letters and digits in two halves; what looks alike (0 O, 1 I L) is in none. */
const HALF = 4;

/** A new code as people read it: `K7QM-3XPA`. */
export const newInvitationCode = (): string => `${code(HALF)}-${code(HALF)}`;

const WRITTEN = /^(?:@\S+\s+)?(?:\/?绑定码\s*:?\s*)?([2-9A-HJKMNP-Z]{4})[-\s]?([2-9A-HJKMNP-Z]{4})$/i;

/** The code in a line, written with or without the word before it; undefined when there is none. */
export const codeIn = (typed: string): string | undefined => {
  const found = WRITTEN.exec(normalise(typed));
  return found ? `${found[1]}-${found[2]}`.toUpperCase() : undefined;
};
