import { type Card, TICKET_CARD_KINDS } from '../cards/card.ts';
import type { Letter, PlatformName } from '../cards/exchange.ts';
import type { Desk, LedgerLine, Recipient, StandingCard, Wanted } from '../workflow/ports.ts';
import { json, type Tx } from './client.ts';
import { Prisma } from './generated/client.ts';
import type { DeliveryModel } from './generated/models/Delivery.ts';

/** A ledger row on its way to the queue: what the queue needs to pick its channel and keep order. */
export interface Queued {
  id: string;
  platform: PlatformName;
  chat?: string;
  person?: string;
}

/** Adds the jobs of these rows in the transaction that wrote them. */
export type Enqueue = (tx: Tx, rows: readonly Queued[]) => Promise<void>;

export interface LedgerTools {
  newId(): string;
  enqueue: Enqueue;
  /** Machine time, epoch milliseconds. */
  real(): number;
}

/** What an inline answer has before delivery sends it instead. */
const INLINE_ANSWER_MS = 10_000;

export const recipientOf = (row: Pick<DeliveryModel, 'platform' | 'chat' | 'person' | 'personId'>): Recipient => {
  const platform = row.platform as PlatformName;
  if (row.chat !== null) return { platform, chat: row.chat };
  return { platform, person: row.person ?? '', personId: row.personId ?? '' };
};

const columnsOf = (to: Recipient) =>
  'chat' in to
    ? { platform: to.platform, chat: to.chat }
    : { platform: to.platform, person: to.person, personId: to.personId };

const whereOf = (to: Recipient) =>
  'chat' in to ? { platform: to.platform, chat: to.chat } : { platform: to.platform, person: to.person };

const queuedOf = (row: { id: string; platform: string; chat: string | null; person: string | null }): Queued => ({
  id: row.id,
  platform: row.platform as PlatformName,
  ...(row.chat !== null ? { chat: row.chat } : {}),
  ...(row.person !== null ? { person: row.person } : {}),
});

const lineOf = (row: DeliveryModel): LedgerLine => ({
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

const matterKey = (card: Card | undefined): string | null =>
  card?.matter ? `${card.matter.kind}:${card.matter.id}` : null;

const cardOf = (letter: Letter): Card | undefined => (letter.form === 'card' ? letter.card : undefined);

const want = async (tx: Tx, tools: LedgerTools, items: readonly Wanted[]): Promise<void> => {
  if (items.length === 0) return;
  const rows = items.map((item) => {
    const card = cardOf(item.letter);
    return {
      id: tools.newId(),
      occasion: item.occasion ?? null,
      ...columnsOf(item.to),
      kind: item.kind,
      act: 'send',
      letter: json(item.letter),
      ...(item.reply ? { reply: json(item.reply) } : {}),
      cardRef: card?.ref ?? null,
      matter: matterKey(card),
      tickets: item.tickets,
      urgent: item.urgent ?? false,
      reminds: item.reminds ?? [],
      state: item.heldUntil ? 'wanted' : 'queued',
      at: item.at,
      heldUntil: item.heldUntil ?? null,
    };
  });
  const written = await tx.delivery.createManyAndReturn({
    data: rows,
    skipDuplicates: true,
    select: { id: true, platform: true, chat: true, person: true, state: true, cardRef: true },
  });
  const refs = new Set(written.map((row) => row.cardRef));
  await keepCards(
    tx,
    items.flatMap((item) => cardOf(item.letter) ?? []).filter((card) => refs.has(card.ref)),
    items[0]?.at ?? new Date(0),
  );
  const queued = written.filter((row) => row.state === 'queued').map(queuedOf);
  if (queued.length > 0) await tools.enqueue(tx, queued);
};

export const keepCards = async (tx: Tx, cards: readonly Card[], at: Date): Promise<void> => {
  if (cards.length === 0) return;
  await tx.card.createMany({
    data: cards.map((card) => ({ ref: card.ref, kind: card.kind, tickets: card.tickets, card: json(card), at })),
    skipDuplicates: true,
  });
};

/** A card not yet taken is changed where it waits; one that stands gets an update, and older updates are passed over. */
const change = async (tx: Tx, tools: LedgerTools, items: Parameters<Desk['change']>[0]): Promise<void> => {
  for (const { standing, card } of items) {
    await tx.card.update({ where: { ref: card.ref }, data: { card: json(card) }, select: { ref: true } });
    const letter: Letter = { form: 'card', card };
    const waitingRow = await tx.delivery.updateMany({
      where: { id: standing.delivery, state: { in: ['wanted', 'queued'] } },
      data: { letter: json(letter), revision: { increment: 1 } },
    });
    if (waitingRow.count > 0) continue;
    await tx.delivery.updateMany({
      where: { cardRef: card.ref, act: 'update', state: 'queued' },
      data: { state: 'superseded' },
    });
    const id = tools.newId();
    await tx.delivery.create({
      data: {
        id,
        ...columnsOf(standing.to),
        kind: card.kind,
        act: 'update',
        letter: json(letter),
        cardRef: card.ref,
        matter: matterKey(card),
        tickets: card.tickets,
        state: 'queued',
        at: standing.at,
      },
      select: { id: true },
    });
    await tools.enqueue(tx, [{ id, ...addressOf(standing.to) }]);
  }
};

const addressOf = (to: Recipient): Omit<Queued, 'id'> =>
  'chat' in to ? { platform: to.platform, chat: to.chat } : { platform: to.platform, person: to.person };

/** The newest card of each kind (of a matter: of each face) for each recipient that fits and can still be changed. */
const standing = async (tx: Tx, fits: Prisma.DeliveryWhereInput): Promise<StandingCard[]> => {
  const rows = await tx.delivery.findMany({
    where: {
      ...fits,
      act: 'send',
      OR: [{ state: { in: ['wanted', 'queued'] } }, { state: 'accepted', reference: { not: Prisma.DbNull } }],
    },
    orderBy: { order: 'desc' },
  });
  const newest = new Map<string, StandingCard>();
  for (const row of rows) {
    const letter = row.letter as unknown as Letter | null;
    if (letter?.form !== 'card') continue;
    const key = `${row.platform}:${row.chat ?? row.person}:${row.kind}:${letter.card.matter?.face ?? ''}`;
    if (newest.has(key)) continue;
    newest.set(key, { delivery: row.id, to: recipientOf(row), card: letter.card, at: row.at });
  }
  return [...newest.values()];
};

const recent: (tx: Tx, to: Recipient, kind: string, since: Date) => ReturnType<Desk['recent']> = async (
  tx,
  to,
  kind,
  since,
) => {
  const found = await tx.delivery.aggregate({
    where: { ...whereOf(to), kind, act: 'send', at: { gte: since } },
    _count: true,
    _max: { heldUntil: true },
  });
  const held = found._max.heldUntil;
  return { count: found._count, ...(held ? { heldUntil: held } : {}) };
};

const held = async (tx: Tx, query: { dueBy?: Date; to?: Recipient }): Promise<LedgerLine[]> => {
  const rows = await tx.delivery.findMany({
    where: {
      state: 'wanted',
      kind: { in: [...TICKET_CARD_KINDS] },
      heldUntil: query.dueBy ? { lte: query.dueBy } : { not: null },
      ...(query.to ? whereOf(query.to) : {}),
    },
    orderBy: { order: 'asc' },
  });
  return rows.map(lineOf);
};

/** What was held over night and is no ticket's card goes out as it is. */
const letGo = async (tx: Tx, tools: LedgerTools, dueBy: Date): Promise<number> => {
  const rows = await tx.delivery.findMany({
    where: { state: 'wanted', kind: { notIn: [...TICKET_CARD_KINDS] }, heldUntil: { lte: dueBy } },
    orderBy: { order: 'asc' },
  });
  if (rows.length === 0) return 0;
  await tx.delivery.updateMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    data: { state: 'queued', heldUntil: null },
  });
  await tools.enqueue(tx, rows.map(queuedOf));
  return rows.length;
};

type LedgerDesk = Pick<
  Desk,
  | 'want'
  | 'change'
  | 'standing'
  | 'standingMatter'
  | 'card'
  | 'recent'
  | 'held'
  | 'letGo'
  | 'merged'
  | 'liveReminders'
  | 'deliveries'
>;

/** The part of a desk that keeps the delivery ledger. */
export const ledgerDesk = (tx: Tx, tools: LedgerTools): LedgerDesk => ({
  want: (items) => want(tx, tools, items),
  change: (items) => change(tx, tools, items),
  /** About this ticket alone. */
  standing: (no) => standing(tx, { tickets: { equals: [no] }, kind: { in: [...TICKET_CARD_KINDS] } }),
  standingMatter: (kind, id) => standing(tx, { matter: `${kind}:${id}` }),
  card: async (ref) => {
    const row = await tx.card.findUnique({ where: { ref } });
    return row ? (row.card as unknown as Card) : undefined;
  },
  recent: (to, kind, since) => recent(tx, to, kind, since),
  held: (query) => held(tx, query),
  letGo: (dueBy) => letGo(tx, tools, dueBy),
  merged: async (ids, reason) => {
    await tx.delivery.updateMany({
      where: { id: { in: [...ids] }, state: 'wanted' },
      data: { state: 'merged', reason, heldUntil: null },
    });
  },
  liveReminders: (no, since) =>
    tx.delivery.count({
      where: { reminds: { has: no }, at: { gte: since }, state: { in: ['wanted', 'queued', 'accepted'] } },
    }),
  deliveries: async (no) =>
    (await tx.delivery.findMany({ where: { tickets: { has: no } }, orderBy: { order: 'asc' } })).map(lineOf),
});

/** An inline answer as a ledger row: delivery sends it when the platform has not taken it in time. */
export const answerRow = (
  tools: LedgerTools,
  answer: { recipient: Recipient; reply: Record<string, unknown>; at: Date; letter: Letter },
) => {
  const card = cardOf(answer.letter);
  return {
    id: tools.newId(),
    ...columnsOf(answer.recipient),
    kind: card?.kind ?? 'text',
    act: 'send',
    letter: json(answer.letter),
    reply: json(answer.reply),
    cardRef: card?.ref ?? null,
    matter: matterKey(card),
    tickets: card?.tickets ?? [],
    state: 'wanted',
    at: answer.at,
    nextTry: new Date(tools.real() + INLINE_ANSWER_MS),
  };
};
