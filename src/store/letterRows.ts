import type { CentreDesk, LetterLine, LetterQuery, LetterState } from '../workflow/centreDesk.ts';
import type { Tx } from './client.ts';
import { Prisma } from './generated/client.ts';
import type { DeliveryModel } from './generated/models/Delivery.ts';
import type { Outbox } from './outbox.ts';
import { enqueue, type LedgerTools, recipientOf } from './placing.ts';
import type { Unit } from './unit.ts';

/** Everything of a letter but what it says. */
const SHOWN = {
  ...{ id: true, platform: true, chat: true, person: true, personId: true, kind: true, act: true, state: true },
  ...{ reason: true, code: true, channel: true, attempts: true, tickets: true, at: true, heldUntil: true },
  ...{ nextTry: true, order: true },
} as const;

const lineOf = (row: Pick<DeliveryModel, keyof typeof SHOWN>): LetterLine => ({
  id: row.id,
  to: recipientOf(row),
  kind: row.kind,
  act: row.act as LetterLine['act'],
  state: row.state as LetterState,
  ...(row.reason !== null ? { reason: row.reason } : {}),
  ...(row.code !== null ? { code: row.code } : {}),
  ...(row.channel !== null ? { channel: row.channel } : {}),
  attempts: row.attempts,
  tickets: row.tickets,
  at: row.at,
  ...(row.heldUntil ? { heldUntil: row.heldUntil } : {}),
  ...(row.nextTry ? { nextTry: row.nextTry } : {}),
  order: row.order.toString(),
});

const whereOf = ({ state, platform, act, about, since, before }: LetterQuery): Prisma.DeliveryWhereInput => ({
  ...(state ? { state } : {}),
  ...(platform ? { platform } : {}),
  ...(act ? { act } : {}),
  ...(since ? { at: { gte: since } } : {}),
  ...(before ? { order: { lt: BigInt(before) } } : {}),
  ...(about
    ? {
        OR: [
          ...(about.tickets.length > 0 ? [{ tickets: { hasSome: [...about.tickets] } }] : []),
          ...(about.people.length > 0 ? [{ personId: { in: [...about.people] } }] : []),
          ...(about.chats.length > 0 ? [{ chat: { in: [...about.chats] } }] : []),
        ],
      }
    : {}),
});

const letters = async (tx: Tx, query: LetterQuery): Promise<LetterLine[]> =>
  (
    await tx.delivery.findMany({
      where: whereOf(query),
      orderBy: { order: 'desc' },
      take: query.limit,
      select: SHOWN,
    })
  ).map(lineOf);

const requeue = async ({ run, tx }: Unit, tools: LedgerTools, id: string, account?: string): Promise<void> => {
  const row = await tx.delivery.update({
    where: { id },
    data: {
      ...{ state: 'queued', reply: Prisma.DbNull, reason: null, code: null, nextTry: null },
      ...(account === undefined ? {} : { person: account }),
      changedAt: new Date(tools.real()),
    },
  });
  await enqueue(run, tools, [row]);
};

type LetterDesk = Pick<CentreDesk, 'letters' | 'letterCounts' | 'failedSince' | 'lockLetter' | 'requeue'>;

/** The ledger as the centre's desk reads it, and the one thing it does there: sending a failed letter again. */
export const letterDesk = (unit: Unit, outbox: Outbox, tools: LedgerTools): LetterDesk => {
  const { tx } = unit;
  return {
    letters: (query) => letters(tx, query),
    letterCounts: async () =>
      (
        await tx.delivery.groupBy({
          by: ['state'],
          where: { state: { in: ['wanted', 'queued', 'failed'] } },
          _count: true,
        })
      ).map((row) => ({ state: row.state as LetterState, count: row._count })),
    failedSince: (since) => tx.delivery.count({ where: { state: 'failed', act: 'send', at: { gte: since } } }),
    lockLetter: async (id) => {
      await outbox.flush();
      await tx.$queryRaw`SELECT 1 FROM "delivery" WHERE "id" = ${id} FOR UPDATE`;
      const row = await tx.delivery.findUnique({ where: { id }, select: SHOWN });
      return row ? lineOf(row) : undefined;
    },
    requeue: (id, account) => requeue(unit, tools, id, account),
  };
};
