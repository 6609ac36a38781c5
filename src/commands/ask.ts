import type { Card, Field } from '../cards/card.ts';
import { followUpForm } from '../cards/centre.ts';
import { signOffForm } from '../cards/signOff.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { newRef } from '../kernel/ids.ts';
import type { County } from '../workflow/county.ts';
import { type ArgumentSpec, type CommandSpec, LONG_WORDS, type MatterRef, type Values } from './spec.ts';

/** What the bot has asked and waits for: kept with the person, half an hour at most. */
export interface Pending {
  command: string;
  tickets: string[];
  /** Absent in what an older program asked. */
  matters?: readonly MatterRef[];
  raw: Record<string, string>;
  asking: string;
  [key: string]: unknown;
}

export const PENDING_MINUTES = 30;

const yesNo = ['是', '否'];

const optionsFor = (argument: ArgumentSpec): { id: string; text: string }[] | undefined => {
  const choices = argument.kind === 'yesNo' ? yesNo : argument.choices;
  return choices?.map((choice) => ({ id: choice, text: choice }));
};

const fieldFor = (argument: ArgumentSpec, required: boolean, prepared: readonly Field[]): Field => {
  const known = prepared.find((field) => field.key === argument.key);
  if (known) return known;
  const options = optionsFor(argument);
  const long = LONG_WORDS.includes(argument.key);
  return {
    key: argument.key,
    label: argument.name,
    kind: options ? 'select' : long ? 'textarea' : 'text',
    required,
    ...(options ? { options } : {}),
  };
};

/** Fields whose choices depend on the ticket: its department's people. */
const preparedFor = (spec: CommandSpec, ticket: Ticket | undefined, county: County, at: Date): readonly Field[] => {
  if (spec.alias === 'followup') return followUpForm;
  return ticket && (spec.alias === 'signoff' || spec.alias === 'propose')
    ? signOffForm(ticket, { at, county }, spec.alias === 'propose')
    : [];
};

/**
 * The question as a card: the first missing argument in words, and a form with all that may be filled, for those whose
 * app shows forms. Others just answer the question.
 */
export const questionCard = (input: {
  spec: CommandSpec;
  action: string;
  tickets: readonly string[];
  matters: readonly MatterRef[];
  lacking: readonly ArgumentSpec[];
  values: Values;
  ticket?: Ticket;
  county: County;
  at: Date;
}): Card => {
  const { spec, lacking, values } = input;
  const [matter] = input.matters;
  const prepared = preparedFor(spec, input.ticket, input.county, input.at);
  const open = spec.arguments.filter((argument) => values[argument.key] === undefined && argument.key !== 'verdict');
  return {
    kind: 'question',
    ref: newRef(),
    title: `${spec.name} ${[...input.tickets, ...input.matters.map(({ id }) => id)].join(' ')}`.trim(),
    tone: 'plain',
    body: lacking[0]?.ask ?? '',
    facts: [],
    actions: [{ action: input.action, label: spec.name, tone: 'primary', words: `${spec.example}` }],
    form: open.map((argument) => fieldFor(argument, lacking.includes(argument), prepared)),
    tickets: [...input.tickets],
    ...(matter ? { matter: { kind: matter.kind, id: matter.id, face: 'question' } } : {}),
  };
};
