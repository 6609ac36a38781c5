import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChatPlatform, Lane } from '../../src/chat/platform.ts';
import { forecast } from '../../src/delivery/forecast.ts';
import { openPacing } from '../../src/delivery/pacing.ts';
import type { Ledger } from '../../src/delivery/ports.ts';
import { type Database, openDatabase } from '../../src/store/client.ts';
import { openArchive } from '../../src/store/desk.ts';
import { openLedger } from '../../src/store/outgoingRows.ts';
import type { LedgerTools } from '../../src/store/placing.ts';
import { openSeal } from '../../src/store/seal.ts';
import type { Archive } from '../../src/workflow/ports.ts';
import { type FreshDatabase, freshDatabase } from '../freshDatabase.ts';

const NOW = Date.parse('2026-10-20T08:33:00+08:00');
const at = new Date(NOW);

let base: FreshDatabase;
let database: Database;
let pool: Pool;
let archive: Archive;
let ledger: Ledger;
beforeAll(async () => {
  base = await freshDatabase();
  database = openDatabase(base.url, 3);
  pool = new Pool({ connectionString: base.url, max: 2 });
  const pacing = openPacing(pool, () => NOW);
  const minute = (chat: string): Lane => ({ key: `chat:${chat}`, points: 2, seconds: 60 });
  const platform = {
    lanes: ({ to }) => ['chat' in to ? minute(to.chat) : minute(to.person), { key: 'api', points: 20, seconds: 1 }],
  } as Pick<ChatPlatform, 'lanes'> as ChatPlatform;
  const tools: LedgerTools = {
    newId: () => crypto.randomUUID(),
    real: () => NOW,
    place: async () => ({ state: 'queued', queue: 'dingtalk' }),
    jobs: async () => [],
    forecast: (queued) => forecast(queued, { platform: () => platform, pacing, real: () => NOW }),
  };
  archive = openArchive(database, openSeal('a-key-for-this-test'), tools);
  ledger = openLedger(database, tools, () => crypto.randomUUID());
});
afterAll(async () => {
  await pool?.end();
  await database?.$disconnect();
  await base?.drop();
});

const want = async (chat: string, text: string, urgent = false): Promise<string> => {
  await archive.work((desk) =>
    desk.want([
      { to: { platform: 'dingtalk', chat }, kind: 'text', letter: { form: 'text', text }, tickets: [], at, urgent },
    ]),
  );
  const row = await database.delivery.findFirstOrThrow({ where: { chat }, orderBy: { order: 'desc' } });
  return row.id;
};
const textOf = (outgoing: Awaited<ReturnType<Ledger['head']>>): unknown =>
  outgoing?.sending.act === 'send' && outgoing.sending.letter.form === 'text' && outgoing.sending.letter.text;

describe('what goes first', () => {
  test('the urgent one of a chat, then the others in the order they were wanted', async () => {
    const first = await want('c1', 'first');
    await want('c1', 'second');
    await want('c1', 'urgent', true);
    const sent: unknown[] = [];
    for (let head = await ledger.head(first, 'dingtalk'); head; head = await ledger.head(first, 'dingtalk')) {
      sent.push(textOf(head));
      await ledger.accepted(head, { ok: true, channel: 'dingtalk' });
    }
    expect(sent).toEqual(['urgent', 'first', 'second']);
  });

  test('an urgent one does not knock where another was just sent away', async () => {
    const first = await want('c2', 'first');
    const nextTry = new Date(NOW + 600_000);
    await ledger.delayed(first, { reason: '平台暂停十分钟', code: '410100', channel: 'dingtalk', nextTry });
    const urgent = await want('c2', 'urgent', true);
    const head = await ledger.head(urgent, 'dingtalk');
    expect([textOf(head), head?.nextTry]).toEqual(['urgent', nextTry]);
    expect(await ledger.pending(at)).toBe(0);
    await database.delivery.updateMany({ where: { chat: 'c2' }, data: { state: 'accepted' } });
  });
});

describe('when what is queued will have been sent', () => {
  test('by the slowest lane, by what has left already, and by the longest wait', async () => {
    expect(await archive.work((desk) => desk.unsent())).toEqual({ count: 0, ms: 0 });
    for (let index = 0; index < 40; index += 1) await want(`b${index}`, 'broadcast');
    expect(await archive.work((desk) => desk.unsent())).toEqual({ count: 40, ms: 1_000 });
    for (const text of ['second', 'third', 'fourth', 'fifth']) await want('b0', text);
    expect(await archive.work((desk) => desk.unsent())).toEqual({ count: 44, ms: 120_000 });
    await openPacing(pool, () => NOW - 20_000).take([{ key: 'chat:b0', points: 2, seconds: 60 }]);
    expect(await archive.work((desk) => desk.unsent())).toEqual({ count: 44, ms: 120_000 });
    await openPacing(pool, () => NOW - 10_000).take([{ key: 'chat:b0', points: 2, seconds: 60 }]);
    expect(await archive.work((desk) => desk.unsent())).toEqual({ count: 44, ms: 160_000 });
    const waiting = await want('b1', 'waiting');
    const nextTry = new Date(NOW + 600_000);
    await ledger.delayed(waiting, { reason: '平台暂停十分钟', channel: 'dingtalk', nextTry });
    expect(await archive.work((desk) => desk.unsent())).toEqual({ count: 45, ms: 600_000 });
  });
});
