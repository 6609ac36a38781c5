import type { CardAction, FormField } from '../../town/types.ts';
import { isRecord, parseJson, textOf } from '../call.ts';
import { plain } from '../shown.ts';

/** A card template's variables, all texts: `title status tone body facts actions form link ref`. */
export type Variables = Readonly<Record<string, string>>;

/** What one viewer sees of a card. */
export interface Drawn {
  text: string;
  actions: CardAction[];
}

const KINDS = ['select', 'multiselect', 'text', 'textarea', 'date'] as const;

/** A JSON list inside a variable. What does not parse is drawn as nothing, as on a phone. */
const listOf = (variables: Variables, key: string): Record<string, unknown>[] => {
  const parsed = parseJson(variables[key] || '[]');
  return Array.isArray(parsed) ? parsed.filter(isRecord) : [];
};

const readOptions = (value: unknown): { id: string; text: string }[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  return value.filter(isRecord).flatMap((option) => {
    const id = textOf(option, 'id');
    return id === undefined ? [] : [{ id, text: textOf(option, 'text') ?? id }];
  });
};

const readField = (source: Record<string, unknown>): FormField[] => {
  const key = textOf(source, 'key');
  const kind = KINDS.find((each) => each === source.kind);
  if (key === undefined || kind === undefined) return [];
  const options = readOptions(source.options);
  const value = textOf(source, 'value');
  return [
    {
      key,
      label: textOf(source, 'label') ?? key,
      kind,
      ...(source.required === true || source.required === 'true' ? { required: true } : {}),
      ...(options ? { options } : {}),
      ...(value === undefined ? {} : { value }),
    },
  ];
};

const readActions = (variables: Variables): CardAction[] => {
  const form = listOf(variables, 'form').flatMap(readField);
  return listOf(variables, 'actions').flatMap((source) => {
    const action = textOf(source, 'action');
    const label = textOf(source, 'label');
    if (action === undefined || label === undefined) return [];
    return [{ action, label, ...(form.length > 0 ? { form } : {}) }];
  });
};

/** The names of those the card may call, highlighted; any other tag is drawn as it was written. */
const withCalls = (body: string, callable: readonly string[]): string =>
  body.replace(/<a atId=([^>\s]+)>([^<]*)<\/a>/g, (tag, id: string, name: string) =>
    callable.includes(id) ? `@${name}` : tag,
  );

const FACE = ['title', 'status', 'tone', 'body', 'facts', 'link'];

/** The variables that are read on the card; buttons and form are drawn by themselves. */
export const faceOf = (variables: Variables): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).filter(([key, value]) => FACE.includes(key) && value !== ''));

/** Draws the town's template: title, status, body, facts and link one below the other, and its buttons. */
export function draw(variables: Variables, callable: readonly string[] = []): Drawn {
  const facts = listOf(variables, 'facts').map(
    (fact) => `${textOf(fact, 'label') ?? ''}：${textOf(fact, 'value') ?? ''}`,
  );
  const lines = [
    variables.title,
    variables.status,
    withCalls(plain(variables.body ?? ''), callable),
    ...facts,
    variables.link,
  ];
  return {
    text: lines.filter((line) => line !== undefined && line !== '').join('\n'),
    actions: readActions(variables),
  };
}
