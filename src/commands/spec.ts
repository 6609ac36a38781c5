import type { Answer, Incoming } from '../cards/exchange.ts';
import type { Law } from '../domain/law.ts';
import type { Person, Role } from '../domain/person.ts';
import type { CommandType } from '../domain/ticket/commands.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { PaperScene } from '../workflow/documents.ts';

/** What a command is about, as far as it is known when its arguments are looked at. */
export interface About {
  /** The only ticket it is for. */
  ticket?: Ticket;
  law: Law;
}

/** One argument of a command: how it is named, what it may be, and how it is asked for. */
export interface ArgumentSpec {
  /** English name; also the key of a card's form field. */
  key: string;
  /** What people type before the colon: 牵头. */
  name: string;
  /** `past` and `limit` are moments; `people` and `departments` are several names; `choice` is one of `choices`. */
  kind: 'text' | 'person' | 'people' | 'limit' | 'past' | 'choice' | 'yesNo' | 'department' | 'departments' | 'number';
  choices?: readonly string[];
  /** Required always, or depending on what is given already. */
  required?: boolean | ((given: Values, about: About) => boolean);
  /** The question when it is missing. */
  ask: string;
}

/** Arguments people write more than a line in. */
export const LONG_WORDS = ['process', 'result', 'situation', 'opinion', 'reason', 'basis', 'content'];

/** Understood values by key: people and departments by id or code, moments as ISO instants, the rest as typed. */
export type Values = Record<string, string | string[]>;

export interface CommandSpec {
  name: string;
  alias: string;
  /** Other words people use for it. */
  also?: readonly string[];
  help: string;
  /** The same on a page's form, where `help` tells how to type it. */
  onPage?: string;
  example: string;
  /** Who may use it; `all` includes everybody bound. The law decides for each ticket again. */
  who: readonly Role[] | 'all';
  /** How many tickets it takes. */
  tickets: 'none' | 'one' | 'many';
  /** Kinds of matter whose numbers it takes as well as, or instead of, tickets'. */
  matters?: readonly string[];
  /** The law's command by which a ticket waiting for this person is found when the number is left out. */
  acts?: readonly CommandType[];
  /** With several waiting and no number it takes the one due first: a queue worked through one by one. */
  queue?: boolean;
  /** The argument that stands bare after the number: 派单 号 部门. */
  bare?: string;
  arguments: readonly ArgumentSpec[];
  run(call: Call): Promise<Outcome>;
}

/** Which matter: `domain/matter.ts`. */
export interface MatterRef {
  kind: string;
  id: string;
  /** Which of its cards was pressed. */
  face?: string;
}

/** A command understood and complete. */
export interface Call {
  scene: PaperScene;
  at: Date;
  actor: Person;
  incoming: Incoming;
  /** Ticket numbers, exact. */
  tickets: string[];
  /** Matters meant by their numbers or by the card that was pressed. */
  matters: readonly MatterRef[];
  values: Values;
  spec: CommandSpec;
}

/** What came of it: words for the person, and which tickets changed (their cards are redrawn). */
export interface Outcome {
  /** Lines people read. Restricted tickets' lines never go into a group. */
  say: string;
  /** A card instead of the lines, where the answer is one (工单, 待办, 日榜). */
  card?: Answer['say'];
  /** The answer concerns a ticket that may not be shown in a group: it goes to the person alone. */
  private?: boolean;
  /** The lines are not kept once they have arrived (an invitation code). */
  secret?: true;
  /** Nothing of what was ordered came about: the lines say why. */
  refused?: true;
  changed: string[];
}

/** The page's door, as the history names it. */
export const PAGE_DOOR = 'page';

/** Nothing came of the order: the sentence says why, or what to write instead. */
export const nothingDone = (say: string): Outcome => ({ say, changed: [], refused: true });

export const text = (values: Values, key: string): string | undefined => {
  const value = values[key];
  return Array.isArray(value) ? value.join('、') : value;
};
export const list = (values: Values, key: string): string[] => {
  const value = values[key];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
};
