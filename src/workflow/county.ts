import type { PlatformName } from '../cards/exchange.ts';
import type { Scheme } from '../domain/assessment/scheme.ts';
import type { WorkingCalendar } from '../domain/deadline/calendar.ts';
import type { Instant } from '../domain/instant.ts';
import type { Law, Measure } from '../domain/law.ts';
import { type Department, hasRole, type Person, type Role } from '../domain/person.ts';
import type { Policy } from '../domain/policy.ts';

/** A work group as bound: to a department, or by `scope` to the centre or the whole county. */
export interface BoundChat {
  platform: PlatformName;
  id: string;
  department?: string;
  scope?: 'centre' | 'county';
  webhookKey?: string;
}

/** What the county is made of at one moment, as the archive has it. */
export interface CountyRecord {
  departments: readonly Department[];
  people: readonly Person[];
  chats: readonly BoundChat[];
  policy: Policy;
  calendar: WorkingCalendar;
  /** The policy in force at a moment, with the days as known now (`Law.inForceAt`). */
  inForceAt(moment: Instant): Measure;
  /** The 考核方案 in force for a month, `2026-10`. */
  scheme(month: string): Scheme;
  /** `PUBLIC_URL`; unset: no page links. */
  publicUrl?: string;
  /** The platforms in use: chats and people on another are not written to. */
  platforms: readonly PlatformName[];
  /** Whether this platform's calls are to be saved just now; none is when absent. */
  saving?(platform: PlatformName): boolean;
}

/** The county's directory and law in memory: every lookup the workflow, the commands and the cards need. */
export interface County extends Law {
  readonly departments: readonly Department[];
  readonly people: readonly Person[];
  readonly chats: readonly BoundChat[];
  readonly publicUrl?: string;
  /** The person behind a platform's id; inactive people are strangers. */
  personOn(platform: PlatformName, platformId: string): Person | undefined;
  /** Active people of a department holding one of the roles. */
  holders(department: string, ...roles: readonly Role[]): Person[];
  /** Active holders of a county or centre role wherever they sit. */
  everyone(...roles: readonly Role[]): Person[];
  chatsOf(department: string): BoundChat[];
  chatsWith(scope: 'centre' | 'county'): BoundChat[];
  chat(platform: PlatformName, id: string): BoundChat | undefined;
  /** The platform and id by which a person is written to; undefined: the person is on neither. */
  addressOf(person: Person): { platform: PlatformName; person: string } | undefined;
  /** Letters on this platform are merged and thinned out just now (manners.ts). */
  saves(platform: PlatformName): boolean;
  /** By code, name or alias, exactly. */
  departmentNamed(words: string): Department | undefined;
}

const byKey = <T>(items: readonly T[], key: (item: T) => string | undefined): Map<string, T> => {
  const found = new Map<string, T>();
  for (const item of items) {
    const name = key(item);
    if (name !== undefined) found.set(name, item);
  }
  return found;
};

const namesOf = (department: Department): string[] => [department.code, department.name, ...department.aliases];

/** Opens a county record for looking up. */
export const openCounty = (record: CountyRecord): County => {
  const active = record.people.filter((person) => person.active);
  const people = byKey(record.people, (person) => person.id);
  const departments = byKey(record.departments, (department) => department.code);
  const on = {
    wecom: byKey(active, (person) => person.wecom),
    dingtalk: byKey(active, (person) => person.dingtalk),
  };
  const names = new Map(
    record.departments.flatMap((department) => namesOf(department).map((name) => [name, department] as const)),
  );
  const used = (platform: PlatformName): boolean => record.platforms.includes(platform);
  const chats = record.chats.filter((chat) => used(chat.platform));
  const chatsOf = (department: string) => chats.filter((chat) => chat.department === department);
  return {
    ...record,
    chats,
    person: (id) => people.get(id),
    department: (code) => departments.get(code),
    personOn: (platform, id) => on[platform].get(id),
    holders: (department, ...roles) =>
      active.filter((person) => person.department === department && hasRole(person, ...roles)),
    bound: (department, role) =>
      active.filter(
        (person) =>
          person.department === department &&
          hasRole(person, role) &&
          addressOf(person, chatsOf(person.department), used) !== undefined,
      ),
    everyone: (...roles) => active.filter((person) => hasRole(person, ...roles)),
    chatsOf,
    chatsWith: (scope) => chats.filter((chat) => chat.scope === scope),
    chat: (platform, id) => chats.find((chat) => chat.platform === platform && chat.id === id),
    addressOf: (person) => addressOf(person, chatsOf(person.department), used),
    saves: (platform) => record.saving?.(platform) ?? false,
    departmentNamed: (words) => names.get(words.trim()),
  };
};

/** Someone on both platforms is written to where the department's group is, WeCom first: once, not twice. */
const addressOf = (
  person: Person,
  chats: BoundChat[],
  used: (platform: PlatformName) => boolean,
): { platform: PlatformName; person: string } | undefined => {
  const preferred = chats.some((chat) => chat.platform === 'wecom') || chats.length === 0 ? 'wecom' : 'dingtalk';
  const order: PlatformName[] = preferred === 'wecom' ? ['wecom', 'dingtalk'] : ['dingtalk', 'wecom'];
  for (const platform of order) {
    const id = person[platform];
    if (id !== undefined && used(platform)) return { platform, person: id };
  }
  return undefined;
};
