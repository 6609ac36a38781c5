import type { Desk } from '../../../workflow/ports.ts';

const ENDING = /^[A-Z0-9-]*\d{4,}$/;
/** An ending that fits more names none in particular. */
const FITTING = 20;

/** The numbers of tickets that were meant: typed whole, or by their ending as in a chat. */
export const numbersMeant = async (desk: Desk, q: string): Promise<string[]> => {
  const typed = q.toUpperCase();
  if (!ENDING.test(typed)) return [typed];
  const found = await desk.search({ number: typed, limit: FITTING });
  return [...new Set([typed, ...found.map(({ no }) => no)])];
};
