import type { ChatPlatform } from '../../chat/platform.ts';
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
  /** A piece of evidence by its hash. */
  evidence(sha256: string): Promise<Buffer>;
  log: Logger;
}
