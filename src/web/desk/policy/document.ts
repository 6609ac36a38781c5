import type { PolicyField } from '../../../http/page/shapes.ts';

/** A policy document as a form has it: the words of each field by its path. */
export type Words = Record<string, string>;
type Branch = Record<string, unknown>;

/** What stands at `limits.claim.amount`; undefined: nothing. */
export const valueAt = (document: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((at, key) => (at as Branch | undefined)?.[key], document);

/** A value as it stands in its control. */
const inWords = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

export const wordsOf = (document: unknown, fields: readonly PolicyField[]): Words =>
  Object.fromEntries(fields.map(({ path }) => [path, inWords(valueAt(document, path))]));

/** What was filled in, as the document has it. What is no number stays as it was typed, for the check to say so. */
const meant = (kind: PolicyField['kind'], words: string): unknown => {
  if (kind === 'boolean') return words === 'true';
  if (kind !== 'number') return words;
  const number = Number(words);
  return words.trim() === '' || Number.isNaN(number) ? words : number;
};

const put = (document: Branch, path: string, value: unknown): void => {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const branch = keys.reduce<Branch>((at, key) => {
    at[key] ??= {};
    return at[key] as Branch;
  }, document);
  if (value === '') delete branch[last];
  else branch[last] = value;
};

/** The document with everything that was changed; all else stays as it was. */
export const changedDocument = (document: unknown, fields: readonly PolicyField[], words: Words): unknown => {
  const changed = JSON.parse(JSON.stringify(document)) as Branch;
  for (const { path, kind } of changedFields(document, fields, words))
    put(changed, path, meant(kind, words[path] ?? ''));
  return changed;
};

export const changedFields = (document: unknown, fields: readonly PolicyField[], words: Words): PolicyField[] =>
  fields.filter(({ path }) => (words[path] ?? '') !== inWords(valueAt(document, path)));

/** A row of the form: an amount stands with its unit where the unit may be chosen too. */
export interface PolicyRow {
  field: PolicyField;
  unit?: PolicyField;
}

export const rowsOf = (fields: readonly PolicyField[]): PolicyRow[] => {
  const unitOf = ({ path }: PolicyField): string => path.replace(/amount$/, 'unit');
  const find = (path: string): PolicyField | undefined => fields.find((field) => field.path === path);
  const paired = new Set(fields.filter(({ path }) => path.endsWith('.amount')).map(unitOf));
  return fields
    .filter(({ path }) => !paired.has(path))
    .map((field) => {
      const unit = field.path.endsWith('.amount') ? find(unitOf(field)) : undefined;
      return unit ? { field, unit } : { field };
    });
};

/** Fields that want a number and have something else. */
export const notNumbers = (fields: readonly PolicyField[], words: Words): PolicyField[] =>
  fields.filter(({ path, kind }) => kind === 'number' && !/^\d+(\.\d+)?$/.test((words[path] ?? '').trim()));
