import { signOffForm } from '../../cards/signOff.ts';
import { pageStepsOf } from '../../cards/steps.ts';
import { COMMANDS, mayUse } from '../../commands/registry.ts';
import { type ArgumentSpec, type CommandSpec, LONG_WORDS, type Values } from '../../commands/spec.ts';
import { CENTRE, type Person, ROLE_NAMES } from '../../domain/person.ts';
import type { Proposal, Ticket } from '../../domain/ticket/state.ts';
import type { View } from './lines.ts';
import type { Form, FormField } from './shapes.ts';

/** Steps that are not taken back by pressing another button. */
const DANGEROUS = ['void', 'merge', 'unreachable', 'confirm', 'return', 'escalate', 'giveback'];
/** R1.4: photos belong to a contact and a reply; R1.6: the sealed scan to the review. */
const WITH_FILES = ['contact', 'reply', 'review:approve'];

const option = (value: string) => ({ value, text: value });

const inWords = (person: Person): { value: string; text: string; hint?: string } => {
  const hint = person.roles.map((role) => ROLE_NAMES[role]).join('、');
  return { value: person.id, text: person.name, ...(hint ? { hint } : {}) };
};

/** Everybody of the ticket's department whom the command would understand, those the sign-off is meant for first. */
const peopleFor = (
  argument: ArgumentSpec,
  ticket: Ticket | undefined,
  view: View,
): NonNullable<FormField['options']> => {
  const { county, at, viewer } = view;
  const department = ticket?.department ?? (ticket ? CENTRE : viewer.department);
  const meant = ticket
    ? (signOffForm(ticket, { at, county })
        .find(({ key }) => key === argument.key)
        ?.options?.map(({ id }) => id) ?? [])
    : [];
  const rank = ({ id }: Person): number => (meant.includes(id) ? meant.indexOf(id) : meant.length);
  return county.people
    .filter((person) => person.active && person.department === department)
    .toSorted((a, b) => rank(a) - rank(b))
    .map(inWords);
};

const optionsOf = (
  argument: ArgumentSpec,
  ticket: Ticket | undefined,
  view: View,
): FormField['options'] | undefined => {
  switch (argument.kind) {
    case 'choice':
      return (argument.choices ?? []).map(option);
    case 'yesNo':
      return ['是', '否'].map(option);
    case 'person':
    case 'people':
      return peopleFor(argument, ticket, view);
    case 'department':
    case 'departments':
      return view.county.departments.map(({ code, name, aliases }) => ({
        value: code,
        text: name,
        ...(aliases.length > 0 ? { hint: aliases.join('、') } : {}),
      }));
    default:
      return undefined;
  }
};

/** What the liaison proposed stands in the principal's form (R1.1). */
const proposed = (spec: CommandSpec, argument: ArgumentSpec, ticket: Ticket | undefined): FormField['value'] => {
  if (spec.alias !== 'signoff') return undefined;
  return ticket?.proposal?.[argument.key as keyof Pick<Proposal, 'lead' | 'handlers' | 'dueAt'>];
};

const fieldOf = (
  spec: CommandSpec,
  argument: ArgumentSpec,
  { given, ticket, view }: { given: Values; ticket: Ticket | undefined; view: View },
): FormField => {
  const { required = false } = argument;
  const about = { law: view.county, ...(ticket ? { ticket } : {}) };
  const options = optionsOf(argument, ticket, view);
  const value = proposed(spec, argument, ticket);
  return {
    key: argument.key,
    label: argument.name,
    kind: argument.kind === 'text' && LONG_WORDS.includes(argument.key) ? 'textarea' : argument.kind,
    required: typeof required === 'function' ? required(given, about) : required,
    ask: argument.ask,
    ...(options ? { options } : {}),
    ...(value ? { value } : {}),
  };
};

const VERDICTS = new Map([
  ['approve', '通过'],
  ['refuse', '退回'],
]);

/** What an action settles by itself: 审核通过 needs no verdict more. */
export const presetOf = (action: string): Record<string, string> => {
  const verdict = VERDICTS.get(action.split(':')[1] ?? '');
  return verdict ? { verdict } : {};
};

/** Fields that one verdict alone has no use for. */
const PRESENCE = ['department', 'attended', 'answered', 'handled'];
const IDLE: Record<string, readonly string[]> = {
  'review:approve': ['opinion'],
  'review:refuse': ['seal'],
  'attend:approve': [...PRESENCE, 'reason'],
  'attend:refuse': PRESENCE,
  attend: ['verdict', 'reason'],
};

/** A command as a form, by its arguments; the ticket it is about may be absent. */
export const formOf = (
  spec: CommandSpec,
  step: { alias: string; name: string; expected: boolean },
  ticket: Ticket | undefined,
  view: View,
): Form => {
  const given = presetOf(step.alias);
  return {
    action: step.alias,
    name: step.name,
    help: spec.onPage ?? spec.help,
    expected: step.expected,
    danger: DANGEROUS.includes(step.alias),
    fields: spec.arguments
      .filter(({ key }) => given[key] === undefined && !IDLE[step.alias]?.includes(key))
      .map((argument) => fieldOf(spec, argument, { given, ticket, view })),
    files: WITH_FILES.includes(step.alias),
  };
};

/** Whoever is summoned (R5.2) says whether they come; the three facts are the centre's to record. */
const COMING = [
  { alias: 'attend:approve', name: '到场参加' },
  { alias: 'attend:refuse', name: '到场有困难' },
];

/** What the viewer may say to a matter that waits for them. */
export const matterFormsOf = (kind: string, view: View): Form[] =>
  COMMANDS.filter((spec) => spec.matters?.includes(kind) && mayUse(view.viewer, spec)).flatMap((spec) => {
    const summoned = spec.alias === 'attend' && view.viewer.department !== CENTRE;
    const steps = summoned ? COMING : [{ alias: spec.alias, name: spec.name }];
    return steps.map((step) => formOf(spec, { ...step, expected: true }, undefined, view));
  });

/** Everything the viewer may do with the ticket, as forms: the law has been asked for each. */
export const formsOf = (ticket: Ticket, view: View): Form[] =>
  pageStepsOf(view.viewer, ticket, view).flatMap((step) => {
    const spec = COMMANDS.find(({ alias }) => alias === step.alias.split(':')[0]);
    return spec ? [formOf(spec, step, ticket, view)] : [];
  });
