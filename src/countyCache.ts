import type { PlatformName } from './cards/exchange.ts';
import { shippedHolidays } from './config/holidays.ts';
import { DEFAULT_POLICY, PolicyDocument } from './config/policy.ts';
import { DEFAULT_SCHEME, SchemeDocument } from './config/scheme.ts';
import type { Scheme } from './domain/assessment/scheme.ts';
import { schemeIn } from './domain/assessment/schemeVersions.ts';
import { calendar, type HolidayYear } from './domain/deadline/calendar.ts';
import { type Instant, toDate } from './domain/instant.ts';
import type { Measure } from './domain/law.ts';
import { type Policy, policyAt } from './domain/policy.ts';
import type { Logger } from './kernel/log.ts';
import type { Database } from './store/client.ts';
import { type Directory, directoryRevision, readDirectory } from './store/directory.ts';
import { type County, openCounty } from './workflow/county.ts';

/** The county in memory, read again when the archive's directory changed. */
export interface CountyCache {
  county(): County;
  /** Reads it again when its counter moved or a new day began; cheap when neither did. */
  refresh(): Promise<void>;
  /** Reads it again when a new day began; asks the archive nothing else. */
  followDay(): Promise<void>;
  /** A year's holidays as known: shipped, or put over them. */
  holidays(year: number): HolidayYear;
  /** The county as it would be under another policy, or with a year's holidays known otherwise. Nothing of it is kept. */
  supposing(change: { policy?: Policy; holidays?: { year: number; document: HolidayYear } }): County;
}

interface CacheParts {
  database: Database;
  now(): Date;
  publicUrl: string | undefined;
  platforms: readonly PlatformName[];
  /** Whether a platform's calls are to be saved just now; absent where nothing is sent. */
  saving?(platform: PlatformName): boolean;
  log: Logger;
}

const policyOf = (document: unknown, log: Logger): Policy => {
  if (document === undefined) return DEFAULT_POLICY;
  const parsed = PolicyDocument.safeParse(document);
  if (parsed.success) return parsed.data as Policy;
  log.error({ problems: parsed.error.issues.length }, 'the stored policy cannot be read; the shipped one holds');
  return DEFAULT_POLICY;
};

/** The stored versions that can be read; looking one up costs nothing more. */
const schemesOf = (versions: Directory['schemes'], log: Logger): ((month: string) => Scheme) => {
  const sound = versions.flatMap(({ version, fromMonth, document }) => {
    const parsed = SchemeDocument.safeParse(document);
    if (!parsed.success) log.error({ version }, 'a stored scheme cannot be read; the one before it holds');
    return parsed.success ? [{ version, fromMonth, document: parsed.data as Scheme }] : [];
  });
  return (month) => schemeIn(sound, month)?.document ?? DEFAULT_SCHEME;
};

/** Each version and its calendar are made when first asked for: a limit that is counted again asks for one or two. */
const measuresOf = ({ policies, holidays }: Directory, log: Logger): ((moment: Instant) => Measure) => {
  const made = new Map<number, Measure>();
  return (moment) => {
    const held = policyAt(policies, toDate(moment));
    const version = held?.version ?? 0;
    const known = made.get(version);
    if (known) return known;
    const policy = policyOf(held?.document, log);
    const measure = { policy, calendar: calendar({ ...shippedHolidays(), ...holidays }, policy.officeHours) };
    made.set(version, measure);
    return measure;
  };
};

const open = (directory: Directory, { publicUrl, platforms, saving, log }: CacheParts): County => {
  const policy = policyOf(directory.policy, log);
  return openCounty({
    departments: directory.departments,
    people: directory.people,
    chats: directory.chats,
    policy,
    inForceAt: measuresOf(directory, log),
    scheme: schemesOf(directory.schemes, log),
    calendar: calendar({ ...shippedHolidays(), ...directory.holidays }, policy.officeHours),
    platforms,
    ...(saving ? { saving } : {}),
    ...(publicUrl ? { publicUrl } : {}),
  });
};

/** Reads the county and keeps it; other instances' changes are found by the directory's counter. */
export const openCountyCache = async (parts: CacheParts): Promise<CountyCache> => {
  let directory = await readDirectory(parts.database, parts.now());
  let county = open(directory, parts);
  let day = county.calendar.localDate(parts.now());
  const refresh = async (): Promise<void> => {
    // A policy holds from a day on: a new day may bring another one.
    const today = county.calendar.localDate(parts.now());
    if (today === day && (await directoryRevision(parts.database)) === directory.revision) return;
    day = today;
    const read = await readDirectory(parts.database, parts.now());
    // Another reading, begun earlier, may end later.
    if (read.revision < directory.revision) return;
    directory = read;
    county = open(directory, parts);
  };
  return {
    county: () => county,
    holidays: (year) =>
      ({ ...shippedHolidays(), ...directory.holidays })[year] ?? { covered: false, holidays: {}, workdays: {} },
    supposing: ({ policy, holidays }) =>
      open(
        {
          ...directory,
          ...(policy ? { policy } : {}),
          ...(holidays ? { holidays: { ...directory.holidays, [holidays.year]: holidays.document } } : {}),
        },
        parts,
      ),
    refresh,
    followDay: async () => {
      if (county.calendar.localDate(parts.now()) !== day) await refresh();
    },
  };
};
