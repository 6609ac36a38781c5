import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ledger, Outgoing } from '../../src/delivery/ports.ts';
import { type Database, openDatabase } from '../../src/store/client.ts';
import { openArchive } from '../../src/store/desk.ts';
import { openLedger } from '../../src/store/outgoingRows.ts';
import type { LedgerTools } from '../../src/store/placing.ts';
import { openSeal } from '../../src/store/seal.ts';
import type { Archive, LedgerLine } from '../../src/workflow/ports.ts';
import { type FreshDatabase, freshDatabase } from '../freshDatabase.ts';

const NOW = Date.parse('2026-10-20T09:00:00+08:00');
const at = new Date(NOW);
const later = new Date(NOW + 60_000);

let base: FreshDatabase;
let database: Database;
let archive: Archive;
let ledger: Ledger;
beforeAll(async () => {
  base = await freshDatabase();
  database = openDatabase(base.url, 3);
  const tools: LedgerTools = {
    newId: () => crypto.randomUUID(),
    real: () => NOW,
    place: async (sending) => ({
      state: 'queued',
      queue: sending.act === 'recall' ? sending.sent.channel : 'dingtalk',
    }),
    jobs: async () => [],
    forecast: async () => 0,
  };
  archive = openArchive(database, openSeal('a-key-for-this-test'), tools);
  ledger = openLedger(database, tools, () => crypto.randomUUID());
});
afterAll(async () => {
  await database?.$disconnect();
  await base?.drop();
});

/** A letter about a ticket of its own; returns the ticket's number. */
const wanted = async (no: string): Promise<LedgerLine> => {
  const to = { platform: 'dingtalk' as const, chat: `chat of ${no}` };
  await archive.work((desk) =>
    desk.want([{ to, kind: 'text', letter: { form: 'text', text: no }, tickets: [no], at }]),
  );
  const [line] = await archive.work((desk) => desk.posted(no));
  if (!line) throw new Error('the letter waits');
  return line;
};
const takeBack = (line: LedgerLine): Promise<void> =>
  archive.work((desk) => desk.recall([{ line }], { why: '发错群', at: later }));
const head = async (id: string): Promise<Outgoing> => {
  const first = await ledger.head(id, 'dingtalk');
  if (!first) throw new Error('something is to be sent');
  return first;
};
const accept = (outgoing: Outgoing, messageRef?: string) =>
  ledger.accepted(outgoing, { ok: true, channel: 'dingtalk', ...(messageRef ? { messageRef } : {}) });
const stateOf = async (id: string) => {
  const { state, reason } = await database.delivery.findUniqueOrThrow({ where: { id } });
  return { state, reason };
};

describe('taking letters back', () => {
  test('one that waits is never sent', async () => {
    const line = await wanted('W1');
    await takeBack(line);
    expect(await stateOf(line.id)).toEqual({ state: 'recalled', reason: '发错群' });
    expect(await ledger.head(line.id, 'dingtalk')).toBeUndefined();
  });

  test('one that stands is asked back by what the platform left, and is gone when it agrees', async () => {
    const line = await wanted('W2');
    await accept(await head(line.id), 'pqk-2');
    await takeBack(line);
    const recall = await head(line.id);
    expect(recall.sending).toMatchObject({ act: 'recall', sent: { channel: 'dingtalk', messageRef: 'pqk-2' } });
    expect(await stateOf(line.id)).toMatchObject({ state: 'recalling' });
    await accept(recall);
    expect(await stateOf(line.id)).toEqual({ state: 'recalled', reason: '发错群' });
  });

  test('one on its way is asked back as soon as it has arrived', async () => {
    const line = await wanted('W3');
    const onItsWay = await head(line.id);
    await takeBack(line);
    await accept(onItsWay, 'pqk-3');
    const recall = await head(line.id);
    expect(recall.sending).toMatchObject({ act: 'recall', sent: { messageRef: 'pqk-3' } });
    await accept(recall);
    expect(await stateOf(line.id)).toMatchObject({ state: 'recalled' });
  });

  test('one the platform keeps stands again, with the reason, and can be asked back once more', async () => {
    const line = await wanted('W4');
    await accept(await head(line.id), 'pqk-4');
    await takeBack(line);
    const recall = await head(line.id);
    await ledger.failed(recall.id, { reason: '只能在 24 小时内撤回', channel: 'dingtalk' });
    expect(await stateOf(line.id)).toEqual({ state: 'accepted', reason: '未能撤回：只能在 24 小时内撤回' });
    const [failed] = await archive.work((desk) => desk.recalls('W4', later));
    expect(failed).toMatchObject({ state: 'failed', reason: '只能在 24 小时内撤回' });
    await takeBack(line);
    expect((await head(line.id)).sending.act).toBe('recall');
  });
});
