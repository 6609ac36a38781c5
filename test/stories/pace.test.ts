import { Client } from 'pg';
import { expect } from 'vitest';
import { DEFAULT_POLICY } from '../../src/config/policy.ts';
import type { Message, TrafficEntry } from '../../src/simulator/town/types.ts';
import { storiesWith } from '../town/story.ts';
import { type StoryTown, until } from '../town/town.ts';

/** What the platforms' limits cost, by the machine's clock, which these stories move. */
const machine = { ahead: 0 };
const MINUTE_MS = 60_000;
const GROUP = { chat: 'cidZjj==' };
const numbers = (count: number): string[] =>
  Array.from({ length: count }, (_none, index) => `GD202610200${String(8_600 + index)}`);

/** How often the bot has called the platform for this group. */
const knocks = async (town: StoryTown, chat: string): Promise<number> => {
  const { requests } = (await (await fetch(`${town.url}/town`)).json()) as { requests: TrafficEntry[] };
  return requests.filter(({ direction, body }) => direction === 'in' && JSON.stringify(body).includes(chat)).length;
};

const sql = async <Row>(town: StoryTown, text: string): Promise<Row[]> => {
  const client = new Client({ connectionString: town.databaseUrl });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
};

/** How often DingTalk's jobs that wait have been taken in hand. */
const looks = async (town: StoryTown): Promise<number> => {
  const text = `SELECT coalesce(sum(retry_count), 0)::int AS looks FROM queue.job
    WHERE name = 'send-dingtalk' AND state = 'retry'`;
  return (await sql<{ looks: number }>(town, text))[0]?.looks ?? 0;
};

/** Moves the machine's clock, also for the queue, whose waiting jobs are looked at again until `seen`. */
const moveMachine = async (
  town: StoryTown,
  minutes: number,
  { seen, what }: { seen: () => Promise<boolean>; what: string },
): Promise<void> => {
  machine.ahead = minutes * MINUTE_MS;
  await until(async () => {
    await sql(town, `UPDATE queue.job SET start_after = now() WHERE state = 'retry'`);
    return seen();
  }, what);
};

/** How many seconds lie between the ledger's next try and the job's own start, where both wait. */
const lateness = (town: StoryTown): Promise<{ late: number }[]> =>
  sql<{ late: number }>(
    town,
    `SELECT extract(epoch FROM j.start_after - d."nextTry")::float8 AS late FROM queue.job j
      JOIN "delivery" d ON d."id" = j.data->>'id' WHERE j.state = 'retry' AND d."nextTry" IS NOT NULL`,
  );

const story = storiesWith({ machine });

story('a letter that waits is looked at when it may go, not by the queue’s own pause', async ({ town }) => {
  machine.ahead = 0;
  await town.fault('dingtalk', 'busy', { times: 1, code: '410100', ...GROUP });
  await town.tickets({ no: 'GD20261020008599', department: 'zjj' });
  await until(
    async () => (await lateness(town)).some(({ late }) => Math.abs(late) < 1),
    'the job waits as the row does',
  );
  await moveMachine(town, 10, { seen: async () => town.said(GROUP).length === 1, what: 'it has come' });
  await town.readsAll(GROUP, '8599');
});

story(
  'a group that DingTalk silences for ten minutes is left alone for ten minutes; others are not',
  async ({ town }) => {
    machine.ahead = 0;
    const [first = '', second = '', elsewhere = ''] = numbers(3);
    await town.fault('dingtalk', 'busy', { times: 1, code: '410100', ...GROUP });
    await town.tickets({ no: first, department: 'zjj' });
    await town.tickets({ no: second, department: 'zjj' }, { no: elsewhere, department: 'jyj' });
    for (const chat of ['wrkJyj', 'cidJyj==']) await town.card({ chat }, 'claim', elsewhere);
    for (const minutes of [1, 5, 9.5]) {
      const before = await looks(town);
      await moveMachine(town, minutes, {
        seen: async () => (await looks(town)) > before,
        what: 'the queue has looked at it again',
      });
      expect(await knocks(town, GROUP.chat)).toBe(1);
    }
    await moveMachine(town, 10, { seen: async () => town.said(GROUP).length === 2, what: 'both have come' });
    expect((await town.readsAll(GROUP, 'GD202610200')).map(({ text }) => /GD\d+/.exec(text)?.[0])).toEqual([
      first,
      second,
    ]);
    expect(await knocks(town, GROUP.chat)).toBe(3);
  },
);

/** As many letters as DingTalk lets one group have in a minute, and some more. */
const LIMIT = 20;
const MORE = 5;
const broadcast = storiesWith({
  machine,
  policy: { manners: { ...DEFAULT_POLICY.manners, burst: 1_000 } },
});

broadcast(
  'the centre’s 待办 tells when a broadcast will have been sent, and not any more when it has',
  async ({ town }) => {
    machine.ahead = 0;
    const all = numbers(LIMIT + MORE);
    await town.tickets(...all.map((no) => ({ no, department: 'zjj' })));
    expect(town.said(GROUP)).toHaveLength(LIMIT);
    const { text } = await town.asks('hanmei', '待办', '群发进度');
    expect(text).toContain(`还有 ${MORE} 条待发，按平台限额预计 `);
    expect(['08:45', '08:46', '08:47']).toContain(/预计 (?:.* )?(\d\d:\d\d) 发完/.exec(text)?.[1]);
    await town.asks('chenjing', '待办', '您有');
    expect(await said(town, 'chenjing')).not.toContain('群发进度');

    await moveMachine(town, 1, {
      seen: async () => town.said(GROUP).length === all.length,
      what: 'the rest has come',
    });
    const came = (await town.readsAll(GROUP, 'GD202610200')).map((message: Message) => /GD\d+/.exec(message.text)?.[0]);
    expect(came).toEqual(all);
    await town.says('hanmei', '待办');
    expect(await said(town, 'hanmei')).not.toContain('群发进度');
  },
);

/** The newest thing this person was told, read. */
const said = async (town: StoryTown, person: string): Promise<string> => {
  const newest = town.said({ person }).at(-1);
  if (!newest) throw new Error(`${person} was told nothing`);
  await town.reads({ person }, newest.text);
  return newest.text;
};
