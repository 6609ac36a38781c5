import type { ChatPlatform } from '../../chat/platform.ts';
import type { HolidayYear } from '../../domain/deadline/calendar.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Evidence } from '../../domain/ticket/state.ts';
import type { Logger } from '../../kernel/log.ts';
import type { County } from '../../workflow/county.ts';
import type { Documents } from '../../workflow/documents.ts';
import type { Archive } from '../../workflow/ports.ts';

/** What the pages need of the house. */
export interface PageParts {
  /** `PUBLIC_URL`: where people's browsers find this program. */
  publicUrl: string;
  /** Signs the cookies. */
  cookieKey: string;
  archive: Archive;
  county(): County;
  documents: Documents;
  platforms: readonly ChatPlatform[];
  /** The county's present. */
  now(): Date;
  /** Machine time: sessions run by it, since a browser does too. */
  real(): number;
  files: {
    /** Bytes of the largest piece of evidence. */
    largest: number;
    /** A piece of evidence by its hash. */
    get(sha256: string): Promise<Buffer>;
    /** Looks at what was sent (type by its bytes, size, the place taken out) and lays it away; or one sentence why not. */
    take(sent: Buffer): Promise<Pick<Evidence, 'sha256' | 'type' | 'size'> | { problem: string }>;
  };
  /** How watched tickets and what waits for people stand. */
  standings(watched: {
    tickets: readonly string[];
    people: readonly { id: string; tokens: readonly string[] }[];
  }): Promise<{ tickets: Map<string, number>; people: Map<string, string> }>;
  /** Policy and calendar: what a change would be, by the same documents as the administrator's tool. */
  settings: {
    /** The policy of a document, or everything that is wrong with it. */
    policy(document: unknown): { policy: Policy } | { problems: string[] };
    /** A year's holidays as known now. */
    holidays(year: number): HolidayYear;
    /** A year of the form that `hotline import holidays` reads, or what is wrong with it. */
    readHolidays(file: unknown): { document: HolidayYear } | { problems: string[] };
    /** The county as it would be; nothing is kept. */
    supposing(change: { policy?: Policy; holidays?: { year: number; document: HolidayYear } }): County;
  };
  log: Logger;
}
