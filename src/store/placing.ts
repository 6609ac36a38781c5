import type { Card } from '../cards/card.ts';
import type { Letter, PlatformName } from '../cards/exchange.ts';
import type { Address, Sending } from '../chat/platform.ts';
import type { Queued } from '../delivery/forecast.ts';
import type { ToQueue } from '../delivery/queue.ts';
import type { Recipient } from '../workflow/ports.ts';
import type { DeliveryModel } from './generated/models/Delivery.ts';
import type { Run, Statement } from './unit.ts';

/** A statement with its values. */
export interface Bound {
  statement: Statement;
  values: readonly unknown[];
}

/** How a letter's row begins: in the queue of a channel, left for the running bot to find, or without any way out. */
export type Placed =
  | { state: 'queued'; queue: string | null }
  | { state: 'wanted'; nextTry: Date }
  | { state: 'failed'; reason: string };

/** What the ledger needs of delivery and of the kernel. */
export interface LedgerTools {
  newId(): string;
  /** Machine time, epoch milliseconds. */
  real(): number;
  /** The channel of a sending, as its platform chooses it. */
  place(sending: Sending): Promise<Placed>;
  /** Machine milliseconds until these have all left, by the platforms' limits. */
  forecast(queued: readonly Queued[]): Promise<number>;
  /** The statements that add the jobs of these rows, for the transaction that writes them. */
  jobs(rows: readonly ToQueue[]): Promise<readonly Bound[]>;
}

export const recipientOf = (row: Pick<DeliveryModel, 'platform' | 'chat' | 'person' | 'personId'>): Recipient => {
  const platform = row.platform as PlatformName;
  if (row.chat !== null) return { platform, chat: row.chat };
  return { platform, person: row.person ?? '', personId: row.personId ?? '' };
};

export const cardOf = (letter: Letter): Card | undefined => (letter.form === 'card' ? letter.card : undefined);

/** What must be known of a row to place it. */
export type Unplaced = Pick<DeliveryModel, 'id' | 'platform' | 'chat' | 'person'> & {
  act: string;
  letter: unknown;
  reply: unknown;
  channel?: string | null;
};

const sendingOf = (row: Unplaced, to: Address): Sending => {
  const letter = row.letter as Letter;
  if (row.act === 'recall') return { act: 'recall', id: row.id, to, sent: { channel: row.channel ?? '' } };
  if (row.act === 'update' && letter.form === 'card')
    return { act: 'update', id: row.id, to, card: letter.card, reference: {} };
  return { act: 'send', id: row.id, to, letter, ...(row.reply ? { reply: row.reply as Record<string, unknown> } : {}) };
};

const WEBHOOKS: Statement = {
  name: 'webhook keys',
  text: `SELECT "id", "webhookKey" FROM "chat" WHERE "platform" = 'wecom' AND "id" = ANY($1::text[]) AND "webhookKey" IS NOT NULL`,
};

const webhooksOf = async (run: Run, rows: readonly Unplaced[]): Promise<Map<string, string>> => {
  const chats = rows.flatMap(({ platform, chat }) => (platform === 'wecom' && chat !== null ? [chat] : []));
  if (chats.length === 0) return new Map();
  const found = await run<{ id: string; webhookKey: string }>(WEBHOOKS, [[...new Set(chats)]]);
  return new Map(found.map(({ id, webhookKey }) => [id, webhookKey]));
};

/** Finds the way out of each row. Group webhooks have keys of their own, which are read here. */
export const placeAll = async (
  run: Run,
  tools: LedgerTools,
  rows: readonly Unplaced[],
): Promise<Map<string, Placed>> => {
  const webhooks = await webhooksOf(run, rows);
  const placed = new Map<string, Placed>();
  for (const row of rows) {
    const platform = row.platform as PlatformName;
    const webhookKey = webhooks.get(row.chat ?? '');
    const to: Address =
      row.chat !== null
        ? { platform, chat: row.chat, ...(webhookKey ? { webhookKey } : {}) }
        : { platform, person: row.person ?? '' };
    placed.set(row.id, await tools.place(sendingOf(row, to)));
  }
  return placed;
};

/** The job of a row that stands in a queue; the chat or person is the key of its order. */
export const jobsOf = (
  rows: readonly Pick<Unplaced, 'id' | 'platform' | 'chat' | 'person'>[],
  placed: Map<string, Placed>,
): ToQueue[] =>
  rows.flatMap((row) => {
    const place = placed.get(row.id);
    return place?.state === 'queued' && place.queue !== null
      ? [{ id: row.id, key: `${row.platform}:${row.chat ?? row.person}`, channel: place.queue }]
      : [];
  });

const PUT_IN: Statement = {
  name: 'put letters into queues',
  text: `
    UPDATE "delivery" d SET "state" = p."state", "queue" = coalesce(p."queue", d."queue"), "reason" = coalesce(p."reason", d."reason"),
      "nextTry" = p."nextTry", "heldUntil" = NULL
    FROM jsonb_to_recordset($1::jsonb) AS p("id" text, "state" text, "queue" text, "reason" text, "nextTry" timestamptz)
    WHERE d."id" = p."id"`,
};

/** Puts rows that were written before into their queues. */
export const enqueue = async (run: Run, tools: LedgerTools, rows: readonly Unplaced[]): Promise<void> => {
  if (rows.length === 0) return;
  const placed = await placeAll(run, tools, rows);
  await run(PUT_IN, [JSON.stringify([...placed].map(([id, place]) => ({ id, ...place })))]);
  for (const job of await tools.jobs(jobsOf(rows, placed))) await run(job.statement, job.values);
};
