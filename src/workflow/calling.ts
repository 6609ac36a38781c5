import { claimCall } from '../cards/incoming.ts';
import { CENTRE } from '../domain/person.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { County } from './county.ts';
import { recipients } from './notices.ts';
import type { Recipient, Wanted } from './ports.ts';

/**
 * R3.2: whom a claim reminder calls by name in this group, by their ids there: the department's liaisons, its principal
 * where it has none. Somebody on both platforms is called on the one they are written to; nobody in private.
 */
const claimersIn = (county: County, to: Recipient, department: string): string[] => {
  const reached = (role: 'liaison' | 'principal'): Recipient[] => recipients(county, county.holders(department, role));
  const liaisons = reached('liaison');
  return (liaisons.length > 0 ? liaisons : reached('principal')).flatMap((called) =>
    'chat' in to && 'person' in called && called.platform === to.platform ? [called.person] : [],
  );
};

/** Only its webhook can call somebody there, and shows no buttons: a pressable card goes without and a line beside it calls. */
const callsByLine = (to: Recipient): boolean => 'chat' in to && to.webhookKey !== undefined;

/** A department's post with unclaimed tickets calls on the card itself or not at all: the budget has no message beside it. */
export const calledOnCard = (county: County, to: Recipient, department: string): { mention?: string[] } => {
  const mention = callsByLine(to) ? [] : claimersIn(county, to, department);
  return mention.length > 0 ? { mention } : {};
};

/** The claim reminder of one ticket, really calling whoever must claim: on its card, or with a line of its own beside it. */
export const callingClaimers = (county: County, wanted: Wanted, ticket: Ticket): Wanted[] => {
  const { to, letter, occasion, at } = wanted;
  const mention = claimersIn(county, to, ticket.department ?? CENTRE);
  if (mention.length === 0 || letter.form !== 'card') return [wanted];
  if (!callsByLine(to)) return [{ ...wanted, letter: { ...letter, mention } }];
  const call: Wanted = {
    to,
    kind: 'text',
    letter: { form: 'text', text: claimCall(ticket), mention },
    tickets: [ticket.no],
    at,
    urgent: true,
    ...(occasion ? { occasion: `call:${occasion}` } : {}),
  };
  return [wanted, call];
};
