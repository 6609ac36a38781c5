import type { Form, Submitted } from '../../http/page/shapes.ts';
import { newKey } from '../door/ask.ts';
import { session } from '../door/session.ts';

export type Filled = Submitted['values'];

/** One filling of a form: kept on this device until the front desk took it. */
export interface Draft {
  key: string;
  values: Filled;
}

const place = (about: string, action: string): string => `draft:${session.value?.person.id ?? ''}:${about}:${action}`;

/** What this person had filled in and not submitted; `about` is the ticket's number. */
export const keptDraft = (about: string, action: string): Draft | undefined => {
  const text = sessionStorage.getItem(place(about, action));
  return text === null ? undefined : (JSON.parse(text) as Draft);
};

/** A new filling, as the front desk proposes it. */
export const newDraft = ({ fields }: Form): Draft => ({
  key: newKey(),
  values: Object.fromEntries(fields.flatMap(({ key, value }) => (value === undefined ? [] : [[key, value]]))),
});

export const keepDraft = (about: string, action: string, draft: Draft): void =>
  sessionStorage.setItem(place(about, action), JSON.stringify(draft));

export const dropDraft = (about: string, action: string): void => sessionStorage.removeItem(place(about, action));

/** Only what was filled in is sent. */
export const sent = (values: Filled): Filled =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value.length > 0));
