import type { Answer, Letter } from '../cards/exchange.ts';
import type { Recipient, Wanted } from '../workflow/ports.ts';
import { cardOf, jobsOf, type LedgerTools, placeAll } from './placing.ts';
import type { Run, Statement } from './unit.ts';

/** A letter's row as it is written first. */
export interface NewLetter {
  id: string;
  occasion: string | null;
  platform: string;
  chat: string | null;
  person: string | null;
  personId: string | null;
  kind: string;
  act: 'send' | 'update' | 'recall';
  letter: Letter;
  reply: Record<string, unknown> | null;
  cardRef: string | null;
  matter: string | null;
  tickets: readonly string[];
  reminds: readonly string[];
  urgent: boolean;
  state: string;
  at: Date;
  heldUntil: Date | null;
  nextTry: Date | null;
  queue?: string | null;
  /** Of a recall: the sending that is taken back, and the channel that carried it. */
  recalls?: string;
  channel?: string;
  reason?: string;
}

/** The answer to what came in, kept with its key. */
interface KeptAnswer {
  key: string;
  answer: Answer;
  answerId: string | null;
}

/**
 * What a unit of work wants to be sent: gathered, and written with one statement (and one for the jobs) at the latest
 * when the unit ends. Whoever reads letters or cards in the same unit calls `flush` before.
 */
export interface Outbox {
  put(letter: NewLetter): void;
  /** What is not written yet, in the order it was put in. */
  waiting(): readonly NewLetter[];
  answer(kept: KeptAnswer): void;
  flush(): Promise<void>;
  /** Empties it; what it returns writes, asking everything of the connection before it first waits. */
  drain(): Promise<() => Promise<void>>;
}

const COLUMNS = [
  ...['id', 'occasion', 'platform', 'chat', 'person', 'personId', 'kind', 'act'].map((name) => [name, 'text']),
  ...['letter', 'reply'].map((name) => [name, 'jsonb']),
  ...['cardRef', 'matter', 'state', 'queue', 'reason', 'recalls', 'channel'].map((name) => [name, 'text']),
  ...['tickets', 'reminds'].map((name) => [name, 'text[]']),
  ['urgent', 'boolean'],
  ...['at', 'heldUntil', 'nextTry'].map((name) => [name, 'timestamptz']),
];
const NAMES = COLUMNS.map(([name]) => `"${name}"`).join(', ');

/** Letters said before on the same occasion are passed over, and their cards with them. */
const WRITE: Statement = {
  name: 'write letters',
  text: `
    WITH given AS (
      SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(${COLUMNS.map(([name, type]) => `"${name}" ${type}`).join(', ')})
    ), written AS (
      INSERT INTO "delivery" (${NAMES}) SELECT ${NAMES} FROM given ON CONFLICT DO NOTHING RETURNING "id"
    ), cards AS (
      INSERT INTO "card" ("ref", "kind", "tickets", "card", "at")
      SELECT g."cardRef", g."letter"->'card'->>'kind', ARRAY(SELECT jsonb_array_elements_text(g."letter"->'card'->'tickets')), g."letter"->'card', g."at"
      FROM given g JOIN written USING ("id") WHERE g."cardRef" IS NOT NULL AND g."act" = 'send'
      ON CONFLICT DO NOTHING
    ), answered AS (
      UPDATE "inbox" SET "answer" = $3::jsonb, "answerId" = $4 WHERE "key" = $2
    )
    SELECT "id" FROM written`,
};

/**
 * Finds a way out for every letter that is to go at once, and the statements to be run: all are asked of the connection
 * in one turn, so that a commit asked right after them ends what they did. A job whose letter had been said before finds
 * nothing to send.
 */
const prepare = async (
  run: Run,
  tools: LedgerTools,
  letters: readonly NewLetter[],
  kept: KeptAnswer | undefined,
): Promise<() => Promise<void>> => {
  const leaving = letters.filter(({ state }) => state === 'queued');
  const placed = await placeAll(run, tools, leaving);
  const jobs = await tools.jobs(jobsOf(leaving, placed));
  const rows = letters.map((letter) => ({ ...letter, ...placed.get(letter.id) }));
  const values = [
    JSON.stringify(rows),
    kept?.key ?? null,
    kept ? JSON.stringify(kept.answer) : null,
    kept?.answerId ?? null,
  ];
  return async () => {
    await Promise.all([run(WRITE, values), ...jobs.map((job) => run(job.statement, job.values))]);
  };
};

export const openOutbox = (run: Run, tools: LedgerTools): Outbox => {
  let letters: NewLetter[] = [];
  let kept: KeptAnswer | undefined;
  const drain: Outbox['drain'] = async () => {
    const [now, answer] = [letters, kept];
    if (now.length === 0 && !answer) return async () => undefined;
    letters = [];
    kept = undefined;
    return prepare(run, tools, now, answer);
  };
  return {
    put: (letter) => void letters.push(letter),
    waiting: () => letters,
    answer: (answer) => {
      kept = answer;
    },
    drain,
    flush: async () => (await drain())(),
  };
};

/** Whom a row is for. */
export const addressed = (to: Recipient): Pick<NewLetter, 'platform' | 'chat' | 'person' | 'personId'> =>
  'chat' in to
    ? { platform: to.platform, chat: to.chat, person: null, personId: null }
    : { platform: to.platform, chat: null, person: to.person, personId: to.personId };

/** What a row says of the card in its letter. */
export const aboutCard = (letter: Letter): Pick<NewLetter, 'letter' | 'cardRef' | 'matter'> => {
  const card = cardOf(letter);
  return {
    letter,
    cardRef: card?.ref ?? null,
    matter: card?.matter ? `${card.matter.kind}:${card.matter.id}` : null,
  };
};

/** The row of something wanted: held, or to be sent at once. */
export const wantedRow = (tools: LedgerTools, item: Wanted): NewLetter => ({
  id: tools.newId(),
  occasion: item.occasion ?? null,
  ...addressed(item.to),
  kind: item.kind,
  act: 'send',
  ...aboutCard(item.letter),
  reply: item.reply ?? null,
  tickets: item.tickets,
  reminds: item.reminds ?? [],
  urgent: item.urgent ?? false,
  state: item.heldUntil ? 'wanted' : 'queued',
  at: item.at,
  heldUntil: item.heldUntil ?? null,
  nextTry: null,
});
