import type { PlatformName } from '../cards/exchange.ts';
import type { Desk } from '../workflow/ports.ts';
import type { Tx } from './client.ts';
import { touchDirectory } from './directory.ts';
import type { Seal } from './seal.ts';
import type { Unit } from './unit.ts';

/** Ties an account to the person and takes it from whoever had it: one account is one person. */
export const bindAccount = async (
  tx: Tx,
  person: string,
  account: { platform: PlatformName; id: string },
): Promise<void> => {
  const { platform, id } = account;
  await tx.person.updateMany({ where: { [platform]: id, NOT: { id: person } }, data: { [platform]: null } });
  await tx.person.update({ where: { id: person }, data: { [platform]: id } });
  await touchDirectory(tx);
};

/** Accounts and invitation codes as the desk offers them: codes are found by a keyed hash, spent under the row's lock. */
export const bindingDesk = (unit: Unit, seal: Seal): Pick<Desk, 'loseAccount' | 'invite' | 'redeem' | 'spoil'> => {
  const keyOf = (code: string) => seal.fingerprint('invitation', code);
  return {
    loseAccount: async ({ platform, id }) => {
      const [lost] = await unit.tx.person.updateManyAndReturn({
        where: { [platform]: id },
        data: { [platform]: null },
        select: { id: true, name: true, department: true },
      });
      if (!lost) return undefined;
      unit.directory.changed = true;
      await touchDirectory(unit.tx);
      return lost;
    },
    invite: async ({ code, person, by, at, expiresAt }) => {
      await unit.tx.invitation.deleteMany({ where: { person, usedAt: null } });
      await unit.tx.invitation.create({ data: { code: keyOf(code), person, by, at, expiresAt } });
    },
    redeem: async (code, account, at) => {
      const key = keyOf(code);
      const { count } = await unit.tx.invitation.updateMany({
        where: { code: key, usedAt: null, expiresAt: { gt: at } },
        data: { usedAt: at, platform: account.platform, account: account.id },
      });
      if (count === 0) return undefined;
      const { person, by } = await unit.tx.invitation.findUniqueOrThrow({ where: { code: key } });
      const known = await unit.tx.person.findUnique({ where: { id: person } });
      if (!known?.active) return undefined;
      unit.directory.changed = true;
      await bindAccount(unit.tx, person, account);
      return { person, by };
    },
    spoil: async (code) => {
      await unit.tx.invitation.deleteMany({ where: { code: keyOf(code), usedAt: null } });
    },
  };
};
