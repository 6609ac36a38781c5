import { createHash } from 'node:crypto';
import type { Answer, Letter, PlatformName } from '../cards/exchange.ts';
import type { Archive, Desk } from '../workflow/ports.ts';
import { analysisDesk } from './analysisRows.ts';
import { type Database, json, metAnother, type Tx } from './client.ts';
import { dailyFacts, feedback } from './dailyFacts.ts';
import { bindChat, touchDirectory } from './directory.ts';
import { evidenceDesk } from './evidenceRows.ts';
import { answerRow, keepCards, type LedgerTools, ledgerDesk } from './ledgerRows.ts';
import { matterDesk } from './matterRows.ts';
import type { Seal } from './seal.ts';
import { ticketDesk } from './ticketRows.ts';

const remember = async (tx: Tx, key: string, at: Date): ReturnType<Desk['remember']> => {
  const written = await tx.$executeRaw`INSERT INTO "inbox" ("key", "at") VALUES (${key}, ${at}) ON CONFLICT DO NOTHING`;
  if (written > 0) return { repeated: false };
  const row = await tx.inbox.findUnique({ where: { key } });
  return {
    repeated: true,
    answer: (row?.answer ?? {}) as Answer,
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

const keepAnswer = async (
  tx: Tx,
  tools: LedgerTools,
  ...[key, answer, to]: Parameters<Desk['keepAnswer']>
): Promise<string | undefined> => {
  const letter = to && letterOf(answer);
  const row = to && letter ? answerRow(tools, { ...to, letter }) : undefined;
  if (row) {
    if (letter?.form === 'card') await keepCards(tx, [letter.card], row.at);
    await tx.delivery.create({ data: row, select: { id: true } });
  }
  await tx.inbox.update({
    where: { key },
    data: { answer: json(answer), answerId: row?.id ?? null },
    select: { key: true },
  });
  return row?.id;
};

const nextDue = async (tx: Tx): ReturnType<Desk['nextDue']> => {
  const [row] = await tx.$queryRaw<{ scan: Date | null; release: Date | null }[]>`
    SELECT least((SELECT min("wakeAt") FROM "ticket"), (SELECT min("wakeAt") FROM "matter")) AS scan,
           (SELECT min("heldUntil") FROM "delivery" WHERE "state" = 'wanted') AS release`;
  return { ...(row?.scan ? { scan: row.scan } : {}), ...(row?.release ? { release: row.release } : {}) };
};

type SmallDesk = Pick<
  Desk,
  | 'nextDue'
  | 'dialogue'
  | 'keepDialogue'
  | 'dailyFacts'
  | 'feedback'
  | 'leagueTable'
  | 'keepLeagueTable'
  | 'keepFile'
  | 'note'
  | 'keepNote'
  | 'bindChat'
  | 'directoryChanged'
>;

const smallDesk = (tx: Tx): SmallDesk => ({
  nextDue: () => nextDue(tx),
  dialogue: async (platform, person, at) => {
    const row = await tx.dialogue.findUnique({ where: { platform_person: { platform, person } } });
    return row && row.expiresAt > at ? (row.pending as Record<string, unknown>) : undefined;
  },
  keepDialogue: (platform, person, pending, expiresAt) => keepDialogue(tx, { platform, person, pending, expiresAt }),
  bindChat: (chat, by, at) => bindChat(tx, chat, by, at),
  directoryChanged: () => touchDirectory(tx),
  dailyFacts: (period) => dailyFacts(tx, period),
  feedback: (period) => feedback(tx, period),
  leagueTable: async (kind, period) => {
    const row = await tx.leagueTable.findFirst({ where: { kind, period }, orderBy: { version: 'desc' } });
    return row ? { version: row.version, state: row.state, table: row.table, factsSha256: row.factsSha256 } : undefined;
  },
  keepLeagueTable: async (table) => {
    const newest = await tx.leagueTable.findFirst({
      where: { kind: table.kind, period: table.period },
      orderBy: { version: 'desc' },
    });
    if (newest?.factsSha256 === table.factsSha256 && newest.state === table.state) return;
    await tx.leagueTable.create({ data: { ...table, table: json(table.table), version: (newest?.version ?? 0) + 1 } });
  },
  keepFile: async ({ name, bytes, at }) => {
    const id = createHash('sha256').update(bytes).digest('hex');
    await tx.outgoingFile.createMany({ data: [{ id, name, bytes: new Uint8Array(bytes), at }], skipDuplicates: true });
    return id;
  },
  note: async (key) => (await tx.note.findUnique({ where: { key } }))?.value ?? undefined,
  keepNote: async (key, value) => {
    await tx.note.upsert({ where: { key }, create: { key, value: json(value) }, update: { value: json(value) } });
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

const deskOn = (tx: Tx, seal: Seal, tools: LedgerTools): Desk => ({
  remember: (key, at) => remember(tx, key, at),
  keepAnswer: (...order) => keepAnswer(tx, tools, ...order),
  ...ticketDesk(tx, seal, tools.newId),
  ...ledgerDesk(tx, tools),
  ...matterDesk(tx),
  ...evidenceDesk(tx, tools.newId),
  analysis: analysisDesk(tx),
  ...smallDesk(tx),
});

const TRIES = 5;

/** The archive: every unit of work is one transaction, read committed as PostgreSQL's default; the desk locks what matters. */
export const openArchive = (database: Database, seal: Seal, tools: LedgerTools): Archive => ({
  work: async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await database.$transaction((tx) => work(deskOn(tx, seal, tools)));
      } catch (thrown) {
        if (attempt >= TRIES || !metAnother(thrown)) throw thrown;
      }
    }
  },
});
