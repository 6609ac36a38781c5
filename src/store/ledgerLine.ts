import type { Letter } from '../cards/exchange.ts';
import type { LedgerLine } from '../workflow/ports.ts';
import type { DeliveryModel } from './generated/models/Delivery.ts';
import { recipientOf } from './placing.ts';

/** A row of the ledger as the workflow and the API read it. */
export const lineOf = (row: DeliveryModel): LedgerLine => ({
  id: row.id,
  to: recipientOf(row),
  kind: row.kind,
  state: row.state as LedgerLine['state'],
  at: row.at,
  tickets: row.tickets,
  urgent: row.urgent,
  ...(row.reason !== null ? { reason: row.reason } : {}),
  ...(row.nextTry ? { nextTry: row.nextTry } : {}),
  ...(row.heldUntil ? { heldUntil: row.heldUntil } : {}),
  ...(row.letter ? { letter: row.letter as unknown as Letter } : {}),
});
