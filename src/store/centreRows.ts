import type { PlatformName } from '../cards/exchange.ts';
import type { CentreDesk, ChatLine } from '../workflow/centreDesk.ts';
import { auditSearch } from './auditRows.ts';
import type { Tx } from './client.ts';
import { keepAct } from './deskActs.ts';
import { addHolidays } from './directory.ts';
import { letterDesk } from './letterRows.ts';
import type { Outbox } from './outbox.ts';
import type { LedgerTools } from './placing.ts';
import { addPolicy } from './policyRows.ts';
import { policyVersions } from './policyVersions.ts';
import { queueDesk } from './queueRows.ts';
import { schemeVersions } from './schemeRows.ts';
import type { Unit } from './unit.ts';

const chats = async (tx: Tx): Promise<ChatLine[]> => {
  const rows = await tx.chat.findMany({ orderBy: [{ department: 'asc' }, { platform: 'asc' }, { id: 'asc' }] });
  return rows.map(({ platform, id, department, scope, boundBy, boundAt, goneAt, webhookKey }) => ({
    platform: platform as PlatformName,
    id,
    ...(department !== null ? { department } : {}),
    ...(scope !== null ? { scope: scope as 'centre' | 'county' } : {}),
    ...(boundBy !== null ? { boundBy } : {}),
    ...(boundAt ? { boundAt } : {}),
    ...(goneAt ? { goneAt } : {}),
    webhook: webhookKey !== null,
  }));
};

/** The part of a desk that the centre's page works with. */
export const centreDesk = (unit: Unit, outbox: Outbox, tools: LedgerTools): CentreDesk => ({
  ...queueDesk(unit.tx),
  ...letterDesk(unit, outbox, tools),
  chats: () => chats(unit.tx),
  policyVersions: () => policyVersions(unit.tx),
  schemeVersions: () => schemeVersions(unit.tx),
  keepPolicy: (policy) => {
    unit.directory.changed = true;
    return addPolicy(unit.tx, policy);
  },
  keepHolidays: (holidays) => {
    unit.directory.changed = true;
    return addHolidays(unit.tx, holidays);
  },
  keepAct: keepAct(unit.tx),
  audit: auditSearch(unit.tx),
});
