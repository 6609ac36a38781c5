import type { CardAction, FormField } from '../../town/types.ts';

export type Values = Readonly<Record<string, string | string[]>>;
/** What a button sends back beside its own parameters. */
export type FormParams = Record<string, string | string[]>;

/**
 * Fills a button's form as the phone does: what was not touched keeps its preset; an option may be named by its text.
 * @returns the values by field key, or a text that says what cannot be chosen
 */
export function fillForm(action: CardAction, values: Values): FormParams | string {
  const fields = action.form ?? [];
  const stranger = Object.keys(values).find((key) => !fields.some((field) => field.key === key));
  if (stranger !== undefined) return `卡片上没有「${stranger}」这一项`;
  const params: FormParams = {};
  for (const field of fields) {
    const filled = fillField(field, values[field.key] ?? field.value);
    if (filled instanceof Error) return filled.message;
    if (filled !== undefined) params[field.key] = filled;
  }
  return params;
}

function fillField(field: FormField, given: string | string[] | undefined): string | string[] | undefined | Error {
  if (given === undefined) return undefined;
  if (field.kind === 'multiselect') return several(field, typeof given === 'string' ? split(field, given) : given);
  const one = typeof given === 'string' ? given : given.join(',');
  return field.kind === 'select' && one !== '' ? choose(field, one) : one;
}

/** A list typed as one text: by commas, unless the whole is one option. */
const split = (field: FormField, given: string): string[] =>
  find(field, given) === undefined ? given.split(/[,，、]/).filter((part) => part !== '') : [given];

function several(field: FormField, given: readonly string[]): string[] | Error {
  const chosen = given.map((each) => choose(field, each.trim()));
  const wrong = chosen.find((each) => each instanceof Error);
  return wrong instanceof Error ? wrong : chosen.filter((each) => typeof each === 'string');
}

const choose = (field: FormField, given: string): string | Error =>
  find(field, given) ?? new Error(`「${field.label}」里没有「${given}」`);

const find = (field: FormField, given: string): string | undefined =>
  (field.options ?? []).find((option) => option.id === given || option.text === given)?.id;
