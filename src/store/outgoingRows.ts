import type { Letter, Sent } from '../cards/exchange.ts';
import type { Address, Receipt, Sending } from '../chat/platform.ts';
import type { Ledger, Outgoing } from '../delivery/ports.ts';
import { type Database, json } from './client.ts';
import { gathered } from './gathered.ts';
import type { DeliveryModel } from './generated/models/Delivery.ts';
import { openOutbox } from './outbox.ts';
import { enqueue, type LedgerTools, recipientOf, type Unplaced } from './placing.ts';
import { recallRow } from './recallRows.ts';
import { letterAtEnd } from './secretLetter.ts';
import { inUnit, type Run, runOn, type Statement, type Unit } from './unit.ts';

/**
 * A row with the webhook's key of its chat, since when that is gone, and what the first sending left: for an update what
 * changes the card (`first`), for a recall what takes it back.
 */
type LoadedRow = DeliveryModel & {
  webhookKey: string | null;
  goneAt: Date | null;
  first: Record<string, unknown> | null;
  sentBy: string | null;
  sentRef: string | null;
  sentReference: Record<string, unknown> | null;
  placeWaits?: Date | null;
};

const WHOLE = `
  SELECT d.*, c."webhookKey", c."goneAt", f."reference" AS "first",
    r."channel" AS "sentBy", r."messageRef" AS "sentRef", r."reference" AS "sentReference" FROM "delivery" d
  LEFT JOIN "chat" c ON c."platform" = d."platform" AND c."id" = d."chat"
  LEFT JOIN LATERAL (
    SELECT "reference" FROM "delivery" WHERE "cardRef" = d."cardRef" AND "act" = 'send' AND "state" = 'accepted' LIMIT 1
  ) f ON d."act" = 'update'
  LEFT JOIN "delivery" r ON r."id" = d."recalls"`;
const LOAD: Statement = { name: 'load a letter', text: `${WHOLE} WHERE d."id" = $1` };
const PLACE_WAITS = `(SELECT max(w."nextTry") FROM "delivery" w WHERE w."state" = 'queued' AND w."queue" = d."queue"
    AND w."platform" = d."platform" AND w."chat" IS NOT DISTINCT FROM d."chat" AND w."person" IS NOT DISTINCT FROM d."person")
    AS "placeWaits"`;
/**
 * The urgent ones first, then the oldest queued row of the same place and channel. What one row must wait for holds for
 * the whole place: an urgent one does not knock where another was just sent away.
 */
const HEAD: Statement = {
  name: 'first letter of a place',
  text: `${WHOLE.replace('d.*', `d.*, ${PLACE_WAITS}`)} JOIN "delivery" j ON j."id" = $1
    WHERE d."state" = 'queued' AND d."queue" = $2 AND d."platform" = j."platform"
      AND d."chat" IS NOT DISTINCT FROM j."chat" AND d."person" IS NOT DISTINCT FROM j."person"
    ORDER BY d."urgent" DESC, d."order" LIMIT 1`,
};

const sentOf = ({ sentBy, sentRef, sentReference }: LoadedRow): Sent => ({
  channel: sentBy ?? '',
  ...(sentRef === null ? {} : { messageRef: sentRef }),
  ...(sentReference === null ? {} : { reference: sentReference }),
});

const sendingOf = (row: LoadedRow): Sending => {
  const place = recipientOf(row);
  const to: Address =
    'chat' in place
      ? { ...place, ...(row.webhookKey ? { webhookKey: row.webhookKey } : {}) }
      : { platform: place.platform, person: place.person };
  const letter = row.letter as unknown as Letter;
  if (row.act === 'recall')
    return {
      act: 'recall',
      id: row.id,
      to,
      sent: sentOf(row),
      ...(letter.form === 'card' ? { card: letter.card } : {}),
    };
  if (row.act === 'update' && letter.form === 'card')
    return { act: 'update', id: row.id, to, card: letter.card, reference: row.first ?? {} };
  return { act: 'send', id: row.id, to, letter, ...(row.reply ? { reply: row.reply as Record<string, unknown> } : {}) };
};

const outgoingOf = (row: LoadedRow | undefined): Outgoing | undefined =>
  row && {
    id: row.id,
    sending: sendingOf(row),
    to: recipientOf(row),
    kind: row.kind,
    tickets: row.tickets,
    reminds: row.reminds,
    state: row.state,
    attempts: row.attempts,
    revision: row.revision,
    at: row.at,
    createdAt: row.createdAt,
    ...nextTryOf(row),
    ...(row.goneAt && !row.reply ? { gone: true } : {}),
  };

const nextTryOf = ({ placeWaits, nextTry }: LoadedRow): { nextTry?: Date } => {
  const waits = placeWaits ?? nextTry;
  return waits ? { nextTry: waits } : {};
};

/**
 * `$4`: it was a first sending; an update's reference is the card's first sending's from now on. A letter that was taken
 * back while it was on its way stands now, and is to be taken back; what a recall took back is gone.
 */
const ACCEPTED: Statement = {
  name: 'letter accepted',
  text: `
    WITH before AS (
      SELECT "state" FROM "delivery" WHERE "id" = $1 FOR UPDATE
    ), taken AS (
      UPDATE "delivery" d SET "state" = CASE WHEN b."state" = 'recalled' THEN 'recalling' ELSE 'accepted' END, ${letterAtEnd('d')}, "channel" = $2,
        "reason" = CASE WHEN b."state" = 'recalled' THEN d."reason" END, "code" = NULL, "nextTry" = NULL,
        "attempts" = "attempts" + 1, "changedAt" = $3, "reference" = CASE WHEN $4 THEN $5::jsonb ELSE "reference" END,
        "messageRef" = CASE WHEN $4 THEN $6 ELSE "messageRef" END
      FROM before b WHERE d."id" = $1 RETURNING d.*
    ), gone AS (
      UPDATE "delivery" SET "state" = 'recalled' WHERE "id" = (SELECT "recalls" FROM taken) AND "state" = 'recalling'
    ), first AS (
      UPDATE "delivery" SET "reference" = $5::jsonb
      WHERE NOT $4 AND "cardRef" = (SELECT "cardRef" FROM taken) AND "act" = 'send' AND "state" = 'accepted'
    )
    SELECT * FROM taken`,
};

const accepted = (
  database: Database,
  tools: LedgerTools,
  outgoing: Outgoing,
  receipt: Receipt,
): Promise<{ stale: boolean }> =>
  inUnit(database, async (unit) => {
    const reference = receipt.reference ? JSON.stringify(receipt.reference) : null;
    const [row] = await unit.run<DeliveryModel>(ACCEPTED, [
      outgoing.id,
      receipt.channel,
      new Date(tools.real()),
      outgoing.sending.act === 'send',
      reference,
      receipt.messageRef ?? null,
    ]);
    if (!row) throw new Error(`no letter ${outgoing.id}`);
    if (row.state === 'recalling') {
      const outbox = openOutbox(unit.run, tools);
      outbox.put(recallRow(tools, { ...row, replaced: row.letter as unknown as Letter }));
      await outbox.flush();
      return { stale: false };
    }
    const stale = row.revision > outgoing.revision && receipt.reference !== undefined;
    if (stale) await queueUpdate(unit, tools, row);
    return { stale };
  });

/** The letter changed while it was on its way: what was sent is changed at once. */
const queueUpdate = async ({ run }: Unit, tools: LedgerTools, row: DeliveryModel): Promise<void> => {
  const outbox = openOutbox(run, tools);
  outbox.put({
    ...(({ platform, chat, person, personId, kind, cardRef, matter, tickets, at }) => ({
      platform,
      chat,
      person,
      personId,
      kind,
      cardRef,
      matter,
      tickets,
      at,
    }))(row),
    id: tools.newId(),
    occasion: null,
    act: 'update',
    letter: row.letter as unknown as Letter,
    reply: null,
    reminds: [],
    urgent: false,
    state: 'queued',
    heldUntil: null,
    nextTry: null,
  });
  await outbox.flush();
};

const KEEP_CARD: Statement = {
  name: 'keep a card',
  text: `INSERT INTO "card" ("ref", "kind", "tickets", "card", "at") VALUES ($1, $2, $3, $4::jsonb, $5) ON CONFLICT DO NOTHING`,
};

const sendAnew = (database: Database, newRef: () => string, id: string): Promise<void> =>
  inUnit(database, async ({ run, tx }) => {
    const row = await tx.delivery.findUniqueOrThrow({ where: { id } });
    const letter = row.letter as unknown as Letter;
    if (letter.form !== 'card') return;
    const card = { ...letter.card, ref: newRef() };
    await run(KEEP_CARD, [card.ref, card.kind, card.tickets, JSON.stringify(card), row.at]);
    await tx.delivery.update({
      where: { id },
      data: { act: 'send', cardRef: card.ref, letter: json({ ...letter, card }) },
    });
  });

const LATE: Statement = {
  name: 'late answers',
  text: `
    SELECT "id", "platform", "chat", "person", "act", "letter", "reply" FROM "delivery"
    WHERE "state" = 'wanted' AND "heldUntil" IS NULL AND "nextTry" <= $1 ORDER BY "order" LIMIT 100 FOR UPDATE SKIP LOCKED`,
};

/** Inline answers nobody took: into the queue, skipping those another instance is moving. */
const queueLateAnswers = (database: Database, tools: LedgerTools, now: Date): Promise<number> =>
  inUnit(database, async ({ run }) => {
    const rows = await run<Unplaced>(LATE, [now]);
    await enqueue(run, tools, rows);
    return rows.length;
  });

const DELAYED: Statement = {
  name: 'letter delayed',
  text: `
    UPDATE "delivery" SET "reason" = $2, "code" = $3, "channel" = $4, "nextTry" = $5, "attempts" = "attempts" + 1, "changedAt" = $6
    WHERE "id" = $1 AND "state" = 'queued'`,
};
const FAILED: Statement = {
  name: 'letter failed',
  text: `
    WITH given AS (
      UPDATE "delivery" AS d SET "state" = 'failed', ${letterAtEnd('d')}, "reason" = $2, "code" = $3, "channel" = $4, "nextTry" = NULL,
        "attempts" = "attempts" + 1, "changedAt" = $5
      WHERE "id" = $1 RETURNING "recalls"
    )
    UPDATE "delivery" SET "state" = 'accepted', "reason" = '未能撤回：' || $2
    WHERE "id" = (SELECT "recalls" FROM given) AND "state" = 'recalling'`,
};

const pending = async (database: Database, now: Date): Promise<number> => {
  const [row] = await database.$queryRaw<{ pending: bigint }[]>`
    SELECT count(*) AS pending FROM "delivery" d
    WHERE d."state" = 'queued' AND (d."nextTry" IS NULL OR d."nextTry" <= ${now})
      AND NOT EXISTS (SELECT 1 FROM "delivery" h WHERE h."state" = 'queued' AND h."nextTry" > ${now} AND h."queue" IS NOT DISTINCT FROM d."queue"
        AND h."platform" = d."platform" AND h."chat" IS NOT DISTINCT FROM d."chat" AND h."person" IS NOT DISTINCT FROM d."person")`;
  return Number(row?.pending ?? 0);
};

/** As many rows as a forecast looks at: beyond them it is a lower bound. */
const FORECAST_ROWS = 5_000;
const QUEUED: Statement = {
  name: 'queued letters',
  text: `${WHOLE} WHERE d."state" = 'queued' AND d."queue" IS NOT NULL ORDER BY d."order" LIMIT ${FORECAST_ROWS}`,
};

/** What stands in the queues, and how long it takes to leave. */
export const unsent = async (run: Run, tools: LedgerTools): Promise<{ count: number; ms: number }> => {
  const rows = await run<LoadedRow>(QUEUED, []);
  const queued = rows.map((row) => ({ sending: sendingOf(row), channel: row.queue ?? '', ...nextTryOf(row) }));
  return { count: rows.length, ms: await tools.forecast(queued) };
};

/** Opens delivery's part of the archive. */
export const openLedger = (database: Database, tools: LedgerTools, newRef: () => string): Ledger => {
  const run: Run = runOn(database.pool);
  const now = (): Date => new Date(tools.real());
  return {
    load: async (id) => outgoingOf((await run<LoadedRow>(LOAD, [id]))[0]),
    head: async (id, channel) => outgoingOf((await run<LoadedRow>(HEAD, [id, channel]))[0]),
    accepted: (outgoing, receipt) => accepted(database, tools, outgoing, receipt),
    delayed: async (id, { reason, code, channel, nextTry }) => {
      await run(DELAYED, [id, reason, code ?? null, channel, nextTry, now()]);
    },
    failed: async (id, { reason, code, channel }) => {
      await run(FAILED, [id, reason, code ?? null, channel, now()]);
    },
    sendAnew: (id) => sendAnew(database, newRef, id),
    queueLateAnswers: (at) => queueLateAnswers(database, tools, at),
    pending: (at) => pending(database, at),
    answering: () => database.delivery.count({ where: { state: 'wanted', heldUntil: null } }),
    counts: async () =>
      (await database.delivery.groupBy({ by: ['state'], _count: true })).map((row) => ({
        state: row.state,
        count: row._count,
      })),
  };
};

const ANSWERED: Statement = {
  name: 'answers taken inline',
  text: `
    UPDATE "delivery" d SET "state" = 'accepted', ${letterAtEnd('d')}, "channel" = t."channel", "nextTry" = NULL, "changedAt" = $2, "reference" = t."reference"
    FROM jsonb_to_recordset($1::jsonb) AS t("id" text, "channel" text, "reference" jsonb)
    WHERE d."id" = t."id" AND d."state" = 'wanted'`,
};

/** Notes answers that the platform took inline; those that come while a note is being written share the next one. */
export const answersInline = (run: Run, real: () => number): ((id: string, receipt: Receipt) => Promise<void>) => {
  const note = gathered(async (taken: readonly { id: string; channel: string; reference?: unknown }[]) => {
    await run(ANSWERED, [JSON.stringify(taken), new Date(real())]);
    return taken.map(() => undefined);
  });
  return (id, { channel, reference }) => note({ id, channel, ...(reference ? { reference } : {}) });
};
