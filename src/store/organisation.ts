import type { Organisation } from '../intake/organisation.ts';
import type { Database, Tx } from './client.ts';
import { touchDirectory } from './directory.ts';
import type { Seal } from './seal.ts';

/** What an import of the organisation did, by kind. */
export interface OrganisationReport {
  departments: { added: string[]; changed: string[] };
  people: {
    added: string[];
    changed: string[] /** In the archive, not in the file: left as they are. */;
    absent: string[];
    /** Active, and with no account on either platform: nobody can write to them. With a mobile number it is still asked. */
    unbound: string[];
    asked: string[];
    /** Ids of those who have left, and of those who have gone to another department. */
    left: string[];
    moved: string[];
  };
  chats: { added: string[]; changed: string[] };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const departments = async (tx: Tx, file: Organisation): Promise<OrganisationReport['departments']> => {
  const known = new Map((await tx.department.findMany()).map((row) => [row.code, row]));
  const report: OrganisationReport['departments'] = { added: [], changed: [] };
  for (const { code, name, aliases, group } of file.departments) {
    const row = { name, aliases, group: group ?? null, active: true };
    const before = known.get(code);
    if (before && same({ name: before.name, aliases: before.aliases, group: before.group, active: before.active }, row))
      continue;
    await tx.department.upsert({ where: { code }, create: { code, ...row }, update: row });
    report[before ? 'changed' : 'added'].push(name);
  }
  return report;
};

/** An account the file gives to one person is taken from another who had it: accounts may change hands in one file. */
const freeAccounts = async (tx: Tx, file: Organisation): Promise<void> => {
  for (const platform of ['wecom', 'dingtalk'] as const) {
    const owners = new Map(file.people.flatMap((person) => (person[platform] ? [[person[platform], person.id]] : [])));
    const taken = await tx.person.findMany({ where: { [platform]: { in: [...owners.keys()] } } });
    const elsewhere = taken.filter((row) => owners.get(row[platform] ?? '') !== row.id).map(({ id }) => id);
    if (elsewhere.length > 0)
      await tx.person.updateMany({ where: { id: { in: elsewhere } }, data: { [platform]: null } });
  }
};

/** What a file leaves out of an account stays: it was found by the mobile number or bound by a code. */
const people = async (tx: Tx, file: Organisation, seal: Seal | undefined): Promise<OrganisationReport['people']> => {
  await freeAccounts(tx, file);
  const known = new Map((await tx.person.findMany()).map((row) => [row.id, row]));
  const report: OrganisationReport['people'] = {
    ...{ added: [], changed: [], absent: [], unbound: [], asked: [], left: [], moved: [] },
  };
  for (const { id, mobile, ...person } of file.people) {
    const before = known.get(id);
    const row = {
      ...person,
      wecom: person.wecom ?? before?.wecom ?? null,
      dingtalk: person.dingtalk ?? before?.dingtalk ?? null,
    };
    known.delete(id);
    const ask = mobile !== undefined && seal !== undefined && row.active && !(row.wecom && row.dingtalk);
    const sealed = ask ? { mobile: seal.close(mobile, id) } : row.active ? {} : { mobile: null };
    if (row.active && !row.wecom && !row.dingtalk) report[ask ? 'asked' : 'unbound'].push(person.name);
    if (before?.active && !row.active) report.left.push(id);
    if (before && before.department !== row.department) report.moved.push(id);
    const equal =
      before && same(Object.fromEntries(Object.keys(row).map((key) => [key, before[key as keyof typeof before]])), row);
    if (equal && !ask) continue;
    await tx.person.upsert({ where: { id }, create: { id, ...row, ...sealed }, update: { ...row, ...sealed } });
    if (!equal) report[before ? 'changed' : 'added'].push(person.name);
  }
  report.absent = [...known.values()].filter((row) => row.active).map((row) => row.name);
  return report;
};

const chats = async (tx: Tx, file: Organisation): Promise<OrganisationReport['chats']> => {
  const known = new Map((await tx.chat.findMany()).map((row) => [`${row.platform}:${row.id}`, row]));
  const report: OrganisationReport['chats'] = { added: [], changed: [] };
  for (const { platform, id, department, scope, webhookKey } of file.chats) {
    const row = { department: department ?? null, scope: scope ?? null, webhookKey: webhookKey ?? null };
    const before = known.get(`${platform}:${id}`);
    if (before && same({ department: before.department, scope: before.scope, webhookKey: before.webhookKey }, row))
      continue;
    await tx.chat.upsert({ where: { platform_id: { platform, id } }, create: { platform, id, ...row }, update: row });
    report[before ? 'changed' : 'added'].push(id);
  }
  return report;
};

/**
 * Brings the directory to what the file says; deactivates nobody silently, and says what it did. All of it or none.
 * Mobile numbers are kept sealed until the platforms have been asked; without a seal they are not kept at all.
 */
export const importOrganisation = (database: Database, file: Organisation, seal?: Seal): Promise<OrganisationReport> =>
  database.$transaction(
    async (tx) => {
      const report = {
        departments: await departments(tx, file),
        people: await people(tx, file, seal),
        chats: await chats(tx, file),
      };
      await touchDirectory(tx);
      return report;
    },
    { timeout: 60_000 },
  );
