import type { Letter } from '../cards/exchange.ts';
import type { Desk } from '../workflow/ports.ts';
import type { DeliveryModel } from './generated/models/Delivery.ts';
import { lineOf } from './ledgerLine.ts';
import { aboutCard, addressed, type NewLetter, type Outbox } from './outbox.ts';
import { type LedgerTools, recipientOf } from './placing.ts';
import type { Standing } from './standing.ts';
import type { Statement, Unit } from './unit.ts';

/** What takes a sending back. Its `at` names the occasion; `letter` is what takes the place of the card. */
export const recallRow = (
  tools: LedgerTools,
  row: Pick<
    DeliveryModel,
    'id' | 'platform' | 'chat' | 'person' | 'personId' | 'kind' | 'tickets' | 'at' | 'channel'
  > & { replaced?: Letter },
): NewLetter => ({
  id: tools.newId(),
  occasion: null,
  ...addressed(recipientOf(row)),
  kind: row.kind,
  act: 'recall',
  ...aboutCard(row.replaced ?? { form: 'text', text: '已撤回' }),
  reply: null,
  tickets: row.tickets,
  reminds: [],
  urgent: true,
  state: 'queued',
  at: row.at,
  heldUntil: null,
  nextTry: null,
  recalls: row.id,
  channel: row.channel ?? '',
});

/** A letter not yet sent is out of the queue for good; one that stands is being taken back; its waiting updates are passed over. */
const RECALL: Statement = {
  name: 'recall a letter',
  text: `
    WITH unsent AS (
      UPDATE "delivery" SET "state" = 'recalled', "reason" = $2, "letter" = $3::jsonb, "heldUntil" = NULL, "nextTry" = NULL
      WHERE "id" = $1 AND "state" IN ('wanted', 'queued')
    ), begun AS (
      UPDATE "delivery" SET "state" = 'recalling', "reason" = $2 WHERE "id" = $1 AND "state" = 'accepted' RETURNING *
    ), passed AS (
      UPDATE "delivery" SET "state" = 'superseded'
      WHERE "act" = 'update' AND "state" = 'queued' AND "cardRef" = (SELECT "cardRef" FROM "delivery" WHERE "id" = $1)
    )
    SELECT * FROM begun`,
};

type RecallDesk = Pick<Desk, 'posted' | 'recall' | 'recalls' | 'sent'>;

/** The part of a desk by which letters are taken back, and looked at after they were sent. */
export const recallDesk = (unit: Unit, outbox: Outbox, found: Standing, tools: LedgerTools): RecallDesk => {
  const { tx, run } = unit;
  return {
    posted: async (no) => {
      const rows = await tx.delivery.findMany({
        where: { tickets: { has: no }, act: 'send', state: { in: ['wanted', 'queued', 'accepted'] } },
        orderBy: { order: 'asc' },
      });
      return rows.map(lineOf);
    },
    recall: async (items, { why, at }) => {
      if (items.length === 0) return;
      await outbox.flush();
      found.forget();
      for (const { line, card } of items) {
        const replaced: Letter = card ? { form: 'card', card } : { form: 'text', text: '已撤回' };
        const [begun] = await run<DeliveryModel>(RECALL, [line.id, why, JSON.stringify(replaced)]);
        if (begun) outbox.put(recallRow(tools, { ...begun, at, replaced }));
      }
    },
    recalls: async (no, at) => {
      const rows = await tx.delivery.findMany({
        where: { tickets: { has: no }, act: 'recall', at },
        orderBy: { order: 'asc' },
      });
      return rows.map(lineOf);
    },
    sent: async (id) => {
      const row = await tx.delivery.findUnique({ where: { id } });
      if (row?.act !== 'send' || row.channel === null || !['accepted', 'recalling'].includes(row.state))
        return undefined;
      const reference = row.reference as Record<string, unknown> | null;
      return {
        line: lineOf(row),
        sent: {
          channel: row.channel,
          ...(row.messageRef === null ? {} : { messageRef: row.messageRef }),
          ...(reference ? { reference } : {}),
        },
      };
    },
  };
};
