import { createHash } from 'node:crypto';
import type { Answer, Letter, PlatformName } from '../cards/exchange.ts';
import type { Archive, Desk } from '../workflow/ports.ts';
import { analysisDesk } from './analysisRows.ts';
import { bindingDesk } from './bindingRows.ts';
import { centreDesk } from './centreRows.ts';
import { type Database, json, metAnother, type Tx } from './client.ts';
import { bindChat, loseChat, touchDirectory } from './directory.ts';
import { evidenceDesk } from './evidenceRows.ts';
import { factDesk } from './facts.ts';
import { feedback } from './feedback.ts';
import { leagueDesk } from './leagueRows.ts';
import { answerRow, ledgerDesk } from './ledgerRows.ts';
import { matterDesk } from './matterRows.ts';
import { type Newcomers, openNewcomers } from './newcomers.ts';
import { type Outbox, openOutbox } from './outbox.ts';
import { unsent } from './outgoingRows.ts';
import type { LedgerTools } from './placing.ts';
import type { Seal } from './seal.ts';
import { keptAnswer } from './secretLetter.ts';
import { openStanding } from './standing.ts';
import { ticketDesk } from './ticketRows.ts';
import { inUnit, type Run, type Statement, type Unit } from './unit.ts';

/** Notes the key, and reads with it what the bot has asked this person: nearly everything that comes in needs both. */
const REMEMBER: Statement = {
  name: 'remember a key',
  text: `
    WITH written AS (
      INSERT INTO "inbox" ("key", "at") VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT EXISTS (SELECT 1 FROM written) AS "fresh", d."pending", d."expiresAt"
    FROM (SELECT) AS one LEFT JOIN "dialogue" d ON d."platform" = $3 AND d."person" = $4`,
};
const KNOWN: Statement = { name: 'known key', text: 'SELECT "answer", "answerId" FROM "inbox" WHERE "key" = $1' };

const known = async (run: Run, key: string): ReturnType<Desk['remember']> => {
  const [row] = await run<{ answer: Answer | null; answerId: string | null }>(KNOWN, [key]);
  return {
    repeated: true,
    answer: row?.answer ?? {},
    ...(row?.answerId ? { answerId: row.answerId } : {}),
  };
};

/** What delivery would have to send if the platform does not take the answer inline. */
const letterOf = (answer: Answer): Letter | undefined =>
  answer.say ??
  (answer.replace
    ? { form: 'card', card: answer.replace }
    : answer.hint
      ? { form: 'text', text: answer.hint }
      : undefined);

type Asked = { pending: Record<string, unknown> | null; expiresAt: Date | null } | undefined;

/** The inbox and what the bot has asked: both are looked at once a unit. */
const inboxDesk = (
  { run, tx }: Unit,
  outbox: Outbox,
  tools: LedgerTools,
): Pick<Desk, 'remember' | 'keepAnswer' | 'dialogue' | 'keepDialogue'> => {
  const asked = new Map<string, Asked>();
  const nameOf = (platform: PlatformName, person: string): string => `${platform}:${person}`;
  return {
    remember: async (key, at, from) => {
      const [row] = await run<{ fresh: boolean } & NonNullable<Asked>>(REMEMBER, [key, at, from.platform, from.person]);
      asked.set(nameOf(from.platform, from.person), row?.pending ? row : undefined);
      return row?.fresh ? { repeated: false } : known(run, key);
    },
    keepAnswer: async (key, answer, to) => {
      const letter = to && letterOf(answer);
      const row = to && letter ? answerRow(tools, { ...to, letter }) : undefined;
      if (row) outbox.put(row);
      outbox.answer({ key, ...keptAnswer(answer, row?.id) });
      return row?.id;
    },
    dialogue: async (platform, person, at) => {
      const name = nameOf(platform, person);
      if (!asked.has(name)) {
        const row = await tx.dialogue.findUnique({ where: { platform_person: { platform, person } } });
        asked.set(name, row ? { ...row, pending: row.pending as Record<string, unknown> } : undefined);
      }
      const row = asked.get(name);
      return row?.pending && row.expiresAt && row.expiresAt > at ? row.pending : undefined;
    },
    keepDialogue: async (platform, person, pending, expiresAt) => {
      const name = nameOf(platform, person);
      if (!pending && asked.has(name) && asked.get(name) === undefined) return;
      asked.set(name, pending ? { pending, expiresAt } : undefined);
      await keepDialogue(tx, { platform, person, pending, expiresAt });
    },
  };
};

const nextDue = async (tx: Tx): ReturnType<Desk['nextDue']> => {
  const [row] = await tx.$queryRaw<{ scan: Date | null; release: Date | null }[]>`
    SELECT least((SELECT min("wakeAt") FROM "ticket"), (SELECT min("wakeAt") FROM "matter")) AS scan,
           (SELECT min("heldUntil") FROM "delivery" WHERE "state" = 'wanted') AS release`;
  return { ...(row?.scan ? { scan: row.scan } : {}), ...(row?.release ? { release: row.release } : {}) };
};

type SmallDesk = Pick<
  Desk,
  'nextDue' | 'unsent' | 'feedback' | 'keepFile' | 'note' | 'keepNote' | 'bindChat' | 'loseChat' | 'directoryChanged'
>;

const smallDesk = (unit: Unit, tools: LedgerTools): SmallDesk => ({
  nextDue: () => nextDue(unit.tx),
  unsent: () => unsent(unit.run, tools),
  bindChat: async (chat, by, at) => {
    unit.directory.changed = true;
    await bindChat(unit.tx, chat, by, at);
  },
  loseChat: async (chat, at) => {
    const lost = await loseChat(unit.tx, chat, at);
    unit.directory.changed ||= lost !== undefined;
    return lost;
  },
  directoryChanged: async () => {
    unit.directory.changed = true;
    await touchDirectory(unit.tx);
  },
  feedback: (period) => feedback(unit.tx, period),
  keepFile: async ({ name, bytes, at }) => {
    const id = createHash('sha256').update(bytes).digest('hex');
    await unit.tx.outgoingFile.createMany({
      data: [{ id, name, bytes: new Uint8Array(bytes), at }],
      skipDuplicates: true,
    });
    return id;
  },
  note: async (key) => (await unit.tx.note.findUnique({ where: { key } }))?.value ?? undefined,
  keepNote: async (key, value) => {
    await unit.tx.note.upsert({ where: { key }, create: { key, value: json(value) }, update: { value: json(value) } });
  },
});

const keepDialogue = async (
  tx: Tx,
  entry: { platform: PlatformName; person: string; pending: Record<string, unknown> | undefined; expiresAt: Date },
): Promise<void> => {
  const { platform, person, expiresAt } = entry;
  if (!entry.pending) {
    await tx.dialogue.deleteMany({ where: { platform, person } });
    return;
  }
  const pending = json(entry.pending);
  await tx.dialogue.upsert({
    where: { platform_person: { platform, person } },
    create: { platform, person, pending, expiresAt },
    update: { pending, expiresAt },
  });
};

/** The unit as those see it who read tickets: what it creates is written before. */
const afterwards = (unit: Unit, newcomers: Newcomers): Unit => ({
  ...unit,
  run: (statement, values) =>
    newcomers.areWaiting() ? newcomers.flush().then(() => unit.run(statement, values)) : unit.run(statement, values),
});

const deskOn = (
  bare: Unit,
  gathers: { outbox: Outbox; newcomers: Newcomers },
  seal: Seal,
  tools: LedgerTools,
): Desk => {
  const { outbox, newcomers } = gathers;
  const unit = afterwards(bare, newcomers);
  const found = openStanding();
  return {
    ...inboxDesk(unit, outbox, tools),
    ...ticketDesk(unit, gathers, found, { seal, newId: tools.newId }),
    // Letters can be read before the tickets they are about are written.
    ...ledgerDesk(bare, outbox, found, tools),
    ...matterDesk(unit),
    ...evidenceDesk(unit.tx, tools.newId),
    ...factDesk(unit.tx),
    ...leagueDesk(unit.tx),
    ...bindingDesk(unit, seal),
    analysis: analysisDesk(unit.tx),
    centre: centreDesk(unit, outbox, tools),
    ...smallDesk(unit, tools),
  };
};

const TRIES = 5;

/**
 * The archive: every unit of work is one transaction, read committed as PostgreSQL's default; the desk locks what
 * matters. After a unit that changed the directory `onDirectoryChanged` is waited for.
 */
export const openArchive = (
  database: Database,
  seal: Seal,
  tools: LedgerTools,
  onDirectoryChanged: () => Promise<void> = async () => undefined,
): Archive => ({
  work: async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        let changed = false;
        const value = await inUnit(database, async (unit) => {
          const outbox = openOutbox(unit.run, tools);
          const newcomers = openNewcomers(unit.run, seal);
          unit.beforeTx(async () => {
            await newcomers.flush();
            await outbox.flush();
          });
          unit.atLast(async () => {
            const [create, send] = [newcomers.drain(), await outbox.drain()];
            return async () => void (await Promise.all([create(), send()]));
          });
          const done = await work(deskOn(unit, { outbox, newcomers }, seal, tools));
          changed = unit.directory.changed;
          return done;
        });
        if (changed) await onDirectoryChanged();
        return value;
      } catch (thrown) {
        if (attempt >= TRIES || !metAnother(thrown)) throw thrown;
      }
    }
  },
});
