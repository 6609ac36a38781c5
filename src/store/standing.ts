import type { Letter } from '../cards/exchange.ts';
import type { StandingCard } from '../workflow/ports.ts';
import type { DeliveryModel } from './generated/models/Delivery.ts';
import { cardOf, recipientOf } from './placing.ts';
import type { Statement } from './unit.ts';

/**
 * Cards in the ledger that can still be changed, the newest first, among those found by `found`. These are few and found
 * by their own index whatever the server thinks of the states: the cost follows one ticket, not the ledger.
 */
const among = (found: string, fits = 'true'): string => `
  found AS MATERIALIZED (
    SELECT "id", "platform", "chat", "person", "personId", "kind", "letter", "at", "act", "state", "reference", "tickets", "order"
    FROM "delivery" WHERE ${found}
  )
  SELECT "id", "platform", "chat", "person", "personId", "kind", "letter", "at" FROM found
  WHERE ${fits} AND "act" = 'send' AND ("state" IN ('wanted', 'queued') OR ("state" = 'accepted' AND "reference" IS NOT NULL))
  ORDER BY "order" DESC`;

/** About one ticket alone; which parameters are its number and the kinds of cards. */
export const standingOfTicket = (no: string, kinds: string): string =>
  among(`"tickets" @> ARRAY[${no}]::text[]`, `cardinality("tickets") = 1 AND "kind" = ANY(${kinds}::text[])`);
export const STANDING_OF_TICKET: Statement = {
  name: 'standing cards of a ticket',
  text: `WITH ${standingOfTicket('$1', '$2')}`,
};
export const STANDING_OF_MATTER: Statement = {
  name: 'standing cards of a matter',
  text: `WITH ${among('"matter" = $1')}`,
};

export type StandingRow = Pick<
  DeliveryModel,
  'id' | 'platform' | 'chat' | 'person' | 'personId' | 'kind' | 'letter' | 'at'
>;

/** The newest card of each kind (of a matter: of each face) for each recipient that fits and can still be changed. */
export const newestOf = (rows: readonly StandingRow[]): StandingCard[] => {
  const newest = new Map<string, StandingCard>();
  for (const row of rows) {
    const card = row.letter ? cardOf(row.letter as unknown as Letter) : undefined;
    if (!card) continue;
    const key = `${row.platform}:${row.chat ?? row.person}:${row.kind}:${card.matter?.face ?? ''}`;
    if (!newest.has(key)) newest.set(key, { delivery: row.id, to: recipientOf(row), card, at: row.at });
  }
  return [...newest.values()];
};

/** The cards of the ticket just saved: its save brings them along, because they are looked at next. */
export interface Standing {
  keep(no: string, cards: StandingCard[]): void;
  of(no: string): StandingCard[] | undefined;
  /** Letters changed: what was found holds no more. */
  forget(): void;
}

export const openStanding = (): Standing => {
  let found: { no: string; cards: StandingCard[] } | undefined;
  return {
    keep: (no, cards) => {
      found = { no, cards };
    },
    of: (no) => (found?.no === no ? found.cards : undefined),
    forget: () => {
      found = undefined;
    },
  };
};
