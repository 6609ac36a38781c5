import type { PlatformName } from '../cards/exchange.ts';
import type { SchemeVersion } from '../domain/assessment/schemeVersions.ts';
import type { HolidayTable } from '../domain/deadline/calendar.ts';
import { localDate } from '../domain/deadline/calendarDate.ts';
import type { Delegation } from '../domain/delegation/delegation.ts';
import type { Department, Person, Role } from '../domain/person.ts';
import { policyOn } from '../domain/policy.ts';
import type { PolicyVersionLine } from '../workflow/centreDesk.ts';
import type { BoundChat } from '../workflow/county.ts';
import { type Database, json, type Tx } from './client.ts';
import { policyVersions } from './policyVersions.ts';

/** The directory as the archive has it, with the counter that says whether it changed. */
export interface Directory {
  revision: number;
  departments: Department[];
  people: Person[];
  chats: BoundChat[];
  /** Newest policy document in force on `date`, when one was put in use. */
  policy?: unknown;
  /** Every policy ever put in use, in the order of its putting. */
  policies: PolicyVersionLine[];
  /** Every 考核方案 ever put in use, in the order of its putting. */
  schemes: SchemeVersion<unknown>[];
  /** Years imported over the shipped table. */
  holidays: HolidayTable;
}

const REVISION = 'directory';

/** Says to every instance that the directory, the policy or the holidays changed. */
export const touchDirectory = async (tx: Tx): Promise<void> => {
  await tx.$executeRaw`
    INSERT INTO "note" ("key", "value") VALUES (${REVISION}, '1'::jsonb)
    ON CONFLICT ("key") DO UPDATE SET "value" = to_jsonb(("note"."value")::text::int + 1)`;
};

/** The counter alone: one indexed read, asked often. */
export const directoryRevision = async (database: Database | Tx): Promise<number> =>
  Number((await database.note.findUnique({ where: { key: REVISION } }))?.value ?? 0);

/** Reads the whole directory; a county has about a hundred departments and a thousand people. */
export const readDirectory = async (database: Database, date: Date): Promise<Directory> => {
  const revision = await directoryRevision(database);
  const [departments, people, chats, policies, schemes, years, delegations] = await Promise.all([
    database.department.findMany({ where: { active: true }, orderBy: { code: 'asc' } }),
    database.person.findMany({ orderBy: { id: 'asc' } }),
    database.chat.findMany({ where: { goneAt: null } }),
    policyVersions(database),
    database.schemeVersion.findMany({ orderBy: { version: 'asc' } }),
    database.holidayYear.findMany(),
    database.matter.findMany({ where: { kind: 'delegation', open: true }, select: { state: true } }),
  ]);
  const policy = policyOn(policies, localDate(date));
  const authorised = new Map(
    delegations
      .map(({ state }) => state as unknown as Delegation)
      .map(({ delegate, principal }) => [delegate, principal]),
  );
  return {
    revision,
    departments: departments.map(({ code, name, aliases, group }) => ({
      code,
      name,
      aliases,
      ...(group ? { group } : {}),
    })),
    people: people.map((row) => ({
      id: row.id,
      name: row.name,
      department: row.department,
      roles: (authorised.has(row.id) && !row.roles.includes('delegate')
        ? [...row.roles, 'delegate']
        : row.roles) as Role[],
      ...(authorised.has(row.id) ? { delegatedBy: authorised.get(row.id) as string } : {}),
      fields: row.fields,
      roster: row.roster,
      active: row.active,
      ...(row.wecom ? { wecom: row.wecom } : {}),
      ...(row.dingtalk ? { dingtalk: row.dingtalk } : {}),
    })),
    chats: chats.map(chatOf).filter((chat) => chat.department !== undefined || chat.scope !== undefined),
    ...(policy ? { policy: policy.document } : {}),
    policies,
    schemes: schemes.map(({ version, fromMonth, document }) => ({ version, fromMonth, document })),
    holidays: Object.fromEntries(years.map((row) => [row.year, row.document])) as unknown as HolidayTable,
  };
};

const chatOf = (row: {
  platform: string;
  id: string;
  department: string | null;
  scope: string | null;
  webhookKey: string | null;
}): BoundChat => ({
  platform: row.platform as PlatformName,
  id: row.id,
  ...(row.department ? { department: row.department } : {}),
  ...(row.scope ? { scope: row.scope as 'centre' | 'county' } : {}),
  ...(row.webhookKey ? { webhookKey: row.webhookKey } : {}),
});

/** Ties a chat to a department or scope, or with neither unties it; the webhook's key stays. */
export const bindChat = async (
  tx: Tx,
  chat: { platform: PlatformName; id: string; department?: string; scope?: 'centre' | 'county' },
  by: string,
  at: Date,
): Promise<void> => {
  const tie = {
    department: chat.department ?? null,
    scope: chat.scope ?? null,
    boundBy: by,
    boundAt: at,
    goneAt: null,
  };
  const { platform, id } = chat;
  await tx.chat.upsert({ where: { platform_id: { platform, id } }, create: { platform, id, ...tie }, update: tie });
  await touchDirectory(tx);
};

/**
 * A bound chat is no more, says the platform: it counts as unbound from now on. Returns what it was bound to the first
 * time, undefined when it was not bound or is known to be gone.
 */
export const loseChat = async (
  tx: Tx,
  chat: { platform: PlatformName; id: string },
  at: Date,
): Promise<BoundChat | undefined> => {
  const [row] = await tx.$queryRaw<Parameters<typeof chatOf>[0][]>`
    UPDATE "chat" SET "goneAt" = ${at} WHERE "platform" = ${chat.platform} AND "id" = ${chat.id} AND "goneAt" IS NULL
      AND ("department" IS NOT NULL OR "scope" IS NOT NULL) RETURNING *`;
  if (!row) return undefined;
  await touchDirectory(tx);
  return chatOf(row);
};

/** Puts a year's holidays over the shipped table; deadlines are recomputed by the caller. */
export const addHolidays = async (
  tx: Tx,
  { year, document, at }: { year: number; document: HolidayTable[number]; at: Date },
): Promise<void> => {
  const row = { document: json(document), at };
  await tx.holidayYear.upsert({ where: { year }, create: { year, ...row }, update: row });
  await touchDirectory(tx);
};

/** The same as a unit of work of its own. */
export const keepHolidays = (
  database: Database,
  year: number,
  document: HolidayTable[number],
  at: Date,
): Promise<void> => database.$transaction((tx) => addHolidays(tx, { year, document, at }));
