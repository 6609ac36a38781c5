import type { Letter } from '../cards/exchange.ts';
import type { Address, Receipt, Sending } from '../chat/platform.ts';
import type { Ledger, Outgoing } from '../delivery/ports.ts';
import { type Database, json, type Tx } from './client.ts';
import { Prisma } from './generated/client.ts';
import type { DeliveryModel } from './generated/models/Delivery.ts';
import { keepCards, type LedgerTools, recipientOf } from './ledgerRows.ts';

const ADDRESS = { id: true, platform: true, chat: true, person: true } as const;

const addressOf = async (database: Database | Tx, row: DeliveryModel): Promise<Address> => {
  const to = recipientOf(row);
  if (!('chat' in to)) return { platform: to.platform, person: to.person };
  const chat = await database.chat.findUnique({
    where: { platform_id: { platform: to.platform, id: to.chat } },
    select: { webhookKey: true },
  });
  return { ...to, ...(chat?.webhookKey ? { webhookKey: chat.webhookKey } : {}) };
};

/** What the card's first sending left behind for changing it; undefined: it can no longer be changed. */
const referenceOf = async (database: Database, row: DeliveryModel): Promise<Record<string, unknown> | undefined> => {
  const first = await database.delivery.findFirst({
    where: { cardRef: row.cardRef, act: 'send', state: 'accepted' },
    select: { reference: true },
  });
  return first?.reference ? (first.reference as Record<string, unknown>) : undefined;
};

const sendingOf = async (database: Database, row: DeliveryModel): Promise<Sending> => {
  const to = await addressOf(database, row);
  const letter = row.letter as unknown as Letter;
  if (row.act === 'update' && letter.form === 'card') {
    return { act: 'update', id: row.id, to, card: letter.card, reference: (await referenceOf(database, row)) ?? {} };
  }
  return { act: 'send', id: row.id, to, letter, ...(row.reply ? { reply: row.reply as Record<string, unknown> } : {}) };
};

const load = async (database: Database, id: string): Promise<Outgoing | undefined> => {
  const row = await database.delivery.findUnique({ where: { id } });
  if (!row) return undefined;
  return {
    id,
    sending: await sendingOf(database, row),
    to: recipientOf(row),
    kind: row.kind,
    tickets: row.tickets,
    reminds: row.reminds,
    state: row.state,
    attempts: row.attempts,
    revision: row.revision,
    at: row.at,
    createdAt: row.createdAt,
    ...(row.nextTry ? { nextTry: row.nextTry } : {}),
  };
};

/** The oldest queued row of the same place and channel. */
const head = async (database: Database, id: string, channel: string): Promise<Outgoing | undefined> => {
  const [first] = await database.$queryRaw<{ id: string }[]>`
    SELECT d."id" FROM "delivery" d JOIN "delivery" j ON j."id" = ${id}
    WHERE d."state" = 'queued' AND d."queue" = ${channel} AND d."platform" = j."platform"
      AND d."chat" IS NOT DISTINCT FROM j."chat" AND d."person" IS NOT DISTINCT FROM j."person"
    ORDER BY d."order" LIMIT 1`;
  return first && load(database, first.id);
};

const accepted = async (
  database: Database,
  tools: LedgerTools,
  outgoing: Outgoing,
  receipt: Receipt,
): Promise<{ stale: boolean }> =>
  database.$transaction(async (tx) => {
    const reference = receipt.reference ? json(receipt.reference) : Prisma.DbNull;
    const row = await tx.delivery.update({
      where: { id: outgoing.id },
      data: {
        state: 'accepted',
        channel: receipt.channel,
        reason: null,
        code: null,
        nextTry: null,
        attempts: { increment: 1 },
        changedAt: new Date(tools.real()),
        ...(outgoing.sending.act === 'send' ? { reference } : {}),
      },
    });
    if (outgoing.sending.act === 'update') {
      await tx.delivery.updateMany({
        where: { cardRef: row.cardRef, act: 'send', state: 'accepted' },
        data: { reference },
      });
    }
    const stale = row.revision > outgoing.revision && receipt.reference !== undefined;
    if (stale) await queueUpdate(tx, tools, row);
    return { stale };
  });

/** The letter changed while it was on its way: what was sent is changed at once. */
const queueUpdate = async (tx: Tx, tools: LedgerTools, row: DeliveryModel): Promise<void> => {
  const update = await tx.delivery.create({
    data: {
      id: tools.newId(),
      platform: row.platform,
      chat: row.chat,
      person: row.person,
      personId: row.personId,
      kind: row.kind,
      act: 'update',
      letter: json(row.letter),
      cardRef: row.cardRef,
      tickets: row.tickets,
      state: 'queued',
      at: row.at,
    },
    select: ADDRESS,
  });
  await tools.enqueue(tx, [queuedOf(update)]);
};

const queuedOf = (row: { id: string; platform: string; chat: string | null; person: string | null }) => ({
  id: row.id,
  platform: row.platform as 'wecom' | 'dingtalk',
  ...(row.chat !== null ? { chat: row.chat } : {}),
  ...(row.person !== null ? { person: row.person } : {}),
});

const sendAnew = (database: Database, newRef: () => string, id: string): Promise<void> =>
  database.$transaction(async (tx) => {
    const row = await tx.delivery.findUniqueOrThrow({ where: { id } });
    const letter = row.letter as unknown as Letter;
    if (letter.form !== 'card') return;
    const card = { ...letter.card, ref: newRef() };
    await keepCards(tx, [card], row.at);
    await tx.delivery.update({
      where: { id },
      data: { act: 'send', cardRef: card.ref, letter: json({ ...letter, card }) },
    });
  });

/** Inline answers nobody took: into the queue, skipping those another instance is moving. */
const queueLateAnswers = (database: Database, tools: LedgerTools, now: Date): Promise<number> =>
  database.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ id: string; platform: string; chat: string | null; person: string | null }[]>`
      SELECT "id", "platform", "chat", "person" FROM "delivery"
      WHERE "state" = 'wanted' AND "heldUntil" IS NULL AND "nextTry" <= ${now} ORDER BY "order" LIMIT 100 FOR UPDATE SKIP LOCKED`;
    if (rows.length === 0) return 0;
    await tx.delivery.updateMany({
      where: { id: { in: rows.map((row) => row.id) } },
      data: { state: 'queued', nextTry: null },
    });
    await tools.enqueue(tx, rows.map(queuedOf));
    return rows.length;
  });

const pending = async (database: Database, now: Date): Promise<number> => {
  const [row] = await database.$queryRaw<{ pending: bigint }[]>`
    SELECT count(*) AS pending FROM "delivery" d
    WHERE d."state" = 'queued' AND (d."nextTry" IS NULL OR d."nextTry" <= ${now})
      AND NOT EXISTS (SELECT 1 FROM "delivery" h WHERE h."state" = 'queued' AND h."nextTry" > ${now} AND h."order" < d."order"
        AND h."platform" = d."platform" AND h."chat" IS NOT DISTINCT FROM d."chat" AND h."person" IS NOT DISTINCT FROM d."person")`;
  return Number(row?.pending ?? 0);
};

/** Opens delivery's part of the archive. */
export const openLedger = (database: Database, tools: LedgerTools, newRef: () => string): Ledger => ({
  load: (id) => load(database, id),
  head: (id, channel) => head(database, id, channel),
  accepted: (outgoing, receipt) => accepted(database, tools, outgoing, receipt),
  delayed: async (id, { reason, code, channel, nextTry }) => {
    await database.delivery.updateMany({
      where: { id, state: 'queued' },
      data: {
        reason,
        code: code ?? null,
        channel,
        nextTry,
        attempts: { increment: 1 },
        changedAt: new Date(tools.real()),
      },
    });
  },
  failed: async (id, { reason, code, channel }) => {
    await database.delivery.update({
      where: { id },
      data: {
        state: 'failed',
        reason,
        code: code ?? null,
        channel,
        nextTry: null,
        attempts: { increment: 1 },
        changedAt: new Date(tools.real()),
      },
    });
  },
  sendAnew: (id) => sendAnew(database, newRef, id),
  queueLateAnswers: (now) => queueLateAnswers(database, tools, now),
  pending: (now) => pending(database, now),
  answering: () => database.delivery.count({ where: { state: 'wanted', heldUntil: null } }),
  counts: async () =>
    (await database.delivery.groupBy({ by: ['state'], _count: true })).map((row) => ({
      state: row.state,
      count: row._count,
    })),
});

/** The platform took an answer inline. */
export const answeredInline = async (
  database: Database,
  real: () => number,
  id: string,
  receipt: Receipt,
): Promise<void> => {
  await database.delivery.updateMany({
    where: { id, state: 'wanted' },
    data: {
      state: 'accepted',
      channel: receipt.channel,
      nextTry: null,
      changedAt: new Date(real()),
      reference: receipt.reference ? json(receipt.reference) : Prisma.DbNull,
    },
  });
};
