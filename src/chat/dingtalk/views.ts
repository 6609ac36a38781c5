import { z } from 'zod';
import type { Card } from '../../cards/card.ts';
import type { PlatformMemory } from '../platform.ts';
import { cardParams } from './render.ts';

/**
 * A hint covers the card's body for the one who pressed, and stays there: a later change of the card must change that
 * view too. So it is remembered who has one.
 */
const Seen = z.object({ people: z.array(z.string()) });
const keyOf = (outTrackId: string): string => `hint:${outTrackId}`;

const seenBy = async (memory: PlatformMemory, outTrackId: string): Promise<readonly string[]> => {
  const seen = Seen.safeParse(await memory.get(keyOf(outTrackId)));
  return seen.success ? seen.data.people : [];
};

/** Remembers that this person (staff id) has an own view of the card. */
export const keepHintSeen = async (memory: PlatformMemory, outTrackId: string, person: string): Promise<void> => {
  const people = await seenBy(memory, outTrackId);
  if (!people.includes(person)) await memory.set(keyOf(outTrackId), { people: [...people, person] });
};

/** The private part of a change: the body is everyone's again. Empty when nobody has an own view. */
export const ownViews = async (
  memory: PlatformMemory,
  outTrackId: string,
  card: Card,
): Promise<{ privateData?: Record<string, { cardParamMap: Record<string, string> }> }> => {
  const people = await seenBy(memory, outTrackId);
  if (people.length === 0) return {};
  const cardParamMap = { body: cardParams(card).body ?? '' };
  return { privateData: Object.fromEntries(people.map((person) => [person, { cardParamMap }])) };
};
