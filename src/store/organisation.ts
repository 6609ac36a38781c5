import type { Organisation } from '../intake/organisation.ts';
import type { Database, Tx } from './client.ts';
import { touchDirectory } from './directory.ts';

/** What an import of the organisation did, by kind. */
export interface OrganisationReport {
  departments: { added: string[]; changed: string[] };
  people: {
    added: string[];
    changed: string[] /** In the archive, not in the file: left as they are. */;
    absent: string[];
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

const people = async (tx: Tx, file: Organisation): Promise<OrganisationReport['people']> => {
  const known = new Map((await tx.person.findMany()).map((row) => [row.id, row]));
  const report: OrganisationReport['people'] = { added: [], changed: [], absent: [] };
  for (const { id, ...person } of file.people) {
    const row = { ...person, wecom: person.wecom ?? null, dingtalk: person.dingtalk ?? null };
    const before = known.get(id);
    known.delete(id);
    if (before) {
      const { id: _id, ...kept } = before;
      const ordered = Object.fromEntries(Object.keys(row).map((key) => [key, kept[key as keyof typeof kept]]));
      if (same(ordered, row)) continue;
    }
    await tx.person.upsert({ where: { id }, create: { id, ...row }, update: row });
    report[before ? 'changed' : 'added'].push(person.name);
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

/** Brings the directory to what the file says; deactivates nobody silently, and says what it did. All of it or none. */
export const importOrganisation = (database: Database, file: Organisation): Promise<OrganisationReport> =>
  database.$transaction(
    async (tx) => {
      const report = {
        departments: await departments(tx, file),
        people: await people(tx, file),
        chats: await chats(tx, file),
      };
      await touchDirectory(tx);
      return report;
    },
    { timeout: 60_000 },
  );
