import { type Card, TICKET_CARD_KINDS } from '../cards/card.ts';
import type { Letter } from '../cards/exchange.ts';
import type { Desk, LedgerLine, Recipient, StandingCard } from '../workflow/ports.ts';
import type { Tx } from './client.ts';
import { lineOf } from './ledgerLine.ts';
import { aboutCard, addressed, type NewLetter, type Outbox, wantedRow } from './outbox.ts';
import { cardOf, enqueue, type LedgerTools, recipientOf, type Unplaced } from './placing.ts';
import { recallDesk } from './recallRows.ts';
import { newestOf, STANDING_OF_MATTER, STANDING_OF_TICKET, type Standing, type StandingRow } from './standing.ts';
import type { Run, Statement, Unit } from './unit.ts';

/** What an inline answer has before delivery sends it instead. */
const INLINE_ANSWER_MS = 10_000;

const whereOf = (to: Recipient) =>
  'chat' in to ? { platform: to.platform, chat: to.chat } : { platform: to.platform, person: to.person };

/** A card not yet taken is changed where it waits; older updates of one that stands are passed over. Tells whether it waited. */
const CHANGE: Statement = {
  name: 'change a card',
  text: `
    WITH kept AS (
      UPDATE "card" SET "card" = $2::jsonb WHERE "ref" = $1
    ), waiting AS (
      UPDATE "delivery" SET "letter" = $3::jsonb, "revision" = "revision" + 1
      WHERE "id" = $4 AND "state" IN ('wanted', 'queued') RETURNING "id"
    ), passed AS (
      UPDATE "delivery" SET "state" = 'superseded'
      WHERE "cardRef" = $1 AND "act" = 'update' AND "state" = 'queued' AND NOT EXISTS (SELECT 1 FROM waiting)
    )
    SELECT "id" FROM waiting`,
};

const change = async (
  { run }: Unit,
  outbox: Outbox,
  tools: LedgerTools,
  items: Parameters<Desk['change']>[0],
): Promise<void> => {
  if (items.length > 0) await outbox.flush();
  for (const { standing, card } of items) {
    const letter: Letter = { form: 'card', card };
    const waiting = await run(CHANGE, [card.ref, JSON.stringify(card), JSON.stringify(letter), standing.delivery]);
    if (waiting.length === 0) outbox.put(updateRow(tools, standing, card));
  }
};

const updateRow = (tools: LedgerTools, { to, at }: StandingCard, card: Card): NewLetter => ({
  id: tools.newId(),
  occasion: null,
  ...addressed(to),
  kind: card.kind,
  act: 'update',
  ...aboutCard({ form: 'card', card }),
  reply: null,
  tickets: card.tickets,
  reminds: [],
  urgent: false,
  state: 'queued',
  at,
  heldUntil: null,
  nextTry: null,
});

const RECENT = (whose: string): string => `
  SELECT count(*)::int AS "count", max("heldUntil") AS "heldUntil" FROM "delivery"
  WHERE "platform" = $1 AND ${whose} AND "kind" = $2 AND "act" = 'send' AND "at" >= $3 AND ("urgent" OR NOT $4)`;
const RECENT_IN_CHAT: Statement = { name: 'recent letters to a chat', text: RECENT('"chat" = $5') };
const RECENT_TO_PERSON: Statement = {
  name: 'recent letters to a person',
  text: RECENT('"person" = $5 AND "personId" = $6'),
};

const recent = async (
  run: Run,
  ...[to, kind, since, which]: Parameters<Desk['recent']>
): ReturnType<Desk['recent']> => {
  const [found] = await run<{ count: number; heldUntil: Date | null }>(
    'chat' in to ? RECENT_IN_CHAT : RECENT_TO_PERSON,
    [to.platform, kind, since, which?.urgent === true, ...('chat' in to ? [to.chat] : [to.person, to.personId])],
  );
  return { count: found?.count ?? 0, ...(found?.heldUntil ? { heldUntil: found.heldUntil } : {}) };
};

type Recent = Awaited<ReturnType<Desk['recent']>>;
type RecentQuery = Parameters<Desk['recent']>;

/** With one more letter in it. */
const andOne = ({ count, heldUntil }: Recent, letter: { heldUntil?: Date | null }): Recent => {
  const holds = [heldUntil, letter.heldUntil ?? undefined].filter((moment) => moment !== undefined);
  const latest = holds.sort((a, b) => a.getTime() - b.getTime()).at(-1);
  return { count: count + 1, ...(latest ? { heldUntil: latest } : {}) };
};

type Place = Pick<NewLetter, 'platform' | 'chat' | 'person' | 'personId'>;
const placeOf = ({ platform, chat, person, personId }: Place, kind: string): string =>
  JSON.stringify([platform, chat, person, personId, kind]);

/** Whether a letter to this place, of this kind, is one that was asked for. */
const isSuch = ({ act, at, urgent }: NewLetter, since: Date, urgentOnly: boolean): boolean =>
  act === 'send' && at >= since && (urgent || !urgentOnly);

/**
 * `recent` as this unit of work knows it: the ledger is asked once for an address and kind, what waits in the outbox is
 * counted with it, and what the unit wants later is counted on. Whatever else changes letters makes it `forget`.
 */
const openRecent = (ask: (...query: RecentQuery) => Promise<Recent>, outbox: Outbox) => {
  const known = new Map<string, { since: Date; urgentOnly: boolean; found: Recent }[]>();
  return {
    of: async (...[to, kind, since, which]: RecentQuery): Promise<Recent> => {
      const place = placeOf(addressed(to), kind);
      const urgentOnly = which?.urgent === true;
      const here = known.get(place) ?? [];
      const counted = here.find((one) => one.urgentOnly === urgentOnly && one.since.getTime() === since.getTime());
      if (counted) return counted.found;
      const waiting = outbox
        .waiting()
        .filter((letter) => placeOf(letter, letter.kind) === place && isSuch(letter, since, urgentOnly));
      const found = waiting.reduce(andOne, await ask(to, kind, since, which));
      known.set(place, [...here, { since, urgentOnly, found }]);
      return found;
    },
    count: (letter: NewLetter): void => {
      for (const one of known.get(placeOf(letter, letter.kind)) ?? [])
        if (isSuch(letter, one.since, one.urgentOnly)) one.found = andOne(one.found, letter);
    },
    forget: (): void => known.clear(),
  };
};

const CARD: Statement = { name: 'card by ref', text: 'SELECT "card" FROM "card" WHERE "ref" = $1' };

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

const HELD_FOR: Statement = {
  name: 'recipients of held cards',
  text: `
    SELECT "platform", "chat", "person", "personId" FROM "delivery"
    WHERE "state" = 'wanted' AND "heldUntil" <= $1 AND "kind" = ANY($2::text[])
    GROUP BY "platform", "chat", "person", "personId" ORDER BY min("order")`,
};

/** What was held over night and is no ticket's card goes out as it is. */
const letGo = async ({ run, tx }: Unit, tools: LedgerTools, dueBy: Date): Promise<number> => {
  const rows = await tx.delivery.findMany({
    where: { state: 'wanted', kind: { notIn: [...TICKET_CARD_KINDS] }, heldUntil: { lte: dueBy } },
    orderBy: { order: 'asc' },
  });
  await enqueue(run, tools, rows as Unplaced[]);
  return rows.length;
};

type LedgerDesk = Pick<
  Desk,
  | 'want'
  | 'change'
  | 'posted'
  | 'recall'
  | 'recalls'
  | 'sent'
  | 'standing'
  | 'standingMatter'
  | 'card'
  | 'recent'
  | 'held'
  | 'heldFor'
  | 'letGo'
  | 'merged'
  | 'liveReminders'
  | 'deliveries'
>;

/** The part of a desk that keeps the delivery ledger. Whatever reads letters writes first what is in the outbox; `tx` does so by itself. */
export const ledgerDesk = (unit: Unit, outbox: Outbox, found: Standing, tools: LedgerTools): LedgerDesk => {
  const { tx } = unit;
  const run: Run = async (statement, values) => {
    await outbox.flush();
    return unit.run(statement, values);
  };
  const lately = openRecent((...query) => recent(unit.run, ...query), outbox);
  const forget = (): void => {
    found.forget();
    lately.forget();
  };
  const taken = recallDesk(unit, outbox, found, tools);
  return {
    want: async (items) => {
      found.forget();
      for (const item of items) {
        const row = wantedRow(tools, item);
        outbox.put(row);
        lately.count(row);
      }
    },
    change: (items) => {
      if (items.length > 0) forget();
      return change(unit, outbox, tools, items);
    },
    ...taken,
    recall: (...order) => {
      lately.forget();
      return taken.recall(...order);
    },
    standing: async (no) =>
      found.of(no) ?? newestOf(await run<StandingRow>(STANDING_OF_TICKET, [no, [...TICKET_CARD_KINDS]])),
    standingMatter: async (kind, id) => newestOf(await run<StandingRow>(STANDING_OF_MATTER, [`${kind}:${id}`])),
    card: async (ref) => (await run<{ card: Card }>(CARD, [ref]))[0]?.card,
    recent: lately.of,
    held: (query) => held(tx, query),
    heldFor: async (at) =>
      (await run<Parameters<typeof recipientOf>[0]>(HELD_FOR, [at, TICKET_CARD_KINDS])).map(recipientOf),
    letGo: (dueBy) => {
      forget();
      return letGo(unit, tools, dueBy);
    },
    merged: async (ids, reason) => {
      forget();
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
  };
};

/** An inline answer as a ledger row: delivery sends it when the platform has not taken it in time. */
export const answerRow = (
  tools: LedgerTools,
  answer: { recipient: Recipient; reply: Record<string, unknown>; at: Date; letter: Letter },
): NewLetter => {
  const card = cardOf(answer.letter);
  return {
    id: tools.newId(),
    occasion: null,
    ...addressed(answer.recipient),
    kind: card?.kind ?? 'text',
    act: 'send',
    ...aboutCard(answer.letter),
    reply: answer.reply,
    tickets: card?.tickets ?? [],
    reminds: [],
    urgent: false,
    state: 'wanted',
    at: answer.at,
    heldUntil: null,
    nextTry: new Date(tools.real() + INLINE_ANSWER_MS),
  };
};
