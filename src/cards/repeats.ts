import { CENTRE, CENTRE_ROLES, hasRole, type Person } from '../domain/person.ts';
import type { Card } from './card.ts';
import type { CardContext } from './context.ts';

/** Which appeal of its caller, and about its place, a ticket is within the policy's days. */
export interface RepeatedAppeal {
  caller: number;
  place: number;
}

/** Who may read that an appeal is a repeated one: the centre alone. A department could tell a restricted ticket by it. */
export const readsRepeats = (person: Person): boolean =>
  person.department === CENTRE && hasRole(person, ...CENTRE_ROLES);

/** `同一诉求人近30天第3次`, `同一地点近30天第4件`; empty: it is the first. */
const inWords = ({ caller, place }: RepeatedAppeal, { county }: CardContext): string[] => {
  const { times, days } = county.policy.analysis.repeated;
  return [
    ...(caller >= times ? [`同一诉求人近${days}天第${caller}次`] : []),
    ...(place >= times ? [`同一地点近${days}天第${place}件`] : []),
  ];
};

/**
 * The centre's card with the repeat among its facts, as it was when there is none. In the title too where a ticket
 * waits for a department: a card with selects shows no facts on WeCom.
 */
export const withRepeats = (card: Card, repeats: RepeatedAppeal, context: CardContext): Card => {
  const words = inWords(repeats, context);
  if (words.length === 0) return card;
  return {
    ...card,
    title: card.kind === 'toDispatch' && card.form ? `${card.title}，${words[0]}` : card.title,
    facts: [...card.facts, { label: '重复诉求', value: words.join('，') }],
  };
};
