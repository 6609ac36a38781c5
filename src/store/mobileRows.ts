import type { PlatformName } from '../cards/exchange.ts';
import { bindAccount } from './bindingRows.ts';
import type { Database } from './client.ts';
import type { Seal } from './seal.ts';

/** Somebody whose account is looked for by their mobile number. */
export interface Sought {
  id: string;
  name: string;
  mobile: string;
  wecom?: string;
  dingtalk?: string;
}

/** What was found of somebody; `later`: a platform could not be asked, the number stays until it can. */
export type Finding = { found: Partial<Record<PlatformName, string>>; later: boolean };

const ASK_MS = 60_000;

/**
 * Takes the first person with a mobile number who is not in `passed`, asks, ties the accounts found and forgets the
 * number. Of several instances one asks about a person. Undefined: there is nobody to be looked for.
 */
export const seekOne = (
  database: Database,
  seal: Seal,
  passed: readonly string[],
  ask: (sought: Sought) => Promise<Finding>,
): Promise<{ sought: Sought; finding: Finding } | undefined> =>
  database.$transaction(
    async (tx) => {
      const [row] = await tx.$queryRaw<{ id: string }[]>`
        SELECT "id" FROM "person" WHERE "mobile" IS NOT NULL AND NOT "id" = ANY(${[...passed]}::text[])
        ORDER BY "id" LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED`;
      if (!row) return undefined;
      const person = await tx.person.findUniqueOrThrow({ where: { id: row.id } });
      const sought: Sought = {
        id: person.id,
        name: person.name,
        mobile: String(seal.open(person.mobile ?? new Uint8Array(), person.id)),
        ...(person.wecom ? { wecom: person.wecom } : {}),
        ...(person.dingtalk ? { dingtalk: person.dingtalk } : {}),
      };
      const finding = await ask(sought);
      for (const [platform, id] of Object.entries(finding.found) as [PlatformName, string][]) {
        const holder = await tx.person.findFirst({ where: { [platform]: id, NOT: { id: sought.id } } });
        // Another person's account is not taken away on the word of a number: numbers change hands.
        if (holder) delete finding.found[platform];
        else await bindAccount(tx, sought.id, { platform, id });
      }
      if (!finding.later) await tx.person.update({ where: { id: sought.id }, data: { mobile: null } });
      return { sought, finding };
    },
    { timeout: ASK_MS, maxWait: ASK_MS },
  );
