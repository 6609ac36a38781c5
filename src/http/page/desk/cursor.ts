import type { z } from 'zod';
import { legibleIn } from '../../../kernel/legible.ts';

/** Where a list goes on, as a page carries it back: opaque, and of no use but here. */
export const cursorOf = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** The place behind a cursor; undefined for none, and for one nobody here has given out. */
export const placeAt = <T>(cursor: unknown, schema: z.ZodType<T>): T | undefined => {
  if (typeof cursor !== 'string' || cursor === '') return undefined;
  try {
    return schema.safeParse(legibleIn(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))).data;
  } catch {
    return undefined;
  }
};

/** One value of the query; an empty field of a form is none. */
export const asked = (value: string | string[] | undefined): string | undefined => {
  const text = (Array.isArray(value) ? value[0] : value)?.trim();
  return text === '' ? undefined : text;
};
